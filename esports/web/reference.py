"""The reference of the programming interface: the OpenAPI document, and a page that reads it out."""

import json
from collections.abc import Iterator, Mapping
from functools import partial
from typing import Any

from litestar import Request, Response, Router
from litestar.openapi import OpenAPIConfig
from litestar.openapi.plugins import JsonRenderPlugin, OpenAPIRenderPlugin
from litestar.openapi.spec import Components, License, Tag
from markupsafe import Markup

from esports.http.callers import schemes
from esports.http.openapi import operation_id
from esports.i18n import translate
from esports.settings import Settings
from esports.web.page import POLICY, environment, html, language_of

PATH = "/api/docs"
METHODS = ("get", "post", "put", "patch", "delete")
Schema = Mapping[str, Any]
ABOUT = """\
Bodies are JSON in UTF-8 with snake_case names; ids are UUIDs, times RFC 3339 with their zone.

A refusal is a problem document (RFC 9457) in the language of `Accept-Language`: `code` is stable and meant
for programs, `detail` and `errors` (each with a JSON pointer into the body) for people.

Lists come in pages: send `next_cursor` as `cursor` until it is null.

What has a `revision` carries it as its `ETag`. A write with an `Idempotency-Key` may be sent again safely.
Every reply has an `X-Correlation-Id`, by which the log knows the request."""
GROUPS = {
    "accounts": "People, their sessions, and the tokens of their programs.",
    "teams": "Lasting teams: members, invitations, logos, and what players are called in games.",
    "events": "The week itself and its staff.",
    "tournaments": "Competitions, their states, and their stages.",
    "entries": "Teams and players: registration, check-in, seeds.",
    "consents": "Guardians of minors: ask them, and what the links of their mails do.",
    "check-in": "Presence at the venue: codes and their scan.",
    "bulk": "Many entries at once, and their files.",
    "brackets": "Draws, rounds, and the documents of stages.",
    "matches": "Matches and their results.",
    "departures": "Entries that leave while the tournament is played, and come back.",
    "judging": "Judged stages: what is handed in, who judges it, the marks.",
    "schedule": "Venues and stations, plans of who plays when and where, and what is published of them.",
    "honours": "Final places, medals and points, and who qualifies for what.",
    "drafts": "Bans and picks before a game: vetoes, hero drafts, sealed lineups.",
    "refereeing": "Match rooms, lobby codes, calls for a referee, and the referees' queue.",
    "notifications": "The caller's own inbox.",
    "calendars": "The link by which one's calendar program fetches one's matches.",
    "webhooks": "What happens in an event, sent to the servers of its owners.",
    "own chats": "One's own notices, told to chats and phones of one's own.",
    "chats": "What happens in an event, told to chat groups and phones.",
    "operation": "The background work, for those who run the installation.",
    "privacy": "One's own data, and who looked at that of minors.",
    "live": "The feed of what happens as it happens.",
}
"""The groups of operations by the names that the application gives its features, with a line on each."""


class Page(OpenAPIRenderPlugin):
    """Shows the document without anything from elsewhere, so that it works on a closed network.

    The document is read out once in each language: that takes a tenth of a second, and asks nobody's leave.
    """

    def __init__(self) -> None:
        super().__init__(path="/")
        self._bodies: dict[str, Markup] = {}

    def render(self, request: Request[Any, Any, Any], openapi_schema: dict[str, Any]) -> bytes:
        """The page."""
        locale = language_of(request)
        if locale not in self._bodies:
            self._bodies[locale] = body(locale, openapi_schema)
        return html(request, "reference.html", body=self._bodies[locale]).encode()


def config(settings: Settings) -> OpenAPIConfig:
    """What the application is told about its document."""
    return OpenAPIConfig(
        title="Esports Week",
        version="1",
        description=ABOUT,
        license=License("Apache-2.0", identifier="Apache-2.0"),
        tags=[Tag(name, text) for name, text in GROUPS.items()],
        components=Components(security_schemes=schemes(settings.session_cookie)),
        operation_id_creator=operation_id,
        use_handler_docstrings=True,
        openapi_router=Router(PATH, route_handlers=[], include_in_schema=False, after_request=_protect),
        render_plugins=[Page(), JsonRenderPlugin()],
    )


def _protect(response: Response[Any]) -> Response[Any]:
    response.headers["content-security-policy"] = POLICY
    return response


def body(locale: str, document: Schema) -> Markup:
    """What the page says of the document, the same for everybody."""
    text = environment.get_template("reference_body.html").render(
        t=partial(translate, locale),
        document=f"{PATH}/openapi.json",
        about=document["info"]["description"].split("\n\n"),
        groups=list(groups(document)),
        types=types(document),
    )
    return Markup(text)  # noqa: S704 - the template has escaped it


