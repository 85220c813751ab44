"""The rules of entering over HTTP: the same for registration, edit and import, and how each refuses."""

import asyncio
from typing import Any

import pytest

from esports.entries.rules import queries as rule_queries
from esports.tournaments import queries
from tests.support.desk import LATER, LONG_AGO, NOBODY, Desk, Json

YOUNG, RIGHT = "2012-01-01", "2000-01-01"
STUCK_SECONDS = 60
"""Longer than any machine needs: where one of two never comes, the other fails and does not hang."""
AGE = {"eligibility": {"age": {"on": "2026-11-23", "min": 16}}}


async def ruled(desk: Desk, rules: Json, event: Json | None = None, **fields: Any) -> Json:
    """An open tournament with these rules."""
    tournament = await desk.tournament(event, **fields)
    await desk.do("PUT", f"/tournaments/{tournament['id']}/entry-rules", rules)
    return tournament


def at(tournament: Json, rest: str = "entries") -> str:
    return f"/tournaments/{tournament['id']}/{rest}"


def squad(*born: str | None) -> list[Json]:
    return [{"name": f"P{number}", "birth_date": day} for number, day in enumerate(born, 1)]


def told(problem: Json) -> list[tuple[str, str]]:
    return [(one["pointer"], one["code"]) for one in problem["errors"]]


async def test_rules_are_set_seen_and_counted(desk: Desk) -> None:
    tournament = await desk.tournament()
    path = at(tournament, "entry-rules")
    blank = await desk.get(path)
    assert (blank["revision"], blank["terms_version"], blank["rules"]["approval"]) == (0, None, False)
    first = await desk.do("PUT", path, {"approval": True, "terms": "Play fair."})
    assert (first["revision"], first["terms_version"]) == (1, 1)
    again = await desk.do("PUT", path, {"approval": True, "terms": "Play fair."})
    assert again == first == await desk.get(path)
    stale = {"headers": {"if-match": '"0"'}}
    await desk.refused("PUT", path, {}, 412, "stale_revision", **stale)
    assert (await desk.do("PUT", path, {}))["terms_version"] is None
    assert (await desk.do("PUT", path, {"terms": "Play fair."}))["terms_version"] == 2
    desk.replay()


@pytest.mark.parametrize(
    ("rules", "code", "pointer"),
    [
        ({"eligibility": {"age": {"on": "2026-11-23"}}}, "bounds_missing", "/eligibility/age"),
        (
            {"eligibility": {"age": {"on": "2026-11-23", "min": 9, "max": 8}}},
            "bounds_reversed",
            "/eligibility/age/max",
        ),
        ({"eligibility": {"rating": {"min": 2, "max": 1}}}, "bounds_reversed", "/eligibility/rating/max"),
        ({"eligibility": {"regions": ["\u202e"]}}, "name_characters", "/eligibility/regions/0"),
        ({"roster": {"coaches_min": 2, "coaches_max": 1}}, "bounds_reversed", "/roster/coaches_max"),
        ({"roster": {"locks_at": "9000-01-01T00:00:00Z"}}, "time_out_of_range", "/roster/locks_at"),
        ({"questions": [{"key": "a", "label": "A"}] * 2}, "question_twice", "/questions/1/key"),
        (
            {"questions": [{"key": "a", "label": "A", "kind": "choice", "choices": ["x", "x"]}]},
            "choices_needed",
            "/questions/0/choices",
        ),
        (
            {"questions": [{"key": "a", "label": "A", "choices": ["x"]}]},
            "choices_unneeded",
            "/questions/0/choices",
        ),
        ({"questions": [{"key": "A!", "label": "A"}]}, "invalid_fields", "/questions/0/key"),
        ({"quota": {"delegation": 0}}, "invalid_fields", "/quota/delegation"),
    ],
)
async def test_rules_that_make_no_sense_are_refused(desk: Desk, rules: Json, code: str, pointer: str) -> None:
    tournament = await desk.tournament()
    await desk.refused("PUT", at(tournament, "entry-rules"), rules, 422, code, pointer)


