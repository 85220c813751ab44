"""The dispatcher and its price once more, as loops over whole numbers: what the search runs in thousands.

The same plan as `dispatch.Run` for the same keys, and the same price as `cost.cost`; without reasons. All
functions take anything that is indexed by numbers: lists as they are, or arrays where `native` has compiled
them. That is why they are plain, know no classes of their own, and stand in one file, by whose change a
stored compilation is known to be stale; prices come with the numbers for the same reason.
"""

from math import exp
from typing import NamedTuple

from esports.planning.occupancy import NEVER

LACK = 10**9
"""The price of a match without a place, above that of any week's lateness."""
WHICH = 20
"""Bits for the number of a match in a queue; its key lies above."""
MASK = (1 << WHICH) - 1
LOWEST = 1 << 38
"""Added to keys, which may be negative."""
FARTHEST = LOWEST - 1
"""How far from nothing a key is moved: matches that shift by each other's distance would go on for ever."""


class Numbers(NamedTuple):
    """A model as rows of numbers; `x_at` says where each one's part of `x` begins, and the last one ends.

    `length` is what is set aside for a match, `taken` what it turns out to take once it is over. `marks` are
    the minutes before which a run is noted, so that another may go on from there. `users` are those of whom
    it matters when they are free, and `duty` the streams and referees. `ways` is 0 if none takes time.
    """

    length: list[int]
    taken: list[int]
    rest: list[int]
    release: list[int]
    warm_up: list[int]
    wanted: list[int]
    pinned: list[int]
    latest: list[int]
    before_at: list[int]
    before: list[int]
    after_at: list[int]
    after: list[int]
    people_at: list[int]
    people: list[int]
    pool: list[int]
    choice: list[int]
    choice_at: list[int]
    option_venue: list[int]
    option_at: list[int]
    option: list[int]
    pool_at: list[int]
    pool_station: list[int]
    station_venue: list[int]
    station_pool: list[int]
    way: list[int]
    play_hours: list[int]
    user_hours: list[int]
    open_hours: list[int]
    hours_at: list[int]
    hours_start: list[int]
    hours_end: list[int]
    streamed: list[int]
    stream_at: list[int]
    stream: list[int]
    referees: list[int]
    users: list[int]
    duty: list[int]
    lead: list[int]
    lead_at: list[int]
    leads: list[int]
    pin_at: list[int]
    pin_begin: list[int]
    pin_match: list[int]
    pin_venue: list[int]
    held_at: list[int]
    held: list[int]
    refused: list[int]
    tournament: list[int]
    opened: list[int]
    t_release: list[int]
    t_due: list[int]
    t_weight: list[int]
    marks: list[int]
    venues: int
    ways: int
    things: int
    flow: int
    late: int
    wait: int
    wanted_price: int


class Desk(NamedTuple):
    """What a run writes: `begin` and `station` are its plan, the rest is its own.

    At the minute `ready` those of a match's predecessors that have begun are over and rested. `awake` is the
    minute in which a match first competed: until then its key does not matter; `wakes` that in which it last
    did, or will next. An event is a match's number where the match wakes, and that after all numbers of
    matches where it is over; of a minute's events `first` is one and `following` what comes after each, and
    none is left when a run is over. `waiting` are in the heap of each pool in `queues`, and `idle` are its
    stations that are not `busy`. Of an option, the stations up to `past` were taken in the minute `seen`,
    until `soonest` at least.
    """

    begin: list[int]
    station: list[int]
    ready: list[int]
    missing: list[int]
    wakes: list[int]
    first: list[int]
    following: list[int]
    queues: list[int]
    waiting: list[int]
    idle: list[int]
    busy: list[int]
    seen: list[int]
    past: list[int]
    soonest: list[int]
    free: list[int]
    there: list[int]
    times: list[int]
    found: list[int]
    ends: list[int]
    active: list[int]
    awake: list[int]
    waited: list[int]


class Hunt(NamedTuple):
    """Where a search stands: the orders it goes on from, tries and holds for the best, and `state`.

    Of the run that it goes on from, what the desk had, and for each mark one of two notes in `notes`: `note`
    says which; the other is room for the run that is tried.
    """

    keys: list[int]
    trial: list[int]
    best: list[int]
    state: list[int]
    own_at: list[int]
    own: list[int]
    tail: list[int]
    begin: list[int]
    station: list[int]
    awake: list[int]
    waited: list[int]
    notes: list[int]
    note: list[int]


