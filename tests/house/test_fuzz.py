"""Whatever is sent, the answer is a reply or a problem with a stable code: never a failure of ours.

Each write of the table of roles begins with a body that fits, which is then bent: values that no column
holds, shapes that no field has, bytes that are no JSON. The choices are random, from a fixed seed.
"""

import json
import random
import re
from collections import Counter
from collections.abc import AsyncIterator, Iterator
from typing import Any

import httpx
import pytest
from litestar import Litestar

from esports.accounts import service
from esports.http.provide import parts_of
from esports.uow import UnitOfWork, unit_of_work
from tests.house.test_roles import HALL, LEAVES, TABLE, knock
from tests.house.world import World, world
from tests.support.app import OPERATOR, PASSWORD, clean, new_client, sign_in
from tests.support.desk import LATER, LONG_AGO, NOBODY, Desk

CASES = 40
"""Bent bodies for each route: half of them in their structure, half in their bytes."""
CODE = re.compile(r"[a-z][a-z_]*")
WINDOW = {"opens_at": LONG_AGO, "closes_at": LATER}
MEMBER = {"name": "甲", "in_game_id": "j", "role": "player", "birth_date": "2010-05-05"}
ENTRY = {
    "name": "New", "seed": 9, "delegation": "上海", "club": "C", "region": "华东", "rating": 1.5,
    "roster": [MEMBER], "answers": {"size": "L", "deep": [{"a": 1}]}, "terms": 1, "invitation": "x",
    "ages_said": True,    "exception": "R",
}  # fmt: skip
ENTRY_RULES = {
    "eligibility": {
        "age": {"on": "2026-11-23", "min": 16, "max": 30, "by": "word"}, "regions": ["华东"],
        "delegations": ["上海"], "rating": {"min": 1.5, "max": 9}, "verified_address": True,
        "identity": "verified",
    },
    "roster": {
        "due": "check_in", "coaches_min": 0, "coaches_max": 1, "locks_at": LATER, "locks_in": "seeding",
    },
    "approval": True, "invitation_only": True, "quota": {"delegation": 1, "region": 1, "club": 1},
    "tournaments_per_person": 2, "terms": "T",
    "questions": [{"key": "q", "label": "Q", "kind": "choice", "choices": ["A", "B"], "required": True}],
}  # fmt: skip
CUP = {
    "name": "C", "slug": "c", "title": "T", "entry_kind": "team", "capacity": 8, "best_of": 3,
    "registration": WINDOW, "check_in": WINDOW, "roster": {"min": 1, "max": 5, "substitutes": 1},
    "reporting": {"captains": True, "confirm_minutes": 15},
}  # fmt: skip
CUP_CHANGES = {key: value for key, value in CUP.items() if key not in ("slug", "entry_kind")}
ENTRY_CHANGES = {key: value for key, value in ENTRY.items() if key not in ("seed", "terms", "invitation")}
PROOF = "https://example.org/proof.png"
GAMES = {"games": [{"scores": [1, 0], "map": "M"}], "expected_revision": 1, "evidence": PROOF}
FIELDED = {"player": "甲", "hero": "A", "spell": "S"}
LINEUP = {"name": "L", "steps": [{"kind": "lineup", "count": 1, "seconds": 5, "timeout": "previous"}]}
ROOM = {
    "game": 1, "script": LINEUP, "pool": ["A", "B"], "first": 1, "players": [["甲"], ["甲"]], "spells": ["S"],
    "series_rule": {"barred_to": "both", "opponent_may_ban": True}, "previous": [[FIELDED], [FIELDED]],
}  # fmt: skip
RICH: list[tuple[str, str, Any]] = [
    ("POST   /api/v1/events/{event}/tournaments", "event", CUP),
    ("PATCH  /api/v1/tournaments/{tournament}", "open", CUP_CHANGES),
    ("POST   /api/v1/tournaments/{tournament}/entries", "fresh", ENTRY),
    ("PATCH  /api/v1/entries/{entry}", "entry", ENTRY_CHANGES),
    ("PUT    /api/v1/tournaments/{tournament}/entry-rules", "fresh", ENTRY_RULES),
    (
        "POST   /api/v1/tournaments/{tournament}/invitations",
        "fresh",
        {"label": "G", "uses": 2, "expires_at": LATER},
    ),
    (
        "POST   /api/v1/tournaments/{tournament}/entries/decide",
        "open",
        {"entries": [NOBODY], "decision": "refuse", "message": "M"},
    ),
    ("POST   /api/v1/tournaments/{tournament}/entries/import?partial=true", "fresh", {"entries": [ENTRY]}),
    ("PUT    /api/v1/tournaments/{tournament}/seeds", "open", {"entries": [NOBODY], "draw_seed": "x"}),
    ("PUT    /api/v1/tournaments/{tournament}/seeds", "open", {"method": "result", "tournament": NOBODY}),
    (
        "POST   /api/v1/tournaments/{tournament}/stages",
        "fresh",
        {"name": "S", "format": "single_elimination", "size": 8, "qualifies": 4,
         "options": {"third_place": True, "best_of": 3, "best_of_by_round": {"final": 5}}},
    ),
    (
        "POST   /api/v1/tournaments/{tournament}/stages",
        "fresh",
        {"name": "S", "format": "round_robin", "options": {"legs": 2, "groups": 2, "points": {"win": 3}}},
    ),
    (
        "POST   /api/v1/tournaments/{tournament}/stages",
        "fresh",
        {"name": "S", "format": "swiss", "options": {"variant": "major", "pairing": "manual", "wins": 2}},
    ),
    ("POST   /api/v1/stages/{stage}/draw", "stage", {"expected_seq": 1, "draw_seed": "x"}),
    ("POST   /api/v1/stages/{stage}/start", "stage", {"expected_seq": 1, "draw_seed": "x"}),
    (
        "PUT    /api/v1/tournaments/{tournament}/qualification",
        "fresh",
        {"sources": [{"tournament": NOBODY, "places": [1, 2], "seeds": [2, 3], "ahead": [NOBODY]},
                     {"tournament": NOBODY, "count": 1}], "direct": [1]},
    ),
    (
        "PUT    /api/v1/events/{event}/points/rules",
        "event",
        {"points": [10, 5.5, "2.25"], "weights": [{"tournament": NOBODY, "weight": "1.5"}], "best": 3,
         "minimum_titles": 2, "top": 8, "winner_needs_first": True, "rows": "entry"},
    ),
    ("PUT    /api/v1/venues/{venue}", "venue", {**HALL, "breaks": HALL["hours"]}),
    (
        "PUT    /api/v1/events/{event}/schedule/settings",
        "event",
        {"rest": 5, "warm_up": 0, "game_minutes": 20,
         "lengths": [{"title": "T", "best_of": 3, "minutes": 60}],
         "days": [{"tournament": NOBODY, "first": "2026-11-23", "last": "2026-11-24"}],
         "referees": 1, "streams": [{"name": "Main", "venue": NOBODY, "hours": []}],
         "ways": [{"one": NOBODY, "other": NOBODY, "minutes": 20}],
         "minors": {"mode": "block", "age": 16, "holidays": ["2026-11-24"],
                    "windows": [{"days": ["fri", "holiday"], "begins": "20:00", "ends": "21:00"}]}},
    ),
    (
        "POST   /api/v1/events/{event}/schedule/what-if",
        "event",
        {"stations": [{"venue": NOBODY, "count": 1}], "best_of": [{"tournament": NOBODY, "best_of": 3}],
         "days": [{"tournament": NOBODY, "first": "2026-11-23", "last": "2026-11-24"}],
         "closes": [{"venue": NOBODY, "ends": "23:00"}]},
    ),
    ("PUT    /api/v1/matches/{match}/pin", "match", {"station": NOBODY, "starts_at": "2026-11-23T12:00:00Z"}),
    ("POST   /api/v1/matches/{match}/reports", "match", GAMES),
    ("POST   /api/v1/matches/{match}/drafts", "match", ROOM),
    (
        "POST   /api/v1/drafts/{draft}/actions",
        "running_room",
        {"slot": 0, "step": 0, "choice": [FIELDED]},
    ),
    ("POST   /api/v1/entries/{entry}/departure/preview", "player_entry", {**LEAVES, "annulled": True}),
    ("POST   /api/v1/matches/{match}/reports", "match", {"outcome": {"kind": "forfeit", "slot": 1}}),
    ("POST   /api/v1/reports/{report}/dispute", "report", {"reason": "甲", "evidence": PROOF}),
    ("POST   /api/v1/cases/{case}/decide", "case", {"reason": "甲", "report": GAMES}),
    ("POST   /api/v1/cases/{case}/hand-over", "case", {"person": NOBODY}),
]  # fmt: skip
"""Bodies that hold every field, beside the plain ones of the table."""

