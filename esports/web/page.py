"""How a page is made: its language, its template, and the policy that keeps foreign code out of it."""

import re
from functools import partial
from pathlib import Path
from typing import Any
from urllib.parse import urlencode, urlsplit

import msgspec
from jinja2 import Environment, FileSystemLoader, StrictUndefined
from litestar import Request, Response
from markupsafe import Markup

from esports.accounts.access import ANONYMOUS, Actor
from esports.http.provide import parts_of
from esports.i18n import LOCALES, negotiate, translate
from esports.settings import Settings
from esports.web.assets import address, modules
from esports.web.dates import days, moment
from esports.web.fact_labels import fact_labels
from esports.web.labels import labels

PORT = re.compile(r":\d+$")
LANGUAGE_COOKIE = "lang"
YEAR_SECONDS = 31_536_000
POLICY = "default-src 'self'; base-uri 'none'; object-src 'none'; form-action 'none'; frame-ancestors 'none'"
SIGNING = (
    "/sign-in",
    "/sign-in/callback",
    "/sign-up",
    "/forgot-password",
    "/reset-password",
    "/verify-email",
    "/guardian-consent",
)
NAMES = {"en": "English", "zh-Hans": "简体中文"}

environment = Environment(
    loader=FileSystemLoader(Path(__file__).with_name("templates")),
    autoescape=True,
    undefined=StrictUndefined,
    trim_blocks=True,
    lstrip_blocks=True,
)


def language_of(request: Request[Any, Any, Any]) -> str:
    """The page's language: asked for in the address, else chosen before, else the browser's wish."""
    for wish in (request.query_params.get("lang"), request.cookies.get(LANGUAGE_COOKIE)):
        if wish in LOCALES:
            return str(wish)
    return negotiate(request.headers.get("accept-language", ""))


def actor_of(request: Request[Any, Any, Any]) -> Actor:
    """Who looks at the page; nobody where signing in itself failed."""
    found = request.scope.get("user")
    return found if isinstance(found, Actor) else ANONYMOUS


def live_origin(request: Request[Any, Any, Any], settings: Settings) -> str:
    """Scheme, host and port of the live socket as this browser reaches it."""
    if settings.live_url or settings.behind_tls:
        parts = urlsplit(settings.live_url or settings.public_url.replace("https://", "wss://", 1))
        return f"{parts.scheme}://{parts.netloc}"
    host = PORT.sub("", request.headers.get("host", "localhost"))
    return f"ws://{host}:{settings.live_port}"


def policy(request: Request[Any, Any, Any]) -> str:
    """The page's content security policy: everything from here alone, nothing inline."""
    settings = parts_of(request.app.state).settings
    return f"{POLICY}; connect-src 'self' {live_origin(request, settings)}"


def page(
    request: Request[Any, Any, Any],
    template: str,
    *,
    status: int = 200,
    data: dict[str, Any] | None = None,
    **values: Any,
) -> Response[str]:
    """A page made from `template`. `data` travels as JSON for the page's script, with the labels."""
    locale = language_of(request)
    reply = Response(
        html(request, template, data=data, **values),
        status_code=status,
        media_type="text/html",
        headers={
            "content-security-policy": policy(request),
            "cache-control": "no-store",
            "content-language": locale,
            "vary": "accept-language, cookie",
        },
    )
    if request.query_params.get("lang") in LOCALES:
        reply.set_cookie(LANGUAGE_COOKIE, locale, max_age=YEAR_SECONDS, samesite="lax", path="/")
    return reply


def html(
    request: Request[Any, Any, Any], template: str, *, data: dict[str, Any] | None = None, **values: Any
) -> str:
    """The text of a page."""
    locale = language_of(request)
    words = labels(locale)
    return environment.get_template(template).render(
        t=partial(translate, locale),
        lang=locale,
        languages=[(code, NAMES[code], _switch(request, code)) for code in LOCALES],
        label=words,
        fact_label=fact_labels(locale),
        actor=actor_of(request),
        asset=address,
        modules=lambda entry: _modules(entry, locale),
        said=lambda one: translate(locale, one.text, **one.params),
        days=partial(days, locale),
        moment=partial(moment, locale),
        back=_back(request),
        data=embedded({**_reader(request), **(data or {}), "labels": words}),
        **values,
    )


def _reader(request: Request[Any, Any, Any]) -> dict[str, Any]:
    zone = actor_of(request).time_zone
    return {"time_zone": zone} if zone else {}


def embedded(data: Any) -> Markup:
    """JSON that may stand inside a script element: no character of it can end that element."""
    text = msgspec.json.encode(data).decode()
    return Markup(text.replace("<", "\\u003c").replace(">", "\\u003e").replace("&", "\\u0026"))  # noqa: S704


def _modules(entry: str, locale: str) -> list[str]:
    words = [] if locale == "en" else [f"words.{locale}.js"]
    return [address(name) for name in (*modules(entry), *words)]


def _back(request: Request[Any, Any, Any]) -> str:
    """The query by which signing in leads back to this page, or on to where it led before."""
    path = request.url.path
    if path in SIGNING:
        path = request.query_params.get("next", "/")
    return "" if path == "/" else "?" + urlencode({"next": path}, safe="/")


def _switch(request: Request[Any, Any, Any], code: str) -> str:
    return "?" + urlencode({**dict(request.query_params.items()), "lang": code})
