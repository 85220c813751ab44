"""How long matches take, learned from what was played: lognormal, each kind leaning on wider ones.

A kind is a title, a best-of and a stage. A kind with few matches is pulled towards the title's matches of
that best-of, these towards a prior that the caller states; with many it stands on its own.
"""

from collections import defaultdict
from collections.abc import Iterable
from math import exp, log, sqrt
from statistics import NormalDist
from typing import NamedTuple

from esports.planning.model import Duration


class Kind(NamedTuple):
    """What matches of one length have in common."""

    title: str
    best_of: int
    stage: str


class Played(NamedTuple):
    """A match that was played, and its minutes from start to end; more than none."""

    kind: Kind
    minutes: float


class Belief(NamedTuple):
    """Mean and standard deviation of the logarithm of the minutes, worth as much as so many matches."""

    mu: float
    sigma: float
    worth: float


STRENGTH = 5.0
"""How many matches of a kind weigh as much as what is known of the wider kind."""


def updated(prior: Belief, minutes: Iterable[float]) -> Belief:
    """What is believed after these matches: the mean of both, each with its weight.

    The conjugate update of a normal with unknown mean and variance: the spread counts both the matches'
    around their mean and what parts that mean from the prior's.
    """
    logs = [log(value) for value in minutes]
    if not logs:
        return prior
    count = len(logs)
    mean = sum(logs) / count
    worth = prior.worth + count
    mu = (prior.worth * prior.mu + count * mean) / worth
    apart = prior.worth * count / worth * (mean - prior.mu) ** 2
    squares = prior.worth * prior.sigma**2 + sum((value - mean) ** 2 for value in logs) + apart
    return Belief(mu, sqrt(squares / worth), worth)


def fitted(played: Iterable[Played], prior: Belief) -> dict[Kind, Belief]:
    """The belief of each kind that was played."""
    wide: dict[tuple[str, int], list[float]] = defaultdict(list)
    narrow: dict[Kind, list[float]] = defaultdict(list)
    for match in played:
        wide[match.kind.title, match.kind.best_of].append(match.minutes)
        narrow[match.kind].append(match.minutes)
    found = {}
    for kind, minutes in narrow.items():
        wider = updated(prior, wide[kind.title, kind.best_of])
        found[kind] = updated(wider._replace(worth=STRENGTH), minutes)
    return found


def quantile(belief: Belief, share: float) -> float:
    """The minutes that this share of matches, between 0 and 1, do not exceed."""
    return exp(belief.mu + belief.sigma * NormalDist().inv_cdf(share))


def duration(belief: Belief, share: float, step: int = 5) -> Duration:
    """What a plan sets aside so that this share of matches end in time, in whole steps, rounded up."""
    planned = -(-quantile(belief, share) // step) * step
    return Duration(max(step, int(planned)), exp(belief.mu), belief.sigma)
