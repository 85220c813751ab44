"""How long matches of an event take, from those that were played: what the settings say is the prior."""

from collections import defaultdict
from collections.abc import Sequence
from math import log
from statistics import NormalDist

from esports.planning import durations
from esports.planning.model import Duration
from esports.schedule.wire import PlayedMatch, Settings

MEDIAN, SIGMA = 1.15, 0.33
"""Without experience a match takes a little less than is set aside for it, and varies."""
SHARE = NormalDist().cdf(log(MEDIAN) / SIGMA)
"""So many matches end within what is set aside."""
WORTH = 5.0
"""How many matches weigh as much as the settings."""
SHORTEST, LONGEST = 0.2, 3.0
"""What took a smaller or larger part of its length was told late or all at once: it teaches nothing."""

Lengths = dict[tuple[str, int], Duration]
"""By title and best-of."""


def length(settings: Settings, title: str, best_of: int) -> int:
    """The minutes that the settings set aside for a match."""
    told = {(one.title, one.best_of): one.minutes for one in settings.lengths}
    return told.get((title, best_of), settings.game_minutes * best_of)


def by_settings(planned: int) -> Duration:
    """What is believed of matches for which so many minutes are set aside, before any is played."""
    return Duration(planned, planned / MEDIAN, SIGMA)


def learned(settings: Settings, played: Sequence[PlayedMatch]) -> Lengths:
    """The durations of each kind of match of which some were played.

    A match is on from when both sides were ready, or its call and the warm-up after it, until its result
    was first told.
    """
    minutes: dict[tuple[str, int], list[float]] = defaultdict(list)
    for one in played:
        kind = one.title, one.best_of
        took = _minutes(settings, one)
        planned = length(settings, *kind)
        if SHORTEST * planned <= took <= LONGEST * planned:
            minutes[kind].append(took)
    return {kind: _duration(length(settings, *kind), own) for kind, own in minutes.items()}


def _minutes(settings: Settings, one: PlayedMatch) -> float:
    if one.began_at is not None:
        return (one.ended_at - one.began_at).total_seconds() / 60
    if one.called_at is not None:
        return (one.ended_at - one.called_at).total_seconds() / 60 - settings.warm_up
    return 0.0


def _duration(planned: int, minutes: Sequence[float]) -> Duration:
    prior = durations.Belief(log(planned / MEDIAN), SIGMA, WORTH)
    return durations.duration(durations.updated(prior, minutes), SHARE)
