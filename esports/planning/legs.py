"""The matches of a tournament as legs, each after all of the one before: rounds, or groups and playoffs."""

from collections.abc import Sequence

from esports.planning.loaded import over
from esports.planning.pins import topological
from esports.planning.tables import Tables


def legs(tables: Tables, own: Sequence[int]) -> list[list[int]]:
    """The matches of a tournament in legs, as many as there can be, each in the order of predecessors.

    A leg ends where all that follow wait for all that were before, directly or not.
    """
    mine = set(own)
    before: dict[int, set[int]] = {}
    for match in topological(tables):
        if match in mine:
            direct = [earlier for earlier in tables.before[match] if earlier in mine]
            before[match] = {*direct}.union(*(before[earlier] for earlier in direct))
    order = sorted(before, key=lambda match: len(before[match]))
    found, begun, common = list[list[int]](), len(order), set(order)
    for place in range(len(order) - 1, 0, -1):
        common &= before[order[place]]
        if len(common) == place:
            found.append(order[place:begun])
            begun = place
    return [order[:begun], *reversed(found)]


def tails(tables: Tables, own: Sequence[int], capacity: int) -> dict[int, tuple[int, int]]:
    """What comes after each match of a tournament at least, on so many stations: of lengths alone, and with
    the rests between.

    Proof. After a match comes the chain of its leg. Once a leg is over, its last match rests no less than the
    one that rests least, and the legs behind it take no less than each takes on these stations
    (`loaded.over`).
    """
    found: dict[int, tuple[int, int]] = {}
    links = rests = 0
    for leg in reversed(legs(tables, own)):
        mine = set(leg)
        rest = min(tables.rest[match] for match in leg) if found else 0
        behind = (links, rest + rests)
        for match in reversed(leg):
            after = [later for later in tables.after[match] if later in mine]
            found[match] = (
                max([behind[0], *(tables.length[later] + found[later][0] for later in after)]),
                max(
                    [
                        behind[1],
                        *(tables.rest[match] + tables.length[later] + found[later][1] for later in after),
                    ]
                ),
            )
        links = over([(0, tables.length[match], found[match][0]) for match in leg], capacity)
        rests = over([(0, tables.length[match], found[match][1]) for match in leg], capacity)
    return found
