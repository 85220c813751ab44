"""Tournaments: set up, edited, moved through their states; and how that is refused."""

from typing import Any

import pytest

from esports.engine import lifecycle
from tests.support.app import refusal
from tests.support.desk import API, LATER, LONG_AGO, NOBODY, OPEN, Desk, Json, first_wins

NEW = {"name": "KPL", "slug": "kpl", "title": "Honor of Kings", "entry_kind": "team"}

REFUSED: list[tuple[Json, int, str, str]] = [
    ({"slug": "taken"}, 409, "slug_taken", "/slug"),
    ({"slug": "queue"}, 422, "slug_reserved", "/slug"),
    ({"slug": "kpl\n"}, 422, "invalid_fields", "/slug"),
    ({"name": "\u200b"}, 422, "name_characters", "/name"),
    ({"title": "\u202e"}, 422, "name_characters", "/title"),
    ({"entry_kind": "guild"}, 422, "invalid_fields", "/entry_kind"),
    ({"capacity": 1}, 422, "invalid_fields", "/capacity"),
    ({"capacity": 8193}, 422, "invalid_fields", "/capacity"),
    ({"capacity": 2.5}, 422, "invalid_fields", "/capacity"),
    ({"best_of": 0}, 422, "invalid_fields", "/best_of"),
    ({"best_of": True}, 422, "invalid_fields", "/best_of"),
    (
        {"registration": {"opens_at": LATER, "closes_at": LONG_AGO}},
        422,
        "window_reversed",
        "/registration/closes_at",
    ),
    ({"check_in": {"opens_at": LATER, "closes_at": LATER}}, 422, "window_reversed", "/check_in/closes_at"),
    (
        {"check_in": {"opens_at": "2026-01-01T00:00:00", "closes_at": LATER}},
        422,
        "invalid_fields",
        "/check_in/opens_at",
    ),
    (
        {"check_in": {"opens_at": "0001-01-01T00:00:00+23:00", "closes_at": LATER}},
        422,
        "time_out_of_range",
        "/check_in/opens_at",
    ),
    (
        {"registration": {"opens_at": LONG_AGO, "closes_at": "9999-12-31T23:59:59-23:00"}},
        422,
        "time_out_of_range",
        "/registration/closes_at",
    ),
    ({"roster": {"min": 6, "max": 5}}, 422, "roster_reversed", "/roster/max"),
    ({"roster": {"min": 0, "max": 0}}, 422, "roster_reversed", "/roster/max"),
    ({"roster": {"min": -1}}, 422, "invalid_fields", "/roster/min"),
    ({"roster": {"coaches": 1}}, 422, "invalid_fields", "/roster/coaches"),
]


@pytest.mark.parametrize(("fields", "status", "code", "pointer"), REFUSED)
async def test_a_new_tournament_is_refused(
    desk: Desk, fields: Json, status: int, code: str, pointer: str
) -> None:
    event = await desk.event()
    await desk.tournament(event, slug="taken")
    path = f"/events/{event['id']}/tournaments"
    await desk.refused("POST", path, {**NEW, **fields}, status, code, pointer)
    assert len((await desk.get(path))["items"]) == 1


async def test_edits_are_told_on_the_board_and_can_be_stale(desk: Desk) -> None:
    event = await desk.event()
    tournament = await desk.tournament(event, state="draft", check_in=OPEN, capacity=8)
    path = f"/tournaments/{tournament['id']}"
    changed = await desk.do("PATCH", path, {"check_in": None, "capacity": None, "best_of": 5})
    assert (changed["check_in"], changed["capacity"], changed["best_of"]) == (None, None, 5)
    stale = {"headers": {"if-match": '"1"'}}
    await desk.refused("PATCH", path, {"name": "x"}, 412, "stale_revision", **stale)
    await desk.refused("PATCH", path, {"best_of": 16}, 422, "invalid_fields", "/best_of")
    await desk.refused("PATCH", path, {"state": "running"}, 422, "invalid_fields", "/state")
    await desk.refused("PATCH", path, {"roster": {"max": 0}}, 422, "roster_reversed", "/roster/max")
    await desk.refused("PATCH", f"/tournaments/{NOBODY}", {}, 404, "not_found")
    await desk.move(changed, "registration")
    await desk.do("PATCH", path, {"name": "Open Cup"})
    desk.replay()


