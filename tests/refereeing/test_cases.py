"""Cases: what is in the queue, who takes it up, notes, handing over, deciding; and who may not."""

from datetime import timedelta
from uuid import UUID

from sqlalchemy import text

from esports.journal.facts import CaseDecided, CaseNoted, CaseTaken
from tests.drafts.hall import Hall
from tests.matches.courts import Court, court
from tests.support.desk import NOBODY, Desk, Json

WHY = {"reason": "The replay shows it. 录像为证。"}


async def queue(here: Court, who: Desk | None = None) -> list[tuple[int, list[str]]]:
    """The numbers of the matches that wait, and why."""
    path = f"/events/{here.event['id']}/queue?tournament={here.tournament['id']}"
    return [(item["number"], item["needs"]) for item in (await (who or here.desk).get(path))["items"]]


async def disputed(here: Court, match: Json) -> None:
    """Both sides say that they have won."""
    await here.claim(match, 0, {"winner": 0})
    await here.claim(match, 1, {"winner": 1})


async def test_the_queue_holds_what_needs_a_person_the_most_urgent_first(hall: Hall) -> None:
    async with court(hall.desk, 8) as here:
        silent, calls, differs, agreed = await here.ready()
        assert await queue(here) == []
        await here.claim(silent, 0, {"winner": 0})
        await here.claim(agreed, 0, {"winner": 0})
        await here.claim(agreed, 1, {"winner": 0})
        await here.captain(calls, 0).post(f"/matches/{calls['id']}/help", {})
        await disputed(here, differs)
        assert await queue(here) == [(differs["number"], ["disputed"]), (calls["number"], ["help"])]
        hall.clock.go(3601)
        # Nobody does the worker's jobs here: the report waits past its deadline.
        assert await queue(here) == [
            (differs["number"], ["disputed"]),
            (calls["number"], ["help", "late"]),
            (silent["number"], ["unanswered"]),
        ]
        await hall.work()
        assert [number for number, _ in await queue(here)] == [differs["number"], calls["number"]]
        other = await hall.desk.tournament(here.event)
        path = f"/events/{here.event['id']}/queue"
        assert len((await hall.desk.get(path))["items"]) == 2
        assert (await hall.desk.get(f"{path}?tournament={other['id']}"))["items"] == []


async def test_a_planned_match_is_late_by_its_plan(hall: Hall) -> None:
    """Whoever plays in three hours is not late, though it could play now."""
    desk = hall.desk
    async with court(desk) as here, court(desk, 3, "round_robin") as table:
        (match,), (planned, *_) = await here.ready(), await table.ready()
        hours = [{"day": here.event["starts_on"], "begins": "10:00", "ends": "22:00"}]
        venue = await desk.post(f"/events/{here.event['id']}/venues", {"name": "Hall", "hours": hours})
        place = await desk.post(f"/venues/{venue['id']}/stations", {"name": "1", "titles": ["T"]})
        for one, after in ((match, 180), (planned, 60)):
            starts = hall.clock() + timedelta(minutes=after)
            row = {"match": UUID(one["id"]), "station": UUID(place["id"]), "at": starts}
            async with desk.engine.begin() as connection:
                await connection.execute(
                    text("INSERT INTO bookings VALUES (:match, :station, :at, :at)"), row
                )
        hall.clock.go(7201)
        assert await queue(here) == []
        # No match of a table is late, unless it has a time of its own.
        assert await queue(table) == [(planned["number"], ["late"])]
        hall.clock.go(7200)
        assert await queue(here) == [(match["number"], ["late"])]


async def test_a_referee_takes_up_writes_down_and_decides(desk: Desk) -> None:
    async with (
        court(desk) as here,
        desk.person(here.event, "referee") as first,
        desk.person(here.event, "referee") as second,
    ):
        (match,) = await here.ready()
        await disputed(here, match)
        take = f"/matches/{match['id']}/case"
        case = await first.post(take, {})
        assert await first.post(take, {}) == case
        await second.refused("POST", take, {}, 409, "case_held")
        path = f"/cases/{case['id']}"
        await second.refused("POST", f"{path}/decide", WHY, 409, "case_held")
        await second.post(f"{path}/notes", {"text": "Both heard."})
        other = (await second.get("/me"))["person"]["id"]
        # To the other one, or to the organiser; not to whoever has it.
        organiser = (await desk.get("/me"))["person"]["id"]
        able = (await first.get(f"{path}/referees"))["items"]
        assert {one["person"] for one in able} == {organiser, other}
        handing = {"person": other, "words": "I am called away."}
        handed = await first.post(f"{path}/hand-over", handing)
        assert await second.post(f"{path}/hand-over", handing) == handed
        notes = [one["text"] for one in handed["notes"]]
        assert (handed["held_by"], notes) == (other, ["Both heard.", "I am called away."])
        await first.refused("POST", f"{path}/decide", WHY, 409, "case_held")
        impossible = {**WHY, "report": {"games": [{"scores": [1, 1]}]}}
        await second.refused("POST", f"{path}/decide", impossible, 422, "game_tied")
        done = await second.post(f"{path}/decide", {**WHY, "report": {"winner": 1}})
        assert done["decision"] == WHY["reason"]
        assert await second.post(f"{path}/decide", WHY) == done
        for verb, body in (("decide", {"reason": "Other."}), ("notes", {"text": "N"}), ("hand-over", {})):
            await second.refused("POST", f"{path}/{verb}", body, 409, "case_closed")
        seen = await here.see(match)
        assert (seen["match"]["state"], seen["match"]["winner"]) == ("confirmed", 1)
        assert await queue(here) == []
        await desk.recompute(here.stage["id"])
        desk.replay()


