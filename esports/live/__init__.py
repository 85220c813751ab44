"""Everything that watchers are told, in order and without gaps, whatever breaks on the way.

A commit goes from the journal in PostgreSQL (`feed`) to the streams of its topics (`stream`, late ones in
`held`), is encoded and framed once, and sent to each follower's socket (`connection`, `session`). `wake` says
that there is something to read: by Redis at once, and by a poll each second, so that nothing in Redis needs
to last. `client` is the same for programs, `esports/web/static/live.js` for pages.

**Several gateways.** Each follows the journals that its own watchers follow, and needs no other gateway: a
proxy may send whoever comes to any of them, without affinity. A client that knows more than the gateway that
it came to makes that gateway read first, so nobody goes back in time. On one machine, start one for each core
with `ESPORTS_LIVE_SHARE_PORT=true`; on several, name all of them in the proxy.

**To a million watchers.** `python -m tests.benchmarks.fanout plan` measures what a delivery, a return and a
watcher cost on the machine at hand, and tells what follows. A gateway holds 5,000 watchers of one hot topic,
so that the last of them is told within some tens of milliseconds: two gateways for 10,000, twenty for
100,000, 200 for a million, at 15 KB a watcher.

The database is read once for each gateway and commit, and at most fifty times a second by each: a million
watchers of a topic that changes ten times a second are 2,000 small reads a second. At that size a relay that
writes the framed commits to Redis should take the place of `wake`, whose face is made for that.

After a restart of everything a return costs a third of a millisecond, so 200 gateways take back a million
within ten seconds; each lets in so many a second and sends the others away for little (`admission`). Who
comes without a position gets its gateway's snapshot, read once for each topic. At that size let pages take it
from the API through a cache that keeps it for a second, and follow from its `epoch` and `seq`: what is
missing behind it is sent.
"""
