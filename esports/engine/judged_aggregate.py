"""From the marks of a submission to its one mark: mean, trimmed mean, or normalised by judge.

All is computed in fractions, from roots of 30 decimals, and rounded once, at the end: half to even, to
`exact.DECIMALS` decimals (*ours*). So every machine finds the same, and what is compared can be read.
"""

from collections.abc import Callable, Mapping, Sequence
from fractions import Fraction
from typing import NamedTuple

from esports.engine.exact import DECIMALS, root
from esports.engine.judged import Judged, Mark, weighted


class Total(NamedTuple):
    """What one judge gave one submission, the criteria taken together."""

    judge: str
    submission: str
    value: Fraction


def totals(options: Judged, marks: Sequence[Mark]) -> list[Total]:
    """Every mark by the weights of the criteria."""
    return [Total(mark.judge, mark.submission, weighted(options, mark.points)) for mark in marks]


def aggregates(options: Judged, given: Sequence[Total]) -> dict[str, Fraction]:
    """The mark of each submission that has any, as the options say."""
    if options.aggregate == "normalised":
        given = normalised(given)
    combine: Callable[[Sequence[Fraction]], Fraction] = mean
    if options.aggregate == "trimmed_mean":
        combine = trimmed_mean
    return {
        submission: round(combine(values), DECIMALS) for submission, values in by_submission(given).items()
    }


def by_submission(given: Sequence[Total]) -> dict[str, list[Fraction]]:
    """The values of each submission."""
    found: dict[str, list[Fraction]] = {}
    for total in given:
        found.setdefault(total.submission, []).append(total.value)
    return found


def mean(values: Sequence[Fraction]) -> Fraction:
    """The sum over the number."""
    return sum(values, Fraction()) / len(values)


def trimmed_mean(values: Sequence[Fraction]) -> Fraction:
    """The mean without the best and the worst, each dropped once; of fewer than 3 values the mean."""
    return mean(sorted(values)[1:-1] if len(values) > 2 else values)


def variance(values: Sequence[Fraction]) -> Fraction:
    """The mean squared distance from the mean; the values are all there are, not a sample (*ours*)."""
    middle = mean(values)
    return mean([(value - middle) ** 2 for value in values])


def normalised(given: Sequence[Total]) -> list[Total]:
    """`mu + sigma * (x - mu_j) / sigma_j`: the marks of each judge j with mean and deviation of all marks.

    A judge whose marks are all equal gives mu. A result may lie outside the scale of the contest.
    """
    values = [total.value for total in given]
    if not values:
        return []
    middle, spread = mean(values), variance(values)
    judges: dict[str, list[Fraction]] = {}
    for total in given:
        judges.setdefault(total.judge, []).append(total.value)
    lines = {judge: (mean(own), _stretch(spread, variance(own))) for judge, own in judges.items()}
    return [total._replace(value=_moved(total, middle, lines)) for total in given]


def _stretch(spread: Fraction, own: Fraction) -> Fraction:
    """sigma / sigma_j, as one root, so that equal deviations give exactly 1; 0 where sigma_j is 0."""
    return root(spread / own) if own else Fraction()


def _moved(total: Total, middle: Fraction, lines: Mapping[str, tuple[Fraction, Fraction]]) -> Fraction:
    own, stretch = lines[total.judge]
    return middle + stretch * (total.value - own)
