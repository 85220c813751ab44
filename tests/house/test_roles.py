"""Every door of the application and everybody who might knock: one table says who gets in.

A route that is not in the table fails the test, so nobody adds one without saying for whom it is. The
table's columns are `world.PRINCIPALS`; 2 is any success, `-` is not asked.
"""

import json
from typing import Any

import httpx
import pytest
from litestar import Litestar
from litestar.plugins.prometheus import PrometheusMiddleware
from litestar.routes import HTTPRoute

from esports.uow import UnitOfWork
from tests.house.world import PRINCIPALS, World, world
from tests.support.app import ADDRESS, OPERATOR, PASSWORD
from tests.support.desk import NOBODY, Desk, desk
from tests.support.pictures import png

__all__ = ["desk"]

# fmt: off
#                anon strn play cast refe oper ownr admn read outs
OPEN          = "2    2    2    2    2    2    2    2    2    2  "
LIMITED       = "2    2    2    -    -    -    -    -    -    -  "
LINK          = "422  422  422  422  422  422  422  422  422  422"
LINK_OVER     = "403  403  403  403  403  403  403  403  403  403"
NO_FACTOR     = "401  409  409  409  409  409  409  409  403  409"
NO_PROVIDER   = "404  404  404  404  404  404  404  404  404  404"
NOT_LINKED    = "401  404  404  404  404  404  404  404  403  404"
READER        = "401  2    2    2    2    2    2    2    2    2  "
BROWSER       = "2    2    2    2    2    2    2    2    403  2  "
SESSION       = "401  2    2    2    2    2    2    2    403  2  "
ENTRANT       = "401  2    2    2    2    2    2    2    403  2  "
HOLDER        = "401  404  2    404  404  404  404  404  403  404"
STAFF         = "401  403  403  2    2    2    2    2    2    403"
ERASED        = "401  2    409  2    2    2    2    2    403  2  "
REPORTER      = "401  403  403  403  2    2    2    2    403  403"
WITNESS       = "404  404  2    404  2    2    2    2    404  404"
CALLER        = "401  403  2    403  403  403  403  403  403  403"
PAUSER        = "401  403  409  403  2    2    2    2    403  403"
ANSWER        = "404  404  2    404  404  2    2    2    2    404"
SPEAKER       = "401  403  2    403  2    2    2    2    403  403"
JUDGING       = "401  403  403  403  403  2    403  403  403  403"
UNSHOWN       = "401  403  403  403  409  409  409  409  403  403"
SECONDER      = "401  403  403  403  2    2    2    403  403  403"
LEAVER        = "401  403  409  403  409  409  409  409  403  403"
UNKNOWN_ENTRY = "401  403  403  403  403  422  422  422  403  403"
UNPLANNED     = "401  403  403  403  403  409  409  409  403  403"
MANAGER       = "401  403  403  403  403  2    2    2    403  403"
FAMILY        = "401  403  2    403  403  2    2    2    2    403"
ASKER         = "401  403  2    403  403  2    2    2    403  403"
LOOKER        = "401  403  403  403  403  2    2    2    2    403"
HELD          = "401  403  403  403  403  2    2    2    403  403"
DOOR          = "401  403  403  403  403  2    2    2    403  403"
FILES         = "401  403  403  403  403  2    2    2    2    403"
OWNER         = "401  403  403  403  403  403  2    2    403  403"
ADMIN         = "401  403  403  403  403  403  403  2    403  403"
CHOOSER       = "401  403  2    403  2    2    2    2    403  403"
CAPTAIN       = "401  403  2    403  403  403  403  403  403  403"
MODERATED     = "401  403  2    403  403  403  403  2    403  403"
MEMBER_READING = "401  403  2    403  403  403  403  403  403  403"
KNOWING       = "401  403  2    403  403  2    2    2    2    403"
LEADING       = "401  403  409  403  403  403  403  403  403  403"
INVITED       = "401  404  404  404  404  2    404  404  403  404"
JOINING       = "401  2    409  2    2    2    2    2    403  2  "
REGISTRANT    = "401  403  2    403  403  2    2    2    403  403"
DRAFT         = "404  404  404  2    2    2    2    2    2    404"
DRAFT_DESK    = "404  404  404  403  2    2    2    2    403  404"
DRAFT_MANAGE  = "404  404  404  403  403  2    2    2    403  404"
DRAFT_REFUSED = "404  404  404  403  403  409  409  409  403  404"
DRAFT_UNKNOWN = "404  404  404  403  403  404  404  404  403  404"
DRAFT_ENTRANT = "404  404  404  409  409  2    2    2    403  404"
DRAFT_ENTRY   = "401  404  404  403  403  2    2    2    403  404"
DRAFT_FAMILY  = "401  404  404  403  403  2    2    2    2    404"
DRAFT_LOOK    = "404  404  404  403  403  2    2    2    2    404"
DRAFT_ASKER   = "401  404  404  403  403  422  422  422  403  404"
DRAFT_DESKS   = "404  404  404  403  403  2    2    2    403  404"
DRAFT_FILES   = "404  404  404  403  403  2    2    2    2    404"
DRAFT_HELD    = "401  404  404  403  403  2    2    2    403  404"
DRAFT_CODE    = "404  404  404  403  403  422  422  422  403  404"
DRAFT_CLOSED  = "401  404  404  403  403  409  409  409  403  404"
DRAFT_PLAYED  = "404  404  404  409  409  409  409  409  409  404"
DRAFT_WORK    = "401  404  404  409  409  409  409  409  403  404"
DRAFT_PAGE    = "401  404  404  404  404  404  404  404  404  404"
DRAFT_OWN     = "401  404  404  2    2    2    2    2    2    404"
DRAFT_DOOR    = "404  404  404  403  403  2    2    2    403  404"
DRAFT_LIVE    = "404  404  404  -    -    -    -    -    -    404"

