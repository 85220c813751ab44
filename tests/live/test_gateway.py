"""The wire: what a client hears after hello and follow, in order and without gaps."""

import httpx
from websockets.asyncio.client import connect

from esports.journal.facts import Change, MatchReady, Visibility
from esports.live.gateway import Gateway
from tests.live.conftest import Gateways
from tests.live.test_rules import numbers
from tests.live.world import Raw, World, raw, score
from tests.support.wait import until


async def test_a_follower_gets_a_snapshot_and_then_every_commit(gateway: Gateway, world: World) -> None:
    journal_id = await world.tournament()
    await world.write(journal_id, score(1))
    async with raw(gateway.port, hello={"follow": [{"topic": f"tournament/{journal_id}"}]}) as client:
        snapshot = await client.hear()
        assert snapshot["type"] == "snapshot"
        assert snapshot["topic"] == f"tournament/{journal_id}"
        assert snapshot["seq"] == 1
        assert snapshot["view"] == {"score": 1}
        await world.write(journal_id, score(2), score(3))
        delta = await client.hear()
        assert (delta["type"], delta["from"], delta["to"]) == ("delta", 2, 3)
        assert [item["seq"] for item in delta["items"]] == [2, 3]
        assert delta["items"][1]["patch"] == [{"path": "score", "value": 3}]
        assert delta["items"][1]["fact"]["kind"] == "EntryChanged"


async def test_health_answers_on_the_same_port(gateway: Gateway) -> None:
    async with httpx.AsyncClient(base_url=f"http://127.0.0.1:{gateway.port}") as client:
        health = await client.get("/health/live")
        assert (health.status_code, health.json()) == (200, {"status": "ok"})
        assert (await client.get("/elsewhere")).status_code == 404


async def test_what_is_measured_stands_on_the_same_port(gateway: Gateway, world: World) -> None:
    journal_id = await world.tournament()
    topic = f"tournament/{journal_id}"
    async with httpx.AsyncClient(base_url=f"http://127.0.0.1:{gateway.port}") as client:

        async def measured() -> dict[str, float]:
            lines = (await client.get("/metrics")).text.splitlines()
            return {
                name: float(value)
                for name, value in (line.rsplit(" ", 1) for line in lines if line.startswith("esports_live"))
            }

        before = await measured()
        async with raw(gateway.port, hello={"follow": [{"topic": topic}]}) as watcher:
            epoch = (await watcher.hear())["epoch"]
            await world.write(journal_id, score(1))
            await watcher.hear()
            await watcher.say("follow", topic=topic, epoch=epoch, after=0)
            await watcher.hear()
            await watcher.say("nonsense")
            assert (await watcher.closed())[0] == 1008
            after = await measured()
        told = {name: value - before.get(name, 0) for name, value in after.items()}
        assert told['esports_live_follows_total{source="snapshot"}'] == 1
        assert told['esports_live_follows_total{source="ring"}'] == 1
        assert told['esports_live_cuts_total{reason="malformed_message"}'] == 1
        assert told["esports_live_snapshot_builds_total"] == 1
        assert told["esports_live_deliveries_total"] == 1
        assert told["esports_live_lag_seconds_count"] == 1
        assert after["esports_live_lag_seconds_sum"] > before.get("esports_live_lag_seconds_sum", 0)
        await until(lambda: not gateway.sessions)
        assert (await measured())["esports_live_watchers"] == before.get("esports_live_watchers", 0)


async def test_whoever_offers_compression_gets_what_everybody_gets(gateway: Gateway, world: World) -> None:
    """A frame is made once for all: compressed for one, it would be nonsense to the others."""
    journal_id = await world.tournament()
    url = f"ws://127.0.0.1:{gateway.port}/live/v1"
    async with connect(url, compression="deflate", proxy=None) as socket:
        assert socket.response
        assert "Sec-WebSocket-Extensions" not in socket.response.headers
        client = Raw(socket)
        await client.say("hello", protocol=1, follow=[{"topic": f"tournament/{journal_id}"}])
        await client.hear()
        await world.write(journal_id, score(1))
        assert await numbers(client, 1) == [(1, 1)]


async def test_a_ping_is_answered(gateway: Gateway) -> None:
    async with raw(gateway.port, hello={}) as client:
        await client.say("ping")
        assert await client.hear() == {"type": "pong"}