NASTY: list[Any] = [
    None, True, False, 0, -1, 1, 2**31, 2**53, 2**63, -(2**63) - 1, 10**400, 0.5, -0.0, 1e308,
    "", " ", "0", "x" * 5000, "\u202e", "\ud800", "\x00", "line\n", "'; DROP TABLE people; --", "{name}",
    "{0}", "%s", "😀" * 200, "ﷺ", "İ", "0001-01-01", "9999-12-31", "0001-01-01T00:00:00Z",
    "9999-12-31T23:59:59-23:59", "2026-11-23T24:00:00Z", NOBODY,
    [], {}, [None], [[]], {"": ""}, {"id": NOBODY}, [0] * 300, {"a/b": {"~": 1}}, [[[[[[[[[[]]]]]]]]]],
]  # fmt: skip
PIECES = [
    b"", b"\x00", b"\xff\xfe", b"\xed\xa0\x80", b'"', b"}", b"1e999", b"NaN", b"\\u0000", b"[" * 40, b"-",
    b"9" * 5000, b"\\ud800", b",", b"\n",
]  # fmt: skip
HEADERS = ("idempotency-key", "if-match", "if-none-match", "accept-language", "authorization", "cookie")
VALUES = [
    "", " ", '"', '"1', 'W/"1"', "*", "1" * 300, "é" * 300, "Bearer", "Bearer x", "Bearer ü", "zh;q=x", ",;=",
    "Basic eDp5", "a" * 9000,
]  # fmt: skip
ADDRESSES = ["x", NOBODY + "0", "%00", "%ff", "..%2f", "\u202e", "{0}", "-1", "a" * 3000, " "]
QUERY = ("cursor", "state", "phase", "entry", "limit", "dry_run", "topic")


