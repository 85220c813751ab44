"""A second person: what a referee enters stands, and moves anybody on, once another has confirmed it."""

from esports.journal.facts import ResultEntered
from tests.drafts.hall import Hall
from tests.matches.courts import Court, court
from tests.refereeing.test_cases import disputed, queue
from tests.refereeing.test_links import WON, made
from tests.support.desk import Desk, Json

ALL = {"second_person": "all"}
FINALS = {"second_person": "finals"}


async def phases(here: Court) -> list[str]:
    """The phases of the stage's matches, by number."""
    found = (await here.desk.view(here.stage))["matches"]
    return [match["phase"] for match in sorted(found, key=lambda match: int(match["number"]))]


async def test_nothing_moves_before_another_referee_confirms(desk: Desk) -> None:
    async with (
        court(desk, 4, reporting=ALL) as here,
        desk.person(here.event, "referee") as first,
        desk.person(here.event, "referee") as second,
        desk.person(here.event, "caster") as caster,
        desk.person() as nobody,
    ):
        match, other = await here.ready()
        await disputed(here, match)
        path, room = f"/matches/{match['id']}/reports", f"/matches/{match['id']}/room"
        told = await first.post(path, WON)
        assert (told["state"], await phases(here)) == ("entered", ["ready", "ready", "waiting"])
        assert await first.post(path, WON) == told
        confirm = f"/reports/{told['id']}/confirm"
        await first.refused("POST", confirm, {}, 403, "same_person")
        side = here.captain(match, 0)
        await side.refused("POST", confirm, {}, 403, "forbidden")
        for who in (here.captain(other, 0), caster, nobody):
            await who.refused("POST", confirm, {}, 403, "forbidden")
        await side.refused("POST", path, {"winner": 1}, 409, "second_person_awaited")
        claims = {
            one["slot"]: one["id"] for one in (await side.get(room))["reports"] if one["state"] == "claimed"
        }
        await side.refused("POST", f"/reports/{claims[1]}/confirm", {}, 409, "second_person_awaited")
        await second.refused("POST", f"/reports/{claims[1]}/confirm", {}, 409, "second_person_awaited")
        await second.refused(
            "POST", f"/reports/{told['id']}/dispute", {"reason": "R"}, 409, "report_overtaken"
        )
        rooms = [(await who.get(room)) for who in (first, second, side)]
        assert [(one["entered"], one["seconds"]) for one in rooms] == [
            (told["id"], False), (told["id"], True), (told["id"], False)
        ]  # fmt: skip
        assert await queue(here, second) == [(match["number"], ["second"])]
        assert (await nobody.get(room))["entered"] is None
        done = await second.post(confirm, {})
        assert (done["state"], done["cause"]) == ("confirmed", "staff")
        assert await second.post(path, WON) == {**done, "match_revision": done["match_revision"]}
        assert await here.reports(match) == [(0, "superseded"), (1, "superseded"), (None, "confirmed")]
        assert await phases(here) == ["settled", "ready", "waiting"]
        assert await queue(here, second) == []
        facts = [item.fact for item in desk.watched[here.tournament["id"]].items]
        assert sum(isinstance(fact, ResultEntered) for fact in facts) == 1
        await desk.recompute(here.stage["id"])
        desk.replay()


async def test_the_same_from_another_referee_is_the_confirmation(desk: Desk) -> None:
    async with court(desk, reporting=ALL) as here, desk.person(here.event, "referee") as referee:
        (match,) = await here.ready()
        path = f"/matches/{match['id']}/reports"
        await desk.post(path, {"winner": 0})
        # Another word takes the place of the first, and waits in its turn; so does a decision of a case.
        case = await referee.post(f"/matches/{match['id']}/case", {})
        decision = {"reason": "R", "report": {"winner": 1}}
        await referee.post(f"/cases/{case['id']}/decide", decision)
        assert await here.reports(match) == [(None, "superseded"), (None, "entered")]
        await desk.refused("POST", path, {"games": [{"scores": [1, 1]}]}, 422, "game_tied")
        told = await desk.post(path, {"winner": 1})
        assert (told["state"], told["version"]) == ("confirmed", 2)
        assert await here.state(match) == "confirmed"


async def test_finals_alone(hall: Hall) -> None:
    desk = hall.desk
    async with court(desk, 4, reporting=FINALS) as here, desk.person(here.event, "referee") as referee:
        first, second = await here.ready()
        for match in (first, second):
            assert (await desk.report(match, {"winner": 0}))["state"] == "confirmed"
        (final,) = await here.ready()
        _, secret = await made(here, final)
        await here.claim(final, 0, WON)
        told = await desk.report(final, {"winner": 1})
        assert told["state"] == "entered"
        await referee.refused("POST", "/station/reports", {**secret, **WON}, 409, "second_person_awaited")
        # No deadline confirms what a referee has overruled.
        hall.clock.go(3600)
        await hall.work()
        assert await here.state(final) == "reported"
        await referee.post(f"/reports/{told['id']}/confirm", {})
        assert (await here.see(final))["match"]["winner"] == 1
        await desk.recompute(here.stage["id"])


async def test_which_matches_are_finals(desk: Desk) -> None:
    """The last match of a bracket with its reset and the one for third place; none of a group."""

    async def asked(format: str, entries: int, **options: object) -> list[str]:
        tournament = await desk.tournament(reporting=FINALS)
        stage = await desk.stage(tournament, format, options=options)
        await desk.entries(tournament, entries)
        await desk.start(stage)
        found: list[str] = []
        async with desk.person({"id": tournament["event"]}, "referee") as referee:
            while ready := await desk.ready(stage):
                for match in ready:
                    told: Json = await desk.report(match, {"winner": 1})
                    if told["state"] == "entered":
                        found.append(match["key"])
                        await referee.post(f"/reports/{told['id']}/confirm", {})
        return found

    async with desk.at_ease():
        assert sorted(await asked("single_elimination", 4, third_place=True)) == ["T1", "U2-1"]
        assert await asked("round_robin", 3) == []
        assert sorted(await asked("double_elimination", 4)) == ["F1", "F2"]