SEED, PRICE, BEST, KNOWN = 0, 1, 2, 3
"""The places of the state of the lot, of the price gone on from, of the best one, and of whether there are
notes of the run gone on from."""


def push(heap: list[int], start: int, count: int, value: int) -> int:
    """Put the value into the heap of so many at the start; its new count."""
    place = count
    while place > 0:
        parent = (place - 1) >> 1
        if heap[start + parent] <= value:
            break
        heap[start + place] = heap[start + parent]
        place = parent
    heap[start + place] = value
    return count + 1


def pop(heap: list[int], start: int, count: int) -> int:
    """Take the least value off the heap, which is not empty."""
    least = heap[start]
    count -= 1
    value = heap[start + count]
    place, child = 0, 1
    while child < count:
        child += child + 1 < count and heap[start + child + 1] < heap[start + child]
        heap[start + place] = heap[start + child]
        place, child = child, 2 * child + 1
    push(heap, start, place, value)
    return least


def fitting(n: Numbers, hours: int, time: int, length: int) -> int:
    """As `occupancy.fitting`; hours of -1 are all hours."""
    if hours == -1:
        return time
    for place in range(n.hours_at[hours], n.hours_at[hours + 1]):
        begin = max(n.hours_start[place], time)
        if begin + length <= n.hours_end[place]:
            return begin
    return NEVER


def when(n: Numbers, d: Desk, user: int, match: int, begin: int, venue: int) -> int:
    """As `Occupancy.when`."""
    person = user >= n.things
    clear = d.free[user]
    if person and d.there[user] >= 0:
        clear += n.way[d.there[user] * n.venues + venue]
    if clear > begin:
        return clear
    for place in range(n.pin_at[user], n.pin_at[user + 1]):
        pin = n.pin_match[place]
        way = n.way[venue * n.venues + n.pin_venue[place]] if person else 0
        end = begin + n.length[match] + (n.rest[match] if person else 0) + way
        over = n.pin_begin[place] + n.length[pin] + (n.rest[pin] if person else 0) + way
        if begin < over and end > n.pin_begin[place]:
            return over
    return begin


def book(n: Numbers, d: Desk, match: int, now: int, count: int) -> None:
    """Start the match with the users that were found, the station first."""
    end = now + n.taken[match]
    station = d.found[0]
    venue = n.station_venue[station]
    d.begin[match] = now
    d.station[match] = station
    d.waited[match] = waits(n, d, match)
    for place in range(count):
        user = d.found[place]
        d.free[user] = end + n.rest[match] if user >= n.things else end
        d.there[user] = venue
    for place in range(n.people_at[match], n.people_at[match + 1]):
        user = n.people[place]
        d.free[user] = end + n.rest[match]
        d.there[user] = venue
    occupy(n, d, match, end)
    for place in range(n.after_at[match], n.after_at[match + 1]):
        later = n.after[place]
        d.missing[later] -= 1
        d.ready[later] = max(d.ready[later], end + n.rest[match])
        if d.missing[later] == 0 and n.pinned[later] == -1:
            wait(n, d, later, max(n.release[later], d.ready[later]))


def occupy(n: Numbers, d: Desk, match: int, end: int) -> None:
    """Take the match's station from its pool until the match is over."""
    station = d.station[match]
    if n.station_pool[station] != -1:
        d.idle[n.station_pool[station]] -= 1 - d.busy[station]
        d.busy[station] = 1
        put(d, len(n.length) + match, end)


def put(d: Desk, event: int, minute: int) -> None:
    """Let it happen in that minute; in none that comes after all, where nothing can begin."""
    if minute < len(d.first):
        d.following[event] = d.first[max(0, minute)]
        d.first[max(0, minute)] = event


def wait(n: Numbers, d: Desk, match: int, until: int) -> None:
    """Wake the match then, if it can ever start."""
    if n.pool[match] != -1 and n.choice_at[n.choice[match]] < n.choice_at[n.choice[match] + 1]:
        d.wakes[match] = until
        put(d, match, until)


