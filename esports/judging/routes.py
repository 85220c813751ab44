"""HTTP for judged stages: hand in, assign judges, mark, look how far it is, publish."""

from typing import Any
from uuid import UUID

from litestar import Request, Response, get, post, put
from litestar.di import NamedDependency
from litestar.params import FromPath, JSONBody

from esports.accounts.access import Actor
from esports.brackets.shapes import StageView
from esports.http.openapi import reads, writes
from esports.http.write import expected_revision, read, write
from esports.judging import assigning, marking, progress, publishing, service
from esports.judging.wire import (
    GivenMark,
    Judging,
    NewJudges,
    NewMark,
    NewSubmission,
    Submission,
    Submissions,
)
from esports.uow import UnitOfWork

Call = Request[Actor, Any, Any]


@post("/stages/{stage:uuid}/submissions", **writes(Submission, 201, also=(200,), if_match=True))
async def hand_in(
    request: Call,
    unit: NamedDependency[UnitOfWork],
    actor: NamedDependency[Actor],
    stage: FromPath[UUID],
    data: JSONBody[NewSubmission],
) -> Response[bytes]:
    """Hand in an entry's work, or another one in its place, until the deadline."""
    return await write(
        request,
        unit,
        lambda: service.hand_in(
            unit, actor=actor, stage_id=stage, new=data, expected=expected_revision(request)
        ),
        status=201,
    )


@get("/stages/{stage:uuid}/submissions", **reads(Submissions, refusals=(409,)))
async def list_submissions(
    request: Call,
    unit: NamedDependency[UnitOfWork],
    actor: NamedDependency[Actor],
    stage: FromPath[UUID],
) -> Response[bytes]:
    """What was handed in: the own, all for the organisers, and all for everybody once it is published."""
    return read(request, await service.listed(unit.connection, actor, stage))


@post("/stages/{stage:uuid}/judges", **writes(Judging))
async def assign_judges(
    request: Call,
    unit: NamedDependency[UnitOfWork],
    actor: NamedDependency[Actor],
    stage: FromPath[UUID],
    data: JSONBody[NewJudges],
) -> Response[bytes]:
    """Say who judges, all of it or an even share each; this ends the handing in."""
    return await write(
        request, unit, lambda: assigning.assign_judges(unit, actor=actor, stage_id=stage, new=data)
    )


@get("/stages/{stage:uuid}/judging", **reads(Judging, refusals=(409,)))
async def get_judging(
    request: Call,
    unit: NamedDependency[UnitOfWork],
    actor: NamedDependency[Actor],
    stage: FromPath[UUID],
) -> Response[bytes]:
    """How far it is; for a judge with the own queue, for the organisers with everybody's progress."""
    return read(request, await progress.look(unit.connection, actor, stage, unit.now))


@put("/submissions/{submission:uuid}/marks", **writes(GivenMark, if_match=True))
async def mark_submission(
    request: Call,
    unit: NamedDependency[UnitOfWork],
    actor: NamedDependency[Actor],
    submission: FromPath[UUID],
    data: JSONBody[NewMark],
) -> Response[bytes]:
    """Mark a submission as one of its judges, or change the mark, until it is published."""
    return await write(
        request,
        unit,
        lambda: marking.mark(
            unit, actor=actor, submission_id=submission, new=data, expected=expected_revision(request)
        ),
    )


@post("/stages/{stage:uuid}/publish", **writes(StageView))
async def publish_marks(
    request: Call,
    unit: NamedDependency[UnitOfWork],
    actor: NamedDependency[Actor],
    stage: FromPath[UUID],
) -> Response[bytes]:
    """Publish the table and whose each number was; the stage is finished."""
    return await write(request, unit, lambda: publishing.publish(unit, actor=actor, stage_id=stage))


handlers = [hand_in, list_submissions, assign_judges, get_judging, mark_submission, publish_marks]
