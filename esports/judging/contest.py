"""A judged stage as it is stored, and as the engine sees it: the two sides of one contest."""

from collections import defaultdict
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from fractions import Fraction
from functools import cached_property
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncConnection

from esports.brackets import mapping
from esports.engine import stage as engine
from esports.engine.errors import EngineError, Finding
from esports.engine.judged import Contest, Judged, Mark
from esports.engine.judged_table import missing
from esports.errors import conflict
from esports.i18n import N_
from esports.judging import queries
from esports.judging.rows import ContestRow, JudgeRow, StoredMark, SubmissionRow
from esports.tournaments.wire import Stage, Tournament


@dataclass(frozen=True)
class Held:
    """All of a judged stage; `due` are the (judge, submission) that were assigned, `marks` those that count.

    The engine is told the submissions by their ids, which say nothing of the entries.
    """

    tournament: Tournament
    stage: Stage
    row: ContestRow | None
    submissions: list[SubmissionRow]
    judges: list[JudgeRow]
    due: list[tuple[UUID, UUID]]
    marks: list[StoredMark]

    @cached_property
    def options(self) -> Judged:
        """How submissions are marked."""
        return options_of(self.tournament, self.stage)

    @cached_property
    def contest(self) -> Contest:
        """Who handed in and who judges."""
        return self.contest_by(lambda submission: submission.id)

    @cached_property
    def by_id(self) -> dict[str, SubmissionRow]:
        """The submissions by the ids that the engine is told."""
        return {str(one.id): one for one in self.submissions}

    def contest_by(self, key: Callable[[SubmissionRow], UUID]) -> Contest:
        """The contest with its submissions named by another id."""
        return Contest(
            self.options,
            {str(key(one)): one.delegation for one in self.submissions},
            {str(one.id): one.delegation for one in self.judges},
        )

    @cached_property
    def given(self) -> tuple[Mark, ...]:
        """The marks as the engine has them."""
        return tuple(
            Mark(
                str(one.judge_id),
                str(one.submission_id),
                {name: Fraction(value) for name, value in one.points.items()},
            )
            for one in self.marks
        )

    @cached_property
    def assigned(self) -> dict[str, set[str]]:
        """The submissions that are due from each judge."""
        found: dict[str, set[str]] = defaultdict(set)
        for judge, submission in self.due:
            found[str(judge)].add(str(submission))
        return found

    @property
    def published(self) -> bool:
        """Whether the table is out, and the entries behind the numbers with it."""
        return self.row is not None and self.row.published_at is not None

    def counts(self) -> dict[str, int]:
        """How far it is, as everybody may know."""
        count = len(self.submissions)
        return {"submissions": count, "marked": count - len(missing(self.contest, self.given))}


def label(row: SubmissionRow) -> str:
    """A submission in the words of the organisers, who know both its number and its entry."""
    return row.name if row.number is None else f"{row.number} ({row.name})"


def labelled(error: EngineError, submissions: Mapping[str, SubmissionRow]) -> EngineError:
    """The engine's refusal with the words of the organisers where it names a submission by an id."""
    findings = [
        Finding(
            one.pointer,
            one.code,
            one.detail,
            {**one.params, "submission": label(submissions[str(one.params["submission"])])},
        )
        for one in error.findings
    ]
    return EngineError(error.code, error.pointer, error.detail, error.params, findings)


async def load(connection: AsyncConnection, tournament: Tournament, stage: Stage) -> Held:
    """Read all of a judged stage. A mark does not count whose judge came to be of the same delegation."""
    held = Held(
        tournament,
        stage,
        await queries.contest(connection, stage.id),
        await queries.submissions_of(connection, stage.id),
        [one for one in await queries.judges_of(connection, stage.id) if one.active],
        await queries.assigned(connection, stage.id),
        await queries.marks_of(connection, stage.id),
    )
    contest = held.contest
    counting = [one for one in held.marks if contest.may_mark(str(one.judge_id), str(one.submission_id))]
    return replace(held, marks=counting)


def options_of(tournament: Tournament, stage: Stage) -> Judged:
    """The options of a judged stage.

    Raises:
        DomainError: `stage_not_judged`.
    """
    options = engine.parse_options(stage.format, mapping.options_of(stage, tournament))
    if not isinstance(options, Judged):
        raise conflict("stage_not_judged", N_("This stage is not judged: it is played."))
    return options


def refuse_unless_running(tournament: Tournament, stage: Stage) -> None:
    """Refuse a write to a stage that is not on.

    Raises:
        DomainError: `tournament_not_running`, `stage_not_running`.
    """
    if tournament.state != "running":
        raise conflict("tournament_not_running", N_("The tournament is not running."))
    if stage.state != "running":
        raise conflict("stage_not_running", N_("This stage is not running."))
