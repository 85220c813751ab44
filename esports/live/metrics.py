"""What the live socket measures, at `/metrics` of each gateway; the API's process tells of its listeners."""

import time
from collections.abc import Sequence

from prometheus_client import Counter, Gauge, Histogram

from esports.live.deltas import Commit

WATCHERS = Gauge("esports_live_watchers", "Clients that are connected")
FOLLOWS = Counter(
    "esports_live_follows",
    "Topics begun: snapshot without a position; continued out of ring or journal; or why that could not be",
    ["source"],
)
BUILDS = Counter("esports_live_snapshot_builds", "Views read from the database for newcomers")
DELIVERIES = Counter("esports_live_deliveries", "Commits times followers that were sent them")
WRITES = Counter("esports_live_writes", "Writes to followers' sockets, each of one or more commits")
CUTS = Counter("esports_live_cuts", "Connections that the server ended", ["reason"])
REFUSED = Counter("esports_live_refused", "Handshakes refused", ["reason"])
LAG = Histogram(
    "esports_live_lag_seconds",
    "From the beginning of a commit's transaction, by its writer's clock, to all its followers' sockets",
    buckets=(0.005, 0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 1, 2, 5),
)


def sent(commits: Sequence[Commit], followers: int, *, on_time: bool) -> None:
    """Commits have been written to so many sockets."""
    DELIVERIES.inc(len(commits) * followers)
    WRITES.inc(followers)
    now = time.time()
    for commit in commits if on_time else ():
        LAG.observe(now - commit.items[-1].at.timestamp())
