"""Pictures as answers: sent first, then named by the answer that they are; `privacy.pictures` shows them.

One that no answer names is forgotten after a day, and one that an answer named with the answer. A picture of
a document shows more than a form asks for, so a question for one has to be worth it; it is never public.
"""

from collections.abc import Iterable
from uuid import UUID

from esports.accounts import access
from esports.accounts.access import Actor, TokenScope
from esports.entries.queries import files
from esports.entries.rules import queries
from esports.entries.rules.wire import Answers, EntryFile, Question
from esports.errors import conflict
from esports.i18n import N_
from esports.pictures.accepted import accepted
from esports.pictures.pixels import Picture
from esports.tournaments import service as tournaments
from esports.uow import UnitOfWork

LARGEST = 4096
MOST = 10
"""Pictures of one person in one tournament that no answer names yet."""


async def add(unit: UnitOfWork, *, actor: Actor, tournament_id: UUID, body: bytes) -> EntryFile:
    """Keep a picture of the caller's for an answer of theirs.

    Raises:
        DomainError: `sign_in_required`, `scope_missing`, `not_found`, `no_file_asked`, `too_many_files`,
            `file_format`, `file_damaged`, `file_too_many_pixels`.
    """
    person = access.require_person(actor, TokenScope.entries)
    tournament = await tournaments.get(unit.connection, actor, tournament_id)
    stored = await queries.rules_of(unit.connection, tournament.id)
    if not any(one.kind == "file" for one in stored.rules.questions):
        raise conflict("no_file_asked", N_("No picture is asked for here."))
    if await files.loose(unit.connection, tournament_id, person) >= MOST:
        raise conflict(
            "too_many_files", N_("{limit} pictures wait to be used; send the form first."), limit=MOST
        )
    picture = _picture(body)
    file_id = unit.new_id()
    await files.add(
        unit.connection,
        id=file_id,
        tournament_id=tournament_id,
        person_id=person,
        media_type=picture.media_type,
        width=picture.width,
        height=picture.height,
        body=picture.body,
        made_at=unit.now,
    )
    return EntryFile(id=file_id, width=picture.width, height=picture.height)


async def usable(
    unit: UnitOfWork, questions: Iterable[Question], tournament_id: UUID, entry_id: UUID
) -> frozenset[str]:
    """The pictures that answers of this entry may name: its own, and what the caller has sent."""
    if not any(one.kind == "file" for one in questions):
        return frozenset()
    return await files.usable(unit.connection, tournament_id, entry_id, unit.actor_id)


async def keep(unit: UnitOfWork, questions: Iterable[Question], entry_id: UUID, private: Answers) -> None:
    """The pictures that the entry's answers name are its own now; those of its answers before are gone."""
    keys = [one.key for one in questions if one.kind == "file"]
    if keys:
        named = [UUID(private[key]) for key in keys if key in private]
        await files.bind(unit.connection, entry_id, named)


def _picture(body: bytes) -> Picture:
    return accepted(
        body,
        kind="file",
        largest=LARGEST,
        other=N_("Send a picture: PNG, JPEG or WebP."),
        too_large=N_("A picture has {limit} pixels on a side at most."),
    )
