"""Use cases of evidence: pictures and links that show how a match ended, added to a report and never edited.

They are for the sides of the match, its referees and those above them: a picture of a screen often has
faces and names of minors in it.
"""

import hashlib
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncConnection

from esports.accounts import access
from esports.accounts.access import Actor, Permission, TokenScope
from esports.brackets import queries as brackets
from esports.errors import conflict, not_found
from esports.i18n import N_
from esports.journal.facts import EvidenceAdded
from esports.matches import queries as matches
from esports.matches.own import has_part, own_slot, refuse_own
from esports.matches.queries import claims as claim_queries
from esports.pictures.accepted import accepted
from esports.pictures.pixels import Picture
from esports.refereeing.evidence_wire import EvidenceItem, EvidenceSource, KnownEvidence
from esports.refereeing.held import HeldMatch, enter, stir
from esports.refereeing.links import held_by_link
from esports.refereeing.queries import evidence as evidence_queries
from esports.text import clean_link
from esports.tournaments import service as tournaments
from esports.uow import UnitOfWork

LARGEST = 4096
"""Pixels on a side: a screenshot of the largest usual screen."""
MOST = 8
"""Pieces that one side, the station or the staff may add in one match."""


@dataclass(frozen=True)
class Place:
    """The report to which something is added, with its match held, and by whom."""

    held: HeldMatch
    report: UUID
    source: EvidenceSource
    slot: int | None


async def add_picture(unit: UnitOfWork, *, actor: Actor, report_id: UUID, body: bytes) -> EvidenceItem:
    """Add a picture to a report; for the sides of its match and for referees. The same again is harmless.

    Raises:
        DomainError: `not_found`, `sign_in_required`, `forbidden`, `own_match`, `tournament_not_running`,
            `evidence_full`, `evidence_format`, `evidence_damaged`, `evidence_too_many_pixels`.
    """
    return await _keep_picture(unit, await _entered(unit, actor, report_id), body)


async def add_link(unit: UnitOfWork, *, actor: Actor, report_id: UUID, link: str) -> EvidenceItem:
    """Add a link to a report; for the sides of its match and for referees. The same again is harmless.

    Raises:
        DomainError: `link_not_https`, and what `add_picture` refuses of others.
    """
    place = await _entered(unit, actor, report_id)
    return await _keep(unit, place, link=clean_link(link, "/link"))


async def add_by_link(unit: UnitOfWork, *, told: str, body: bytes) -> EvidenceItem:
    """Add a picture to what the station has reported, by whoever holds the match's link.

    Raises:
        DomainError: `link_over`, `nothing_reported`, and what `add_picture` refuses of pictures.
    """
    held = await held_by_link(unit, told)
    here = await claim_queries.claims_of(unit.connection, held.match.row.id)
    mine = [one for one in here if one.slot is None and one.entries == held.playing]
    if not mine:
        raise conflict("nothing_reported", N_("Report the result first; the picture belongs to it."))
    return await _keep_picture(unit, Place(held, mine[-1].id, "station", None), body)


async def visible(connection: AsyncConnection, match_id: UUID, sees: list[UUID] | None) -> list[EvidenceItem]:
    """The evidence of a match, the first one first: all of it, or what was added while these played."""
    return await evidence_queries.evidence_of(connection, match_id, sees)


async def picture_of(connection: AsyncConnection, actor: Actor, evidence_id: UUID) -> tuple[str, bytes]:
    """The type and the bytes of a picture, for those who may see it.

    Raises:
        DomainError: `not_found` for everybody else too.
    """
    found = await evidence_queries.evidence_picture(connection, evidence_id)
    located = await brackets.locate_match(connection, found.match) if found else None
    if found is None or located is None or not actor.may_use(TokenScope.read):
        raise not_found("evidence")
    tournament = await tournaments.get(connection, actor, located[0], asked="evidence")
    if await own_slot(connection, actor, found.match) is not None:
        match = await brackets.by_id(connection, found.match)
        if match is not None and [slot.entry_id for slot in match.slots] == found.entries:
            return found.media_type, found.body
    rules = await access.allows(connection, actor, Permission.report_result, tournament.event)
    if not rules or await has_part(connection, actor, found.match):
        raise not_found("evidence")
    return found.media_type, found.body


async def _entered(unit: UnitOfWork, actor: Actor, report_id: UUID) -> Place:
    """The report with its match held, for a side that plays it now or for a referee with no part in it."""
    match_id = await matches.locate_report(unit.connection, report_id)
    if match_id is None:
        raise not_found("report")
    held = await enter(unit, actor, match_id, asked="report")
    slot = await own_slot(unit.connection, actor, match_id)
    if slot is None:
        await access.require(unit.connection, actor, Permission.report_result, held.tournament.event)
        await refuse_own(unit.connection, actor, match_id)
        return Place(held, report_id, "staff", None)
    access.require_person(actor, TokenScope.entries)
    theirs = await matches.reports_by(unit.connection, match_id, held.playing)
    if report_id not in [one.id for one in theirs]:
        raise not_found("report")
    return Place(held, report_id, "side", slot)


async def _keep_picture(unit: UnitOfWork, place: Place, body: bytes) -> EvidenceItem:
    return await _keep(unit, place, picture=_picture(body))


async def _keep(
    unit: UnitOfWork, place: Place, *, picture: Picture | None = None, link: str | None = None
) -> EvidenceItem:
    held, match_id = place.held, place.held.match.row.id
    if held.tournament.state not in ("running", "paused"):
        raise conflict("tournament_not_running", N_("The tournament is not running."))
    content = picture.body if picture else (link or "").encode()
    digest = hashlib.sha256(content).hexdigest()
    before = await evidence_queries.evidence_by(unit.connection, match_id, place.source, place.slot)
    same = [one.id for one in before if (one.report, one.digest) == (place.report, digest)]
    if same:
        found = await evidence_queries.evidence_by_id(unit.connection, same[0])
        return KnownEvidence(**{name: getattr(found, name) for name in EvidenceItem.__struct_fields__})
    if len(before) >= MOST:
        raise conflict(
            "evidence_full", N_("{limit} pieces of evidence are the most here; call a referee."), limit=MOST
        )
    evidence_id = unit.new_id()
    await evidence_queries.add_evidence(
        unit.connection,
        id=evidence_id,
        match_id=match_id,
        report_id=place.report,
        entries=held.playing,
        source=place.source,
        slot=place.slot,
        link=link,
        media_type=picture.media_type if picture else None,
        width=picture.width if picture else None,
        height=picture.height if picture else None,
        body=picture.body if picture else None,
        digest=digest,
        made_by=unit.actor_id,
        made_at=unit.now,
    )
    await stir(unit, held, EvidenceAdded(**held.about, slot=place.slot, source=place.source))
    return await evidence_queries.evidence_by_id(unit.connection, evidence_id)


def _picture(body: bytes) -> Picture:
    return accepted(
        body,
        kind="evidence",
        largest=LARGEST,
        other=N_("Evidence is a PNG, JPEG or WebP picture, or a link."),
        too_large=N_("A picture has {limit} pixels on a side at most."),
    )