def allowed(n: Numbers, d: Desk, match: int, now: int, venue: int) -> int:
    """When predecessors, people and house allow the match there."""
    until = now
    for place in range(n.before_at[match], n.before_at[match + 1] if n.ways else 0):
        earlier = n.before[place]
        way = n.way[n.station_venue[d.station[earlier]] * n.venues + venue]
        until = max(until, d.begin[earlier] + n.taken[earlier] + n.rest[earlier] + way)
    for place in range(n.people_at[match], n.people_at[match + 1]):
        until = max(until, when(n, d, n.people[place], match, now, venue))
    until = fitting(n, n.play_hours[match], until, n.length[match])
    until = fitting(n, n.open_hours[venue], until, n.length[match])
    if until + n.length[match] > n.latest[match]:
        return NEVER
    return until


def pass_taken(n: Numbers, d: Desk, option: int, now: int) -> None:
    """Go past the stations that come first in the option and are taken, which they are all of this minute."""
    if d.seen[option] != now:
        d.seen[option] = now
        d.past[option] = n.option_at[option]
        d.soonest[option] = NEVER
    place = d.past[option]
    while place < n.option_at[option + 1] and d.free[n.option[place]] > now:
        d.soonest[option] = min(d.soonest[option], d.free[n.option[place]])
        place += 1
    d.past[option] = place


def gathered(n: Numbers, d: Desk, match: int, now: int, option: int) -> int:
    """How many users were found for the match at this option; if none, minus the minute to try again."""
    venue = n.option_venue[option]
    pass_taken(n, d, option, now)
    soonest = d.soonest[option]
    for place in range(d.past[option], n.option_at[option + 1]):
        user = n.option[place]
        able = when(n, d, user, match, now, venue)
        if able < soonest:
            soonest = able
            d.found[0] = user
            if able == now:
                break
    if soonest > now:
        return -soonest
    count = 1
    if n.streamed[match]:
        soonest = NEVER
        for place in range(n.stream_at[venue], n.stream_at[venue + 1]):
            user = n.stream[place]
            able = fitting(n, n.user_hours[user], when(n, d, user, match, now, venue), n.length[match])
            if able < soonest:
                soonest = able
                d.found[1] = user
        if soonest > now:
            return -soonest
        count = 2
    asked = n.referees[match]
    if asked:
        title = n.lead[match]
        able_count = 0
        for place in range(n.lead_at[title], n.lead_at[title + 1]):
            user = n.leads[place]
            plays = False
            for person in range(n.people_at[match], n.people_at[match + 1]):
                plays = plays or n.people[person] == user
            if plays:
                continue
            able = fitting(n, n.user_hours[user], when(n, d, user, match, now, venue), n.length[match])
            at = able_count
            while at > 0 and d.times[at - 1] > able:
                d.times[at] = d.times[at - 1]
                d.found[count + at] = d.found[count + at - 1]
                at -= 1
            d.times[at] = able
            d.found[count + at] = user
            able_count += 1
        if able_count < asked:
            return -NEVER
        if d.times[asked - 1] > now:
            return -d.times[asked - 1]
        count += asked
    return count


def attempt(n: Numbers, d: Desk, match: int, now: int) -> int:
    """Start the match now, or say when to try again."""
    best = NEVER
    for option in range(n.choice_at[n.choice[match]], n.choice_at[n.choice[match] + 1]):
        until = allowed(n, d, match, now, n.option_venue[option])
        if until == now:
            count = gathered(n, d, match, now, option)
            if count > 0:
                book(n, d, match, now, count)
                return now
            until = -count
        best = min(best, until)
    return best


def pin(n: Numbers, d: Desk, match: int, now: int) -> None:
    """Start a pinned match, if what it needs is over; else it never does."""
    d.wakes[match] = NEVER
    count = n.held_at[match + 1] - n.held_at[match]
    for place in range(count):
        d.found[place] = n.held[n.held_at[match] + place]
    venue = n.station_venue[d.found[0]]
    for place in range(n.before_at[match], n.before_at[match + 1]):
        earlier = n.before[place]
        if d.station[earlier] == -1:
            return
        way = n.way[n.station_venue[d.station[earlier]] * n.venues + venue]
        if d.begin[earlier] + n.taken[earlier] + n.rest[earlier] + way > now:
            return
    book(n, d, match, now, count)


