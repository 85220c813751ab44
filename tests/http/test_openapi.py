"""The OpenAPI document is well formed, tells of every route what it replies, and tells the truth."""

import re
from collections.abc import AsyncIterator, Iterator
from typing import Any

import httpx
import jsonschema_rs
import msgspec
import pytest
from jsonschema import Draft202012Validator
from jsonschema.protocols import Validator
from litestar import Litestar
from litestar.routes import HTTPRoute
from referencing import Registry
from referencing.jsonschema import DRAFT202012
from schemathesis.specs.openapi.definitions import OPENAPI_31

from esports.accounts.wire import Credentials, NewPerson, NewToken, PersonChanges
from esports.accounts.wire_oidc import FromProvider, ProofAndCode
from esports.accounts.wire_proofs import (
    Confirmation,
    FactorCode,
    Forgotten,
    NewEmail,
    PasswordChange,
    PasswordReset,
    ProvenToken,
)
from esports.brackets.wire import StartStage, Unpair
from esports.consents.wire import AskGuardian, GuardianLink
from esports.consents.wire import Decision as Consent
from esports.drafts.wire import Direction, NewAction, NewDraft
from esports.entries import importing
from esports.entries.rules.wire import Decision, EntryRules, NewInvitation
from esports.entries.wire import Bulk, EntryChanges, Identity, NewEntry, PlayerArrival, Scan, Seeds
from esports.events.wire import EventChanges, NewEvent, NewStaff
from esports.honours.wire import PointsRules, Seconding
from esports.judging.wire import NewJudges, NewMark, NewSubmission
from esports.matches.departure_wire import AgreedDeparture, NewDeparture
from esports.matches.report_wire import Agreement, NewObjection, NewReport
from esports.own_chats.wire import NewOwnChat
from esports.privacy.wire import Erase, WhyLook
from esports.refereeing.evidence_wire import NewEvidence
from esports.refereeing.link_wire import LinkSecret, NewLink, StationPause, StationReport, StationWord
from esports.refereeing.pause_wire import NewPause, OwnWord, Resumption, TakenBack
from esports.refereeing.wire import Decision as Ruling
from esports.refereeing.wire import HandOver, NewCall, NewCode, NewNote, Taking
from esports.schedule.settings_wire import Calling
from esports.schedule.settings_wire import Settings as ScheduleSettings
from esports.schedule.venue_wire import NewStation, NewVenue, StationChanges
from esports.schedule.wire import NewPin, PlanNumber, VersionNumber
from esports.teams.wire import InGameIds, InviteToken, NewInvite, NewTeam, Successor, TeamChanges
from esports.tournaments.wire import NewStage, NewTournament, TournamentChanges, Transition
from esports.webhooks.chat_wire import ChatChanges, NewChat
from esports.webhooks.wire import NewWebhook
from tests.support.app import PASSWORD
from tests.support.desk import NOBODY, Desk, desk, first_wins

__all__ = ["desk"]
Json = dict[str, Any]
API = "/api/v1"
WRITES = {"post", "put", "patch", "delete"}
BODIES: list[Any] = [
    NewPerson, Credentials, NewToken, PersonChanges, Confirmation, FactorCode, Forgotten, NewEmail,
    PasswordChange, PasswordReset, ProvenToken, NewEvent, EventChanges, NewStaff, NewTournament,
    TournamentChanges, Transition, NewStage, NewEntry, EntryChanges, Seeds, StartStage, NewReport, Agreement,
    NewObjection, NewSubmission, NewJudges, NewMark, NewDraft, NewAction, Direction, EntryRules,
    NewInvitation, Decision, NewTeam, TeamChanges, NewInvite, InviteToken, Successor, InGameIds, NewCall,
    NewCode, NewEvidence, NewNote, HandOver, Ruling, Taking, AskGuardian, Consent, GuardianLink, Scan, Bulk,
    WhyLook, Erase, NewLink, LinkSecret, FromProvider, ProofAndCode, StationReport, NewDeparture,
    AgreedDeparture, NewWebhook, PlayerArrival, Identity, OwnWord, StationWord, StationPause, TakenBack,
    NewPause, Resumption, NewVenue, NewStation, StationChanges, Calling, ScheduleSettings, NewPin, PlanNumber,
    VersionNumber, Unpair, Seconding, NewChat, ChatChanges, NewOwnChat,
]  # fmt: skip


@pytest.fixture
async def document(client: httpx.AsyncClient) -> Json:
    """The document as programs get it."""
    found: Json = (await client.get("/api/docs/openapi.json")).json()
    return found