async def test_rules_are_for_before_play(desk: Desk) -> None:
    tournament = await desk.tournament()
    stage = await desk.stage(tournament)
    await desk.entries(tournament, 2)
    await desk.start(stage)
    await desk.refused("PUT", at(tournament, "entry-rules"), {}, 409, "too_late")
    await desk.refused("POST", at(tournament, "invitations"), {"label": "G"}, 409, "too_late")
    decision = {"entries": [NOBODY], "decision": "approve"}
    await desk.refused("POST", at(tournament, "entries/decide"), decision, 409, "too_late")


async def test_eligibility_is_one_for_registration_edit_and_import(desk: Desk) -> None:
    rules = {"eligibility": {**AGE["eligibility"], "delegations": ["上海", "北京"]}}
    tournament = await ruled(desk, rules)
    path = at(tournament)
    reasons = [("/roster/0/birth_date", "too_young"), ("/roster/1/birth_date", "birth_date_missing")]
    wrong = {"roster": squad(YOUNG, None), "delegation": "广州"}
    expected = [*reasons, ("/delegation", "delegation_not_allowed")]
    async with desk.person() as mine:
        problem = await mine.refused("POST", path, {"name": "A", **wrong}, 422, "not_eligible")
        assert told(problem) == expected
        right = {"name": "A", "roster": squad(RIGHT), "delegation": "上海"}
        entry = await mine.post(path, right)
        where = f"/entries/{entry['id']}"
        assert told(await mine.refused("PATCH", where, wrong, 422, "not_eligible")) == expected
        roster = {"roster": wrong["roster"]}
        assert told(await mine.refused("PATCH", where, roster, 422, "not_eligible")) == reasons
        assert (await mine.get(where))["roster"][0]["birth_date"] == RIGHT
        await mine.do("PATCH", where, {"delegation": "北京"})
        await mine.refused("PATCH", where, {"delegation": None}, 422, "not_eligible", "/delegation")
        await desk.do("PUT", at(tournament, "entry-rules"), {"eligibility": {"regions": ["East"]}})
        assert (await mine.do("PATCH", where, {"name": "Renamed"}))["name"] == "Renamed"
        await desk.do("PUT", at(tournament, "entry-rules"), rules)
    rows = {"entries": [{"name": "B", **wrong}, {**right, "name": "C"}, {"name": "D"}]}
    report = await desk.refused("POST", f"{path}/import", rows, 422, "import_rejected")
    assert [(row["row"], row["pointer"], row["code"]) for row in report["rejected"]] == [
        *((1, *one) for one in expected),
        (3, "/roster", "roster_missing"),
        (3, "/delegation", "delegation_missing"),
    ]
    assert "2" in report["detail"]
    done = await desk.post(f"{path}/import?partial=true", rows)
    assert (done["created"], done["rejected"]) == (1, report["rejected"])


async def test_reasons_are_told_in_the_readers_language(desk: Desk) -> None:
    tournament = await ruled(desk, AGE)
    body = {"name": "A", "roster": [{"name": "小明", "birth_date": YOUNG}]}
    chinese = {"headers": {"accept-language": "zh-CN"}}
    problem = await desk.refused("POST", at(tournament), body, 422, "not_eligible", **chinese)
    assert [one["detail"] for one in problem["errors"]] == ["小明 在 2026-11-23 须年满 16 周岁。"]


