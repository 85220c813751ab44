"""Reading marks: each from a judge of the contest, for another delegation's entry, complete, in range."""

from collections.abc import Iterator, Mapping, Sequence
from fractions import Fraction
from typing import Any

from esports.engine.errors import EngineError, Finding
from esports.engine.exact import DECIMALS, number
from esports.engine.judged import Contest, Mark

FIELDS = {"judge", "submission", "points"}


def read_marks(contest: Contest, raw: Any) -> tuple[Mark, ...]:
    """The marks of a list of `{"judge", "submission", "points": {criterion: number}}`.

    Numbers are JSON numbers or decimal texts. Refuses with everything that is wrong with any of them.
    """
    if not isinstance(raw, list | tuple):
        raise EngineError("marks_list", "/marks", "The marks must be a list.")
    found = [finding for place, row in enumerate(raw) for finding in _faults(contest, f"/marks/{place}", row)]
    found += _twice(raw)
    if found:
        raise EngineError(
            "marks_unsound",
            "/marks",
            "The marks have faults, {count} in all.",
            {"count": len(found)},
            found,
        )
    return tuple(Mark(row["judge"], row["submission"], _points(row["points"])) for row in raw)


def _points(raw: Mapping[str, Any]) -> dict[str, Fraction]:
    return {criterion: value for criterion, each in raw.items() if (value := number(each)) is not None}


def _faults(contest: Contest, pointer: str, row: Any) -> Iterator[Finding]:
    if not isinstance(row, Mapping) or set(row) != FIELDS or not isinstance(row["points"], Mapping):
        words = "A mark has exactly three fields: judge, submission and points, an object."
        yield Finding(pointer, "mark_fields", words)
        return
    yield from _who(contest, pointer, row["judge"], row["submission"])
    yield from _criteria(contest, f"{pointer}/points", row["points"])


def _who(contest: Contest, pointer: str, judge: Any, submission: Any) -> Iterator[Finding]:
    known_judge = isinstance(judge, str) and judge in contest.judges
    known_submission = isinstance(submission, str) and submission in contest.submissions
    if not known_judge:
        words = "{judge} is not a judge of this contest."
        yield Finding(f"{pointer}/judge", "judge_unknown", words, {"judge": judge})
    if not known_submission:
        words = "There is no submission {submission}."
        yield Finding(f"{pointer}/submission", "submission_unknown", words, {"submission": submission})
    if known_judge and known_submission and not contest.may_mark(judge, submission):
        yield Finding(
            pointer,
            "mark_own_delegation",
            "{judge} may not mark {submission}: both are of {delegation}.",
            {"judge": judge, "submission": submission, "delegation": contest.judges[judge]},
        )


def _criteria(contest: Contest, pointer: str, points: Mapping[Any, Any]) -> Iterator[Finding]:
    names = [each.name for each in contest.options.criteria]
    for criterion in points:
        if criterion not in names:
            words = "There is no criterion {criterion}; known: {known}."
            yield Finding(
                pointer, "criterion_unknown", words, {"criterion": criterion, "known": ", ".join(names)}
            )
    for criterion in names:
        value = number(points.get(criterion))
        if value is None or value > contest.options.scale:
            yield Finding(
                pointer,
                "mark_number",
                "{criterion} needs a mark from 0 to {scale}, with at most {decimals} decimals.",
                {"criterion": criterion, "scale": contest.options.scale, "decimals": DECIMALS},
            )


def _twice(raw: Sequence[Any]) -> Iterator[Finding]:
    first: dict[str, int] = {}
    for place, row in enumerate(raw):
        if not isinstance(row, Mapping) or not set(row) >= FIELDS:
            continue
        who = repr((row["judge"], row["submission"]))
        if first.setdefault(who, place) != place:
            yield Finding(
                f"/marks/{place}",
                "mark_twice",
                "{judge} has marked {submission} already, at {other}.",
                {"judge": row["judge"], "submission": row["submission"], "other": f"/marks/{first[who]}"},
            )