def operations(document: Json) -> Iterator[tuple[str, str, Json]]:
    """Every path, verb and operation."""
    for path, item in document["paths"].items():
        for verb, operation in item.items():
            yield path, verb, operation


async def test_it_fits_the_meta_schema(document: Json) -> None:
    assert document["openapi"].startswith("3.1")
    meta = jsonschema_rs.Draft202012Validator(OPENAPI_31)
    assert [str(error) for error in meta.iter_errors(document)] == []
    document["paths"][f"{API}/me"]["get"]["responses"] = 5
    assert not meta.is_valid(document), "the control: it sees what does not fit"


async def test_its_schemas_are_schemas(document: Json) -> None:
    for name, schema in document["components"]["schemas"].items():
        jsonschema_rs.meta.validate(schema)
        assert schema["description"], name


async def test_it_has_every_route(app: Litestar, document: Json) -> None:
    served = {
        (route.path_format, method.lower())
        for route in app.routes
        if isinstance(route, HTTPRoute) and route.path.startswith(API)
        for method in route.methods - {"OPTIONS"}
    }
    assert served == {(path, verb) for path, verb, _ in operations(document)}


async def test_every_operation_says_what_it_does_replies_and_refuses(document: Json) -> None:
    groups = {tag["name"] for tag in document["tags"]}
    for path, verb, operation in operations(document):
        name = f"{verb} {path}"
        assert operation["operationId"].isidentifier(), name
        assert len(operation["tags"]) == 1, name
        assert operation["tags"][0] in groups, name
        assert operation["description"].startswith(operation["summary"]), name
        assert operation["security"], name
        replies = operation["responses"]
        assert any(status[0] == "2" for status in replies), name
        for status, reply in replies.items():
            _check_reply(f"{name} {status}", status, reply)
        assert {"401", "503"} <= set(replies), name
        assert ("404" in replies) >= ("{" in path), name
        assert ("415" in replies) == (verb in WRITES), name


def _check_reply(name: str, status: str, reply: Json) -> None:
    assert reply["description"], name
    if status in ("204", "304"):
        assert "content" not in reply, name
    elif status[0] == "2":
        (content,) = reply["content"].values()
        assert content["schema"], name
    else:
        problem = {"schema": {"$ref": "#/components/schemas/Problem"}}
        assert reply["content"] == {"application/problem+json": problem}, name


async def test_every_address_names_its_methods(client: httpx.AsyncClient, document: Json) -> None:
    for path, item in document["paths"].items():
        reply = await client.options(re.sub(r"{.*?}", NOBODY, path))
        assert reply.status_code == 204
        told = {method.lower() for method in reply.headers["allow"].split(", ")}
        assert told == {*item, "options"} | ({"head"} if "get" in item else set()), path


async def test_writes_say_how_the_caller_is_known(document: Json) -> None:
    schemes = document["components"]["securitySchemes"]
    assert (schemes["session"]["in"], schemes["session"]["name"]) == ("cookie", "esports_session")
    assert (schemes["csrf"]["in"], schemes["csrf"]["name"]) == ("header", "X-CSRF-Token")
    assert schemes["token"]["scheme"] == "bearer"
    for path, verb, operation in operations(document):
        for way in operation["security"]:
            assert ("csrf" in way) == ("session" in way and verb in WRITES), f"{verb} {path}"


async def test_headers_that_are_honoured_are_named(document: Json) -> None:
    def headers(path: str, verb: str) -> set[str]:
        told = document["paths"][API + path][verb].get("parameters", [])
        return {one["name"] for one in told if one["in"] == "header"}

    assert headers("/events", "post") == {"Idempotency-Key"}
    assert headers("/events/{event}", "patch") == {"Idempotency-Key", "If-Match"}
    assert headers("/events/{event}", "get") == {"If-None-Match"}
    assert headers("/events", "get") == set()
    assert headers("/session", "post") == set()
    assert headers("/stages/{stage}/draw", "post") == set()
    assert headers("/live/sse", "get") == {"Last-Event-ID"}


async def test_every_body_has_an_example_that_fits(document: Json) -> None:
    check = _checker(document)
    for path, verb, operation in operations(document):
        for kind, content in operation.get("requestBody", {}).get("content", {}).items():
            schema = _resolved(document, content["schema"])
            assert schema["examples"], f"{verb} {path} {kind}"
            for example in schema["examples"]:
                check(content["schema"]).validate(example)


@pytest.mark.parametrize("body", BODIES, ids=lambda body: str(body.__name__))
def test_the_routes_take_the_examples(body: Any) -> None:
    msgspec.convert(body.EXAMPLE, body, strict=False)


