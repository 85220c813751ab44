"""The shapes of a match's drafts as pages, watchers and programs hold them; the feature above fills them."""

from typing import TypedDict


class FieldedView(TypedDict):
    """One player of a lineup with hero and spell."""

    player: str
    hero: str
    spell: str


class DecisionView(TypedDict):
    """One choice. `slot` made it, null where it was what was left; `choice` is null where it fell away.

    While it is `sealed` its choice is null to everybody but its own side.
    """

    id: str
    step: int
    kind: str
    slot: int | None
    cause: str
    sealed: bool
    choice: str | list[FieldedView] | None


class DraftView(TypedDict):
    """A draft. `step` is the index of the step that is on, null after the last, and `kind` its kind.

    `turn` are the slots that it waits for, `options` what they may choose. The turn ends at `deadline_at`
    or, while paused, has `left_ms` left; both are null where no timer runs. The draw seed is told at the
    end, so that anybody can verify what timeouts chose.
    """

    id: str
    game: int
    revision: int
    script: str
    phase: str
    first: int
    step: int | None
    kind: str | None
    turn: list[int]
    options: list[str]
    deadline_at: str | None
    left_ms: int | None
    draw_seed: str | None
    decisions: list[DecisionView]
