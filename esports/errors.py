"""Errors that a person or a program may be told, each with a stable code.

`SettingsError`            the process was told something that it cannot work with
`DomainError`              a use case refuses; `kind` decides the HTTP status in one table
"""

from collections.abc import Mapping, Sequence
from enum import StrEnum
from typing import Any

import msgspec


class SettingsError(Exception):
    """The environment, a file or a server does not fit: one clear line.

    `message` is English with `{name}` places that `params` fills; it is the key of the translation.
    """

    def __init__(self, message: str, **params: object) -> None:
        super().__init__(message.format_map(params) if params else message)
        self.message = message
        self.params = params


class Kind(StrEnum):
    """What sort of refusal it is; `esports.http.problems` maps each to a status."""

    malformed = "malformed"
    invalid = "invalid"
    unauthenticated = "unauthenticated"
    forbidden = "forbidden"
    not_found = "not_found"
    wrong_method = "wrong_method"
    conflict = "conflict"
    stale = "stale"
    too_large = "too_large"
    unsupported = "unsupported"
    rate_limited = "rate_limited"
    unavailable = "unavailable"


class FieldError(msgspec.Struct, frozen=True, omit_defaults=True):
    """One wrong field: a JSON pointer into the body, a stable code, and words.

    `params` fill the `{name}` places of `detail` when it is translated.
    """

    pointer: str
    code: str
    detail: str
    params: dict[str, Any] = {}


class DomainError(Exception):
    """A refusal with a stable code.

    `detail` is an English message with `{name}` places that `params` fills; it is the key of the
    translation, so it must be a literal where it is raised.
    """

    def __init__(
        self,
        kind: Kind,
        code: str,
        detail: str,
        *,
        pointer: str | None = None,
        errors: Sequence[FieldError] = (),
        retry_after_seconds: int | None = None,
        extra: Mapping[str, Any] | None = None,
        params: Mapping[str, object] | None = None,
    ) -> None:
        super().__init__(code)
        self.kind = kind
        self.code = code
        self.detail = detail
        self.params = dict(params or {})
        self.pointer = pointer
        self.errors = tuple(errors)
        self.retry_after_seconds = retry_after_seconds
        self.extra = dict(extra or {})

    def __str__(self) -> str:
        return f"{self.code}: {self.detail.format_map(self.params)}"


def not_found(what: str) -> DomainError:
    """The thing is not there, or the caller may not know that it is."""
    return DomainError(Kind.not_found, "not_found", "There is no such {what}.", params={"what": what})


def invalid(code: str, pointer: str, detail: str, **params: object) -> DomainError:
    """A field is wrong: 422 with its pointer."""
    return DomainError(Kind.invalid, code, detail, pointer=pointer, params=params)


def conflict(
    code: str, detail: str, *, extra: Mapping[str, Any] | None = None, **params: object
) -> DomainError:
    """The request fits no present state: 409."""
    return DomainError(Kind.conflict, code, detail, extra=extra, params=params)


def refuse_stale(expected: int | None, actual: int) -> None:
    """Refuse an edit of something that changed since the caller saw it.

    Raises:
        DomainError: `stale_revision`.
    """
    if expected is not None and expected != actual:
        raise DomainError(
            Kind.stale,
            "stale_revision",
            "Somebody changed this since you saw it; it is at revision {revision} now.",
            params={"revision": actual},
            extra={"revision": actual},
        )
