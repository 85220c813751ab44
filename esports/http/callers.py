"""Who may call a route, in the words of the OpenAPI document."""

from litestar.openapi.spec import Reference, SecurityScheme

SESSION, CSRF, TOKEN = "session", "csrf", "token"
Callers = list[dict[str, list[str]]]

NOBODY: Callers = [{}]
"""For routes that prove the caller by their body."""
ANYBODY: Callers = [{}, {SESSION: []}, {TOKEN: []}]
"""For public reading, which shows more to those who may see more."""
READER: Callers = [{SESSION: []}, {TOKEN: []}]
"""For reading as somebody."""
WRITER: Callers = [{SESSION: [], CSRF: []}, {TOKEN: []}]
"""For writing; with each write a browser's session proves that the page is ours."""
READER_IN_PERSON: Callers = [{SESSION: []}]
WRITER_IN_PERSON: Callers = [{SESSION: [], CSRF: []}]
"""For what a token may not do."""


def schemes(cookie: str) -> dict[str, SecurityScheme | Reference]:
    """How a caller proves who they are; `cookie` is the name of the session's cookie."""
    return {
        SESSION: SecurityScheme(
            "apiKey",
            name=cookie,
            security_scheme_in="cookie",
            description="A browser's session, from `POST /api/v1/session`.",
        ),
        CSRF: SecurityScheme(
            "apiKey",
            name="X-CSRF-Token",
            security_scheme_in="header",
            description="With every write of a session: the `csrf_token` that signing in told.",
        ),
        TOKEN: SecurityScheme(
            "http",
            scheme="bearer",
            description="A program's token, from `POST /api/v1/tokens`, limited to its scopes.",
        ),
    }
