"""How long matches of an event take, from what was played and what is on: the settings are the prior."""

from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta
from math import log
from statistics import NormalDist

from esports.planning import durations
from esports.planning.durations import Kind, Played
from esports.planning.model import Duration
from esports.schedule.rows import OpenMatch, PlayedMatch
from esports.schedule.settings_wire import Settings

MEDIAN, SIGMA = 1.15, 0.33
"""Without experience a match takes a little less than is set aside for it, and varies."""
SHARE = NormalDist().cdf(log(MEDIAN) / SIGMA)
"""So many matches end within what is set aside."""
SHORTEST, LONGEST = 0.2, 3.0
"""What took a smaller or larger part of its length was told late or all at once: it teaches nothing."""
ON = ("called", "live")

Lengths = dict[tuple[str, int], Duration]
"""By title and best-of."""


def length(settings: Settings, title: str, best_of: int) -> int:
    """The minutes that the settings set aside for a match."""
    told = {(one.title, one.best_of): one.minutes for one in settings.lengths}
    return told.get((title, best_of), settings.game_minutes * best_of)


def by_settings(planned: int) -> Duration:
    """What is believed of matches for which so many minutes are set aside, before any is played."""
    return Duration(planned, planned / MEDIAN, SIGMA, durations.UNKNOWN)


def began(match: OpenMatch | PlayedMatch) -> datetime | None:
    """When both sides said that they are ready, unless they said so before they were called."""
    if match.began_at is not None and match.called_at is not None and match.began_at < match.called_at:
        return None
    return match.began_at


def since(settings: Settings, match: OpenMatch | PlayedMatch) -> datetime | None:
    """Since when a match is on: since both sides were ready, or its call and the warm-up after it."""
    if match.called_at is None:
        return match.began_at
    return began(match) or match.called_at + timedelta(minutes=settings.warm_up)


def learned(
    settings: Settings, played: Sequence[PlayedMatch], waiting: Sequence[OpenMatch], now: datetime
) -> Lengths:
    """The durations of each kind of match that was played or is `waiting`; none if nothing is known.

    A match is on until its result was first told.
    """
    seen = [*_over(settings, played), *_on(settings, waiting, now)]
    if not seen:
        return {}
    found = durations.fitted(seen, SIGMA)
    kinds = dict.fromkeys([*found.kinds, *(Kind(one.title, one.best_of) for one in waiting)])
    return {kind: _duration(length(settings, *kind), found.of(kind)) for kind in kinds}


def _over(settings: Settings, played: Sequence[PlayedMatch]) -> Iterator[Played]:
    for one in played:
        begun = since(settings, one)
        planned = length(settings, one.title, one.best_of)
        took = (one.ended_at - begun).total_seconds() / 60 if begun else 0.0
        if SHORTEST * planned <= took <= LONGEST * planned:
            yield Played(Kind(one.title, one.best_of), took * MEDIAN / planned)


def _on(settings: Settings, waiting: Sequence[OpenMatch], now: datetime) -> Iterator[Played]:
    for one in waiting:
        begun = since(settings, one) if one.state in ON else None
        planned = length(settings, one.title, one.best_of)
        so_far = (now - begun).total_seconds() / 60 if begun else 0.0
        if 0 < so_far <= LONGEST * planned:
            yield Played(Kind(one.title, one.best_of), so_far * MEDIAN / planned, over=False)


def _duration(planned: int, belief: durations.Belief) -> Duration:
    return durations.duration(belief._replace(mu=belief.mu + log(planned / MEDIAN)), SHARE)