async def test_an_exception_is_the_organisers_has_a_reason_and_is_kept(desk: Desk) -> None:
    tournament = await ruled(desk, AGE, roster={"min": 1, "max": 2})
    path = at(tournament)
    young = {"name": "A", "roster": squad(YOUNG)}
    async with desk.person() as mine:
        own = {**young, "exception": "Please"}
        await mine.refused("POST", path, own, 422, "exception_is_for_staff", "/exception")
    await desk.refused("POST", path, young, 422, "not_eligible")
    entry = await desk.post(path, {**young, "exception": "Her school agreed."})
    where = f"/entries/{entry['id']}"
    (kept,) = (await desk.get(f"{where}/exceptions"))["items"]
    assert (kept["codes"], kept["reason"]) == (["too_young"], "Her school agreed.")
    assert kept["granted_by"] == (await desk.get("/me"))["person"]["id"]
    lines = (await desk.get(at(tournament, "journal")))["items"]
    assert "EntryExcepted" in str(lines)
    assert "school" not in str(lines)
    await desk.do("PATCH", where, {"roster": squad(YOUNG, RIGHT)})
    other = {"roster": [{"name": "Another", "birth_date": YOUNG}]}
    await desk.refused("PATCH", where, other, 422, "not_eligible", "/roster/0/birth_date")
    await desk.do("PATCH", where, {"region": "East", "exception": "Not needed"})
    assert len((await desk.get(f"{where}/exceptions"))["items"]) == 1
    rows = {"entries": [{**young, "name": "B", "exception": "As A"}, {**young, "name": "C"}]}
    report = await desk.post(f"{path}/import?partial=true", rows)
    assert (report["created"], [row["row"] for row in report["rejected"]]) == (1, [2])
    entries = {one["name"]: one["id"] for one in await desk.entered(tournament)}
    (kept,) = (await desk.get(f"/entries/{entries['B']}/exceptions"))["items"]
    assert kept["reason"] == "As A"
    desk.replay()


async def test_a_locked_roster_changes_by_exception_alone(desk: Desk) -> None:
    tournament = await ruled(desk, {"roster": {"locks_in": "check_in"}}, roster={"min": 1, "max": 2})
    timed = await ruled(desk, {"roster": {"locks_at": LONG_AGO}}, roster={"min": 1, "max": 2})
    later = await ruled(desk, {"roster": {"locks_at": LATER, "locks_in": "seeding"}})
    edit = {"roster": squad(None)}
    async with desk.person() as mine:
        made = [await mine.post(at(one), {"name": "A"}) for one in (tournament, timed, later)]
        first, second, third = (f"/entries/{one['id']}" for one in made)
        await mine.do("PATCH", first, edit)
        await mine.refused("PATCH", second, edit, 409, "roster_locked", "/roster")
        await mine.do("PATCH", second, {"region": "East"})
        await mine.do("PATCH", third, edit)
        await desk.move(tournament, "check_in")
        await mine.refused("PATCH", first, edit, 409, "roster_locked", "/roster")
        await desk.refused("PATCH", first, edit, 409, "roster_locked", "/roster")
        await desk.do("PATCH", first, {**edit, "exception": "Broken arm"})
        await mine.refused("PATCH", first, edit, 409, "roster_locked", "/roster")
    (kept,) = (await desk.get(f"{first}/exceptions"))["items"]
    assert (kept["codes"], kept["reason"]) == (["roster_locked"], "Broken arm")


async def test_a_roster_is_complete_when_it_is_due(desk: Desk) -> None:
    size = {"min": 2, "max": 2}
    early = await ruled(desk, {"roster": {"due": "registration"}}, roster=size)
    await desk.refused("POST", at(early), {"name": "A"}, 422, "roster_too_small", "/roster")
    late = await ruled(desk, {"roster": {"due": "check_in", "coaches_max": 0}}, roster=size)
    coached = [*squad(None, None), {"name": "C", "role": "coach"}]
    await desk.refused("POST", at(late), {"name": "A", "roster": coached}, 422, "too_many_coaches", "/roster")
    rows = {"entries": [{"name": "A", "roster": squad(None)}]}
    report = await desk.refused("POST", at(late, "entries/import"), rows, 422, "import_rejected")
    assert [row["code"] for row in report["rejected"]] == ["roster_too_small"]
    entry = await desk.post(at(late), {"name": "A"})
    await desk.move(late, "check_in")
    where = f"/entries/{entry['id']}"
    await desk.refused("POST", f"{where}/check-in", None, 422, "roster_too_small", "/roster")
    await desk.do("PATCH", where, {"roster": squad(None), "exception": "One is on the train"})
    assert (await desk.post(f"{where}/check-in"))["state"] == "checked_in"