async def test_a_stage_and_a_match_get_their_part_and_skip_the_rest(gateway: Gateway, world: World) -> None:
    tournament = await world.tournament()
    stage = world.stage(tournament)
    match, other = world.match(stage), world.match(stage)
    place = f"stages/{stage}"
    matches = [{"id": str(match), "n": 1}, {"id": str(other), "n": 2}]
    await world.write(tournament, [Change("stages", [{"id": str(stage), "matches": matches}])])
    follow = [{"topic": f"stage/{stage}"}, {"topic": f"match/{match}"}]
    async with raw(gateway.port, hello={"follow": follow}) as client:
        assert (await client.hear())["view"]["matches"][1]["n"] == 2
        assert (await client.hear())["view"] == {"id": str(match), "n": 1}
        await world.write(tournament, [Change(f"{place}/matches/{other}/n", 5)])
        assert (await client.hear())["items"][0]["patch"] == [{"path": f"matches/{other}/n", "value": 5}]
        skip = await client.hear()
        assert skip == {"type": "skip", "topic": f"match/{match}", "from": 2, "to": 2}
        await world.write(tournament, [Change(f"{place}/matches/{match}/n", 6)], [Change("name", "x")])
        stage_delta, match_delta = await client.hear(), await client.hear()
        assert [item["seq"] for item in stage_delta["items"]] == [3]
        assert (stage_delta["from"], stage_delta["to"]) == (3, 4)
        assert match_delta["items"][0]["patch"] == [{"path": "n", "value": 6}]
        ready = MatchReady(match_id=match, stage_id=stage, entries=[])
        await world.write(tournament, (ready, []))
        assert (await client.hear())["items"][0]["fact"]["kind"] == "MatchReady"
        assert (await client.hear())["items"][0]["fact"]["kind"] == "MatchReady"


async def test_what_only_staff_may_see_is_skipped_for_everybody(gateway: Gateway, world: World) -> None:
    journal_id = await world.tournament()
    async with raw(gateway.port, hello={"follow": [{"topic": f"tournament/{journal_id}"}]}) as client:
        assert (await client.hear())["view"] == {}
        await world.write(journal_id, score(1), visibility=Visibility.staff)
        assert await client.hear() == {
            "type": "skip",
            "topic": f"tournament/{journal_id}",
            "from": 1,
            "to": 1,
        }


async def test_a_follower_goes_on_from_where_it_was(gateways: Gateways, world: World) -> None:
    first = await gateways()
    journal_id = await world.tournament()
    topic = f"tournament/{journal_id}"
    for number in range(3):
        await world.write(journal_id, score(number))
    async with raw(first.port, hello={"follow": [{"topic": topic}]}) as client:
        epoch = (await client.hear())["epoch"]
    await world.write(journal_id, score(3), score(4))
    again = [{"topic": topic, "epoch": epoch, "after": 1}]
    await gateways.close(first)
    second = await gateways()
    for gateway in (second, second):
        async with raw(gateway.port, hello={"follow": again}) as client:
            assert [((await client.hear())[key]) for key in ("from",)] == [2]
            assert [(await client.hear())[key] for key in ("from",)] == [3]
            assert (await client.hear())["to"] == 5
    assert world.builds == 1


async def test_a_position_that_cannot_be_continued_begins_anew(gateway: Gateway, world: World) -> None:
    journal_id = await world.tournament()
    topic = f"tournament/{journal_id}"
    await world.write(journal_id, score(1), score(2))
    async with raw(gateway.port, hello={"follow": [{"topic": topic}]}) as client:
        epoch = (await client.hear())["epoch"]
        for wrong, reason in (
            ({"epoch": "another", "after": 1}, "epoch"),
            ({"epoch": epoch, "after": 99}, "ahead"),
            ({"epoch": epoch, "after": 1}, "too_old"),  # inside of a commit
        ):
            await client.say("follow", topic=topic, **wrong)
            assert await client.hear() == {"type": "resync", "topic": topic, "reason": reason}
            assert (await client.hear())["type"] == "snapshot"
    assert world.builds == 1


async def test_after_unfollow_nothing_more_comes(gateway: Gateway, world: World) -> None:
    journal_id = await world.tournament()
    topic = f"tournament/{journal_id}"
    async with raw(gateway.port, hello={"follow": [{"topic": topic}]}) as client:
        await client.hear()
        await client.say("unfollow", topic=topic)
        await client.say("ping")
        assert await client.hear() == {"type": "pong"}
        await world.write(journal_id, score(1))
        await gateway.wake.poll_once()
        await client.say("unfollow", topic=topic)
        assert (await client.hear())["code"] == "not_followed"


async def test_a_topic_that_is_not_there_is_an_error_about_it(gateway: Gateway, world: World) -> None:
    gone = await world.tournament()
    follow = [
        {"topic": topic} for topic in ("stage/" + str(gone), "inbox", "nonsense", f"event/{world.event_id}")
    ]
    async with raw(gateway.port, hello={"follow": follow, "locale": "en"}) as client:
        codes = [(await client.hear())["code"] for _ in follow]
    assert codes == ["not_found", "sign_in_required", "unknown_topic", "not_found"]
