"""Referees in plans: so many for each match, in one place at a time, and never in a match of their own."""

from tests.schedule.week import DAYS, TITLE, hall, plan, publish
from tests.support.desk import Desk


async def test_a_match_has_a_referee_who_does_not_play(desk: Desk) -> None:
    event = await desk.event(**DAYS)
    await hall(desk, event)
    path = f"/events/{event['id']}/schedule"
    tournament = await desk.tournament(event, title=TITLE, entry_kind="player")
    stage = await desk.stage(tournament)
    async with (
        desk.person(event, "referee", display_name="Ada") as ada,
        desk.person(event, "referee", display_name="Bao") as bao,
        desk.person(event, "operator", display_name="Cem"),
    ):
        await ada.post(f"/tournaments/{tournament['id']}/entries", {"name": "Mine"})
        await desk.entries(tournament, 3, prefix="Rival")
        await desk.start(stage)
        before = await publish(desk, event)
        own, other = sorted(before["matches"][:2], key=lambda one: "Mine" not in one["names"])
        assert {one["starts_at"] for one in before["matches"][:2]} == {"2039-11-21T02:05:00Z"}

        await desk.do("PUT", f"{path}/settings", {"referees": 1})
        made = await plan(desk, event, again=True)
        assert (made["state"], made["problems"]) == ("ready", [])
        led = {one["match"]: [leader["name"] for leader in one["referees"]] for one in made["matches"]}
        assert led[own["match"]] == ["Bao"]
        starts = [one["starts_at"] for one in made["matches"][:2]]
        assert len(set(starts)) == 2, "while she plays nobody else can lead"
        kept = {one["match"]: one["station"] for one in before["matches"]}
        assert all(
            one["station"] == kept[one["match"]] for one in made["matches"] if one["starts_at"] == starts[0]
        )

        await desk.post(f"{path}/publish", {"plan": made["plan"]})
        calls = {one["match"]: one for one in (await desk.get(f"/events/{event['id']}/calls"))["items"]}
        assert [one["name"] for one in calls[own["match"]]["referees"]] == ["Bao"]
        called = await bao.post(f"/matches/{other['match']}/call")
        assert [one["name"] for one in called["referees"]] == led[other["match"]]
        assert "referees" not in (await desk.get(path))["matches"][0], "the public is not told"

        await desk.do("PUT", f"{path}/settings", {"referees": 2})
        made = await plan(desk, event)
        assert [one["code"] for one in made["problems"]] == ["few_referees"]
        assert made["problems"][0]["params"]["able"] == 1
    desk.replay()
