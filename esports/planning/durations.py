"""How long matches take, learned from what was played and what is on: lognormal around what was expected.

What all matches have in common (a slow day), what those of a kind have, and how single ones vary, is found
together: a kind with few matches is believed to be as the others are, one with many stands on its own. A
match that is on tells that it takes longer than it did so far: without it only short ones would be known
early in a day, and all would be believed to be short.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from math import exp, hypot, log, sqrt
from statistics import NormalDist
from typing import NamedTuple

from esports.planning.model import Duration

NORMAL = NormalDist()
COMMON, OWN = 0.25, 0.15
"""Standard deviations before anything is played: of what all matches have in common, and of each kind."""
UNKNOWN = hypot(COMMON, OWN)
"""What is not known of a kind before anything is played."""
WORTH = 5.0
"""How many matches weigh as much as what is believed of the spread of single ones."""
ROUNDS = 8
"""So often what matches that are on will take is guessed again, by what was found with the guess before."""
FARTHEST = 8.0
"""By so many standard deviations a match can be longer than others; beyond it, it teaches no more."""


class Kind(NamedTuple):
    """What matches of one length have in common."""

    title: str
    best_of: int


class Played(NamedTuple):
    """A match and the part, more than none, of its expected minutes that it took, so far unless `over`."""

    kind: Kind
    part: float
    over: bool = True


class Belief(NamedTuple):
    """Mean and standard deviation of a logarithm, and the standard deviation of that mean: how sure it is."""

    mu: float
    sigma: float
    doubt: float


class Beliefs(NamedTuple):
    """Of the logarithm of the part: for each kind that was played, and for all others."""

    kinds: Mapping[Kind, Belief]
    others: Belief

    def of(self, kind: Kind) -> Belief:
        """What is believed of the kind."""
        return self.kinds.get(kind, self.others)


class Sums(NamedTuple):
    """Of a kind: how many matches, their mean, and the sum of their squared distances from the belief."""

    matches: int
    mean: float
    squares: float


def fitted(played: Iterable[Played], sigma: float) -> Beliefs:
    """What is believed after these matches, single ones of which were believed to vary by `sigma`."""
    kinds: dict[Kind, list[Played]] = defaultdict(list)
    for match in played:
        kinds[match.kind].append(match)
    others = Belief(0.0, sigma, UNKNOWN)
    found = Beliefs(dict.fromkeys(kinds, others), others)
    for _ in range(ROUNDS):
        found = _with({kind: _sums(own, found.of(kind)) for kind, own in kinds.items()}, sigma)
    return found


def _sums(played: Iterable[Played], belief: Belief) -> Sums:
    """A match that is on counts as those do, on average, that last longer than it did so far."""
    logs, unsure = list[float](), 0.0
    for match in played:
        value = log(match.part)
        if not match.over:
            above = min((value - belief.mu) / belief.sigma, FARTHEST)
            mean = NORMAL.pdf(above) / NORMAL.cdf(-above)
            value = belief.mu + belief.sigma * mean
            unsure += belief.sigma**2 * max(0.0, 1 + above * mean - mean**2)
        logs.append(value)
    squares = sum((value - belief.mu) ** 2 for value in logs)
    return Sums(len(logs), sum(logs) / len(logs), squares + unsure)


def _with(sums: Mapping[Kind, Sums], sigma: float) -> Beliefs:
    """Normal means around a common one: each weighs by the inverse of its variance."""
    squares = WORTH * sigma**2 + sum(one.squares for one in sums.values())
    variance = squares / (WORTH + sum(one.matches for one in sums.values()))
    weights = {kind: 1 / (OWN**2 + variance / one.matches) for kind, one in sums.items()}
    weight = 1 / COMMON**2 + sum(weights.values())
    common = sum(weights[kind] * one.mean for kind, one in sums.items()) / weight
    found = {}
    for kind, one in sums.items():
        own = one.matches / variance
        leaning = 1 / (1 + own * OWN**2)
        mu = leaning * common + (1 - leaning) * one.mean
        doubt = sqrt(leaning * OWN**2 + leaning**2 / weight)
        found[kind] = Belief(mu, sqrt(variance), doubt)
    return Beliefs(found, Belief(common, sqrt(variance), sqrt(OWN**2 + 1 / weight)))


def quantile(belief: Belief, share: float) -> float:
    """The minutes that this share of matches, between 0 and 1, do not exceed; of a belief about minutes."""
    return exp(belief.mu + belief.sigma * NORMAL.inv_cdf(share))


def duration(belief: Belief, share: float, step: int = 5) -> Duration:
    """What a plan sets aside so that this share of matches end in time, in whole steps, rounded up."""
    planned = -(-quantile(belief, share) // step) * step
    return Duration(max(step, int(planned)), exp(belief.mu), belief.sigma, belief.doubt)
