"""Files as answers: sent first, then named by the answer that they are; `privacy.files` shows them.

One that no answer names is forgotten after a day, and one that an answer named with the answer. A picture of
a document shows more than a form asks for, so a question for one has to be worth it; it is never public.
"""

from collections.abc import Iterable
from uuid import UUID

import msgspec

from esports.accounts import access
from esports.accounts.access import Actor, TokenScope
from esports.documents.apart import Documents, is_pdf
from esports.entries.queries import files
from esports.entries.rules import queries
from esports.entries.rules.wire import Answers, EntryFile, Question
from esports.errors import conflict
from esports.i18n import N_
from esports.pictures.accepted import accepted
from esports.tournaments import service as tournaments
from esports.uow import UnitOfWork

LARGEST = 4096
LONGEST = 2 * 1024 * 1024
MOST = 10
"""Files of one person in one tournament that no answer names yet."""


class Readied(msgspec.Struct, frozen=True, kw_only=True):
    """A file that is kept as it is here: what it shows, and nothing that it told beside."""

    media_type: str
    width: int | None
    height: int | None
    body: bytes


async def readied(documents: Documents, body: bytes) -> Readied:
    """The file that was sent, as it is kept; no connection is held meanwhile.

    Raises:
        DomainError: `file_format`, `file_damaged`, `file_too_many_pixels`, `file_locked`,
            `file_too_many_pages`, `file_too_large`.
    """
    if is_pdf(body):
        made = await documents.pages_of(body, kind="file", largest=LONGEST)
        return Readied(media_type="application/pdf", width=None, height=None, body=made)
    picture = accepted(
        body,
        kind="file",
        largest=LARGEST,
        other=N_("Send a picture (PNG, JPEG or WebP) or a PDF."),
        too_large=N_("A picture has {limit} pixels on a side at most."),
    )
    return Readied(
        media_type=picture.media_type, width=picture.width, height=picture.height, body=picture.body
    )


async def add(unit: UnitOfWork, *, actor: Actor, tournament_id: UUID, file: Readied) -> EntryFile:
    """Keep a file of the caller's for an answer of theirs.

    Raises:
        DomainError: `sign_in_required`, `scope_missing`, `not_found`, `no_file_asked`, `too_many_files`.
    """
    person = access.require_person(actor, TokenScope.entries)
    tournament = await tournaments.get(unit.connection, actor, tournament_id)
    stored = await queries.rules_of(unit.connection, tournament.id)
    if not any(one.kind == "file" for one in stored.rules.questions):
        raise conflict("no_file_asked", N_("No file is asked for here."))
    if await files.loose(unit.connection, tournament_id, person) >= MOST:
        raise conflict(
            "too_many_files", N_("{limit} files wait to be used; send the form first."), limit=MOST
        )
    file_id = unit.new_id()
    await files.add(
        unit.connection,
        id=file_id,
        tournament_id=tournament_id,
        person_id=person,
        **msgspec.structs.asdict(file),
        made_at=unit.now,
    )
    return EntryFile(id=file_id, media_type=file.media_type, width=file.width, height=file.height)


async def usable(
    unit: UnitOfWork, questions: Iterable[Question], tournament_id: UUID, entry_id: UUID
) -> frozenset[str]:
    """The files that answers of this entry may name: its own, and what the caller has sent."""
    if not any(one.kind == "file" for one in questions):
        return frozenset()
    return await files.usable(unit.connection, tournament_id, entry_id, unit.actor_id)


async def keep(unit: UnitOfWork, questions: Iterable[Question], entry_id: UUID, private: Answers) -> None:
    """The files that the entry's answers name are its own now; those of its answers before are gone."""
    keys = [one.key for one in questions if one.kind == "file"]
    if keys:
        named = [UUID(private[key]) for key in keys if key in private]
        await unit.write_now()
        await files.bind(unit.connection, entry_id, named)