def bodies() -> Iterator[tuple[str, str, Any]]:
    """Every write with a body that fits."""
    for route, names, body, _ in TABLE:
        if isinstance(body, dict) and "/people" not in route and "/session" not in route:
            yield route, names, body
    yield from RICH


def places(value: Any, path: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    """The path of every value inside."""
    yield path
    inside = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for key, one in inside:
        yield from places(one, (*path, key))


def bent(value: Any, path: tuple[Any, ...], chance: random.Random) -> Any:
    """The body with something else at the place: a nasty value, nothing, or one key too many."""
    if path:
        head, *rest = path
        copy = value.copy()
        if not rest and isinstance(value, dict) and chance.random() < 0.2:
            del copy[head]
        else:
            copy[head] = bent(value[head], tuple(rest), chance)
        return copy
    if isinstance(value, dict) and chance.random() < 0.3:
        return {**value, chance.choice(["id", "", "a/b", "ü", "__class__"]): chance.choice(NASTY)}
    return chance.choice(NASTY)


def broken(body: bytes, chance: random.Random) -> bytes:
    """The bytes with some of them changed, taken out, put in, or cut off."""
    for _ in range(chance.randrange(1, 4)):
        at, end = sorted(chance.randrange(len(body) + 1) for _ in range(2))
        piece = chance.choice([*PIECES, bytes([chance.randrange(256)]), body[at:end]])
        body = body[:at] + piece + body[end if chance.random() < 0.3 else at :]
    return body


@pytest.fixture(scope="module")
async def lasting(app: Litestar) -> AsyncIterator[World]:
    """A world that stays as it is: units do their work and are rolled back."""
    parts = parts_of(app.state)
    await clean(parts)
    async with unit_of_work(parts.engine, parts.waker) as unit:
        await service.ensure_operator(unit, email=OPERATOR, password=PASSWORD)
        await unit.commit()
    async with new_client(app) as client:
        await sign_in(client, OPERATOR)
        async with world(Desk(app, client, parts.engine)) as built:
            with pytest.MonkeyPatch.context() as monkeypatch:
                monkeypatch.setattr(UnitOfWork, "commit", UnitOfWork.flush)
                yield built


@pytest.fixture
async def made(app: Litestar, lasting: World) -> World:
    """The same world for each test, and no count of attempts."""
    await parts_of(app.state).redis.flushdb()
    return lasting


async def test_bent_bodies_are_answered(made: World) -> None:
    codes: Counter[str] = Counter()
    for route, names, body in bodies():
        chance = random.Random(f"{route}{body}")
        all_places = list(places(body))
        for case in range(CASES):
            if case % 2:
                content = broken(json.dumps(body).encode(), chance)
            else:
                content = json.dumps(bent(body, chance.choice(all_places), chance)).encode()
            reply = await answered(made, route, names, content)
            codes["taken" if reply.is_success else reply.json()["code"]] += 1
    assert codes["taken"] > 50, "what is bent a little may still fit"
    assert len(codes) > 20, "the bending reaches more than the first guard"


@pytest.mark.parametrize("kind", ["text/csv", "application/json"])
async def test_bent_sheets_are_answered(made: World, kind: str) -> None:
    route = "POST /api/v1/tournaments/{tournament}/entries/import"
    sheet = 'name,seed,club,rating\n"上海, 一",1,C,1.5\nB,,,\n'.encode()
    chance = random.Random(kind)
    for _ in range(100):
        await answered(made, route, "fresh", broken(sheet, chance), **{"content-type": kind})


async def test_bent_headers_are_answered(made: World) -> None:
    for header in HEADERS:
        for value in VALUES:
            for route, content in (
                ("GET /api/v1/events/{event}", b""),
                ("PATCH /api/v1/events/{event}", b"{}"),
            ):
                await answered(made, route, "event", content, **{header: value})


async def test_bent_addresses_are_answered(made: World) -> None:
    for piece in ADDRESSES:
        query = "&".join(f"{name}={piece}" for name in QUERY)
        for route, names, body, _ in TABLE:
            method, path = route.split()
            if "{" in path and "/docs" not in path and names != "asset":
                content = json.dumps(body).encode() if isinstance(body, dict) else body or b""
                bent_names = " ".join([piece] * len(names.split()))
                await answered(made, f"{method} {path}?{query}", bent_names, content)


async def answered(made: World, route: str, names: str, content: bytes, **headers: str) -> httpx.Response:
    """Send it for the admin; the answer is a reply or a whole problem document."""
    reply = await knock(made, "admin", route, names, content, **headers)
    told = f"{route} {headers} {content[:300]!r}: {reply.status_code} {reply.text[:300]}"
    assert reply.status_code < 500, told
    if reply.status_code >= 400 and not (route.split()[1].startswith(("/events", "/desk", "/static"))):
        assert reply.headers["content-type"] == "application/problem+json", told
        problem = reply.json()
        assert problem["status"] == reply.status_code, told
        assert CODE.fullmatch(problem["code"]), told
        assert problem["detail"], told
        assert "{" not in problem["title"], told
    return reply
