"""Judged contests written short, and any contests with marks for property tests."""

from typing import Any

from hypothesis import strategies as st

from esports.engine.judged import Contest, Judged, Mark
from esports.engine.judged_marks import read_marks
from esports.engine.options import Fields

DELEGATIONS = (None, "north", "south", "west")
ONE = [{"name": "all", "weight": 1}]


def options(**raw: Any) -> Judged:
    fields = Fields({"criteria": ONE, **raw})
    read = Judged.read(fields)
    fields.done()
    return read


def contest(submissions: str, judges: str, **raw: Any) -> Contest:
    """One letter each, none of a delegation."""
    return Contest(options(**raw), dict.fromkeys(submissions), dict.fromkeys(judges))


def marks(of: Contest, told: str) -> tuple[Mark, ...]:
    """From `"J:a=7 K:a=8.5"`, every criterion marked alike."""
    rows = []
    for each in told.split():
        judge, given = each.split(":")
        submission, number = given.split("=")
        points = {criterion.name: number for criterion in of.options.criteria}
        rows.append({"judge": judge, "submission": submission, "points": points})
    return read_marks(of, rows)


@st.composite
def contests(draw: st.DrawFn, least_judges: int = 0) -> Contest:
    """Some submissions and judges of a few delegations; any way of marking."""
    criteria = [
        {"name": name, "weight": draw(st.integers(1, 4))} for name in "xyz"[: draw(st.integers(1, 3))]
    ]
    delegations = st.sampled_from(DELEGATIONS)
    submissions = {f"s{place}": draw(delegations) for place in range(draw(st.integers(1, 7)))}
    judges = {f"j{place}": draw(delegations) for place in range(draw(st.integers(least_judges, 6)))}
    aggregate = draw(st.sampled_from(("mean", "trimmed_mean", "normalised")))
    tie_breaks = draw(st.lists(st.sampled_from([each["name"] for each in criteria]), unique=True))
    read = options(
        criteria=criteria, aggregate=aggregate, tie_breaks=tie_breaks, spread=draw(st.integers(0, 5))
    )
    return Contest(read, submissions, judges)


@st.composite
def marked(draw: st.DrawFn, of: Contest) -> tuple[Mark, ...]:
    """Some of the marks that may be given, in any order."""
    pairs = [(judge, each) for judge in of.judges for each in of.submissions if of.may_mark(judge, each)]
    chosen = draw(st.lists(st.sampled_from(pairs), unique=True)) if pairs else []
    halves = st.integers(0, 20).map(lambda half: half / 2)
    rows = [
        {
            "judge": judge,
            "submission": submission,
            "points": {each.name: draw(halves) for each in of.options.criteria},
        }
        for judge, submission in chosen
    ]
    return read_marks(of, rows)