DAYS       = {"starts_on": "2026-11-23", "ends_on": "2026-11-23"}
A_PLACE    = {"station": "{station}", "starts_at": "2026-11-23T12:00:00Z"}
NEW_EVENT  = {"name": "E", "slug": "e", "time_zone": "UTC", **DAYS}
NEW_CUP    = {"name": "C", "slug": "c", "title": "T", "entry_kind": "team"}
NEW_STAGE  = {"name": "S", "format": "round_robin"}
NEW_PERSON = {"email": "new@example.org", "password": PASSWORD, "display_name": "New"}
KNOWN      = {"email": OPERATOR, "password": PASSWORD}
JUDGE      = {"email": OPERATOR, "role": "judge"}
ROWS       = {"entries": [{"name": "Row"}]}
MANY       = {"action": "withdraw", "entries": [NOBODY]}
BY_ORDER   = {"method": "registration"}
WON        = {"winner": 0}
LOST       = {"winner": 1}
BONUS      = {"points": 1, "reason": "R"}
WHY        = {"reason": "R"}
FILM       = {"entry": "{film_entry}", "title": "T", "link": "https://example.org/film"}
JUDGES     = {"judges": [{"person": "{judge}"}]}
MARK       = {"points": {"idea": 1}}
NO_SECRET  = {"secret": "f" * 64}
NO_LINK    = {"token": "f" * 64}
FROM_PROVIDER = {"state": "f" * 64, "code": "c"}
PROOF_AND_CODE = {"proof": "f" * 64, "code": "123456"}
GUARDIAN   = {"player": 0, "guardian_email": "parent@example.org"}
SEEN       = {"position": 0, "method": "document"}
LOOK       = {"reason": "check-in"}
PROOF      = {"password": PASSWORD}
NO_SOURCES = {"sources": []}
POINTS     = {"points": [3, "1.5"]}
VETO       = {"script": "counter_strike_bo1", "pool": ["A", "B", "C", "D", "E", "F", "G"]}
CHOICE     = {"slot": 0, "step": 0, "choice": "C"}
RULES      = {"approval": True}
GUEST      = {"label": "G"}
NO_ENTRY   = {"entries": [NOBODY], "decision": "approve"}
APPROVED   = {"entries": ["{waiting_entry}"], "decision": "approve"}
TEAM       = {"name": "Owls", "tag": "OWL"}
LOGO       = png(4, 4)
PHOTO      = png(5, 5)
EVIDENCE   = {"link": "https://example.org/game"}
INVITE     = {"uses": 2}
OPENED     = {"token": "{invite_token}"}
SUCCESSOR  = {"person": "{captain}"}
IDS        = {"items": [{"title": "T", "server": "S", "in_game_id": "I"}]}
LEAVES     = {"kind": "withdrawn"}
HALL       = {"name": "H", "hours": [{"day": "2026-11-23", "begins": "10:00", "ends": "22:00"}]}
DESK_PLACE = {"name": "P", "titles": ["T"]}
LEFT       = {**LEAVES, **WHY, "impact_token": "not the one"}
HOOK       = {"url": "https://hooks.example.org/w"}
CHAT       = {"name": "Staff", "url": "feishu://0123abcd-12ab-4567-89ab-0123456789ab", "locale": "zh-Hans"}
OWN_CHAT   = {"name": "Phone", "url": "feishu://0123abcd-12ab-4567-89ab-0123456789ab"}
CORRECTED  = {**LOST, **WHY, "impact_token": "not the one"}
# fmt: on