async def test_the_routes_take_the_examples_of_imports(document: Json) -> None:
    content = document["paths"][f"{API}/tournaments/{{tournament}}/entries/import"]["post"]["requestBody"]
    for example in content["content"]["text/csv"]["schema"]["examples"]:
        rows = importing.rows_from_csv(example.encode())
        assert msgspec.convert(rows, list[NewEntry])
    for example in content["content"]["application/json"]["schema"]["examples"]:
        assert msgspec.convert(example["entries"], list[NewEntry])


class Witness:
    """Holds every reply that passes by against the document."""

    def __init__(self, document: Json) -> None:
        self._document = document
        self._checker = _checker(_closed(document))
        self.seen: set[tuple[str, int]] = set()

    async def watch(self, reply: httpx.Response) -> None:
        """The document tells of this status, this type of content, and this body."""
        path = reply.request.url.path
        operation = self._operation(path, reply.request.method.lower())
        if operation is None:
            return
        name = f"{reply.request.method} {path} {reply.status_code}"
        await reply.aread()
        told = operation["responses"].get(str(reply.status_code))
        assert told is not None, f"{name} {reply.text}"
        self.seen.add((operation["operationId"], reply.status_code))
        if "content" not in told:
            assert reply.content == b"", name
            return
        kind = reply.headers["content-type"].partition(";")[0]
        for error in self._checker(told["content"][kind]["schema"]).iter_errors(reply.json()):
            raise AssertionError(f"{name}: {error}")
        for header in told.get("headers", {}):
            assert header in reply.headers, name

    def _operation(self, path: str, verb: str) -> Json | None:
        steps = path.split("/")
        for known, item in self._document["paths"].items():
            told = known.split("/")
            if len(told) == len(steps) and all(
                one == step or one.startswith("{") for one, step in zip(told, steps, strict=True)
            ):
                found: Json | None = item.get(verb)
                return found
        return None


@pytest.fixture
async def witness(desk: Desk, document: Json) -> AsyncIterator[Witness]:
    """Watches all that the desk does."""
    watching = Witness(document)
    desk.client.event_hooks["response"].append(watching.watch)
    yield watching
    desk.client.event_hooks["response"].clear()


async def test_a_journey_gets_what_the_document_promises(desk: Desk, witness: Witness) -> None:
    desk.lawful = False
    event = await desk.event()
    at = f"/events/{event['id']}"
    await desk.do("PATCH", at, {"description": "Finals on Sunday."}, headers={"if-match": '"1"'})
    await desk.call("PATCH", at, {"description": "Late."}, headers={"if-match": '"1"'})
    await desk.call("GET", at, headers={"if-none-match": '"2"'})
    await desk.call("POST", "/events", {"name": "", "slug": "-"})
    await desk.call("POST", "/events", NewEvent.EXAMPLE | {"slug": event["slug"]})
    cup = await desk.tournament(event, capacity=5)
    entries = await desk.entries(cup, 4, club="Night Owls")
    entry = f"/entries/{entries[0]['id']}"
    await desk.post(f"/tournaments/{cup['id']}/entries", NewEntry.EXAMPLE)
    last = (await desk.entered(cup))[-1]
    await desk.do("PATCH", f"/entries/{last['id']}", EntryChanges.EXAMPLE)
    await desk.get(entry)
    await desk.post(f"/entries/{last['id']}/withdraw")
    await desk.do("PUT", f"/tournaments/{cup['id']}/seeds", Seeds.EXAMPLE)
    await _rules(desk, event)
    await desk.call("POST", f"/tournaments/{cup['id']}/transitions", {"to": "finished"})
    group = await desk.stage(cup, "swiss", options={"wins": 1, "losses": 1}, qualifies=2)
    final = await desk.stage(cup, name="Final")
    await desk.get(f"/tournaments/{cup['id']}/stages")
    await desk.get(f"/stages/{final['id']}/view")
    await desk.call("POST", f"/stages/{final['id']}/start", {})
    await desk.post(f"/stages/{group['id']}/draw", {})
    await desk.start(group)
    await desk.call("POST", f"/stages/{group['id']}/rounds")
    match = (await desk.ready(group))[0]
    report = NewReport.EXAMPLE | {"expected_revision": match["revision"]}
    await desk.call("POST", f"/matches/{match['id']}/reports", NewReport.EXAMPLE)
    await desk.report(match, report)
    await desk.report(match, report)
    await desk.call("POST", f"/matches/{match['id']}/reports", {"winner": 1})
    await desk.get(f"/matches/{match['id']}")
    await desk.play(group, first_wins)
    await desk.get(f"/stages/{group['id']}/standings")
    await desk.start(final)
    await desk.play(final, first_wins)
    await desk.get(f"/tournaments/{cup['id']}")
    await desk.get(f"/tournaments/{cup['id']}/places")
    await desk.get(f"{at}/medals")
    await desk.do("PUT", f"{at}/points/rules", PointsRules.EXAMPLE)
    await desk.post(f"{at}/points/preview", PointsRules.EXAMPLE)
    await desk.get(f"{at}/points")
    last = await desk.tournament(event)
    path = f"/tournaments/{last['id']}/qualification"
    await desk.do("PUT", path, {"sources": [{"tournament": cup["id"], "count": 2}]})
    await desk.post(f"{path}/fill")
    await desk.get(path)
    await desk.get(f"{at}/tournaments")
    await desk.get(f"{at}/matches?state=confirmed")
    await desk.get("/events")
    await desk.call("GET", f"/events/{NOBODY}")
    await desk.call("GET", "/events/nonsense")
    await desk.call("GET", "/events?cursor=nonsense")
    told = {name for name, _ in witness.seen}
    assert len(told) > 20
    refusals = {status for _, status in witness.seen if status >= 400}
    assert refusals == {404, 409, 412, 422}


