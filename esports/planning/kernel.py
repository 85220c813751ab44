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
PIN, POOL, MATCH = 0, 1, 2
WHICH = 20
"""Bits for the number of a match or pool in an event; those of its kind and its time lie above."""
MASK = (1 << WHICH) - 1
LOWEST = 1 << 38
"""Added to keys, which may be negative."""


class Numbers(NamedTuple):
    """A model as rows of numbers; `x_at` says where each one's part of `x` begins, and the last one ends.

    `length` is what is set aside for a match, `taken` what it turns out to take once it is over. `marks` are
    the minutes before which a run is noted, so that another may go on from there. `ways` is 0 if none takes
    time.
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
    users: int
    flow: int
    late: int
    wait: int
    wanted_price: int


class Desk(NamedTuple):
    """What a run writes: `begin` and `station` are its plan, the rest is its own.

    `awake` is the minute in which a match first competed: until then its key does not matter.
    """

    begin: list[int]
    station: list[int]
    ready: list[int]
    missing: list[int]
    events: list[int]
    queues: list[int]
    waiting: list[int]
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

    Of the run that it goes on from, `awake`, and for each mark one of two notes in `notes`: `note` says
    which; the other is room for the run that is tried.
    """

    keys: list[int]
    trial: list[int]
    best: list[int]
    state: list[int]
    own_at: list[int]
    own: list[int]
    tail: list[int]
    awake: list[int]
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
    place = 0
    while 2 * place + 1 < count:
        child = 2 * place + 1
        if child + 1 < count and heap[start + child + 1] < heap[start + child]:
            child += 1
        if heap[start + child] >= value:
            break
        heap[start + place] = heap[start + child]
        place = child
    heap[start + place] = value
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
    venue = n.station_venue[d.found[0]]
    d.begin[match] = now
    d.station[match] = d.found[0]
    for place in range(count):
        user = d.found[place]
        d.free[user] = end + n.rest[match] if user >= n.things else end
        d.there[user] = venue
    for place in range(n.people_at[match], n.people_at[match + 1]):
        user = n.people[place]
        d.free[user] = end + n.rest[match]
        d.there[user] = venue
    if n.pool[match] != -1:
        d.waiting[0] = push(d.events, 0, d.waiting[0], ((end << 2 | POOL) << WHICH) | n.pool[match])
    for place in range(n.after_at[match], n.after_at[match + 1]):
        later = n.after[place]
        d.missing[later] -= 1
        d.ready[later] = max(d.ready[later], end + n.rest[match])
        if d.missing[later] == 0 and n.pinned[later] == -1:
            wait(n, d, later, d.ready[later])


def wait(n: Numbers, d: Desk, match: int, until: int) -> None:
    """Wake the match then, if it can ever start."""
    if (
        n.pool[match] != -1
        and until < NEVER
        and n.choice_at[n.choice[match]] < n.choice_at[n.choice[match] + 1]
    ):
        d.waiting[0] = push(d.events, 0, d.waiting[0], ((until << 2 | MATCH) << WHICH) | match)


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


def gathered(n: Numbers, d: Desk, match: int, now: int, option: int) -> int:
    """How many users were found for the match at this option; if none, minus the minute to try again."""
    venue = n.option_venue[option]
    soonest = NEVER
    for place in range(n.option_at[option], n.option_at[option + 1]):
        able = when(n, d, n.option[place], match, now, venue)
        if able < soonest:
            soonest = able
            d.found[0] = n.option[place]
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
    """Start a pinned match, if what it needs is over."""
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
    go(n, d, keys, NEVER)
    weigh(n, d, 0)
    return priced(n, d)


def start(n: Numbers, d: Desk) -> None:
    """Put the desk to before the first match, which waits."""
    clear(n, d)
    for match in range(len(n.length)):
        if n.held_at[match] < n.held_at[match + 1]:
            d.waiting[0] = push(d.events, 0, d.waiting[0], ((n.pinned[match] << 2 | PIN) << WHICH) | match)
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
    if mark == -1:
        start(n, d)
    else:
        carry(n, d, h.notes, 2 * mark + h.note[mark], 0)
    since = 0 if mark == -1 else n.marks[mark]
    for later in range(mark + 1, marks):
        go(n, d, keys, n.marks[later])
        weigh(n, d, since)
        carry(n, d, h.notes, 2 * later + 1 - h.note[later], 1)
        since = n.marks[later]
    go(n, d, keys, NEVER)
    weigh(n, d, since)
    return mark


def carry(n: Numbers, d: Desk, notes: list[int], number: int, noting: int) -> None:
    """Note the desk under the number, or put it to what is noted there."""
    at = number * noted(n)
    for pool in range(len(n.pool_at)):
        if noting:
            notes[at + pool] = d.waiting[pool]
        else:
            d.waiting[pool] = notes[at + pool]
    at += len(n.pool_at)
    count = len(n.length)
    at = row(notes, at, d.begin, 0, count, noting)
    at = row(notes, at, d.station, 0, count, noting)
    at = row(notes, at, d.ready, 0, count, noting)
    at = row(notes, at, d.missing, 0, count, noting)
    at = row(notes, at, d.awake, 0, count, noting)
    at = row(notes, at, d.waited, 0, count, noting)
    at = row(notes, at, d.free, 0, n.users, noting)
    at = row(notes, at, d.there, 0, n.users, noting)
    at = row(notes, at, d.events, 0, d.waiting[0], noting)
    for pool in range(len(n.pool_at) - 1):
        at = row(notes, at, d.queues, pool * count, d.waiting[pool + 1], noting)


