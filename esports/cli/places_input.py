"""Final places of tournaments, read from files in the form in which the API tells them."""

from collections.abc import Callable, Mapping, Sequence
from fractions import Fraction
from typing import Annotated

import msgspec

from esports.cli.inputs import BadInput, json_file, told, typed
from esports.cli.words import say
from esports.engine.place_shares import Finish, Finished
from esports.entries.service import GONE

Text = Annotated[str, msgspec.Meta(min_length=1, max_length=120)]
Place = Annotated[int, msgspec.Meta(ge=1, le=8192)]


class PlaceRow(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """An entry's place, of a shared one the first; `group` where the tournament was played in groups."""

    place: Place
    name: Text
    delegation: Text | None = None
    club: Text | None = None
    region: Text | None = None
    group: Text | None = None
    entry: str | None = None
    state: str | None = None


class GivenPlaces(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """The places of a tournament; not yet `final` ones do not count.

    `title` is the game that was played; `ahead` orders who shares a place, the one in front first.
    """

    tournament: Text
    items: list[PlaceRow]
    title: Text | None = None
    final: bool = True
    ahead: list[Text] = []


def read_places(files: Sequence[str]) -> list[GivenPlaces]:
    """All tournaments of the files, each of which holds one or a list of them."""
    found: list[GivenPlaces] = []
    for file in files:
        raw = json_file("--places", file)
        rows = raw if isinstance(raw, list) else [raw]
        at = [f"/{number}" if isinstance(raw, list) else "" for number in range(len(rows))]
        for one, pointer in zip(rows, at, strict=True):
            given = typed(f"--places: {file}", one, GivenPlaces, pointer)
            if any(given.tournament == other.tournament for other in found):
                raise BadInput(
                    told(
                        f"--places: {file}",
                        f"{pointer}/tournament",
                        say("{tournament} is there twice.", tournament=given.tournament),
                    )
                )
            found.append(given)
    return found


def by_delegation(row: PlaceRow) -> str:
    """Who an entry competed for: without a delegation its club, or itself."""
    return row.delegation or row.club or row.name


def by_entry(row: PlaceRow) -> str:
    """The entry itself, as it is known from one tournament to the next."""
    return row.name


def finished(
    given: Sequence[GivenPlaces], holder: Callable[[PlaceRow], str], weights: Mapping[str, Fraction]
) -> list[Finished]:
    """The final tournaments as the engine counts them, names spelled as where they came first."""
    spelled: dict[str, str] = {}
    return [
        Finished(
            one.tournament,
            tuple(
                Finish(row.place, (spelled.setdefault(holder(row).lower(), holder(row)),))
                for row in one.items
                if row.state not in GONE
            ),
            one.title or one.tournament,
            weights.get(one.tournament, Fraction(1)),
        )
        for one in given
        if one.final
    ]