def decode(n: Numbers, d: Desk, keys: list[int]) -> int:
    """Fill the desk with the plan of these keys, the lowest first, and give its price."""
    start(n, d)
    go(n, d, keys, 0, NEVER)
    return priced(n, d)


def start(n: Numbers, d: Desk) -> None:
    """Put the desk to before the first match, which waits."""
    clear(n, d)
    for match in range(len(n.length)):
        if n.held_at[match] < n.held_at[match + 1]:
            wait(n, d, match, n.pinned[match])
        elif d.missing[match] == 0 and not n.refused[match]:
            wait(n, d, match, n.release[match])


def again(n: Numbers, d: Desk, h: Hunt, keys: list[int]) -> int:
    """As `decode`, from the last mark on at which the run gone on from would be the same; that mark's number.

    Whose key has changed has competed at no minute before. New notes are made of all later marks. The number
    is -1 where the run is made from its start.
    """
    marks = len(n.marks)
    same = NEVER
    for match in range(len(keys)):
        if keys[match] != h.keys[match]:
            same = min(same, h.awake[match])
    mark = -1
    while h.state[KNOWN] and mark + 1 < marks and n.marks[mark + 1] <= same:
        mark += 1
    since = 0
    if mark == -1:
        start(n, d)
    else:
        since = n.marks[mark]
        resume(n, d, h, mark)
    for later in range(mark + 1, marks):
        go(n, d, keys, since, n.marks[later])
        since = n.marks[later]
        note(n, d, h.notes, 2 * later + 1 - h.note[later])
    go(n, d, keys, since, NEVER)
    return mark


def resume(n: Numbers, d: Desk, h: Hunt, mark: int) -> None:
    """Put the desk to where the run gone on from was at the mark."""
    clear(n, d)
    now = n.marks[mark]
    for match in range(len(n.length)):
        if h.awake[match] < now:
            d.awake[match] = h.awake[match]
        begin = h.begin[match]
        if begin >= now:
            continue
        end, station = begin + n.taken[match], h.station[match]
        d.begin[match] = begin
        d.station[match] = station
        d.waited[match] = h.waited[match]
        d.free[station] = max(d.free[station], end)
        if end >= now:
            occupy(n, d, match, end)
        for place in range(n.people_at[match], n.people_at[match + 1]):
            user = n.people[place]
            if d.free[user] < end + n.rest[match]:
                d.free[user] = end + n.rest[match]
                d.there[user] = n.station_venue[station]
        for place in range(n.after_at[match], n.after_at[match + 1]):
            later = n.after[place]
            d.missing[later] -= 1
            d.ready[later] = max(d.ready[later], end + n.rest[match])
    at = (2 * mark + h.note[mark]) * noted(n)
    for place in range(len(n.duty)):
        d.free[n.duty[place]] = h.notes[at]
        d.there[n.duty[place]] = h.notes[at + 1]
        at += 2
    while h.notes[at] != -1:
        match = h.notes[at]
        d.wakes[match] = h.notes[at + 1]
        if d.wakes[match] < now:
            queue(n, d, h.keys, match)
        else:
            put(d, match, d.wakes[match])
        at += 2


def note(n: Numbers, d: Desk, notes: list[int], number: int) -> None:
    """Note under the number who is on duty until when, and what waits."""
    at = number * noted(n)
    for place in range(len(n.duty)):
        notes[at] = d.free[n.duty[place]]
        notes[at + 1] = d.there[n.duty[place]]
        at += 2
    for match in range(len(n.length)):
        if d.begin[match] == NEVER and d.wakes[match] != NEVER:
            notes[at] = match
            notes[at + 1] = d.wakes[match]
            at += 2
    notes[at] = -1


def noted(n: Numbers) -> int:
    """How long a note is at most."""
    return 2 * len(n.duty) + 2 * len(n.length) + 1


