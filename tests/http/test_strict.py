"""What a body says is taken as it says it, or refused with the field; nothing is made of something else."""

from typing import Any

import pytest

from tests.support.desk import Desk, desk

__all__ = ["desk"]


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("require_guardian_consent", 1),
        ("require_guardian_consent", "true"),
        ("capacity", "8"),
        ("best_of", True),
        ("reporting", {"captains": 0}),
        ("check_in", {"opens_at": 0, "closes_at": 1}),
    ],
)
async def test_a_value_of_another_kind_is_refused(desk: Desk, field: str, value: Any) -> None:
    event = await desk.event()
    body = {"name": "Cup", "slug": "cup", "title": "T", "entry_kind": "team", field: value}
    path = f"/events/{event['id']}/tournaments"
    inside = {"reporting": "/captains", "check_in": "/opens_at"}.get(field, "")
    await desk.refused("POST", path, body, 422, "invalid_fields", f"/{field}{inside}")


async def test_a_body_that_is_no_json_is_refused_as_ever(desk: Desk) -> None:
    event = await desk.event()
    path = f"/api/v1/events/{event['id']}/tournaments"
    reply = await desk.client.post(path, content=b"{", headers={"content-type": "application/json"})
    assert (reply.status_code, reply.json()["code"]) == (400, "malformed_body")
