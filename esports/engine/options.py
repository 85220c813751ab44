"""Reading a format's options: every key is known, of its type and in its range, or it is refused."""

from collections.abc import Iterable, Mapping
from typing import Any

from esports.engine.errors import EngineError

LONGEST_SERIES = 99
"""The most games that a match may have."""


class Fields:
    """The raw options of one format, taken key by key; `done` refuses what nobody took."""

    def __init__(self, raw: Mapping[str, Any], pointer: str = "/options") -> None:
        if not isinstance(raw, Mapping):
            raise _wrong_type(pointer, "an object")
        self._left = dict(raw)
        self._known: list[str] = []
        self._pointer = pointer

    def flag(self, name: str, default: bool) -> bool:
        """True or false."""
        value = self._take(name, default)
        if not isinstance(value, bool):
            raise _wrong_type(self._at(name), "true or false")
        return value

    def number(self, name: str, default: int, smallest: int, largest: int) -> int:
        """A whole number from `smallest` to `largest`."""
        value = self._take(name, default)
        if isinstance(value, bool) or not isinstance(value, int):
            raise _wrong_type(self._at(name), "a whole number")
        if not smallest <= value <= largest:
            raise EngineError(
                "option_out_of_range",
                self._at(name),
                "{option} must be from {smallest} to {largest}, not {value}.",
                {"option": name, "smallest": smallest, "largest": largest, "value": value},
            )
        return value

    def choice(self, name: str, default: str, allowed: tuple[str, ...]) -> str:
        """One of a few words."""
        value = self._take(name, default)
        if value not in allowed:
            raise EngineError(
                "option_not_a_choice",
                self._at(name),
                "{option} must be one of: {allowed}.",
                {"option": name, "allowed": ", ".join(allowed)},
            )
        return str(value)

    def words(self, name: str, default: tuple[str, ...], allowed: tuple[str, ...]) -> tuple[str, ...]:
        """Several of a few words in order, none twice."""
        value = self._take(name, default)
        if not isinstance(value, list | tuple):
            raise _wrong_type(self._at(name), "a list")
        for place, word in enumerate(value):
            if word not in allowed or word in value[:place]:
                raise EngineError(
                    "option_not_a_choice",
                    f"{self._at(name)}/{place}",
                    "{option} takes each of these once at most: {allowed}.",
                    {"option": name, "allowed": ", ".join(allowed)},
                )
        return tuple(value)

    def best_of(self, name: str, default: int, *, even: bool = False) -> int:
        """The games of a match: odd, so that there is a winner, unless `even` allows draws."""
        value = self.number(name, default, 1, LONGEST_SERIES)
        if value % 2 == 0 and not even:
            raise EngineError(
                "option_must_be_odd",
                self._at(name),
                "{option} must be odd, so that the match has a winner; it is {value}.",
                {"option": name, "value": value},
            )
        return value

    def plain(self, name: str) -> Any:
        """Whatever is given, for a reader that knows its form; an empty list if nothing is."""
        return self._take(name, [])

    def nested(self, name: str) -> "Fields":
        """The fields of an object inside, empty if it is not given."""
        return Fields(self._take(name, {}), self._at(name))

    def lengths(self, name: str, keys: Iterable[str]) -> dict[str, int]:
        """An object of `best_of` by any of these keys; holds those that are given."""
        inside = self.nested(name)
        found = {key: inside.best_of(key, 1) for key in keys if inside.has(key)}
        inside.done()
        return found

    def has(self, name: str) -> bool:
        """Is it given? From here on the name counts as known."""
        self._known.append(name)
        return name in self._left

    def done(self) -> None:
        """Refuse the first key that no one took."""
        for name in self._left:
            raise EngineError(
                "unknown_option",
                self._at(name),
                "There is no option {option}; known here: {known}.",
                {"option": name, "known": ", ".join(self._known) or "-"},
            )

    def _take(self, name: str, default: Any) -> Any:
        if name not in self._known:
            self._known.append(name)
        return self._left.pop(name, default)

    def _at(self, name: str) -> str:
        return f"{self._pointer}/{str(name).replace('~', '~0').replace('/', '~1')}"


def _wrong_type(pointer: str, wanted: str) -> EngineError:
    return EngineError(
        "option_wrong_type",
        pointer,
        "{option} must be {wanted}.",
        {"option": pointer.rpartition("/")[2], "wanted": wanted},
    )
