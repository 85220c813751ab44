"""While a contest is being marked: how far each judge is, and where judges disagree."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

from esports.engine.exact import DECIMALS, shown
from esports.engine.judged import Contest, Mark
from esports.engine.judged_aggregate import Total, totals
from esports.engine.model import Value

DISAGREE = (
    "The marks for {submission} differ by {difference}: {lowest} from {lowest_judge}, {highest} from"
    " {highest_judge}."
)


@dataclass(frozen=True, slots=True)
class Progress:
    """How many of the submissions due from a judge are marked, and which are left, by id."""

    judge: str
    done: int
    due: int
    left: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Disagreement:
    """A submission whose highest and lowest mark differ by more than the spread that was set.

    `difference` is exact, before any normalisation. `text` says it in words, with places for `params`.
    """

    submission: str
    difference: Fraction
    text: str
    params: Mapping[str, Value]


def progress(
    contest: Contest, marks: Sequence[Mark], assigned: Mapping[str, Collection[str]] | None = None
) -> tuple[Progress, ...]:
    """Every judge by id. Due is what was assigned; without an assignment all that the judge may mark."""
    done: dict[str, set[str]] = {}
    for mark in marks:
        done.setdefault(mark.judge, set()).add(mark.submission)
    rows = []
    for judge in sorted(contest.judges):
        due = {each for each in contest.submissions if contest.may_mark(judge, each)}
        if assigned is not None:
            due = set(assigned.get(judge, ()))
        left = due - done.get(judge, set())
        rows.append(Progress(judge, len(due) - len(left), len(due), tuple(sorted(left))))
    return tuple(rows)


def disagreements(contest: Contest, marks: Sequence[Mark]) -> tuple[Disagreement, ...]:
    """The submissions on which judges differ by more than the set spread, the largest difference first."""
    spread = contest.options.spread
    if spread is None:
        return ()
    given: dict[str, list[Total]] = {}
    for total in totals(contest.options, marks):
        given.setdefault(total.submission, []).append(total)
    found = [_difference(each) for each in given.values()]
    wide = [each for each in found if each.difference > Fraction(spread)]
    return tuple(sorted(wide, key=lambda each: (-each.difference, each.submission)))


def _difference(given: Sequence[Total]) -> Disagreement:
    lowest = min(given, key=lambda total: (total.value, total.judge))
    highest = max(given, key=lambda total: (total.value, total.judge))
    difference = highest.value - lowest.value
    params: dict[str, Value] = {
        "submission": lowest.submission,
        "difference": shown(round(difference, DECIMALS)),
        "lowest": shown(round(lowest.value, DECIMALS)),
        "lowest_judge": lowest.judge,
        "highest": shown(round(highest.value, DECIMALS)),
        "highest_judge": highest.judge,
    }
    return Disagreement(lowest.submission, difference, DISAGREE, params)
