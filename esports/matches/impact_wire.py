"""What a correction changes, as it travels."""

from uuid import UUID

import msgspec

from esports.engine.impact import Effect
from esports.engine.reseating import Reseating


class MatchImpact(msgspec.Struct, frozen=True, kw_only=True, tag_field="kind", tag="match"):
    """A later match. `effect`: `untouched` was not played and takes the new entries; `void` was played by
    others and is to be played again; `stands` was played by the same; `unneeded` need not be played any
    more. Where an entry leaves: `given_up` was not played and is the opponent's, `annulled` was played and
    is taken from it. An entry is null where not known.
    """

    match: UUID
    number: int
    effect: Effect
    phase: str
    state: str
    before: list[UUID | None]
    after: list[UUID | None]
    station: str | None = None
    starts_at: str | None = None


class PlaceImpact(msgspec.Struct, frozen=True, kw_only=True, tag_field="kind", tag="place"):
    """An entry whose place in the stage's table is another one; null is none."""

    entry: UUID
    before: int | None
    after: int | None


class SeedImpact(msgspec.Struct, frozen=True, kw_only=True, tag_field="kind", tag="seed"):
    """An entry whose seat among those who go on to the next stage is another one; null is none."""

    entry: UUID
    before: int | None
    after: int | None


class SeatChange(msgspec.Struct, frozen=True, kw_only=True):
    """A seat of a stage that another entry has; `former_group` is what it told of the one before."""

    seed: int
    before: UUID
    after: UUID
    former_group: str | None = None


class StageImpact(msgspec.Struct, frozen=True, kw_only=True, tag_field="kind", tag="stage"):
    """A following stage that has started and rests on who went on; where it is to `keep`, it stays as it is.

    Else its `seats` change, its `matches` and `places` as those of the stage that is corrected do, and what
    is not among them stands. `names` are of the entries concerned.
    """

    stage: UUID
    name: str
    state: str
    following: Reseating = Reseating.keep
    seats: list[SeatChange] = []
    matches: list[MatchImpact] = []
    places: list[PlaceImpact] = []
    names: dict[str, str] = {}


class EarlierImpact(msgspec.Struct, frozen=True, kw_only=True, tag_field="kind", tag="earlier"):
    """A stage before the one that an entry plays in, where all its results everywhere are annulled.

    Who went on from it stays on; `names` are of its entries.
    """

    stage: UUID
    name: str
    state: str
    matches: list[MatchImpact]
    places: list[PlaceImpact]
    names: dict[str, str]


class FilledSeat(msgspec.Struct, frozen=True, kw_only=True):
    """A seed that a place fills, and by name who had it before and has it after; null: nobody."""

    seed: int
    before: str | None
    after: str


class TournamentImpact(msgspec.Struct, frozen=True, kw_only=True, tag_field="kind", tag="tournament"):
    """A tournament that places of this one lead to.

    `entered` are in it already by such a place. `seats` go to others with the correction. There are none
    where play has begun there, or more is to be decided than who goes in whose place: its organisers do that.
    """

    tournament: UUID
    name: str
    state: str
    entered: int
    seats: list[FilledSeat] = []


class PairedImpact(msgspec.Struct, frozen=True, kw_only=True, tag_field="kind", tag="paired"):
    """Rounds of a Swiss that were paired without the entry that comes back, and stay as they are."""

    stage: UUID
    name: str
    rounds: list[int]


class Preview(msgspec.Struct, frozen=True, kw_only=True):
    """All that a correction would change, and the token that says so."""

    impact: list[
        MatchImpact | PlaceImpact | SeedImpact | StageImpact | EarlierImpact | TournamentImpact | PairedImpact
    ]
    impact_token: str