def keep(n: Numbers, d: Desk, h: Hunt, mark: int) -> None:
    """Go on from the run on the desk, which was made anew since that mark."""
    for match in range(len(n.length)):
        h.keys[match] = h.trial[match]
        h.begin[match] = d.begin[match]
        h.station[match] = d.station[match]
        h.awake[match] = d.awake[match]
        h.waited[match] = d.waited[match]
    for later in range(mark + 1, len(n.marks)):
        h.note[later] = 1 - h.note[later]
    h.state[KNOWN] = 1


def play(n: Numbers, d: Desk, keys: list[int], begun: list[int]) -> None:
    """Fill the desk with how it goes on from what has `begun`, in that order, of which there are no pins.

    Those matches are as they are, whatever they break: from the minute in `pinned`, with the users `held`.
    """
    clear(n, d)
    for place in range(len(begun)):
        match = begun[place]
        count = n.held_at[match + 1] - n.held_at[match]
        for user in range(count):
            d.found[user] = n.held[n.held_at[match] + user]
        book(n, d, match, n.pinned[match], count)
    for match in range(len(n.length)):
        if n.before_at[match] == n.before_at[match + 1] and n.pinned[match] == -1:
            wait(n, d, match, n.release[match])
    go(n, d, keys, 0, NEVER)


def clear(n: Numbers, d: Desk) -> None:
    """Put everything back to before the first match."""
    for place in range(len(n.users)):
        d.free[n.users[place]] = 0
        d.there[n.users[place]] = -1
    for station in range(len(n.station_pool)):
        d.busy[station] = 0
    for pool in range(len(n.pool_at) - 1):
        d.waiting[pool] = 0
        d.idle[pool] = n.pool_at[pool + 1] - n.pool_at[pool]
    for option in range(len(d.seen)):
        d.seen[option] = -1
    for match in range(len(n.length)):
        d.begin[match] = NEVER
        d.station[match] = -1
        d.awake[match] = NEVER
        d.wakes[match] = NEVER
        d.waited[match] = 0
        d.ready[match] = 0
        d.missing[match] = n.before_at[match + 1] - n.before_at[match]


def go(n: Numbers, d: Desk, keys: list[int], since: int, end: int) -> None:
    """Go through the minutes that matter from one to before the other, and start what can start."""
    count = len(n.length)
    pools = len(n.pool_at) - 1
    for now in range(since, min(end, len(d.first))):
        event = d.first[now]
        if event == -1:
            continue
        d.first[now] = -1
        for pool in range(pools):
            d.active[pool] = 0
        while event != -1:
            if event >= count:
                station = d.station[event - count]
                pool = n.station_pool[station]
                d.active[pool] = 1
                if d.busy[station] and d.free[station] <= now:
                    d.busy[station] = 0
                    d.idle[pool] += 1
            elif n.held_at[event] < n.held_at[event + 1]:
                pin(n, d, event, now)
            else:
                d.awake[event] = min(d.awake[event], now)
                d.active[n.pool[event]] = 1
                queue(n, d, keys, event)
            event = d.following[event]
        for pool in range(pools):
            while d.active[pool] and d.waiting[pool] > 0 and d.idle[pool] > 0:
                match = pop(d.queues, pool * count, d.waiting[pool]) & MASK
                d.waiting[pool] -= 1
                until = attempt(n, d, match, now)
                if until != now:
                    wait(n, d, match, until)


def queue(n: Numbers, d: Desk, keys: list[int], match: int) -> None:
    """Let the match compete for the stations of its pool."""
    pool = n.pool[match]
    value = ((keys[match] + LOWEST) << WHICH) | match
    d.waiting[pool] = push(d.queues, pool * len(n.length), d.waiting[pool], value)


def priced(n: Numbers, d: Desk) -> int:
    """The price of the plan on the desk; a match without a place costs `LACK`."""
    last = len(n.opened) - 1
    for tournament in range(len(n.t_release)):
        d.ends[tournament] = 0
    price = 0
    for match in range(len(n.length)):
        if d.station[match] == -1:
            price += LACK
            continue
        begin = d.begin[match]
        tournament = n.tournament[match]
        d.ends[tournament] = max(d.ends[tournament], begin + n.length[match])
        price += d.waited[match]
    for tournament in range(len(n.t_release)):
        if d.ends[tournament] > 0:
            end = n.opened[min(d.ends[tournament], last)]
            price += n.flow * n.t_weight[tournament] * (end - n.opened[min(n.t_release[tournament], last)])
            if n.t_due[tournament] != -1:
                price += n.late * max(0, end - n.opened[min(n.t_due[tournament], last)])
    return price


