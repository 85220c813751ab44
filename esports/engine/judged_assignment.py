"""Who marks what: numbers that hide the entries, and panels of judges that share the work evenly.

Both follow from the draw seed, whatever order submissions and judges are given in. A draw seed that is
known tells which number is whose: of a blind contest it is published after the marks.
"""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass

from esports.engine.errors import EngineError, Finding
from esports.engine.judged import Contest
from esports.engine.shuffle import shuffle


def blind_numbers(submissions: Collection[str], draw_seed: str) -> dict[str, int]:
    """A number from 1 on for each submission."""
    drawn = shuffle(sorted(submissions), f"{draw_seed}:numbers")
    return {submission: number for number, submission in enumerate(drawn, 1)}


def assign(contest: Contest, each: int, draw_seed: str) -> dict[str, tuple[str, ...]]:
    """The submissions of each judge, by id, so that each is marked by `each` judges, none of its delegation.

    The loads are as even as the exclusions allow: within 1 where that can be, and the sum of their squares
    is the least there is. Refuses, with every finding, where too few judges may mark a submission.
    """
    _check(contest, each)
    panels = _Panels(contest, {}, dict.fromkeys(sorted(contest.judges), 0))
    for submission in shuffle(sorted(contest.submissions), f"{draw_seed}:panels"):
        drawn = shuffle(panels.allowed(submission), f"{draw_seed}:{submission}")
        panels.seat(submission, sorted(drawn, key=panels.loads.__getitem__)[:each])
    panels.level()
    return {judge: tuple(sorted(panels.held(judge))) for judge in panels.loads}


def _check(contest: Contest, each: int) -> None:
    if each < 1:
        raise EngineError(
            "assignment_number",
            "/each",
            "Each submission needs at least one judge, not {each}.",
            {"each": each},
        )
    found = list(_too_few(contest, each))
    if found:
        raise EngineError(
            "assignment_impossible",
            "/judges",
            "Too few judges may mark {count} of the submissions.",
            {"count": len(found)},
            found,
        )


def _too_few(contest: Contest, each: int) -> Iterator[Finding]:
    for submission in sorted(contest.submissions):
        judges = sum(contest.may_mark(judge, submission) for judge in contest.judges)
        if judges < each:
            yield Finding(
                "/judges",
                "submission_judges",
                "{judges} judges may mark {submission}; it needs {each}.",
                {"judges": judges, "submission": submission, "each": each},
            )


@dataclass(slots=True)
class _Panels:
    """Who marks each submission so far, and how many submissions each judge has."""

    contest: Contest
    panels: dict[str, list[str]]
    loads: dict[str, int]

    def allowed(self, submission: str) -> list[str]:
        return [judge for judge in self.loads if self.contest.may_mark(judge, submission)]

    def held(self, judge: str) -> list[str]:
        return [submission for submission, panel in self.panels.items() if judge in panel]

    def seat(self, submission: str, judges: list[str]) -> None:
        self.panels[submission] = judges
        for judge in judges:
            self.loads[judge] += 1

    def level(self) -> None:
        """Hand submissions on, along chains of judges, until no chain leads to a judge with 2 fewer.

        Then no assignment has a smaller sum of squared loads: what could be gained is a chain.
        """
        while chain := next(filter(None, map(self._chain, self._by_load())), None):
            for submission, judge, other in chain:
                panel = self.panels[submission]
                panel[panel.index(judge)] = other
                self.loads[judge] -= 1
                self.loads[other] += 1

    def _by_load(self) -> list[str]:
        least = min(self.loads.values(), default=0)
        busy = [judge for judge, load in self.loads.items() if load > least + 1]
        return sorted(busy, key=lambda judge: -self.loads[judge])

    def _chain(self, start: str) -> list[tuple[str, str, str]]:
        """The shortest way to hand work from this judge to one with at least 2 fewer; [] if there is none."""
        came: dict[str, tuple[str, str]] = {}
        queue = [start]
        for judge in queue:
            if self.loads[judge] < self.loads[start] - 1:
                return _way(came, start, judge)
            for submission in self.held(judge):
                for other in self.allowed(submission):
                    if other != start and other not in came and other not in self.panels[submission]:
                        came[other] = (submission, judge)
                        queue.append(other)
        return []


def _way(came: Mapping[str, tuple[str, str]], start: str, end: str) -> list[tuple[str, str, str]]:
    steps = []
    while end != start:
        submission, judge = came[end]
        steps.append((submission, judge, end))
        end = judge
    return steps