async def test_the_length_of_matches_is_settled_once_play_begins(desk: Desk) -> None:
    """Structures are read with it: an even number would make a running knock-out unreadable."""
    tournament = await desk.tournament(best_of=1)
    stage = await desk.stage(tournament)
    await desk.entries(tournament, 4)
    await desk.start(stage)
    path = f"/tournaments/{tournament['id']}"
    await desk.refused("PATCH", path, {"best_of": 2}, 409, "too_late", "/best_of")
    await desk.do("PATCH", path, {"best_of": 1, "name": "Renamed in play"})
    await desk.play(stage, first_wins)


async def test_a_tournament_moves_as_the_table_says(desk: Desk) -> None:
    """From every state to every state: what the table allows happens, all else is refused."""
    event = await desk.event()
    ways: dict[str, list[str]] = {
        "draft": [],
        "registration": ["registration"],
        "check_in": ["check_in"],
        "seeding": ["seeding"],
        "running": ["running"],
        "paused": ["running", "paused"],
        "finished": ["running", "finished"],
        "archived": ["running", "finished", "archived"],
        "cancelled": ["cancelled"],
    }
    states = lifecycle.STATES[lifecycle.Machine.tournament]
    assert set(ways) == set(states)
    for state, way in ways.items():
        async with desk.at_ease():
            made = await desk.tournament(event, state="draft")
            await desk.stage(made)
            for step in way:
                made = await desk.move(made, step)
        allowed = lifecycle.allowed("tournament", state)
        assert (made["state"], made["transitions"]) == (state, sorted(allowed))
        path = f"/tournaments/{made['id']}/transitions"
        for to in set(states) - set(allowed) - {state}:
            reply = await desk.client.post(f"{API}{path}", json={"to": to})
            assert refusal(reply, 409, "transition_not_allowed")["allowed"] == sorted(allowed)
        assert (await desk.client.post(f"{API}{path}", json={"to": state})).json() == made
        assert await desk.check() == []
        del desk.watched[made["id"]]
    await desk.refused("POST", path, {"to": "over"}, 422, "unknown_state", "/to")
    await desk.refused("POST", f"/tournaments/{NOBODY}/transitions", {"to": "draft"}, 404, "not_found")


async def test_nothing_runs_without_a_stage(desk: Desk) -> None:
    tournament = await desk.tournament()
    path = f"/tournaments/{tournament['id']}/transitions"
    await desk.refused("POST", path, {"to": "running"}, 409, "no_stages")


JUDGED = {"criteria": [{"name": "idea", "weight": 1}]}
STAGES: list[tuple[Json, int, str, str]] = [
    ({"format": "chess"}, 422, "format_unknown", "/format"),
    ({"format": "judged"}, 422, "criteria_list", "/options/criteria"),
    ({"format": "judged", "options": {**JUDGED, "best_of": 3}}, 422, "unknown_option", "/options/best_of"),
    ({"format": "judged", "options": {**JUDGED, "deadline": "soon"}}, 422, "not_a_time", "/options/deadline"),
    (
        {"format": "judged", "options": {**JUDGED, "deadline": "2026-11-25T12:00:00"}},
        422,
        "not_a_time",
        "/options/deadline",
    ),
    (
        {"format": "judged", "options": {**JUDGED, "deadline": "4000-01-01T00:00:00Z"}},
        422,
        "time_out_of_range",
        "/options/deadline",
    ),
    ({"options": {"deadline": LATER}}, 422, "unknown_option", "/options/deadline"),
    ({"options": {"colour": 1}}, 422, "unknown_option", "/options/colour"),
    ({"options": {"best_of": 2}}, 422, "option_must_be_odd", "/options/best_of"),
    (
        {"options": {"best_of_by_round": {"final": 0}}},
        422,
        "option_out_of_range",
        "/options/best_of_by_round/final",
    ),
    ({"options": {"pairing": "magic"}}, 422, "option_not_a_choice", "/options/pairing"),
    ({"options": []}, 422, "invalid_fields", "/options"),
    ({"size": 4, "qualifies": 4}, 422, "too_many_qualify", "/qualifies"),
    ({"size": 1}, 422, "invalid_fields", "/size"),
    ({"qualifies": 0}, 422, "invalid_fields", "/qualifies"),
    ({"name": ""}, 422, "invalid_fields", "/name"),
    (
        {"format": "round_robin", "options": {"groups": 4}, "qualifies": 6},
        422,
        "qualifies_not_divisible",
        "/qualifies",
    ),
]


