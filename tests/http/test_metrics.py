"""What an installation measures of itself is there for Prometheus."""

import httpx


async def test_requests_are_counted_by_their_route(client: httpx.AsyncClient) -> None:
    await client.get("/api/v1/events/0197a2b3-0000-7000-8000-000000000000")
    reply = await client.get("/metrics")
    assert reply.status_code == 200
    assert reply.headers["content-type"].startswith("text/plain")
    counted = [line for line in reply.text.splitlines() if line.startswith("esports_requests_total{")]
    assert any('path="/api/v1/events/{event}"' in line and 'status_code="404"' in line for line in counted)
    assert "esports_request_duration_seconds_bucket" in reply.text
