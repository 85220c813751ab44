"""A model as the rows of numbers that the kernel goes through."""

from collections.abc import Sequence

from esports.planning.cost import FLOW, LATE, WAIT, WANTED, OpenMinutes
from esports.planning.kernel import Desk, Hunt, Numbers, noted
from esports.planning.occupancy import Occupancy
from esports.planning.pins import Held, latest_ends
from esports.planning.priority import tails
from esports.planning.tables import Spans, Tables


def rows(parts: Sequence[Sequence[int]]) -> tuple[list[int], list[int]]:
    """Where each part begins, and all of them in a row."""
    at, flat = [0], list[int]()
    for part in parts:
        flat += part
        at.append(len(flat))
    return at, flat


class Numbering:
    """Numbers things that are alike once."""

    def __init__(self) -> None:
        self.known: dict[object, int] = {}

    def __call__(self, thing: object) -> int:
        return self.known.setdefault(thing, len(self.known))


def numbers(tables: Tables) -> Numbers:
    """The rows of a model; what pins take is set aside as the dispatcher does it."""
    model = tables.model
    occupancy = Occupancy(tables, tables.length)
    held = Held(tables, occupancy, {}, {})
    users = len(tables.users)
    hours, hours_number = list[Spans](), Numbering()

    def hours_of(spans: Spans | None) -> int:
        if spans is None:
            return -1
        number = hours_number(tuple(spans))
        if number == len(hours):
            hours.append(spans)
        return number

    choices, choice_number = list[list[tuple[int, list[int]]]](), Numbering()
    choice = []
    for own in tables.options:
        number = choice_number(tuple((venue, tuple(stations)) for venue, stations in own))
        if number == len(choices):
            choices.append(own)
        choice.append(number)
    options = [option for own in choices for option in own]
    titles = list(dict.fromkeys(match.title for match in model.matches))
    lead_at, leads = rows([sorted(tables.referees.get(title, ())) for title in titles])
    hours_of_play = [hours_of(spans) for spans in tables.play_hours]
    hours_of_user = [hours_of(tables.hours.get(user)) for user in range(users)]
    hours_of_venue = [hours_of(spans) for spans in tables.open]
    pins = [occupancy.pins.get(user, []) for user in range(users)]
    pin_at, pin_begin = rows([[begin for begin, _, _ in own] for own in pins])
    before_at, before = rows(tables.before)
    after_at, after = rows(tables.after)
    people_at, people = rows(_told_apart(tables))
    option_at, option = rows([stations for _, stations in options])
    pool_at, pool_station = rows(tables.pool_stations)
    pool_of = {station: pool for pool, stations in enumerate(tables.pool_stations) for station in stations}
    hours_at, hours_start = rows([[start for start, _ in spans] for spans in hours])
    stream_at, stream = rows(tables.streams)
    used = [held.users.get(match) for match in range(len(model.matches))]
    held_at, held_users = rows([[] if one is None else [one[1], *one[2]] for one in used])
    number_of = {tournament.id: place for place, tournament in enumerate(model.tournaments)}
    opened = OpenMinutes.of(model)
    return Numbers(
        length=tables.length,
        taken=tables.length,
        rest=tables.rest,
        release=tables.release,
        warm_up=tables.warm_up,
        wanted=[-1 if match.wanted is None else match.wanted for match in model.matches],
        pinned=tables.pinned,
        latest=latest_ends(tables, held),
        before_at=before_at,
        before=before,
        after_at=after_at,
        after=after,
        people_at=people_at,
        people=people,
        pool=tables.pool,
        choice=choice,
        choice_at=rows([[0] * len(own) for own in choices])[0],
        option_venue=[venue for venue, _ in options],
        option_at=option_at,
        option=option,
        pool_at=pool_at,
        pool_station=pool_station,
        station_venue=tables.station_venue,
        station_pool=[pool_of.get(station, -1) for station in range(len(tables.station_venue))],
        way=[minutes for row in tables.way for minutes in row],
        play_hours=hours_of_play,
        user_hours=hours_of_user,
        open_hours=hours_of_venue,
        hours_at=hours_at,
        hours_start=hours_start,
        hours_end=[end for spans in hours for _, end in spans],
        streamed=[int(match.streamed) for match in model.matches],
        stream_at=stream_at,
        stream=stream,
        referees=[match.referees for match in model.matches],
        users=sorted({*range(tables.things), *people, *leads}),
        duty=sorted({*stream, *leads}),
        lead=[titles.index(match.title) for match in model.matches],
        lead_at=lead_at,
        leads=leads,
        pin_at=pin_at,
        pin_begin=pin_begin,
        pin_match=[match for own in pins for _, match, _ in own],
        pin_venue=[venue for own in pins for _, _, venue in own],
        held_at=held_at,
        held=held_users,
        refused=[int(match in held.refused) for match in range(len(model.matches))],
        tournament=[number_of[match.tournament] for match in model.matches],
        opened=[
            opened(minute) for minute in range(max(end for spans in tables.open for _, end in spans) + 1)
        ],
        t_release=[tournament.release for tournament in model.tournaments],
        t_due=[-1 if tournament.due is None else tournament.due for tournament in model.tournaments],
        t_weight=[tournament.weight for tournament in model.tournaments],
        marks=sorted({start for spans in tables.open for start, _ in spans}),
        venues=len(model.venues),
        ways=int(tables.ways),
        things=tables.things,
        flow=FLOW,
        late=LATE,
        wait=WAIT,
        wanted_price=WANTED,
    )


