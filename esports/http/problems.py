"""Problem documents (RFC 9457): one table from kinds to statuses, one handler for every error."""

from typing import Any

import msgspec
from litestar import Request, Response
from litestar.exceptions import HTTPException, MethodNotAllowedException, ValidationException

from esports import log
from esports.db.errors import DATABASE_ERRORS, from_database
from esports.errors import DomainError, FieldError, Kind
from esports.http.fields import field_error
from esports.http.middleware import correlation_id_of
from esports.i18n import N_, negotiate, translate

logger = log.get(__name__)

STATUS: dict[Kind, int] = {
    Kind.malformed: 400,
    Kind.unauthenticated: 401,
    Kind.forbidden: 403,
    Kind.not_found: 404,
    Kind.wrong_method: 405,
    Kind.conflict: 409,
    Kind.stale: 412,
    Kind.too_large: 413,
    Kind.unsupported: 415,
    Kind.invalid: 422,
    Kind.rate_limited: 429,
    Kind.unavailable: 503,
}
BY_STATUS = {status: kind for kind, status in STATUS.items()}


class Problem(msgspec.Struct, frozen=True, omit_defaults=True):
    """The body of every error reply. `code` is stable; `detail` is in the reader's language."""

    type: str
    status: int
    title: str
    code: str
    detail: str
    errors: tuple[FieldError, ...] = ()
    correlation_id: str | None = None


def locale_of(request: Request[Any, Any, Any]) -> str:
    """The language of the reply: the reader's header."""
    return negotiate(request.headers.get("accept-language", ""))


def render(request: Request[Any, Any, Any], error: DomainError) -> Response[bytes]:
    """The reply to a refusal."""
    locale = locale_of(request)
    status = STATUS[error.kind]
    params = {
        name: translate(locale, value) if name == "what" and isinstance(value, str) else value
        for name, value in error.params.items()
    }
    words = translate(locale, error.detail, **params)
    errors = error.errors or (
        (FieldError(error.pointer, error.code, words),) if error.pointer is not None else ()
    )
    body = msgspec.to_builtins(
        Problem(
            type=f"/problems/{error.code}",
            status=status,
            title=translate(locale, TITLES[error.kind]),
            code=error.code,
            detail=words,
            errors=tuple(
                FieldError(one.pointer, one.code, translate(locale, one.detail, **one.params))
                for one in errors
            ),
            correlation_id=correlation_id_of(request.scope),
        )
    )
    headers = {"cache-control": "no-store"}
    if error.retry_after_seconds is not None:
        headers["retry-after"] = str(error.retry_after_seconds)
    if status == 401:
        headers["www-authenticate"] = "Bearer"
    return Response(
        msgspec.json.encode(body | error.extra),
        status_code=status,
        media_type="application/problem+json",
        headers=headers,
    )


THINGS = (
    N_("draft"),
    N_("entry"),
    N_("event"),
    N_("evidence"),
    N_("file"),
    N_("invitation"),
    N_("logo"),
    N_("match"),
    N_("member"),
    N_("notice"),
    N_("person"),
    N_("session"),
    N_("stage"),
    N_("station"),
    N_("submission"),
    N_("team"),
    N_("token"),
    N_("tournament"),
    N_("venue"),
)
"""What `errors.not_found` may be about, for the translators: its words are put into a sentence."""

TITLES: dict[Kind, str] = {
    Kind.malformed: N_("The request cannot be read"),
    Kind.unauthenticated: N_("Sign-in needed"),
    Kind.forbidden: N_("Not allowed"),
    Kind.not_found: N_("Not found"),
    Kind.wrong_method: N_("This address does not take that method"),
    Kind.conflict: N_("It does not fit the present state"),
    Kind.stale: N_("Somebody was faster"),
    Kind.too_large: N_("Too large"),
    Kind.unsupported: N_("Unsupported form of content"),
    Kind.invalid: N_("Something is not right"),
    Kind.rate_limited: N_("Too many requests"),
    Kind.unavailable: N_("Not available at the moment"),
}


def as_domain_error(error: Exception) -> DomainError:
    """Any error as a refusal; what nobody foresaw becomes `internal_error` and is logged whole."""
    if isinstance(error, DomainError):
        return error
    if isinstance(error, ValidationException):
        return _from_validation(error)
    if isinstance(error, HTTPException):
        return _from_http(error)
    if isinstance(error, DATABASE_ERRORS):
        return from_database(error)
    raise error


def handle(request: Request[Any, Any, Any], error: Exception) -> Response[bytes]:
    """Litestar's handler for every exception."""
    try:
        refusal = as_domain_error(error)
    except Exception:  # the last line of defence: whatever it is, the caller gets a problem document
        logger.exception("unforeseen error", path=request.url.path)
        return _internal(request)
    if refusal.kind is Kind.unavailable:
        logger.warning("not available", path=request.url.path, reason=str(error))
    reply = render(request, refusal)
    if isinstance(error, MethodNotAllowedException):
        reply.headers.update(error.headers or {})
    return reply


def _internal(request: Request[Any, Any, Any]) -> Response[bytes]:
    problem = Problem(
        type="/problems/internal_error",
        status=500,
        title=translate(locale_of(request), N_("Something went wrong here")),
        code="internal_error",
        detail=translate(locale_of(request), N_("It is our fault, it has been logged, nothing was changed.")),
        correlation_id=correlation_id_of(request.scope),
    )
    return Response(msgspec.json.encode(problem), status_code=500, media_type="application/problem+json")


def _from_validation(error: ValidationException) -> DomainError:
    found = error.extra if isinstance(error.extra, list) else []
    return DomainError(
        Kind.invalid,
        "invalid_fields",
        N_("Some fields do not fit; see the list of errors."),
        errors=[field_error(one) for one in found],
    )


def _from_http(error: HTTPException) -> DomainError:
    kind = BY_STATUS.get(error.status_code)
    if kind is None:
        raise error
    return DomainError(kind, HTTP_CODES.get(kind, kind.value), HTTP_DETAILS.get(kind, TITLES[kind]))


HTTP_CODES = {Kind.malformed: "malformed_body", Kind.too_large: "body_too_large"}
HTTP_DETAILS = {
    Kind.malformed: N_("The body is not valid JSON."),
    Kind.not_found: N_("There is nothing at this address."),
}