@pytest.mark.parametrize(("fields", "status", "code", "pointer"), STAGES)
async def test_a_stage_is_refused(desk: Desk, fields: Json, status: int, code: str, pointer: str) -> None:
    tournament = await desk.tournament()
    body: Json = {"name": "Main", "format": "single_elimination", **fields}
    await desk.refused("POST", f"/tournaments/{tournament['id']}/stages", body, status, code, pointer)
    await desk.refused("POST", f"/tournaments/{NOBODY}/stages", {**body, **NEW_STAGE}, 404, "not_found")
    assert (await desk.get(f"/tournaments/{tournament['id']}/stages"))["items"] == []


NEW_STAGE: Json = {
    "name": "Next",
    "format": "single_elimination",
    "options": {},
    "size": None,
    "qualifies": None,
}


async def test_stages_must_fit_each_other(desk: Desk) -> None:
    tournament = await desk.tournament()
    path = f"/tournaments/{tournament['id']}/stages"
    await desk.stage(tournament, "round_robin", name="Groups", qualifies=1)
    await desk.refused("POST", path, NEW_STAGE, 409, "stage_too_small")
    await desk.stage(tournament, name="Four", size=4, qualifies=3)
    await desk.refused("POST", path, {**NEW_STAGE, "size": 2}, 409, "stage_overfull", "/size")
    await desk.stage(tournament, name="Last")
    await desk.refused("POST", path, NEW_STAGE, 409, "no_qualifiers")


TWO_PLAY: Json = {
    "matches": [{"id": "A", "slots": [{"seed": 1}, {"seed": 2}]}],
    "places": [{"place": 1, "winner_of": "A"}, {"place": 2, "loser_of": "A"}],
}
SIX_ROUNDS: Json = {"variant": "fixed_rounds", "rounds": 6}
UNPLAYABLE: list[tuple[Json, int, str, str]] = [
    ({"format": "gsl_groups"}, 409, "gsl_groups_not_full", "/options/groups"),
    ({"format": "gsl_groups", "size": 12, "qualifies": 4}, 409, "qualifies_not_divisible", "/qualifies"),
    ({"format": "swiss"}, 409, "swiss_size", "/options/variant"),
    ({"format": "swiss", "options": SIX_ROUNDS}, 409, "swiss_rounds", "/options/rounds"),
    ({"format": "round_robin", "options": {"groups": 4}}, 409, "too_many_groups", "/options/groups"),
    ({"format": "custom", "options": TWO_PLAY}, 409, "graph_size", "/size"),
    ({"format": "single_elimination", "qualifies": 7}, 422, "too_many_qualify", "/qualifies"),
]


@pytest.mark.parametrize(("fields", "status", "code", "pointer"), UNPLAYABLE)
async def test_a_later_stage_must_suit_the_number_that_comes_to_it(
    desk: Desk, fields: Json, status: int, code: str, pointer: str
) -> None:
    """Found when it is added: once the stage before is played, nobody can mend it."""
    tournament = await desk.tournament()
    await desk.stage(tournament, name="First", qualifies=6)
    path = f"/tournaments/{tournament['id']}/stages"
    await desk.refused("POST", path, {**NEW_STAGE, **fields}, status, code, pointer)


