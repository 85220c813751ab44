"""A row of an import before the rules of entering: all that is wrong with it, or what comes in."""

from typing import Any, NamedTuple

from esports.entries.rules import answers
from esports.entries.rules.admission import findings, looked_at
from esports.entries.rules.exceptions import Leave, faults_of
from esports.entries.rules.quotas import Held
from esports.entries.rules.wire import EntryRules
from esports.entries.wire import NewEntry
from esports.errors import DomainError, FieldError
from esports.tournaments.wire import Tournament
from esports.uow import UnitOfWork


class Coming(NamedTuple):
    """An entry that comes in, what was let pass in it, and its answers for everybody and in confidence."""

    new: NewEntry
    leave: Leave
    shown: dict[str, Any]
    private: dict[str, Any]


class Asking(NamedTuple):
    """What all rows are held against; `held` counts those that came in."""

    unit: UnitOfWork
    tournament: Tournament
    rules: EntryRules
    held: Held | None


def weigh(asking: Asking, new: NewEntry) -> tuple[Coming, list[FieldError]]:
    """The row as it would come in, and every fault that no exception covers."""
    leave = Leave(asking.unit.new_id(), new.exception)
    faults: list[FieldError] = []
    shown: dict[str, Any] = {}
    private: dict[str, Any] = {}
    try:
        shown, private = answers.read(asking.rules.questions, new.answers, complete=False)
    except DomainError as error:
        faults += faults_of(error)
    for found in findings(asking.tournament, asking.rules, looked_at(new), asking.held):
        try:
            leave.weigh(found)
        except DomainError as error:
            faults += faults_of(error)
    return Coming(new, leave, shown, private), faults