TABLE: list[tuple[str, str, Any, str]] = [
    ("GET    /metrics", "", None, OPEN),  # while there is little to tell
    ("POST   /api/v1/people", "", NEW_PERSON, OPEN),
    ("POST   /api/v1/session", "", KNOWN, OPEN),
    ("DELETE /api/v1/session", "", None, BROWSER),
    ("GET    /api/v1/me", "", None, READER),
    ("PATCH  /api/v1/me", "", {"display_name": "N"}, SESSION),
    ("GET    /api/v1/sessions", "", None, SESSION),
    ("DELETE /api/v1/sessions", "", None, SESSION),
    ("DELETE /api/v1/sessions/{session}", "session", None, HOLDER),
    ("POST   /api/v1/second-factor", "", PROOF, SESSION),
    ("GET    /api/v1/second-factor", "", None, SESSION),
    ("POST   /api/v1/second-factor/recovery-codes", "", PROOF, NO_FACTOR),
    ("POST   /api/v1/second-factor/confirm", "", {"code": "123456"}, NO_FACTOR),
    ("POST   /api/v1/second-factor/disable", "", PROOF, NO_FACTOR),
    ("POST   /api/v1/email/verify", "", NO_LINK, LINK),
    ("POST   /api/v1/email/resend", "", None, SESSION),
    ("POST   /api/v1/email", "", {"email": "new@example.org", **PROOF}, SESSION),
    ("POST   /api/v1/password/forgot", "", {"email": "x@example.org"}, LIMITED),
    ("POST   /api/v1/password/reset", "", {**NO_LINK, **PROOF}, LINK),
    ("POST   /api/v1/password", "", {"current": PASSWORD, "new": "N" * 8}, SESSION),
    ("POST   /api/v1/oidc/sign-in", "", None, NO_PROVIDER),
    ("POST   /api/v1/oidc/callback", "", FROM_PROVIDER, NO_PROVIDER),
    ("POST   /api/v1/oidc/second-factor", "", PROOF_AND_CODE, NO_PROVIDER),
    ("POST   /api/v1/oidc/link", "", PROOF, NOT_LINKED),
    ("POST   /api/v1/oidc/unlink", "", PROOF, NOT_LINKED),
    ("POST   /api/v1/tokens", "", {"name": "T", "scopes": ["read"]}, SESSION),
    ("GET    /api/v1/tokens", "", None, SESSION),
    ("DELETE /api/v1/tokens/{token}", "token", None, HOLDER),
    ("POST   /api/v1/live/ticket", "", None, READER),
    ("GET    /api/v1/live", "", None, OPEN),
    ("GET    /api/v1/live/sse", "?topic=tournament/{draft}", None, DRAFT_LIVE),
    ("GET    /api/v1/events/{event}/webhooks", "event", None, OWNER),
    ("GET    /api/v1/events/{event}/webhooks/health", "event", None, MANAGER),
    ("POST   /api/v1/events/{event}/webhooks", "event", HOOK, OWNER),
    ("DELETE /api/v1/webhooks/{webhook}", "webhook", None, OWNER),
    ("POST   /api/v1/webhooks/{webhook}/rotate", "webhook", None, OWNER),
    ("POST   /api/v1/webhooks/{webhook}/enable", "webhook", None, OWNER),
    ("GET    /api/v1/webhooks/{webhook}/messages", "webhook", None, OWNER),
    ("POST   /api/v1/webhook-messages/{message}/replay", "webhook_message", None, MANAGER),
    ("GET    /api/v1/events/{event}/chats", "event", None, OWNER),
    ("POST   /api/v1/events/{event}/chats", "event", CHAT, OWNER),
    ("PATCH  /api/v1/chats/{chat}", "chat", {}, OWNER),
    ("DELETE /api/v1/chats/{chat}", "chat", None, OWNER),
    ("POST   /api/v1/chats/{chat}/test", "chat", None, OWNER),
    ("GET    /api/v1/chats/{chat}/messages", "chat", None, OWNER),
    ("GET    /api/v1/jobs", "", None, ADMIN),
    ("POST   /api/v1/jobs/{job}/retry", "job", None, ADMIN),
    ("GET    /api/v1/me/calendar", "", None, SESSION),
    ("POST   /api/v1/me/calendar", "", None, SESSION),
    ("DELETE /api/v1/me/calendar", "", None, SESSION),
    ("GET    /api/v1/deliveries", "", None, ADMIN),
    ("GET    /api/v1/events/{event}/deliveries", "event", None, MANAGER),
    ("GET    /api/v1/me/chats", "", None, SESSION),
    ("POST   /api/v1/me/chats", "", OWN_CHAT, SESSION),
    ("DELETE /api/v1/me/chats/{chat}", "own_chat", None, HOLDER),
    ("POST   /api/v1/me/chats/{chat}/test", "own_chat", None, HOLDER),
    ("GET    /api/v1/me/chats/{chat}/notices", "own_chat", None, HOLDER),
    ("GET    /api/v1/inbox", "", None, READER),
    ("POST   /api/v1/inbox/{notice}/read", "notice", None, HOLDER),
    ("POST   /api/v1/inbox/read-all", "", None, SESSION),
    ("POST   /api/v1/events", "", NEW_EVENT, ADMIN),
    ("GET    /api/v1/events", "", None, OPEN),
    ("GET    /api/v1/events/{event}", "event", None, OPEN),
    ("PATCH  /api/v1/events/{event}", "event", {"name": "N"}, MANAGER),
    ("GET    /api/v1/events/{event}/staff", "event", None, STAFF),
    ("POST   /api/v1/events/{event}/staff", "event", JUDGE, OWNER),
    ("GET    /api/v1/events/{event}/tournaments", "event", None, OPEN),
    ("POST   /api/v1/events/{event}/tournaments", "event", NEW_CUP, MANAGER),
    ("GET    /api/v1/events/{event}/matches", "event", None, OPEN),
    ("GET    /api/v1/tournaments/{tournament}", "open", None, OPEN),
    ("PATCH  /api/v1/tournaments/{tournament}", "open", {"name": "N"}, MANAGER),
    ("POST   /api/v1/tournaments/{tournament}/transitions", "open", {"to": "seeding"}, MANAGER),
    ("GET    /api/v1/tournaments/{tournament}/stages", "open", None, OPEN),
    ("POST   /api/v1/tournaments/{tournament}/stages", "fresh", NEW_STAGE, MANAGER),
    ("GET    /api/v1/tournaments/{tournament}/journal", "open", None, OPEN),
    ("DELETE /api/v1/stages/{stage}", "stage", None, MANAGER),
    ("GET    /api/v1/tournaments/{tournament}/entries", "open", None, OPEN),
    ("POST   /api/v1/tournaments/{tournament}/entries", "fresh", {"name": "New"}, ENTRANT),
    ("POST   /api/v1/tournaments/{tournament}/entries/import", "open", ROWS, MANAGER),
    ("POST   /api/v1/tournaments/{tournament}/entries/bulk", "open", MANY, MANAGER),
    ("GET    /api/v1/tournaments/{tournament}/entries/export.csv", "open", None, FILES),
    ("GET    /api/v1/tournaments/{tournament}/entries/export.json", "open", None, FILES),
    ("PUT    /api/v1/tournaments/{tournament}/seeds", "open", BY_ORDER, MANAGER),
    ("POST   /api/v1/tournaments/{tournament}/entry-files", "asking", PHOTO, ENTRANT),
    ("GET    /api/v1/entry-files/{file}", "file", None, ANSWER),
    ("GET    /api/v1/tournaments/{tournament}/entry-rules", "open", None, OPEN),
    ("PUT    /api/v1/tournaments/{tournament}/entry-rules", "open", RULES, MANAGER),
    ("POST   /api/v1/tournaments/{tournament}/invitations", "open", GUEST, MANAGER),
    ("GET    /api/v1/tournaments/{tournament}/invitations", "open", None, MANAGER),
    ("DELETE /api/v1/invitations/{invitation}", "invitation", None, MANAGER),
    ("POST   /api/v1/tournaments/{tournament}/entries/decide", "approving", APPROVED, MANAGER),
    ("GET    /api/v1/entries/{entry}/exceptions", "entry", None, MANAGER),
    ("GET    /api/v1/entries/{entry}", "entry", None, OPEN),
    ("PATCH  /api/v1/entries/{entry}", "entry", {"name": "N"}, REGISTRANT),
    ("POST   /api/v1/entries/{entry}/check-in", "meeting", None, REGISTRANT),
    ("POST   /api/v1/entries/{entry}/withdraw", "entry", None, REGISTRANT),
    ("POST   /api/v1/entries/{entry}/code", "entry", None, REGISTRANT),
    ("POST   /api/v1/entries/{entry}/players/check-in", "squad", {"position": 0}, REGISTRANT),
    ("PUT    /api/v1/entries/{entry}/identity", "squad", SEEN, MANAGER),
    ("POST   /api/v1/entries/{entry}/undo-check-in", "meeting", None, MANAGER),
    ("POST   /api/v1/tournaments/{tournament}/check-ins", "meet", {"code": "{code}"}, MANAGER),
    ("POST   /api/v1/entries/{entry}/accept", "offered", None, REGISTRANT),
    ("POST   /api/v1/entries/{entry}/decline", "offered", None, REGISTRANT),
    ("POST   /api/v1/entries/{entry}/disqualify", "entry", None, MANAGER),
    ("POST   /api/v1/stages/{stage}/draw", "stage", {}, MANAGER),
    ("POST   /api/v1/stages/{stage}/start", "stage", {}, MANAGER),
    ("POST   /api/v1/stages/{stage}/rounds/unpair", "paired", {"round": 1, **WHY}, UNPLANNED),
    ("POST   /api/v1/stages/{stage}/rounds", "paired", None, MANAGER),
    ("POST   /api/v1/stages/{stage}/adjustments", "lobbies", {**BONUS, "entry": NOBODY}, UNKNOWN_ENTRY),
    ("GET    /api/v1/stages/{stage}/view", "started", None, OPEN),
    ("GET    /api/v1/stages/{stage}/standings", "started", None, OPEN),
    ("GET    /api/v1/matches/{match}", "match", None, OPEN),
    ("GET    /api/v1/matches/{match}/forecast", "match", None, OPEN),
    ("POST   /api/v1/matches/{match}/reports", "match", WON, SPEAKER),
    ("POST   /api/v1/reports/{report}/confirm", "report", {}, SPEAKER),
    ("POST   /api/v1/reports/{report}/dispute", "report", WHY, SPEAKER),
    ("POST   /api/v1/matches/{match}/correction/preview", "played", LOST, REPORTER),
    ("POST   /api/v1/matches/{match}/correction", "played", CORRECTED, UNSHOWN),
    ("POST   /api/v1/corrections/{correction}/revert", "correction", WHY, REPORTER),
    ("POST   /api/v1/matches/{match}/correction/propose", "doubted", CORRECTED, UNSHOWN),
    ("GET    /api/v1/tournaments/{tournament}/proposals", "doubtful", None, REPORTER),
    ("POST   /api/v1/proposals/{proposal}/discard", "proposal", {}, REPORTER),
    ("POST   /api/v1/proposals/{proposal}/make", "proposal", {}, SECONDER),
    ("GET    /api/v1/matches/{match}/room", "claimed", None, OPEN),
    ("PUT    /api/v1/matches/{match}/lobby-code", "match", {"code": "L"}, SPEAKER),
    ("POST   /api/v1/matches/{match}/help", "claimed", {"words": "W"}, CALLER),
    ("POST   /api/v1/matches/{match}/ready", "match", {}, CALLER),
    ("POST   /api/v1/matches/{match}/ready/take-back", "match", {"slot": 0}, REPORTER),
    ("POST   /api/v1/matches/{match}/pause", "match", WHY, PAUSER),
    ("POST   /api/v1/matches/{match}/resume", "match", {}, SPEAKER),
    ("POST   /api/v1/station/ready", "", {**NO_SECRET, "slot": 0}, LINK_OVER),
    ("POST   /api/v1/station/pause", "", {**NO_SECRET, "slot": 0, **WHY}, LINK_OVER),
    ("POST   /api/v1/station/resume", "", {**NO_SECRET, "slot": 0}, LINK_OVER),
    ("POST   /api/v1/matches/{match}/case", "claimed", {}, REPORTER),
    ("POST   /api/v1/cases/{case}/notes", "case", {"text": "N"}, REPORTER),
    ("POST   /api/v1/cases/{case}/hand-over", "case", {"person": None}, REPORTER),
    ("POST   /api/v1/cases/{case}/decide", "case", WHY, REPORTER),
    ("GET    /api/v1/cases/{case}/referees", "case", None, REPORTER),
    ("GET    /api/v1/events/{event}/queue", "event", None, REPORTER),
    ("POST   /api/v1/matches/{match}/links", "claimed", {}, REPORTER),
    ("POST   /api/v1/links/{link}/revoke", "link", {}, REPORTER),
    ("POST   /api/v1/reports/{report}/pictures", "report", PHOTO, SPEAKER),
    ("POST   /api/v1/reports/{report}/evidence", "report", EVIDENCE, SPEAKER),
    ("GET    /api/v1/evidence/{piece}/picture", "evidence", None, WITNESS),
    ("POST   /api/v1/station/pictures", "", PHOTO, LINK_OVER),
    ("POST   /api/v1/station", "", NO_SECRET, LINK_OVER),
    ("POST   /api/v1/station/reports", "", {**NO_SECRET, **WON}, LINK_OVER),
    ("POST   /api/v1/entries/{entry}/departure/preview", "player_entry", LEAVES, CHOOSER),
    ("POST   /api/v1/entries/{entry}/departure", "player_entry", LEFT, LEAVER),
    ("POST   /api/v1/departures/{departure}/revert/preview", "departure", None, REPORTER),
    ("POST   /api/v1/departures/{departure}/revert", "departure", WHY, REPORTER),
    ("GET    /api/v1/tournaments/{tournament}/departures", "open", None, OPEN),
    ("POST   /api/v1/stages/{stage}/submissions", "films", FILM, REGISTRANT),
    ("GET    /api/v1/stages/{stage}/submissions", "films", None, OPEN),
    ("POST   /api/v1/stages/{stage}/judges", "films", JUDGES, MANAGER),
    ("GET    /api/v1/stages/{stage}/judging", "films", None, OPEN),
    ("PUT    /api/v1/submissions/{submission}/marks", "submission", MARK, JUDGING),
    ("POST   /api/v1/stages/{stage}/publish", "judged", None, MANAGER),
    ("GET    /api/v1/tournaments/{tournament}/places", "open", None, OPEN),
    ("GET    /api/v1/events/{event}/medals", "event", None, OPEN),
    ("GET    /api/v1/events/{event}/points", "event", None, OPEN),
    ("PUT    /api/v1/events/{event}/points/rules", "event", POINTS, MANAGER),
    ("POST   /api/v1/events/{event}/points/preview", "event", POINTS, MANAGER),
    ("POST   /api/v1/events/{event}/venues", "event", HALL, MANAGER),
    ("GET    /api/v1/events/{event}/venues", "event", None, OPEN),
    ("PUT    /api/v1/venues/{venue}", "venue", HALL, MANAGER),
    ("DELETE /api/v1/venues/{venue}", "venue", None, MANAGER),
    ("POST   /api/v1/venues/{venue}/stations", "venue", DESK_PLACE, MANAGER),
    ("PATCH  /api/v1/stations/{station}", "station", {"out_of_order": True}, MANAGER),
    ("DELETE /api/v1/stations/{station}", "station", None, MANAGER),
    ("GET    /api/v1/events/{event}/schedule", "event", None, OPEN),
    ("GET    /api/v1/events/{event}/schedule/plan", "event", None, STAFF),
    ("GET    /api/v1/events/{event}/schedule/forecast", "event", None, OPEN),
    ("PUT    /api/v1/events/{event}/schedule/settings", "event", {"rest": 5}, MANAGER),
    ("POST   /api/v1/events/{event}/schedule/plan", "event", None, MANAGER),
    ("POST   /api/v1/events/{event}/schedule/replan", "event", None, UNPLANNED),
    ("POST   /api/v1/events/{event}/schedule/plan/search", "event", {"plan": 0}, UNPLANNED),
    ("POST   /api/v1/events/{event}/schedule/plan/stop", "event", {"plan": 0}, UNPLANNED),
    ("POST   /api/v1/events/{event}/schedule/plan/undo", "event", {"plan": 9}, UNPLANNED),
    ("POST   /api/v1/events/{event}/schedule/publish", "event", {"plan": 0}, UNPLANNED),
    ("POST   /api/v1/events/{event}/schedule/undo", "event", {"version": 0}, UNPLANNED),
    ("POST   /api/v1/events/{event}/schedule/what-if", "event", {"days": []}, MANAGER),
    ("GET    /api/v1/events/{event}/schedule/crossings", "event", None, MANAGER),
    ("GET    /api/v1/events/{event}/calls", "event", None, STAFF),
    ("PUT    /api/v1/events/{event}/calls/settings", "event", {"ahead": 7}, REPORTER),
    ("GET    /api/v1/events/{event}/stations", "event", None, STAFF),
    ("POST   /api/v1/matches/{match}/call", "match", None, UNSHOWN),
    ("POST   /api/v1/matches/{match}/uncall", "match", None, UNSHOWN),
    ("PUT    /api/v1/matches/{match}/pin", "match", {"station": "{station}"}, MANAGER),
    ("POST   /api/v1/matches/{match}/pin/look", "match", A_PLACE, MANAGER),
    ("PUT    /api/v1/matches/{match}/wanted-start", "match", {"starts_at": None}, MANAGER),
    ("GET    /api/v1/tournaments/{tournament}/qualification", "target", None, OPEN),
    ("PUT    /api/v1/tournaments/{tournament}/qualification", "target", NO_SOURCES, MANAGER),
    ("POST   /api/v1/tournaments/{tournament}/qualification/fill", "target", None, MANAGER),
    ("GET    /api/v1/drafts/scripts", "", None, OPEN),
    ("POST   /api/v1/matches/{match}/drafts", "match", VETO, REPORTER),
    ("GET    /api/v1/drafts/{draft}", "room", None, OPEN),
    ("POST   /api/v1/drafts/{draft}/begin", "room", {}, REPORTER),
    ("POST   /api/v1/drafts/{draft}/resume", "paused_room", {}, REPORTER),
    ("POST   /api/v1/drafts/{draft}/actions", "running_room", CHOICE, CHOOSER),
    ("POST   /api/v1/drafts/{draft}/pause", "running_room", {}, REPORTER),
    ("POST   /api/v1/drafts/{draft}/undo", "running_room", {}, REPORTER),
    ("POST   /api/v1/drafts/{draft}/void", "running_room", {}, REPORTER),
    ("POST   /api/v1/teams", "", TEAM, ENTRANT),
    ("GET    /api/v1/me/teams", "", None, READER),
    ("GET    /api/v1/teams/{team}", "team", None, OPEN),
    ("PATCH  /api/v1/teams/{team}", "team", {"name": "N"}, CAPTAIN),
    ("PUT    /api/v1/teams/{team}/logo", "team", LOGO, CAPTAIN),
    ("DELETE /api/v1/teams/{team}/logo", "team", None, MODERATED),
    ("GET    /api/v1/logos/{logo}", "logo", None, OPEN),
    ("POST   /api/v1/teams/{team}/leave", "team", None, LEADING),
    ("DELETE /api/v1/teams/{team}/members/{person}", "team member", None, CAPTAIN),
    ("POST   /api/v1/teams/{team}/captain", "team", SUCCESSOR, CAPTAIN),
    ("POST   /api/v1/teams/{team}/invites", "team", INVITE, CAPTAIN),
    ("GET    /api/v1/teams/{team}/invites", "team", None, MEMBER_READING),
    ("DELETE /api/v1/teams/{team}/invites/{invite}", "team invite", None, CAPTAIN),
    ("POST   /api/v1/invites/look", "", OPENED, OPEN),
    ("POST   /api/v1/invites/accept", "", OPENED, JOINING),
    ("POST   /api/v1/invites/{invite}/accept", "invite", None, INVITED),
    ("POST   /api/v1/invites/{invite}/decline", "invite", None, INVITED),
    ("GET    /api/v1/me/in-game-ids", "", None, READER),
    ("PUT    /api/v1/me/in-game-ids", "", IDS, SESSION),
    ("GET    /api/v1/teams/{team}/members", "team", None, KNOWING),
    ("GET    /api/v1/teams/{team}/history", "team", None, MEMBER_READING),
    ("GET    /api/v1/entries/{entry}/consents", "young", None, FAMILY),
    ("POST   /api/v1/entries/{entry}/consents", "young", GUARDIAN, ASKER),
    ("GET    /api/v1/tournaments/{tournament}/consents", "open", None, HELD),
    ("POST   /api/v1/guardian-consents/look", "", NO_LINK, LINK),
    ("POST   /api/v1/guardian-consents/decide", "", {**NO_LINK, "version": "v", "agree": True}, LINK),
    ("POST   /api/v1/guardian-consents/revoke", "", NO_LINK, LINK),
    ("POST   /api/v1/entries/{entry}/people", "young", LOOK, LOOKER),
    ("GET    /api/v1/events/{event}/accesses", "event", None, OWNER),
    ("GET    /api/v1/events/{event}/accesses.csv", "event", None, OWNER),
    ("GET    /api/v1/me/data", "", None, SESSION),
    ("POST   /api/v1/me/erase", "", PROOF, ERASED),
    ("GET    /", "", None, OPEN),
    ("GET    /events/{event}", "event_slug", None, OPEN),
    ("GET    /events/{event}/{tournament}", "event_slug open_slug", None, OPEN),
    ("GET    /events/{event}/{tournament}/enter", "event_slug fresh_slug", None, ENTRANT),
    ("GET    /events/{event}/{tournament}/entry", "event_slug open_slug", None, READER),
    ("GET    /events/{event}/{tournament}/entry/edit", "event_slug fresh_slug", None, ENTRANT),
    ("GET    /events/{event}/{tournament}/judging", "event_slug judged_slug", None, READER),
    ("GET    /events/{event}/{tournament}/drafts/{draft}", "event_slug rooms_slug room", None, OPEN),
    ("GET    /events/{event}/{tournament}/matches/{match}", "event_slug claimed_slug claimed", None, OPEN),
    ("GET    /desk/new-event", "", None, ADMIN),
    ("GET    /desk/events/{event}", "event_slug", None, REPORTER),
    ("GET    /desk/events/{event}/{tournament}", "event_slug open_slug", None, REPORTER),
    ("GET    /desk/events/{event}/{tournament}/check-in", "event_slug open_slug", None, DOOR),
    ("GET    /desk/events/{event}/{tournament}/entries/{entry}", "event_slug open_slug entry", None, DOOR),
    ("GET    /privacy", "", None, OPEN),
    ("GET    /sign-in", "", None, OPEN),
    ("GET    /sign-in/callback", "", None, OPEN),
    ("GET    /sign-up", "", None, OPEN),
    ("GET    /forgot-password", "", None, OPEN),
    ("GET    /reset-password", "", None, OPEN),
    ("GET    /verify-email", "", None, OPEN),
    ("GET    /guardian-consent", "", None, OPEN),
    ("GET    /entries/{entry}/guardians", "young", None, FAMILY),
    ("GET    /account", "", None, SESSION),
    ("GET    /account/email", "", None, SESSION),
    ("GET    /account/password", "", None, SESSION),
    ("GET    /account/tokens", "", None, SESSION),
    ("GET    /account/linking", "", None, NOT_LINKED),
    ("GET    /account/second-factor", "", None, SESSION),
    ("GET    /account/data", "", None, SESSION),
    ("GET    /desk/events/{event}/queue", "event_slug", None, REPORTER),
    ("GET    /events/{event}/schedule", "event_slug", None, OPEN),
    ("GET    /events/{event}/calendar.ics", "event_slug", None, OPEN),
    ("GET    /desk/events/{event}/schedule/what-if", "event_slug", None, MANAGER),
    ("GET    /desk/events/{event}/calls", "event_slug", None, REPORTER),
    ("GET    /desk/events/{event}/stations", "event_slug", None, STAFF),
    ("GET    /desk/events/{event}/schedule", "event_slug", None, MANAGER),
    ("GET    /desk/events/{event}/accesses", "event_slug", None, OWNER),
    ("GET    /account/in-game-ids", "", None, READER),
    ("GET    /teams", "", None, READER),
    ("GET    /teams/{team}", "team", None, OPEN),
    ("GET    /teams/{team}/calendar.ics", "team", None, OPEN),
    ("GET    /calendars/{link}/matches.ics", "calendar", None, OPEN),
    ("GET    /account/calendar", "", None, SESSION),
    ("GET    /account/chats", "", None, SESSION),
    ("GET    /join", "", None, OPEN),
    ("GET    /inbox", "", None, READER),
    ("GET    /desk/jobs", "", None, ADMIN),
    ("GET    /desk/events/{event}/webhooks", "event_slug", None, OWNER),
    ("GET    /desk/events/{event}/chats", "event_slug", None, OWNER),
    ("GET    /desk/events/{event}/deliveries", "event_slug", None, MANAGER),
    ("GET    /station", "", None, OPEN),
    ("GET    /static/{digest}/{name}", "asset", None, OPEN),
    ("GET    /health/live", "", None, OPEN),
    ("GET    /health/ready", "", None, OPEN),
    ("GET    /api/docs", "", None, OPEN),
    ("GET    /api/docs/openapi.json", "", None, OPEN),
    ("GET    /api/docs/{path}", "openapi.json", None, OPEN),
]  # fmt: skip
"""Route, what stands for its parameters (names of the world's ids), body, and who gets which status."""