async def test_who_registers_awaits_approval_and_is_told(desk: Desk) -> None:
    event = await desk.event()
    tournament = await ruled(desk, {"approval": True}, event, capacity=2)
    await desk.post(at(tournament), {"name": "Invited"})
    path, decide = at(tournament), at(tournament, "entries/decide")
    async with desk.person() as one, desk.person() as two, desk.person() as three, desk.person() as other:
        made = [await who.post(path, {"name": f"N{n}"}) for n, who in enumerate((one, two, three))]
        ids = [entry["id"] for entry in made]
        assert {entry["state"] for entry in made} == {"pending"}
        assert [entry["name"] for entry in await other.entered(tournament)] == ["Invited"]
        await other.refused("GET", f"/entries/{ids[0]}", None, 404, "not_found")
        await one.refused("POST", decide, {"entries": ids, "decision": "approve"}, 403, "forbidden")
        missing = {"entries": [ids[0], NOBODY], "decision": "approve"}
        await desk.refused("POST", decide, missing, 404, "not_found")
        refusal = {"entries": [ids[2]], "decision": "refuse", "message": "名单重复"}
        assert (await desk.post(decide, refusal))["items"][0]["state"] == "refused"
        approval = {"entries": [ids[1], ids[0]], "decision": "approve"}
        done = (await desk.post(decide, approval))["items"]
        assert [(entry["id"], entry["state"]) for entry in done] == [
            (ids[0], "confirmed"),
            (ids[1], "waitlisted"),
        ]
        assert (await desk.post(decide, approval))["items"] == done
        assert (await desk.post(decide, refusal))["items"][0]["state"] == "refused"
        assert (await three.get(f"/entries/{ids[2]}"))["refusal"] == "名单重复"
        shown = await other.entered(tournament)
        assert [entry["name"] for entry in shown] == ["Invited", "N0", "N1"]
        assert {entry["refusal"] for entry in shown} == {None}
        for entry, decision in ((ids[0], "refuse"), (ids[2], "approve")):
            body = {"entries": [entry], "decision": decision}
            await desk.refused("POST", decide, body, 409, "transition_not_allowed")
        assert (await three.post(path, {"name": "N2 again"}))["state"] == "pending"
    assert (await desk.post(path, {"name": "By staff"}))["state"] == "waitlisted"
    desk.replay()


async def test_what_was_never_approved_is_never_published(desk: Desk) -> None:
    """Not by withdrawing it either: else anybody could put any name on the public page."""
    tournament = await ruled(desk, {"approval": True})
    async with desk.person() as mine, desk.person() as other:
        entry = await mine.post(at(tournament), {"name": "Rude"})
        await mine.do("PATCH", f"/entries/{entry['id']}", {"name": "Ruder"})
        gone = await mine.post(f"/entries/{entry['id']}/withdraw")
        assert (gone["state"], gone["published"]) == ("withdrawn", False)
        assert await other.entered(tournament) == []
        await other.refused("GET", f"/entries/{entry['id']}", None, 404, "not_found")
        lines = (await other.get(at(tournament, "journal")))["items"]
        assert not any("Rude" in str(line) for line in lines)
    assert [one["name"] for one in await desk.entered(tournament)] == ["Ruder"]
    desk.replay()