async def test_the_length_of_matches_must_suit_every_stage_before_play_begins(desk: Desk) -> None:
    """From then on it is settled, and an elimination cannot be played over two games."""
    tournament = await desk.tournament(best_of=2)
    groups = await desk.stage(tournament, "round_robin", name="Groups", qualifies=2)
    final = await desk.stage(tournament, name="Final")
    await desk.entries(tournament, 4)
    start = f"/stages/{groups['id']}/start"
    await desk.refused("POST", start, {}, 409, "option_must_be_odd", "/stages/1/options/best_of")
    assert (await desk.call("DELETE", f"/stages/{final['id']}")).status_code == 204
    await desk.stage(tournament, name="Final", options={"best_of": 3}, qualifies=2)
    await desk.start(groups)
    path = f"/tournaments/{tournament['id']}/stages"
    await desk.refused("POST", path, NEW_STAGE, 422, "option_must_be_odd", "/options/best_of")


async def test_a_stage_added_in_play_takes_qualifiers_alone(desk: Desk) -> None:
    """Its direct entries would be the best seeds, and they are playing already."""
    tournament = await desk.tournament()
    path = f"/tournaments/{tournament['id']}/stages"
    groups = await desk.stage(tournament, "round_robin", name="Groups", qualifies=4)
    playoff = await desk.stage(tournament, name="Playoff", qualifies=2)
    await desk.entries(tournament, 6)
    await desk.start(groups)
    await desk.refused("POST", path, {**NEW_STAGE, "size": 4}, 409, "direct_entries_too_late", "/size")
    final = await desk.stage(tournament, name="Final")
    for stage in (groups, playoff, final):
        if stage is not groups:
            await desk.start(stage)
        await desk.play(stage, first_wins)
    await desk.refused("POST", path, NEW_STAGE, 409, "too_late")
    desk.replay()


async def test_a_programme_has_twenty_stages_at_most(desk: Desk) -> None:
    tournament = await desk.tournament()
    async with desk.at_ease():
        for number in range(20):
            await desk.stage(tournament, name=f"Stage {number}", qualifies=2)
    path = f"/tournaments/{tournament['id']}/stages"
    await desk.refused("POST", path, NEW_STAGE, 409, "too_many_stages")


async def test_the_last_stage_can_be_taken_back_until_it_starts(desk: Desk) -> None:
    tournament = await desk.tournament()
    first = await desk.stage(tournament, name="First", qualifies=2)
    second = await desk.stage(tournament, name="Second")
    await desk.refused("DELETE", f"/stages/{first['id']}", None, 409, "stage_not_last")
    await desk.refused("DELETE", f"/stages/{NOBODY}", None, 404, "not_found")
    removed = await desk.call("DELETE", f"/stages/{second['id']}")
    assert (removed.status_code, removed.content) == (204, b"")
    await desk.refused("DELETE", f"/stages/{second['id']}", None, 404, "not_found")
    await desk.entries(tournament, 4)
    await desk.start(first)
    await desk.refused("DELETE", f"/stages/{first['id']}", None, 409, "stage_not_pending")
    desk.replay()


async def test_the_last_stage_stays_once_its_qualifiers_wait_for_it(desk: Desk) -> None:
    """Without it the tournament would have no end: no other stage can be added any more."""
    tournament = await desk.tournament()
    first = await desk.stage(tournament, name="First", qualifies=2)
    final = await desk.stage(tournament, name="Final", qualifies=2)
    again = await desk.stage(tournament, name="Again")
    await desk.entries(tournament, 4)
    await desk.start(first)
    await desk.play(first, first_wins)
    assert (await desk.call("DELETE", f"/stages/{again['id']}")).status_code == 204
    await desk.refused("DELETE", f"/stages/{final['id']}", None, 409, "too_late")
    await desk.start(final)
    await desk.play(final, first_wins)
    assert (await desk.get(f"/tournaments/{tournament['id']}"))["champion"]


