"""Reading the fields of a script: what is wrong with one is added to the findings, and reading goes on."""

from collections.abc import Mapping, Sequence
from enum import StrEnum
from typing import Any, TypeVar

from esports.engine.errors import Finding

LONGEST_TEXT = 80

Word = TypeVar("Word", bound=StrEnum)


def read_object(pointer: str, raw: Any, known: Sequence[str], found: list[Finding]) -> dict[str, Any] | None:
    """The known fields of an object; others are findings, as is anything that is no object."""
    names = {"known": ", ".join(known)}
    if not isinstance(raw, Mapping):
        words = "This must be an object with: {known}."
        found.append(Finding(pointer, "script_not_an_object", words, names))
        return None
    for key in raw:
        if key not in known:
            words = "There is no {key} here; known: {known}."
            found.append(Finding(pointer, "script_unknown_key", words, {"key": key, **names}))
    return {key: raw[key] for key in known if key in raw}


def read_text(pointer: str, raw: Any, found: list[Finding]) -> str:
    """A name; empty if it is none."""
    if isinstance(raw, str) and raw.strip() and raw.isprintable() and len(raw) <= LONGEST_TEXT:
        return raw
    words = "A name is a text of 1 to {longest} printable characters."
    found.append(Finding(pointer, "script_text", words, {"longest": LONGEST_TEXT}))
    return ""


def read_number(
    pointer: str, raw: Any, default: int | None, largest: int, found: list[Finding]
) -> int | None:
    """A whole number from 1; `default` where null is given."""
    if raw is None:
        return default
    if isinstance(raw, int) and not isinstance(raw, bool) and 1 <= raw <= largest:
        return raw
    words = "This must be a whole number from 1 to {largest}."
    found.append(Finding(pointer, "script_number", words, {"largest": largest}))
    return None


def read_word(pointer: str, raw: Any, allowed: Sequence[Word], found: list[Finding]) -> Word | None:
    """The one of these words that is given."""
    for word in allowed:
        if raw == str(word):
            return word
    words = "This must be one of: {allowed}."
    found.append(Finding(pointer, "script_word", words, {"allowed": ", ".join(allowed)}))
    return None