def noted(n: Numbers) -> int:
    """How long a note is at most: a match waits for a minute or in a queue, and a pool for a match's end."""
    return len(n.pool_at) + 9 * len(n.length) + 2 * n.users + 1


def row(notes: list[int], at: int, own: list[int], first: int, count: int, noting: int) -> int:
    """Note so many numbers, or put them to what is noted; where the note goes on."""
    if noting:
        for place in range(count):
            notes[at + place] = own[first + place]
    else:
        for place in range(count):
            own[first + place] = notes[at + place]
    return at + count


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
        end = n.pinned[match] + n.taken[match]
        for pool in range(len(n.pool_at) - 1):
            for other in range(n.pool_at[pool], n.pool_at[pool + 1]):
                if n.pool_station[other] == d.found[0] and pool != n.pool[match]:
                    d.waiting[0] = push(d.events, 0, d.waiting[0], ((end << 2 | POOL) << WHICH) | pool)
    for match in range(len(n.length)):
        if n.before_at[match] == n.before_at[match + 1] and n.pinned[match] == -1:
            wait(n, d, match, n.release[match])
    go(n, d, keys, NEVER)


def clear(n: Numbers, d: Desk) -> None:
    """Put everything back to before the first match."""
    pools = len(n.pool_at) - 1
    for user in range(n.users):
        d.free[user] = 0
        d.there[user] = -1
    for pool in range(pools + 1):
        d.waiting[pool] = 0
    for match in range(len(n.length)):
        d.begin[match] = NEVER
        d.station[match] = -1
        d.awake[match] = NEVER
        d.waited[match] = 0
        d.ready[match] = n.release[match]
        d.missing[match] = n.before_at[match + 1] - n.before_at[match]


def go(n: Numbers, d: Desk, keys: list[int], end: int) -> None:
    """Go through the minutes that matter before the end, and start what can start."""
    count = len(n.length)
    pools = len(n.pool_at) - 1
    while d.waiting[0] > 0 and d.events[0] >> (WHICH + 2) < end:
        now = d.events[0] >> (WHICH + 2)
        for pool in range(pools):
            d.active[pool] = 0
        while d.waiting[0] > 0 and d.events[0] >> (WHICH + 2) == now:
            event = pop(d.events, 0, d.waiting[0])
            d.waiting[0] -= 1
            which = event & MASK
            kind = (event >> WHICH) & 3
            if kind == PIN:
                pin(n, d, which, now)
            elif kind == POOL:
                d.active[which] = 1
            else:
                pool = n.pool[which]
                d.awake[which] = min(d.awake[which], now)
                value = ((keys[which] + LOWEST) << WHICH) | which
                d.waiting[pool + 1] = push(d.queues, pool * count, d.waiting[pool + 1], value)
                d.active[pool] = 1
        for pool in range(pools):
            if d.active[pool]:
                idle = 0
                for place in range(n.pool_at[pool], n.pool_at[pool + 1]):
                    idle += d.free[n.pool_station[place]] <= now
                while d.waiting[pool + 1] > 0 and idle > 0:
                    match = pop(d.queues, pool * count, d.waiting[pool + 1]) & MASK
                    d.waiting[pool + 1] -= 1
                    until = attempt(n, d, match, now)
                    if until == now:
                        idle -= 1
                    else:
                        wait(n, d, match, until)


def weigh(n: Numbers, d: Desk, since: int) -> None:
    """Price the waits of what begins since then."""
    for match in range(len(n.length)):
        if d.station[match] != -1 and d.begin[match] >= since:
            d.waited[match] = waits(n, d, match)


def priced(n: Numbers, d: Desk) -> int:
    """The price of the plan on the desk, whose waits are priced; a match without a place costs `LACK`."""
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
        ready = 0
        for place in range(n.before_at[match], n.before_at[match + 1]):
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
            keys[h.own[place]] += shift
    elif kind == 1:
        longest = 1
        for place in range(first, last):
            longest = max(longest, h.tail[h.own[place]])
        for place in range(first, last):
            keys[h.own[place]] += shift * h.tail[h.own[place]] // longest
    elif kind == 2:
        for _ in range(1 + drawn(h, 4)):
            keys[h.own[first + drawn(h, last - first)]] += drawn(h, 2 * size + 1) - size
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
            keys[h.own[place]] += shift
        if kind != 5:
            for place in range(start, end):
                keys[h.own[place]] -= shift


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
            for match in range(count):
                h.keys[match] = h.trial[match]
                h.awake[match] = d.awake[match]
            for later in range(mark + 1, len(n.marks)):
                h.note[later] = 1 - h.note[later]
            h.state[PRICE] = price
            h.state[KNOWN] = 1
        if price < h.state[BEST]:
            for match in range(count):
                h.best[match] = h.trial[match]
            h.state[BEST] = price