async def test_the_trail_is_public_but_for_the_notes(desk: Desk) -> None:
    async with court(desk) as here, desk.person() as nobody:
        (match,) = await here.ready()
        await disputed(here, match)
        case = await desk.post(f"/matches/{match['id']}/case", {})
        path = f"/cases/{case['id']}"
        await desk.post(f"{path}/notes", {"text": "Private."})
        await desk.post(f"{path}/hand-over", {"person": None})
        await desk.post(f"{path}/decide", WHY)
        journal = f"/tournaments/{here.tournament['id']}/journal?after=0"
        lines = (await nobody.get(journal))["items"]
        kinds = [line["fact"]["kind"] for line in lines][-6:]
        names = ["ResultReported", "ResultDisputed", "CaseTaken", "CaseTaken", "CaseDecided"]
        assert [kind for kind in kinds if kind in names] == names
        assert "Private." not in str(lines)
        assert lines[-1]["fact"]["reason"] == WHY["reason"]
        assert "Private." in str((await desk.get(journal))["items"])
        items = [item.fact for item in desk.watched[here.tournament["id"]].items]
        assert [fact.held for fact in items if isinstance(fact, CaseTaken)] == [True, False]
        assert sum(isinstance(fact, CaseNoted | CaseDecided) for fact in items) == 2
        # Decided without a result: the sides are where they were.
        assert await here.state(match) == "disputed"


async def test_nobody_takes_up_a_match_of_their_own(desk: Desk) -> None:
    async with court(desk, 4) as here:
        match, other = await here.ready()
        referee = here.captain(match, 0)
        person = (await referee.get("/me"))["person"]
        await desk.post(f"/events/{here.event['id']}/staff", {"email": person["email"], "role": "referee"})
        take = f"/matches/{match['id']}/case"
        await referee.refused("POST", take, {}, 403, "own_match")
        case = await desk.post(take, {})
        for verb, body in (("notes", {"text": "N"}), ("hand-over", {}), ("decide", WHY)):
            await referee.refused("POST", f"/cases/{case['id']}/{verb}", body, 403, "own_match")
        outsider = str(UUID(NOBODY))
        captain = (await here.captain(other, 0).get("/me"))["person"]["id"]
        for unfit in (person["id"], outsider, captain):
            body = {"person": unfit}
            path = f"/cases/{case['id']}/hand-over"
            await desk.refused("POST", path, body, 422, "not_a_referee", "/person")
        able = f"/cases/{case['id']}/referees"
        assert person["id"] not in [one["person"] for one in (await desk.get(able))["items"]]
        assert (await referee.post(f"/matches/{other['id']}/case", {}))["held_by"] == person["id"]
        await desk.refused("GET", f"/cases/{NOBODY}/referees", None, 404, "not_found")
        await desk.refused("POST", f"/cases/{NOBODY}/decide", WHY, 404, "not_found")


async def test_the_queue_is_for_referees(desk: Desk) -> None:
    async with court(desk) as here:
        path = f"/events/{here.event['id']}/queue"
        for role in ("caster", "judge", None):
            async with desk.person(here.event, role) as person:
                await person.refused("GET", path, None, 403, "forbidden")
        await desk.refused("GET", f"/events/{NOBODY}/queue", None, 404, "not_found")


async def test_nobody_rules_on_a_match_of_their_team(desk: Desk) -> None:
    """A member who entered nothing is no captain, and as a referee still has no word in the match."""
    async with court(desk) as here, desk.person(here.event, "referee") as mate:
        (match,) = await here.ready()
        captain = here.captain(match, 0)
        team = await captain.post("/teams", {"name": "Owls", "tag": "OWL"})
        invite = await captain.post(f"/teams/{team['id']}/invites", {"uses": 1})
        await mate.post("/invites/accept", {"token": invite["token"]})
        told = await here.claim(match, 1, {"winner": 1})
        case = await desk.post(f"/matches/{match['id']}/case", {})
        async with desk.engine.begin() as connection:
            entry = {"entry": UUID(match["slots"][0]["entry"]), "team": UUID(team["id"])}
            await connection.execute(text("UPDATE entries SET team_id = :team WHERE id = :entry"), entry)
        room = f"/matches/{match['id']}"
        for path, body in (
            (f"{room}/reports", {"winner": 0}),
            (f"/reports/{told['id']}/confirm", {}),
            (f"/reports/{told['id']}/dispute", {"reason": "R"}),
            (f"{room}/case", {}),
            (f"/cases/{case['id']}/decide", WHY),
            (f"{room}/links", {}),
        ):
            await mate.refused("POST", path, body, 403, "own_match")
        await mate.refused("PUT", f"{room}/lobby-code", {"code": "L"}, 403, "own_match")
        person = (await mate.get("/me"))["person"]["id"]
        over = f"/cases/{case['id']}/hand-over"
        await desk.refused("POST", over, {"person": person}, 422, "not_a_referee", "/person")
        assert (await mate.get(f"{room}/room"))["rules"] is False