DRAFTS: list[tuple[str, str, Any, str]] = [
    ("GET    /api/v1/tournaments/{tournament}", "draft", None, DRAFT),
    ("PATCH  /api/v1/tournaments/{tournament}", "draft", {"name": "N"}, DRAFT_MANAGE),
    ("POST   /api/v1/tournaments/{tournament}/transitions", "draft", {"to": "seeding"}, DRAFT_MANAGE),
    ("GET    /api/v1/tournaments/{tournament}/stages", "draft", None, DRAFT),
    ("GET    /api/v1/tournaments/{tournament}/places", "draft", None, DRAFT),
    ("GET    /api/v1/tournaments/{tournament}/qualification", "draft", None, DRAFT),
    ("PUT    /api/v1/tournaments/{tournament}/qualification", "draft", NO_SOURCES, DRAFT_MANAGE),
    ("POST   /api/v1/tournaments/{tournament}/qualification/fill", "draft", None, DRAFT_REFUSED),
    ("POST   /api/v1/tournaments/{tournament}/stages", "draft", NEW_STAGE, DRAFT_REFUSED),
    ("GET    /api/v1/tournaments/{tournament}/journal", "draft", None, DRAFT),
    ("DELETE /api/v1/stages/{stage}", "draft_stage", None, DRAFT_MANAGE),
    ("GET    /api/v1/tournaments/{tournament}/entries", "draft", None, DRAFT),
    ("POST   /api/v1/tournaments/{tournament}/entries", "draft", {"name": "New"}, DRAFT_ENTRANT),
    ("POST   /api/v1/tournaments/{tournament}/entries/import", "draft", ROWS, DRAFT_MANAGE),
    ("POST   /api/v1/tournaments/{tournament}/entries/bulk", "draft", MANY, DRAFT_MANAGE),
    ("GET    /api/v1/tournaments/{tournament}/entries/export.csv", "draft", None, DRAFT_FILES),
    ("GET    /api/v1/tournaments/{tournament}/entries/export.json", "draft", None, DRAFT_FILES),
    ("PUT    /api/v1/tournaments/{tournament}/seeds", "draft", BY_ORDER, DRAFT_MANAGE),
    ("GET    /api/v1/tournaments/{tournament}/entry-rules", "draft", None, DRAFT),
    ("PUT    /api/v1/tournaments/{tournament}/entry-rules", "draft", RULES, DRAFT_MANAGE),
    ("POST   /api/v1/tournaments/{tournament}/invitations", "draft", GUEST, DRAFT_MANAGE),
    ("GET    /api/v1/tournaments/{tournament}/invitations", "draft", None, DRAFT_MANAGE),
    ("POST   /api/v1/tournaments/{tournament}/entries/decide", "draft", NO_ENTRY, DRAFT_UNKNOWN),
    ("GET    /api/v1/entries/{entry}/exceptions", "draft_entry", None, DRAFT_MANAGE),
    ("GET    /api/v1/entries/{entry}", "draft_entry", None, DRAFT),
    ("PATCH  /api/v1/entries/{entry}", "draft_entry", {"name": "N"}, DRAFT_ENTRY),
    ("POST   /api/v1/entries/{entry}/withdraw", "draft_entry", None, DRAFT_ENTRY),
    ("POST   /api/v1/entries/{entry}/check-in", "draft_entry", None, DRAFT_CLOSED),
    ("POST   /api/v1/entries/{entry}/code", "draft_entry", None, DRAFT_ENTRY),
    ("POST   /api/v1/entries/{entry}/players/check-in", "draft_entry", {"position": 0}, DRAFT_CLOSED),
    ("PUT    /api/v1/entries/{entry}/identity", "draft_entry", SEEN, DRAFT_ASKER),
    ("POST   /api/v1/entries/{entry}/undo-check-in", "draft_entry", None, DRAFT_CLOSED),
    ("POST   /api/v1/tournaments/{tournament}/check-ins", "draft", {"code": "x"}, DRAFT_CODE),
    ("POST   /api/v1/entries/{entry}/accept", "draft_entry", None, DRAFT_HELD),
    ("POST   /api/v1/entries/{entry}/decline", "draft_entry", None, DRAFT_CLOSED),
    ("POST   /api/v1/entries/{entry}/disqualify", "draft_entry", None, DRAFT_ENTRY),
    ("POST   /api/v1/entries/{entry}/people", "draft_entry", LOOK, DRAFT_LOOK),
    ("GET    /api/v1/entries/{entry}/consents", "draft_entry", None, DRAFT_FAMILY),
    ("POST   /api/v1/entries/{entry}/consents", "draft_entry", GUARDIAN, DRAFT_ASKER),
    ("GET    /api/v1/tournaments/{tournament}/consents", "draft", None, DRAFT_DESKS),
    ("POST   /api/v1/stages/{stage}/draw", "draft_stage", {}, DRAFT_MANAGE),
    ("POST   /api/v1/stages/{stage}/start", "draft_stage", {}, DRAFT_MANAGE),
    ("POST   /api/v1/stages/{stage}/rounds", "draft_stage", None, DRAFT_REFUSED),
    ("GET    /api/v1/stages/{stage}/view", "draft_stage", None, DRAFT),
    ("GET    /api/v1/stages/{stage}/standings", "draft_stage", None, DRAFT),
    ("POST   /api/v1/stages/{stage}/submissions", "draft_stage", FILM, DRAFT_WORK),
    ("GET    /api/v1/stages/{stage}/submissions", "draft_stage", None, DRAFT_PLAYED),
    ("POST   /api/v1/stages/{stage}/judges", "draft_stage", JUDGES, DRAFT_REFUSED),
    ("GET    /api/v1/stages/{stage}/judging", "draft_stage", None, DRAFT_PLAYED),
    ("POST   /api/v1/stages/{stage}/publish", "draft_stage", None, DRAFT_REFUSED),
    ("GET    /events/{event}/{tournament}", "event_slug draft_slug", None, DRAFT),
    ("GET    /events/{event}/{tournament}/entry", "event_slug draft_slug", None, DRAFT_OWN),
    ("GET    /events/{event}/{tournament}/judging", "event_slug draft_slug", None, DRAFT_PAGE),
    ("GET    /desk/events/{event}/{tournament}/check-in", "event_slug draft_slug", None, DRAFT_DOOR),
    ("GET    /desk/events/{event}/{tournament}", "event_slug draft_slug", None, DRAFT_DESK),
]  # fmt: skip


