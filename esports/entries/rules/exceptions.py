"""The organisers' word against a rule: given with a reason, kept, and good for what it was given for."""

from collections.abc import Sequence
from hashlib import sha256
from uuid import UUID

from esports.entries.rules import queries
from esports.errors import DomainError, FieldError
from esports.journal.facts import EntryExcepted, Visibility
from esports.uow import UnitOfWork

ONCE = ("roster_locked",)
"""What is let pass for one change alone: after it the roster is as locked as before."""


class Leave:
    """Weighs refusals while an entry is looked at.

    `reason` is what the organisers gave for letting it pass this time, if they did; `standing` are the marks
    of what they have let pass in this entry before.
    """

    def __init__(self, entry_id: UUID, reason: str | None, standing: frozenset[str] = frozenset()) -> None:
        self.entry_id = entry_id
        self.reason = reason
        self.used: list[FieldError] = []
        self._standing = standing

    def weigh(self, error: DomainError) -> None:
        """Go on where an exception covers all of it.

        Raises:
            DomainError: the refusal, with what no exception covers.
        """
        left = [fault for fault in faults_of(error) if mark(self.entry_id, fault) not in self._standing]
        if left and self.reason is None:
            if error.errors:
                error.errors = tuple(left)
            raise error
        self.used += left


def faults_of(error: DomainError) -> tuple[FieldError, ...]:
    """What a refusal finds wrong, one by one."""
    return error.errors or (FieldError(error.pointer or "", error.code, error.detail, error.params),)


def mark(entry_id: UUID, fault: FieldError) -> str:
    """By what a fault of an entry is known again: its code, and whom or what it is about, as a hash."""
    about = fault.params.get("name") or fault.params.get("value") or ""
    return sha256(f"{entry_id}\n{fault.code}\n{about}".encode()).hexdigest()


async def standing(unit: UnitOfWork, entry_id: UUID) -> frozenset[str]:
    """The marks of what has been let pass in this entry."""
    return frozenset(await queries.exception_marks(unit.connection, entry_id))


async def keep(unit: UnitOfWork, tournament_id: UUID, used: Sequence[tuple[str, Leave]]) -> None:
    """Remember what reasons were used for, of these entries by name, and tell staff."""
    needed = [(name, leave) for name, leave in used if leave.used]
    if needed:
        await unit.write_now()
        await queries.add_exceptions(unit.connection, [_row(unit, leave) for _, leave in needed])
    for name, leave in needed:
        fact = EntryExcepted(entry_id=leave.entry_id, name=name)
        unit.record(tournament_id, fact, visibility=Visibility.staff)


def _row(unit: UnitOfWork, leave: Leave) -> dict[str, object]:
    lasting = [fault for fault in leave.used if fault.code not in ONCE]
    return {
        "id": unit.new_id(),
        "entry_id": leave.entry_id,
        "codes": _codes(leave),
        "marks": sorted({mark(leave.entry_id, fault) for fault in lasting}),
        "reason": leave.reason,
        "granted_by": unit.actor_id,
        "granted_at": unit.now,
    }


def _codes(leave: Leave) -> list[str]:
    return sorted({fault.code for fault in leave.used})
