"""When a tournament can be over at the earliest, given the stations that it may use: by load and order."""

from bisect import bisect_right
from collections.abc import Callable, Iterable, Sequence
from typing import NamedTuple

from esports.planning.cost import OpenMinutes
from esports.planning.occupancy import NEVER


class Job(NamedTuple):
    """A match in open minutes: its head and length, and what comes after it at least.

    `links` is the length of the chain after it, `rests` that with the rests between.
    """

    head: int
    length: int
    links: int
    rests: int


def bars(jobs: Iterable[tuple[int, int, int, int]], capacity: int) -> int:
    """A minute before which jobs on so many machines cannot all be over, with all that follows them.

    Jobs are (head, work, gap, tail): a job begins at its head at the earliest, keeps one machine busy for its
    work, which the same machine follows with a gap unless it is the last, and its tail comes after its end.
    Proof: of the jobs with heads of at least h, all work lies after h, and of the gaps all but the largest
    of each machine; some machine therefore ends its last of them no earlier than
    h + (work + gaps - largest gap * capacity) / capacity, and at least the smallest tail comes after it.
    This holds for each h.
    """
    best = total = widest = 0
    shortest = NEVER
    for head, work, gap, tail in sorted(jobs, reverse=True):
        total += work + gap
        widest = max(widest, gap)
        shortest = min(shortest, tail)
        best = max(best, head + -(-(total - widest * capacity) // capacity) + shortest)
    return best


def over(jobs: Sequence[tuple[int, int, int]], capacity: int) -> int:
    """A minute before which jobs (head, length, tail) on so many machines, with their tails, are not over.

    Proof: take those of the jobs with heads of at least h and tails of at least q. All their work lies after
    h, so that some machine is busy until h + work / capacity at the earliest; and some machine has at least
    count / capacity of them, rounded up, each no shorter than the shortest. The last of them to end has at
    least q after it. This holds for each h and q.
    """
    best = 0
    order = sorted(jobs, reverse=True)
    for tail in {job[2] for job in jobs}:
        work = count = shortest = 0
        for head, length, after in order:
            if after >= tail:
                work, count = work + length, count + 1
                shortest = min(shortest or length, length)
                busy = max(-(-work // capacity), -(-count // capacity) * shortest)
                best = max(best, head + busy + tail)
    return best


def over_within_days(jobs: Sequence[Job], capacity: int, rest: int, first: int, opened: OpenMinutes) -> int:
    """The fewest open minutes before all jobs are over; `rest` is their longest, `first` their first head.

    Proof: a chain with its rests takes no fewer open minutes than its links, and no fewer than it takes in
    plain minutes without what of its rests lies in closed hours. Each closing lies between two links at
    most, so that it swallows one rest at most; and between two closings lies a whole opening. If the end
    lies k closings after the first head, the tails are therefore at least `rests` less k rests, and for any
    k less one rest or the shortest opening, whichever is less; and the end is not before the k-th opening.
    The least over all k is that of the first k for which both can be: what comes later ends later.
    """
    whole = min((interval.end - interval.start for interval in opened.intervals), default=0)

    def after(closings: int) -> int:
        tails = [(job.head, job.length, max(job.links, _rests(job, closings, rest, whole))) for job in jobs]
        return over(tails, capacity)

    ends = [opened(interval.end) for interval in opened.intervals]
    return on_some_day(ends, max(0, bisect_right(opened.starts, first) - 1), after)


def on_some_day(ends: Sequence[int], day: int, after: Callable[[int], int]) -> int:
    """The least open minutes that can be in one of the openings with these `ends`, from that one on, if they
    are no fewer than is told for each number of closings on the way.
    """
    found = 0
    for closings, end in enumerate(ends[day:]):
        found = max(after(closings), ends[day + closings - 1] + 1 if closings else 0)
        if found <= end:
            break
    return found


def _rests(job: Job, closings: int, rest: int, whole: int) -> int:
    """What comes after the job at least if the end lies so many closings after the first head."""
    return max(job.rests - closings * rest, min(job.rests - rest, whole))
