"""How long matches must wait for stations, whatever the plan, because they become ready together."""

from collections import defaultdict

from esports.planning.tables import Tables


def least_waits(tables: Tables) -> int:
    """A lower bound on the open minutes that all matches wait after their predecessors.

    Proof. Matches with the same predecessors, whose stations are in one venue, are ready at the same minute:
    each way there is the same. They are played on the stations of their pool at most, one at a time on each,
    in blocks that lie in open minutes as a whole. The sum of the begins of jobs on so many machines is least
    with the shortest first, each on the next machine in turn.
    """
    alike: dict[tuple[int, int, tuple[int, ...]], list[int]] = defaultdict(list)
    for match, before in enumerate(tables.before):
        options = tables.options[match]
        if before and len(options) == 1:
            alike[tables.pool[match], options[0][0], tuple(sorted(before))].append(tables.length[match])
    waited = 0
    for (pool, _, _), lengths in alike.items():
        busy = [0] * len(tables.pool_stations[pool])
        for place, length in enumerate(sorted(lengths)):
            machine = place % len(busy)
            waited += busy[machine]
            busy[machine] += length
    return waited
