"""What an audit finds."""

import msgspec


class Finding(msgspec.Struct, frozen=True, kw_only=True):
    """One thing that does not hold.

    `of` names the journal or the stage, `what` the law: one of the chain's faults (`gap`, `torn`, `said`,
    `link`, `head`), `replay` (the journal from its first line says something else than the tables) or
    `bracket` (what is stored of a stage is not what its seats and results give). `where` is the line of the
    journal, the place in the view, or the match.
    """

    of: str
    what: str
    where: str
