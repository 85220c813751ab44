"""What the OpenAPI document says of a route, from one line in its decorator: `**reads(...)`, `**writes(...)`.

Handlers reply with bytes, so the framework cannot see what is in them. The line names the document of the
reply, who may call, and the refusals that are the route's own; the refusals that every such route knows,
the headers that it honours and the words of its docstring are added here.
"""

import inspect
import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from typing import Any, get_origin

from litestar.openapi.datastructures import ResponseSpec
from litestar.openapi.spec import OpenAPIHeader, OpenAPIResponse, Operation, Parameter, RequestBody, Schema
from litestar.openapi.spec.enums import OpenAPIType

from esports.http.callers import ANYBODY, NOBODY, READER, READER_IN_PERSON, WRITER, Callers
from esports.http.problems import BY_STATUS, TITLES, Problem
from esports.http.write import JSON, MAX_KEY_LENGTH

PROBLEM_JSON = "application/problem+json"
ALWAYS = (401, 503)
WRITING = (400, 409, 413, 415, 422)
BY_PLACE = {"path": 404, "query": 422}
"""What a parameter that does not fit is answered with, by where it is."""

TEXT = Schema(type=OpenAPIType.STRING)
ETAG = OpenAPIHeader(schema=TEXT, description="The revision of what the reply shows.")
IF_NONE_MATCH = Parameter(
    "If-None-Match", "header", TEXT, "The ETag that you have; where it still holds the reply is 304."
)
IF_MATCH = Parameter(
    "If-Match",
    "header",
    Schema(type=OpenAPIType.STRING, pattern=r'^(\*|(W/)?"?[0-9]{1,9}"?)$', examples=['"3"']),
    "The revision that you saw; if somebody was faster nothing is changed and the reply is 412.",
)
IDEMPOTENCY_KEY = Parameter(
    "Idempotency-Key",
    "header",
    Schema(
        type=OpenAPIType.STRING, min_length=1, max_length=MAX_KEY_LENGTH, pattern=r"^[!-~]([ -~]*[!-~])?$"
    ),
    "A name of your own for this request. A retry with it is answered as the first time, and takes effect"
    " once.",
)


def reads(
    body: Any,
    *,
    who: Callers = ANYBODY,
    refusals: Collection[int] = (),
    etag: bool | None = None,
    media_type: str = JSON,
    headers: Sequence[Parameter] = (),
) -> dict[str, Any]:
    """Arguments for the decorator of a route that replies with `body`.

    `etag`: it can answer 304; left out, where `body` has a revision.
    """
    tagged = _has_revision(body) if etag is None else etag
    replies = {200: _reply(body, media_type)}
    if tagged:
        replies[304] = _reply(None)
        headers = (*headers, IF_NONE_MATCH)
    known = {*ALWAYS, *refusals} | ({403} if who in (READER, READER_IN_PERSON) else set())
    return _arguments(who, replies, _operation(replies, known, headers, tagged=tagged))


def writes(
    body: Any,
    status: int = 200,
    *,
    also: Collection[int] = (),
    who: Callers = WRITER,
    refusals: Collection[int] = (),
    if_match: bool = False,
    keyed: bool = True,
    sent: RequestBody | None = None,
) -> dict[str, Any]:
    """Arguments for the decorator of a route that changes something and replies with `body`, None: nothing.

    `also`: other statuses with the same body. `keyed`: it honours an Idempotency-Key. `sent`: what it
    takes, where its parameters do not say so.
    """
    replies = {code: _reply(body) for code in (status, *also)}
    known = {*ALWAYS, *WRITING, *refusals} | (set() if who is NOBODY else {403})
    headers = [IDEMPOTENCY_KEY] if keyed else []
    if if_match:
        known.add(412)
        headers.append(IF_MATCH)
    operation = _operation(replies, known, headers, tagged=_has_revision(body), sent=sent)
    return {"status_code": status, **_arguments(who, replies, operation)}


def operation_id(handler: Any, *_: Any) -> str:
    """The handler's name, by which generated clients call the operation."""
    return str(handler.handler_name)


def _arguments(who: Callers, replies: dict[int, ResponseSpec], operation: type[Operation]) -> dict[str, Any]:
    problem = ResponseSpec(Problem, False, _title(503), PROBLEM_JSON)
    return {"responses": {**replies, 503: problem}, "security": who, "operation_class": operation}


def _operation(
    replies: Collection[int],
    refusals: Collection[int],
    headers: Sequence[Parameter],
    *,
    tagged: bool,
    sent: RequestBody | None = None,
) -> type[Operation]:
    """What the framework fills with all that it sees of the route, and then completes itself."""

    @dataclass
    class Told(Operation):
        def __post_init__(self) -> None:
            self.description = " ".join((self.description or "").split())
            self.summary = re.split(r"[.;] |\.$", self.description)[0]
            own = self.parameters or []
            self.parameters = [*own, *headers] or None
            self.request_body = sent or self.request_body
            places = {one.param_in for one in own if isinstance(one, Parameter)}
            found = {str(status): (self.responses or {})[str(status)] for status in replies}
            for reply in found.values():
                if tagged and isinstance(reply, OpenAPIResponse):
                    reply.headers = {"ETag": ETAG}
            problem = (self.responses or {})["503"]
            refused = {*refusals, *(status for place, status in BY_PLACE.items() if place in places)}
            told = {str(status): replace(problem, description=_title(status)) for status in sorted(refused)}
            self.responses = {**found, **told}

    return Told


def _title(status: int) -> str:
    return TITLES[BY_STATUS[status]]


def _reply(body: Any, media_type: str = JSON) -> ResponseSpec:
    if body is None:
        return ResponseSpec(None, False, "There is nothing to tell.")
    words = "The list." if get_origin(body) else (inspect.getdoc(body) or "").partition("\n")[0]
    return ResponseSpec(body, False, words, media_type)


def _has_revision(body: Any) -> bool:
    return "revision" in getattr(body, "__struct_fields__", ())