def waits(n: Numbers, d: Desk, match: int) -> int:
    """What it costs that a match waits, and is not at the minute that was wanted."""
    last = len(n.opened) - 1
    price = 0
    begin = d.begin[match]
    if n.before_at[match] < n.before_at[match + 1]:
        ready = d.ready[match]
        for place in range(n.before_at[match], n.before_at[match + 1] if n.ways else 0):
            earlier = n.before[place]
            way = n.way[n.station_venue[d.station[earlier]] * n.venues + n.station_venue[d.station[match]]]
            ready = max(ready, d.begin[earlier] + n.length[earlier] + n.rest[earlier] + way)
        price += n.wait * (n.opened[min(begin, last)] - n.opened[min(ready, last)])
    if n.wanted[match] != -1:
        price += n.wanted_price * abs(begin + n.warm_up[match] - n.wanted[match])
    return price


def drawn(h: Hunt, limit: int) -> int:
    """A number below the limit by lot: Lehmer's generator, which stays within 64 bits."""
    h.state[SEED] = h.state[SEED] * 48271 % 2147483647
    return h.state[SEED] % limit


def change(h: Hunt, keys: list[int]) -> None:
    """Change the order in one place, by a size from minutes to days, or by what lies between two matches."""
    tournament = drawn(h, len(h.own_at) - 1)
    first, last = h.own_at[tournament], h.own_at[tournament + 1]
    size = 5 << drawn(h, 9)
    shift = drawn(h, 2 * size + 1) - size
    kind = drawn(h, 7)
    if kind == 0:
        for place in range(first, last):
            shove(keys, h.own[place], shift)
    elif kind == 1:
        longest = 1
        for place in range(first, last):
            longest = max(longest, h.tail[h.own[place]])
        for place in range(first, last):
            shove(keys, h.own[place], shift * h.tail[h.own[place]] // longest)
    elif kind == 2:
        for _ in range(1 + drawn(h, 4)):
            match = h.own[first + drawn(h, last - first)]
            shove(keys, match, drawn(h, 2 * size + 1) - size)
    elif kind == 3:
        second = drawn(h, len(h.own_at) - 1)
        one = h.own[first + drawn(h, last - first)]
        other = h.own[h.own_at[second] + drawn(h, h.own_at[second + 1] - h.own_at[second])]
        keys[one], keys[other] = keys[other], keys[one]
    else:
        second = drawn(h, len(h.own_at) - 1)
        start, end = h.own_at[second], h.own_at[second + 1]
        if kind > 4:
            one, other = h.own[first + drawn(h, last - first)], h.own[start + drawn(h, end - start)]
            shift = keys[other] - keys[one] + 2 * drawn(h, 2) - 1
        for place in range(first, last):
            shove(keys, h.own[place], shift)
        if kind != 5:
            for place in range(start, end):
                shove(keys, h.own[place], -shift)


def shove(keys: list[int], match: int, shift: int) -> None:
    """Move the key, as far as keys go."""
    keys[match] = max(-FARTHEST, min(FARTHEST, keys[match] + shift))


def anneal(n: Numbers, d: Desk, h: Hunt, tries: int, heat: float) -> None:
    """So many tries from where the hunt stands; worse plans are gone on from the rarer the colder it is."""
    count = len(n.length)
    for _ in range(tries):
        for match in range(count):
            h.trial[match] = h.keys[match]
        change(h, h.trial)
        mark = again(n, d, h, h.trial)
        price = priced(n, d)
        worse = price - h.state[PRICE]
        share = drawn(h, 1 << 30) / (1 << 30)
        if worse <= 0 or (heat > 0 and share < exp(-worse / heat)):
            keep(n, d, h, mark)
            h.state[PRICE] = price
        if price < h.state[BEST]:
            for match in range(count):
                h.best[match] = h.trial[match]
            h.state[BEST] = price
