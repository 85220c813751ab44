"""Why a model has no plan: demands that cannot hold together, as small a set of them as can be had.

Each conflict is a proof: a model with one has no plan that the checker accepts. It is not the other way
round: to find every model without a plan is as hard as to plan it; what the dispatcher then leaves out says
what it stumbled over.
"""

from esports.planning.conflict_alone import alone
from esports.planning.conflict_load import overloads
from esports.planning.conflict_paths import cycle, too_late
from esports.planning.conflict_pins import clashes
from esports.planning.conflict_words import Conflict
from esports.planning.model import Model
from esports.planning.tables import Tables


def conflicts(model: Model) -> tuple[Conflict, ...]:
    """The conflicts of a well-formed model; those that rest on others are not told beside them.

    First what a match alone asks for in vain and cycles; if there are none, pins that clash; then paths that
    come too late; then load beyond the hours.
    """
    tables = Tables(model)
    found = [*alone(tables), *cycle(tables)]
    for search in (clashes, too_late, overloads):
        if not found:
            found += search(tables)
    return tuple(found)