async def test_an_invitation_opens_the_door_as_often_as_it_says(desk: Desk) -> None:
    tournament = await ruled(desk, {"invitation_only": True})
    elsewhere = await ruled(desk, {"invitation_only": True})
    path, where = at(tournament), at(tournament, "invitations")
    made = await desk.post(where, {"label": "Finalists", "uses": 1})
    expired = await desk.post(where, {"label": "Late", "expires_at": LONG_AGO})
    revoked = await desk.post(where, {"label": "Wrong"})
    gone = await desk.do("DELETE", f"/invitations/{revoked['id']}")
    assert gone["revoked_at"] == (await desk.do("DELETE", f"/invitations/{revoked['id']}"))["revoked_at"]
    await desk.refused("DELETE", f"/invitations/{NOBODY}", None, 404, "not_found")
    async with desk.person() as one, desk.person() as two:
        for code, refusal in (
            (None, "invitation_needed"),
            ("x", "invitation_unknown"),
            (revoked["code"], "invitation_unknown"),
            (expired["code"], "invitation_expired"),
        ):
            await one.refused("POST", path, {"name": "A", "invitation": code}, 422, refusal, "/invitation")
        body = {"name": "A", "invitation": made["code"]}
        await one.refused("POST", at(elsewhere), body, 422, "invitation_unknown", "/invitation")
        assert (await one.post(path, body))["state"] == "confirmed"
        await two.refused("POST", path, {**body, "name": "B"}, 422, "invitation_used", "/invitation")
    assert (await desk.post(path, {"name": "By staff"}))["state"] == "confirmed"
    items = (await desk.get(where))["items"]
    assert [(one["label"], one["used"]) for one in items] == [("Wrong", 0), ("Late", 0), ("Finalists", 1)]
    assert not any("code" in one for one in items)


async def test_quotas_hold_for_registration_edit_and_import(desk: Desk) -> None:
    tournament = await ruled(desk, {"quota": {"delegation": 1, "club": 2}})
    path = at(tournament)
    physics = {"delegation": "Physics", "club": "Owls"}
    first = await desk.post(path, {"name": "A", **physics})
    again = {"name": "B", "delegation": "PHYSICS", "club": "Owls"}
    await desk.refused("POST", path, again, 409, "quota_delegation_full", "/delegation")
    problem = await desk.refused("POST", path, {"name": "B"}, 409, "delegation_missing")
    assert told(problem) == [("/delegation", "delegation_missing"), ("/club", "club_missing")]
    second = await desk.post(path, {"name": "B", "delegation": "Law", "club": "Owls"})
    edit = {"delegation": "physics"}
    await desk.refused("PATCH", f"/entries/{second['id']}", edit, 409, "quota_delegation_full", "/delegation")
    await desk.do("PATCH", f"/entries/{first['id']}", {"delegation": "Physics "})
    rows = [{"name": n, "delegation": d, "club": "Bats"} for n, d in (("C", "Art"), ("D", "art"), ("E", "X"))]
    report = await desk.post(f"{path}/import?partial=true", {"entries": rows})
    assert [(row["row"], row["code"]) for row in report["rejected"]] == [(2, "quota_delegation_full")]
    await desk.post(f"/entries/{first['id']}/withdraw")
    await desk.do("PATCH", f"/entries/{second['id']}", edit)


async def at_once(desk: Desk, tournaments: list[Json], bodies: list[Json]) -> list[str]:
    """Somebody else registers each body in its tournament, all at the same time; the codes of the replies."""
    replies = await asyncio.gather(
        *(
            desk.client.post(f"/api/v1{at(tournament)}", json=body)
            for tournament, body in zip(tournaments, bodies, strict=True)
        )
    )
    return sorted(reply.json().get("code", "in") for reply in replies)


async def test_a_quota_is_not_outrun(desk: Desk) -> None:
    tournament = await ruled(desk, {"quota": {"delegation": 1}})
    bodies = [{"name": f"N{number}", "delegation": "Law"} for number in range(6)]
    assert await at_once(desk, [tournament] * 6, bodies) == ["in"] + ["quota_delegation_full"] * 5