async def test_a_stage_in_play_becomes_the_last_where_the_next_is_taken_off(desk: Desk) -> None:
    tournament = await desk.tournament()
    first = await desk.stage(tournament, name="First", qualifies=2)
    final = await desk.stage(tournament, name="Final")
    await desk.entries(tournament, 4)
    await desk.start(first)
    assert (await desk.call("DELETE", f"/stages/{final['id']}")).status_code == 204
    await desk.play(first, first_wins)
    assert (await desk.get(f"/tournaments/{tournament['id']}"))["champion"]


async def test_drafts_are_for_staff(desk: Desk) -> None:
    event = await desk.event()
    draft = await desk.tournament(event, state="draft")
    stage = await desk.stage(draft)
    entered: Any = (await desk.entries(draft, 2))[0]
    async with desk.person() as stranger, desk.person(event, "caster") as caster:
        listing = f"/events/{event['id']}/tournaments"
        assert (await stranger.get(listing))["items"] == []
        assert len((await caster.get(listing))["items"]) == 1
        tournament = f"/tournaments/{draft['id']}"
        for path in (
            tournament,
            f"{tournament}/stages",
            f"{tournament}/entries",
            f"/stages/{stage['id']}/view",
        ):
            await stranger.refused("GET", path, None, 404, "not_found")
            await caster.get(path)
        await stranger.refused("GET", f"/entries/{entered['id']}", None, 404, "not_found")
        await stranger.refused("POST", f"{tournament}/entries", {"name": "x"}, 404, "not_found")
        await stranger.refused("POST", f"/entries/{entered['id']}/withdraw", None, 404, "not_found")
        await stranger.refused("POST", f"/stages/{stage['id']}/start", {}, 404, "not_found")


async def test_a_draft_that_is_cancelled_stays_out_of_sight(desk: Desk) -> None:
    """Nobody was to know of it; one that was published stays, for people entered it."""
    event = await desk.event()
    hidden = await desk.tournament(event, state="draft", name="Secret guest cup")
    known = await desk.tournament(event)
    await desk.stage(hidden)
    await desk.move(known, "cancelled")
    gone = await desk.move(hidden, "cancelled")
    assert (gone["state"], gone["dropped"]) == ("cancelled", True)
    path, board = f"/tournaments/{hidden['id']}", f"/events/{event['id']}/tournaments"
    async with desk.person() as stranger, desk.person(event, "caster") as caster:
        for where in (path, f"{path}/entries", f"{path}/stages", f"{path}/journal", f"{path}/places"):
            await stranger.refused("GET", where, None, 404, "not_found")
            await caster.get(where)
        assert [one["id"] for one in (await stranger.get(board))["items"]] == [known["id"]]
        assert len((await caster.get(board))["items"]) == 2
        page = await stranger.client.get(f"/events/{event['slug']}")
        assert "Secret guest cup" not in page.text
        assert known["name"] in page.text
        topic = await stranger.client.get(f"{API}/live/sse?topic=tournament/{hidden['id']}")
        assert topic.status_code == 404
    desk.replay()


async def test_a_tournament_is_not_finished_over_a_running_stage(desk: Desk) -> None:
    """Its last result ends it, with places and a champion; by hand there would be neither."""
    tournament = await desk.tournament()
    stage = await desk.stage(tournament)
    await desk.entries(tournament, 2)
    await desk.start(stage)
    path = f"/tournaments/{tournament['id']}/transitions"
    await desk.refused("POST", path, {"to": "finished"}, 409, "stage_running")
    await desk.play(stage, first_wins)
    assert (await desk.get(f"/tournaments/{tournament['id']}"))["state"] == "finished"
