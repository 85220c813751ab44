"""Publishing a judged contest: refused while marks are missing, then a table that shares places."""

from collections.abc import Sequence
from fractions import Fraction

from esports.engine.errors import EngineError, Finding
from esports.engine.exact import shown
from esports.engine.judged import Contest, Mark
from esports.engine.judged_aggregate import Total, aggregates, by_submission, totals
from esports.engine.model import Standing
from esports.engine.pointer import at
from esports.engine.shared_places import Figure, Placed, share_places

TEXTS = {
    "mean": "Mean of the marks: {value}, and {other} for {against}.",
    "trimmed_mean": "Mean of the marks without the best and the worst: {value}, and {other} for {against}.",
    "normalised": "Mean of the marks, each judge's normalised: {value}, and {other} for {against}.",
}
TIE_BREAK = "Marks for {criterion}: {value}, and {other} for {against}."


def publish(contest: Contest, marks: Sequence[Mark]) -> tuple[Standing, ...]:
    """Every submission by its mark, then the criteria that break ties; nothing separates: a shared place.

    The figures are the mark (to 6 decimals) and the number of marks. A criterion is aggregated as the
    marks are. Refused while a submission has too few marks: the findings name every one of them.
    """
    found = missing(contest, marks)
    if found:
        raise EngineError(
            "marks_missing",
            "/marks",
            "The contest cannot be published: {count} submissions have too few marks.",
            {"count": len(found)},
            found,
        )
    figures = _figures(contest, marks)
    counts = {submission: len(values) for submission, values in _given(contest, marks).items()}
    placed = share_places(contest.submissions, figures)
    return tuple(_standing(row, figures[0], counts[row.entry]) for row in placed)


def missing(contest: Contest, marks: Sequence[Mark]) -> tuple[Finding, ...]:
    """The submissions, by id, that have fewer marks than are needed; () once all can be published."""
    given, minimum = _given(contest, marks), contest.options.minimum_marks
    return tuple(
        Finding(
            at("submissions", submission),
            "submission_marks",
            "{submission} has {marks} of the {minimum} marks that are needed.",
            {"submission": submission, "marks": len(given.get(submission, ())), "minimum": minimum},
        )
        for submission in sorted(contest.submissions)
        if len(given.get(submission, ())) < minimum
    )


def _given(contest: Contest, marks: Sequence[Mark]) -> dict[str, list[Fraction]]:
    return by_submission(totals(contest.options, marks))


def _figures(contest: Contest, marks: Sequence[Mark]) -> list[Figure]:
    options = contest.options
    values = aggregates(options, totals(options, marks))
    return [
        Figure("mark", values, TEXTS[options.aggregate]),
        *(_tie_break(contest, marks, criterion) for criterion in options.tie_breaks),
    ]


def _tie_break(contest: Contest, marks: Sequence[Mark], criterion: str) -> Figure:
    given = [Total(mark.judge, mark.submission, mark.points[criterion]) for mark in marks]
    values = aggregates(contest.options, given)
    return Figure(f"criterion:{criterion}", values, TIE_BREAK, {"criterion": criterion})


def _standing(row: Placed, mark: Figure, count: int) -> Standing:
    return Standing(
        row.entry, row.place, None, {"mark": shown(mark.values[row.entry]), "marks": count}, row.trail
    )