def groups(document: Schema) -> Iterator[dict[str, Any]]:
    """The groups, each with its operations in the order of their paths."""
    found = list(operations(document))
    for tag in document["tags"]:
        mine = [one for one in found if one["group"] == tag["name"]]
        yield {"name": tag["name"], "text": tag["description"], "operations": mine}


def operations(document: Schema) -> Iterator[dict[str, Any]]:
    """Every operation of the document, in the order of its paths."""
    for path, item in sorted(document["paths"].items()):
        for method in METHODS:
            if method in item:
                yield _operation(document, path, method, item[method])


def types(document: Schema) -> dict[str, dict[str, Any]]:
    """Every type that the document names, with its fields."""
    return {
        name: {
            "text": schema.get("description", ""),
            "type": type_of(document, schema),
            "fields": list(fields(document, schema)),
        }
        for name, schema in sorted(document["components"]["schemas"].items())
    }


def _operation(document: Schema, path: str, method: str, told: Schema) -> dict[str, Any]:
    steps = path.removeprefix("/api/v1").strip("/").split("/")
    bodies = told.get("requestBody", {}).get("content", {})
    return {
        "group": told["tags"][0],
        "method": method.upper(),
        "path": path,
        "anchor": f"{method}-{'-'.join(steps)}".replace("{", "").replace("}", ""),
        "summary": told["summary"],
        "text": told["description"],
        "parameters": [_parameter(document, one) for one in told.get("parameters", ())],
        "bodies": [_body(document, kind, one["schema"]) for kind, one in bodies.items()],
        "replies": [_reply(document, status, one) for status, one in sorted(told["responses"].items())],
    }


def _parameter(document: Schema, told: Schema) -> dict[str, Any]:
    return {
        "name": told["name"],
        "place": told["in"],
        "type": type_of(document, told.get("schema", {})),
        "required": told.get("required", False),
        "text": told.get("description", ""),
    }


def _body(document: Schema, kind: str, schema: Schema) -> dict[str, Any]:
    target = _resolved(document, schema)
    example = next(iter(target.get("examples", ())), "")
    return {
        "kind": kind,
        "type": type_of(document, schema),
        "text": target.get("description", ""),
        "fields": list(fields(document, schema)),
        "example": example if isinstance(example, str) else json.dumps(example, indent=2, ensure_ascii=False),
    }


def _reply(document: Schema, status: str, told: Schema) -> dict[str, Any]:
    schema = next((one["schema"] for one in told.get("content", {}).values()), None)
    return {
        "status": status,
        "type": "" if schema is None else type_of(document, schema),
        "text": told["description"],
    }


def fields(document: Schema, schema: Schema) -> Iterator[dict[str, Any]]:
    """The fields of an object, each with its type in a word or two."""
    target = _resolved(document, schema)
    required = target.get("required", ())
    for name, field in target.get("properties", {}).items():
        yield {
            "name": name,
            "type": type_of(document, field),
            "required": name in required,
            "text": field.get("description", ""),
        }


def type_of(document: Schema, schema: Schema) -> str:
    """A schema in a word or two: `string`, `integer, 1 to 15`, `list of uuid`, `Window or null`."""
    if "$ref" in schema:
        return str(schema["$ref"].rpartition("/")[2])
    for many in ("oneOf", "anyOf"):
        if many in schema:
            words = " or ".join(dict.fromkeys(type_of(document, one) for one in schema[many]))
            return words + _bounds(schema)
    if "enum" in schema or "const" in schema:
        return " | ".join(json.dumps(one) for one in schema.get("enum", [schema.get("const")]))
    kind = schema.get("type", "any")
    if kind == "array":
        return f"list of {type_of(document, schema.get('items', {}))}"
    word = schema.get("format", kind) if isinstance(kind, str) else " or ".join(kind)
    return str(word) + _bounds(schema)


def _bounds(schema: Schema) -> str:
    for least, most in (("minimum", "maximum"), ("minLength", "maxLength"), ("minItems", "maxItems")):
        told = [f"{schema[key]:.15g}" for key in (least, most) if key in schema]
        if len(told) == 2:
            return f", {' to '.join(told)}"
        if told:
            return f", at {'least' if least in schema else 'most'} {told[0]}"
    return ""


def _resolved(document: Schema, schema: Schema) -> Schema:
    while "$ref" in schema:
        schema = document["components"]["schemas"][schema["$ref"].rpartition("/")[2]]
    return schema
