"""From ten thousand watchers to a million: how many gateways, and what they ask of everything behind them.

Unit costs are those measured just before, in the same run. The load is the worst that a week knows: everybody
watches one topic, which changes ten times a second, and all of them come back at once.
"""

import math

import msgspec

COMMITS_PER_SECOND = 10
BUSY = 0.6
"""How much of its core a gateway may need for what goes on all the time."""
HOT_WATCHERS = 5_000
"""How many may follow one topic at one gateway: the last of them is told so many times a delivery later."""
RETURN_SECONDS = 10
CDN_SECONDS = 1
"""How long a cache may keep a snapshot: who got an older one is sent what is missing."""
SNAPSHOT_KB = 100


class Costs(msgspec.Struct, frozen=True):
    """CPU of a delivery and of a return in microseconds, memory of a watcher in KB."""

    delivery_us: float
    return_us: float
    watcher_kb: float


def gateways(watchers: int, costs: Costs) -> int:
    """How many are needed, one to a core: for the deliveries, for their delay, and for a return of all."""
    steady = watchers * COMMITS_PER_SECOND * costs.delivery_us / 1e6 / BUSY
    returning = watchers * costs.return_us / 1e6 / RETURN_SECONDS
    return max(1, math.ceil(max(steady, returning, watchers / HOT_WATCHERS)))


def show(costs: Costs) -> None:
    """The plan as a table."""
    heads = ("watchers", "gateways", "GB in all", "reads/s", "hints/s", "returns/s", "CDN GB/s")
    print("".join(f"{head:>11}" for head in heads))
    for watchers in (10_000, 100_000, 1_000_000):
        count = gateways(watchers, costs)
        cells = (
            f"{watchers:,}",
            f"{count}",
            f"{watchers * costs.watcher_kb / 1e6:.1f}",
            f"{count * COMMITS_PER_SECOND}",
            f"{count * COMMITS_PER_SECOND}",
            f"{watchers // RETURN_SECONDS:,}",
            f"{watchers / RETURN_SECONDS * SNAPSHOT_KB / 1e6:.1f}",
        )
        print("".join(f"{cell:>11}" for cell in cells))