async def test_the_table_knows_every_route(app: Litestar) -> None:
    routes = [
        (method, route.path_format)
        for route in app.routes
        if isinstance(route, HTTPRoute)
        for method in route.methods
        if method != "OPTIONS"
    ]
    assert sorted((method, path) for method, path in (row[0].split() for row in TABLE)) == sorted(routes)


async def test_everybody_gets_what_is_theirs(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    """Units do all of their work and are rolled back, so that everybody finds the same world."""
    async with world(desk) as made:
        monkeypatch.setattr(UnitOfWork, "commit", UnitOfWork.flush)
        for metric in PrometheusMiddleware._metrics.values():
            metric.clear()  # what all tests before have counted takes half a second to tell
        wrong = []
        for route, names, body, expected in (*TABLE, *DRAFTS):
            for principal, wanted in zip(PRINCIPALS, expected.split(), strict=True):
                if wanted == "-":
                    continue
                reply = await knock(made, principal, route, names, body)
                got = "2" if reply.is_success else str(reply.status_code)
                if got != wanted:
                    wrong.append(f"{route} {names} {principal}: {got}, not {wanted}: {reply.text[:200]}")
    assert not wrong, "\n".join(wrong)


async def test_what_is_hidden_looks_as_if_it_were_not_there(desk: Desk) -> None:
    """To those who may not see a draft, its every answer is that of an id that nothing has."""
    async with world(desk) as made:
        for principal in ("anonymous", "stranger", "player", "outsider"):
            for route, names, body, _ in DRAFTS:
                if route.split()[1].startswith("/api"):
                    hidden = await knock(made, principal, route, names, body)
                    absent = await knock(made, principal, route, "nobody", body)
                    assert _told(hidden) == _told(absent), f"{route} {principal}"


async def knock(
    made: World, principal: str, route: str, names: str, body: Any, **headers: str
) -> httpx.Response:
    """Ask for the route with the world's ids in its address; a body of bytes is sent as it is."""
    method, path = route.split(maxsplit=1)
    if names.startswith("?"):
        path += names.format_map(made.ids)
    elif names == "asset":
        path = made.ids["asset"]
    else:
        for name in names.split():
            start, _, rest = path.partition("{")
            path = start + made.ids.get(name, name) + rest.partition("}")[2]
    told = filled(body, made.ids)
    content = told if isinstance(told, bytes) else b"" if told is None else json.dumps(told).encode()
    sent = {"content-type": "application/json"} if content else {}
    all_headers = {**made.headers[principal], **sent, **headers}
    coded = [(name.encode(), value.encode("utf-8")) for name, value in all_headers.items()]
    reply = await made.transport.handle_async_request(
        httpx.Request(method, f"{ADDRESS}{path}", content=content, headers=coded)
    )
    await reply.aread()
    return reply


def filled(body: Any, ids: dict[str, Any]) -> Any:
    """The body with the world's id for each text that is its name in braces."""
    if isinstance(body, dict):
        return {key: filled(value, ids) for key, value in body.items()}
    if isinstance(body, list):
        return [filled(value, ids) for value in body]
    return ids.get(body[1:-1], body) if isinstance(body, str) and body.startswith("{") else body


def _told(reply: httpx.Response) -> tuple[int, Any, Any]:
    problem = reply.json()
    return reply.status_code, problem["code"], problem["detail"]