async def _rules(desk: Desk, event: Json) -> None:
    cup = await desk.tournament(event)
    path = f"/tournaments/{cup['id']}"
    made = await desk.post(f"{path}/invitations", NewInvitation.EXAMPLE)
    await desk.call("DELETE", f"/invitations/{made['id']}")
    await desk.get(f"{path}/invitations")
    await desk.do("PUT", f"{path}/entry-rules", EntryRules.EXAMPLE)
    await desk.get(f"{path}/entry-rules")
    entry = await desk.post(f"{path}/entries", {"name": "Old Boys", "exception": "They founded it."})
    await desk.get(f"/entries/{entry['id']}/exceptions")
    await desk.post(f"{path}/entries/decide", {"entries": [entry["id"]], "decision": "approve"})


async def test_people_get_what_the_document_promises(desk: Desk, witness: Witness) -> None:
    me = await desk.get("/me")
    await desk.do("POST", "/people", NewPerson.EXAMPLE | {"email": "jun@example.org"})
    event = await desk.event()
    await desk.post(f"/events/{event['id']}/staff", {"email": "jun@example.org", "role": "referee"})
    await desk.get(f"/events/{event['id']}/staff")
    made = await desk.post("/tokens", NewToken.EXAMPLE)
    await desk.get("/tokens")
    await desk.post("/live/ticket")
    await desk.get("/live")
    await desk.get("/jobs")
    assert (await desk.call("POST", f"/jobs/{NOBODY}/retry")).status_code == 404
    await desk.get("/inbox")
    await desk.post("/inbox/read-all")
    assert (await desk.call("POST", f"/inbox/{NOBODY}/read")).status_code == 404
    await desk.call("DELETE", f"/tokens/{made['id']}")
    await desk.call("POST", "/session", {"email": me["person"]["email"], "password": "wrong"})
    await desk.call("POST", "/session", {"email": me["person"]["email"], "password": PASSWORD})
    await desk.call("DELETE", "/session")
    statuses = {("sign_in", 200), ("sign_in", 401), ("delete_token", 204), ("create_token", 201)}
    assert statuses <= witness.seen


def _checker(document: Json) -> Any:
    """Makes validators for schemas that stand in the document."""
    address = "urn:document"
    registry = Registry().with_resource(address, DRAFT202012.create_resource(document))

    def check(schema: Json) -> Validator:
        ref = schema.get("$ref")
        absolute = {"$ref": f"{address}{ref}"} if ref else _absolute(schema, address)
        return Draft202012Validator(
            absolute, registry=registry, format_checker=Draft202012Validator.FORMAT_CHECKER
        )

    return check


def _closed(document: Json) -> Json:
    """The document with every object held to the fields that it names; a problem may carry others."""
    schemas = document["components"]["schemas"]
    closed = {
        name: schema | {"additionalProperties": False} if "properties" in schema else schema
        for name, schema in schemas.items()
    }
    return document | {"components": {"schemas": closed | {"Problem": schemas["Problem"]}}}


def _absolute(schema: Any, address: str) -> Any:
    if isinstance(schema, dict):
        return {
            key: f"{address}{value}" if key == "$ref" else _absolute(value, address)
            for key, value in schema.items()
        }
    return [_absolute(one, address) for one in schema] if isinstance(schema, list) else schema


def _resolved(document: Json, schema: Json) -> Json:
    name = schema.get("$ref", "").rpartition("/")[2]
    found: Json = document["components"]["schemas"][name] if name else schema
    return found
