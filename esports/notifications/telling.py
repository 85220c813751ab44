"""Putting notices into inboxes: a crowd's with as few statements as one person's."""

from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from datetime import timedelta
from uuid import UUID

import msgspec

from esports.jobs import AnyJob, DeliverChat, DeliverMail
from esports.journal.facts import Change, NoticeSent
from esports.notifications.queries import telling as queries
from esports.notifications.timing import mail_at
from esports.notifications.wire import CHAT, FIRST, MAIL, Habits, Notice, Payload, kind_of
from esports.uow import UnitOfWork

AT_ONCE = 200
"""How many people one job tells: 2,000 in one took longer than a job may, and nobody was told."""
AFTER_INBOXES = timedelta(seconds=3)
"""So much later the mails to a part of a crowd go, for the other parts' inboxes are filled meanwhile."""
VIEW = 100
"""How many of the newest notices the inbox view holds."""
BY_MAIL, TO_CHATS = (MAIL, "both"), (CHAT, "both")
"""What people choose who have a kind mailed, and who have it in their own chats."""


class Told(msgspec.Struct, frozen=True):
    """What a person is told, once by its `dedupe_key`; on its way by mail as well if they like that, and it
    may go `by_mail`.
    """

    person_id: UUID
    payload: Payload
    dedupe_key: str
    by_mail: bool = True


async def tell_part(unit: UnitOfWork, told: Sequence[Told], rest: Callable[[UUID], AnyJob]) -> None:
    """Tell a part of a crowd. `told` is for people in the order of their ids: for `AT_ONCE` of them, who are
    told in this unit, and for one more if there is anybody else; then `rest` makes the job that tells those
    behind the last one.
    """
    part = told[:AT_ONCE]
    await tell(unit, part)
    if len(told) > len(part):
        unit.enqueue(rest(part[-1].person_id))


async def tell(unit: UnitOfWork, told: Sequence[Told]) -> None:
    """Put notices into inboxes and on their way by mail. The people are held in the order of their ids."""
    if not told:
        return
    await queries.hold_inboxes(unit.connection, {one.person_id for one in told})
    given = {unit.new_id(): one for one in told}
    rows = [
        {
            "id": notice_id,
            "person_id": one.person_id,
            "event_slug": one.payload.event_slug,
            "kind": kind_of(one.payload),
            "dedupe_key": one.dedupe_key,
            "payload": one.payload,
        }
        for notice_id, one in given.items()
    ]
    added = await queries.add_notices(unit.connection, rows, sent_at=unit.now)
    new = {notice_id: given[notice_id] for notice_id in sorted(added)}
    if new:
        await _show(unit, new)
        await _send(unit, new)


async def _show(unit: UnitOfWork, new: dict[UUID, Told]) -> None:
    """Record what is new in each inbox; its view changes with the last of its notices."""
    of_person: dict[UUID, list[UUID]] = defaultdict(list)
    for notice_id, one in new.items():
        of_person[one.person_id].append(notice_id)
    most = max(len(own) for own in of_person.values())
    boxes = await queries.boxes(unit.connection, list(of_person), shown=VIEW, below=most)
    for person_id, own in of_person.items():
        below = boxes[person_id].below[: len(own)]
        patch = [Change(f"notices/{gone}", None) for gone in below if gone not in own]
        patch += [Change(f"notices/{one}", _shown(unit, one, new[one])) for one in own if one not in below]
        patch.append(Change("unread", boxes[person_id].unread))
        for notice_id in own:
            fact = NoticeSent(notice_id=notice_id, notice=kind_of(new[notice_id].payload))
            unit.record(person_id, fact, patch if notice_id == own[-1] else [])


def _shown(unit: UnitOfWork, notice_id: UUID, one: Told) -> object:
    payload = msgspec.to_builtins(one.payload)
    kind = kind_of(one.payload)
    return msgspec.to_builtins(
        Notice(id=notice_id, kind=kind, payload=payload, sent_at=unit.now, read_at=None)
    )


async def _send(unit: UnitOfWork, new: dict[UUID, Told]) -> None:
    """Put the notices on their way by mail, and to chats of their readers' own, as each likes."""
    people = await queries.habits(unit.connection, {one.person_id for one in new.values()})
    soonest = unit.now + AFTER_INBOXES if len(new) >= AT_ONCE else unit.now
    sent = []
    for notice_id, one in new.items():
        habits = people[one.person_id]
        due_at = max(mail_at(one.payload, habits, unit.now), soonest)
        for channel, job in _ways(notice_id, one, habits):
            sent.append((notice_id, channel))
            patient = channel == MAIL and kind_of(one.payload) not in FIRST
            unit.enqueue(job, due_at=due_at, dedupe_key=f"{channel}:{notice_id}", patient=patient)
    await queries.begin_deliveries(unit.connection, sent)


def _ways(notice_id: UUID, one: Told, habits: Habits) -> Iterator[tuple[str, DeliverMail | DeliverChat]]:
    """The channels by which a notice goes, and the job of each. What no chat takes is mailed instead."""
    way = habits.notices.get(kind_of(one.payload), MAIL)
    chats = habits.chats if way in TO_CHATS else []
    if one.by_mail and (way in BY_MAIL or (way == CHAT and not chats)):
        yield MAIL, DeliverMail(notice_id)
    for chat_id in chats:
        yield f"{CHAT}:{chat_id}", DeliverChat(notice_id, chat_id)