def _told_apart(tables: Tables) -> list[list[int]]:
    """The people of each match, without those who have no other one, and one for all who have the same ones.

    They hold back what the others do, and nothing else; but for referees, who may have more to do.
    """
    own: dict[int, list[int]] = {}
    for match, people in enumerate(tables.people):
        for person in people:
            own.setdefault(person, []).append(match)
    referees = {user for users in tables.referees.values() for user in users}
    kept, known = set(referees), set[tuple[int, ...]]()
    for person, matches in own.items():
        if len(matches) > 1 and tuple(matches) not in known and person not in referees:
            known.add(tuple(matches))
            kept.add(person)
    return [[person for person in people if person in kept] for people in tables.people]


def desk(given: Numbers) -> Desk:
    """Room for the runs of a model."""
    count, pools = len(given.length), len(given.pool_at) - 1
    users, options = len(given.pin_at) - 1, len(given.option_venue)
    crew = 3 + max(given.referees, default=0) + len(given.leads)
    return Desk(
        begin=[0] * count,
        station=[0] * count,
        ready=[0] * count,
        missing=[0] * count,
        wakes=[0] * count,
        first=[-1] * max([len(given.opened), *(begin + 1 for begin in given.pinned)]),
        following=[0] * (2 * count),
        queues=[0] * (pools * count + 1),
        waiting=[0] * (pools + 1),
        idle=[0] * (pools + 1),
        busy=[0] * len(given.station_pool),
        seen=[0] * options,
        past=[0] * options,
        soonest=[0] * options,
        free=[0] * users,
        there=[0] * users,
        times=[0] * crew,
        found=[0] * crew,
        ends=[0] * len(given.t_release),
        active=[0] * (pools + 1),
        awake=[0] * count,
        waited=[0] * count,
    )


def hunt(
    tables: Tables,
    given: Numbers,
    keys: Sequence[int],
    price: int,
    best: int,
    seed: int,
    own: int | None = None,
) -> Hunt:
    """The start of a search from these keys of that price, with a plan at hand that costs `best`.

    It moves what is not pinned, of the first `own` matches if that is given.
    """
    members: dict[str, list[int]] = {}
    for place, match in enumerate(tables.model.matches[:own]):
        if match.start is not None:
            continue
        members.setdefault(match.tournament, []).append(place)
    own_at, moved = rows(list(members.values()))
    marks, count = len(given.marks), len(keys)
    return Hunt(
        keys=list(keys),
        trial=list(keys),
        best=list(keys),
        state=[seed % 2147483646 + 1, price, best, 0],
        own_at=own_at,
        own=moved,
        tail=tails(tables),
        begin=[0] * count,
        station=[0] * count,
        awake=[0] * count,
        waited=[0] * count,
        notes=[0] * (2 * marks * noted(given)),
        note=[0] * marks,
    )