async def test_without_the_lock_a_quota_is_outrun(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    """The control: both have counted before either is in."""
    tournament = await ruled(desk, {"quota": {"delegation": 1}})
    desk.watched.clear()
    read, count, both = queries.by_id, rule_queries.held, asyncio.Barrier(2)

    async def unlocked(connection: Any, tournament_id: Any, *, lock: bool = False) -> Any:
        return await read(connection, tournament_id)

    async def counted(connection: Any, tournament_id: Any, **options: Any) -> Any:
        found = await count(connection, tournament_id, **options)
        await asyncio.wait_for(both.wait(), STUCK_SECONDS)
        return found

    monkeypatch.setattr(queries, "by_id", unlocked)
    monkeypatch.setattr(rule_queries, "held", counted)
    bodies = [{"name": name, "delegation": "Law"} for name in ("A", "B")]
    assert await at_once(desk, [tournament] * 2, bodies) == ["in", "in"]


async def test_a_person_is_in_so_many_tournaments_of_the_event(desk: Desk) -> None:
    event = await desk.event()
    first, second, third = [await ruled(desk, {"tournaments_per_person": 2}, event) for _ in range(3)]
    async with desk.person() as mine:
        entry = await mine.post(at(first), {"name": "A"})
        await mine.post(at(await ruled(desk, {"tournaments_per_person": 1})), {"name": "A"})
        await mine.post(at(second), {"name": "A"})
        await mine.refused("POST", at(third), {"name": "A"}, 409, "too_many_tournaments")
        await mine.post(f"/entries/{entry['id']}/withdraw")
        await mine.post(at(third), {"name": "A"})


async def test_the_limit_of_an_event_is_not_outrun(desk: Desk) -> None:
    """The tournaments are held one by one; the person is what both have in common."""
    event = await desk.event()
    both = [await ruled(desk, {"tournaments_per_person": 1}, event) for _ in range(4)]
    async with desk.person() as mine:
        got = await at_once(mine, both, [{"name": "A"}] * 4)
    assert got == ["in"] + ["too_many_tournaments"] * 3


async def test_without_the_persons_lock_the_limit_is_outrun(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The control: both have counted before either is in."""
    event = await desk.event()
    both = [await ruled(desk, {"tournaments_per_person": 1}, event) for _ in range(2)]
    count, gate = rule_queries.tournaments_entered, asyncio.Barrier(2)

    async def unlocked(*_: Any) -> None:
        return None

    async def counted(*given: Any, **options: Any) -> int:
        found = await count(*given, **options)
        await asyncio.wait_for(gate.wait(), STUCK_SECONDS)
        return found

    monkeypatch.setattr(rule_queries, "hold_person", unlocked)
    monkeypatch.setattr(rule_queries, "tournaments_entered", counted)
    async with desk.person() as mine:
        assert await at_once(mine, both, [{"name": "A"}] * 2) == ["in", "in"]


QUESTIONS = [
    {"key": "shirt", "label": "Shirt", "kind": "choice", "choices": ["S", "M"], "required": True},
    {"key": "years", "label": "Years", "kind": "number"},
    {"key": "since", "label": "Since", "kind": "date"},
    {"key": "motto", "label": "Motto", "public": True},
]


async def test_answers_are_for_everybody_or_in_confidence(desk: Desk) -> None:
    event = await desk.event()
    tournament = await ruled(desk, {"questions": QUESTIONS}, event)
    path = at(tournament)
    wrong = {"shirt": "XL", "years": True, "since": "23/11/2026", "motto": "\u202e", "a/b": 1}
    async with desk.person() as mine, desk.person() as other, desk.person(event, "caster") as caster:
        problem = await mine.refused("POST", path, {"name": "A", "answers": wrong}, 422, "answers_refused")
        assert told(problem) == [
            ("/answers/a~1b", "answer_unknown"),
            ("/answers/motto", "name_characters"),
            ("/answers/shirt", "answer_wrong"),
            ("/answers/since", "answer_wrong"),
            ("/answers/years", "answer_wrong"),
        ]
        missing = {"name": "A", "answers": {"motto": "Go", "shirt": ""}}
        problem = await mine.refused("POST", path, missing, 422, "answers_refused")
        assert told(problem) == [("/answers/shirt", "answer_missing")]
        right = {"shirt": "M", "years": 2.5, "since": "2026-11-23", "motto": "Go"}
        entry = await mine.post(path, {"name": "A", "answers": right})
        where = f"/entries/{entry['id']}"
        assert (await mine.get(where))["answers"] == (await desk.get(where))["answers"] == right
        for who in (other, caster):
            assert (await who.get(where))["answers"] == {"motto": "Go"}
            assert [one["answers"] for one in await who.entered(tournament)] == [{"motto": "Go"}]
        opened = [{**one, "public": True} for one in QUESTIONS]
        await desk.do("PUT", at(tournament, "entry-rules"), {"questions": opened})
        assert (await other.get(where))["answers"] == {"motto": "Go"}
        problem = await mine.refused("PATCH", where, {"answers": {}}, 422, "answers_refused")
        changed = await mine.do("PATCH", where, {"answers": {"shirt": "S"}})
        assert changed["answers"] == (await other.get(where))["answers"] == {"shirt": "S"}
    rows = {"entries": [{"name": "B"}, {"name": "C", "answers": {"shirt": "XL"}}]}
    report = await desk.post(f"{path}/import?partial=true", rows)
    assert [(row["row"], row["code"]) for row in report["rejected"]] == [(2, "answer_wrong")]
    desk.replay()


async def test_terms_are_accepted_as_they_stand(desk: Desk) -> None:
    tournament = await ruled(desk, {"terms": "Play fair."})
    path = at(tournament)
    async with desk.person() as mine, desk.person() as other:
        for terms in (None, 2):
            body = {"name": "A", "terms": terms}
            await mine.refused("POST", path, body, 422, "terms_not_accepted", "/terms")
        entry = await mine.post(path, {"name": "A", "terms": 1})
        await desk.do("PUT", at(tournament, "entry-rules"), {"terms": "Play very fair."})
        await other.refused("POST", path, {"name": "B", "terms": 1}, 422, "terms_not_accepted", "/terms")
        await other.post(path, {"name": "B", "terms": 2})
        kept = await mine.get(f"/entries/{entry['id']}")
        assert kept["terms_version"] == 1
        assert kept["terms_accepted_at"]
        assert (await other.get(f"/entries/{entry['id']}"))["terms_version"] is None
    assert (await desk.post(path, {"name": "By staff"}))["terms_version"] is None


async def test_an_address_is_verified_where_the_rules_ask(desk: Desk) -> None:
    tournament = await ruled(desk, {"eligibility": {"verified_address": True}})
    async with desk.person() as mine:
        problem = await mine.refused("POST", at(tournament), {"name": "A"}, 422, "not_eligible")
        assert told(problem) == [("", "address_not_verified")]
    assert await desk.post(at(tournament), {"name": "A", "exception": "Walked in"})


async def test_where_ones_word_will_do_it_is_asked_again_of_new_players(desk: Desk) -> None:
    rules = {"eligibility": {"age": {"on": "2026-11-23", "min": 18, "by": "word"}}}
    tournament = await ruled(desk, rules, roster={"min": 1, "max": 2})
    async with desk.person() as captain, desk.person() as other:
        body = {"name": "Owls", "roster": [{"name": "Mei"}]}
        problem = await captain.refused("POST", at(tournament), body, 422, "not_eligible")
        assert told(problem) == [("/ages_said", "ages_not_said")]
        entry = await captain.post(at(tournament), {**body, "ages_said": True})
        path = f"/entries/{entry['id']}"
        assert (entry["ages_said"], (await captain.get(path))["ages_said"]) == (True, True)
        assert not (await other.get(path))["ages_said"], "that is for the organisers and themselves"
        same = {"roster": [{"name": "Mei", "in_game_id": "mei#1"}]}
        assert (await captain.do("PATCH", path, same))["ages_said"]
        two = {"roster": [{"name": "Mei"}, {"name": "Jun"}]}
        problem = await captain.refused("PATCH", path, two, 422, "not_eligible")
        assert told(problem) == [("/ages_said", "ages_not_said")]
        assert (await captain.do("PATCH", path, {**two, "ages_said": True}))["ages_said"]
        assert (await desk.post(at(tournament), {"name": "By staff"}))["ages_said"]
        rows = {"entries": [{"name": "Imported", "roster": [{"name": "A"}]}]}
        assert (await desk.post(at(tournament, "entries/import"), rows))["created"] == 1
