"""What the checker asks of the order in time: of the matches of one person, and of predecessors."""

from collections.abc import Iterator, Mapping
from itertools import combinations

from esports.planning.checker_words import Block, Violation, pair
from esports.planning.model import Model


def ways_of(model: Model) -> Mapping[tuple[str, str], int]:
    """The minutes between two venues, both ways round."""
    there = {(way.one, way.other): way.minutes for way in model.travel}
    return there | {(way.other, way.one): way.minutes for way in model.travel}


def people_apart(model: Model, blocks: list[Block]) -> Iterator[Violation]:
    """Players and referees: one match at a time, then rest, then the way, then warm-up.

    Not only neighbours: the way back from a far venue may be longer than all that lies between.
    """
    ways = ways_of(model)
    own: dict[str, list[tuple[bool, Block]]] = {}
    for block in blocks:
        plays = set(block.match.people)
        for person in sorted(plays | set(block.booking.referees)):
            own.setdefault(person, []).append((person not in plays, block))
    for person, theirs in own.items():
        for (led, first), (leads, second) in combinations(theirs, 2):
            params = pair(person, first, second)
            way = ways.get((first.venue, second.venue), 0)
            if second.begin >= first.end + first.match.rest + way:
                continue
            params = params | {"rest": first.match.rest, "way": way}
            if second.start < first.end and first.start < second.end:
                if led or leads:
                    yield Violation(
                        "referee_overlap",
                        "Referee {who} has match {first} until {end} and match {second} from {start}.",
                        params,
                    )
                else:
                    yield Violation(
                        "person_overlap",
                        "{who} plays match {first} until {end} and match {second} from {start}.",
                        params,
                    )
            elif second.begin < first.end:
                yield Violation(
                    "warm_up",
                    "{who} is in match {first} until {end}, and warms up for match {second} from {begin}.",
                    params,
                )
            elif second.begin < first.end + first.match.rest:
                yield Violation(
                    "rest",
                    "{who} has {rest} minutes of rest after match {first} at {end}: "
                    "match {second} begins at {begin}.",
                    params,
                )
            else:
                yield Violation(
                    "travel",
                    "{who} rests {rest} minutes after match {first} at {end} and has {way} minutes to go: "
                    "match {second} begins at {begin}.",
                    params,
                )


def in_order(model: Model, blocks: list[Block]) -> Iterator[Violation]:
    """A block begins after its predecessors, their rest, and the way from there."""
    ways = ways_of(model)
    of_match = {block.match.id: block for block in blocks}
    for second in blocks:
        for name in second.match.predecessors:
            if name not in of_match:
                continue
            first = of_match[name]
            way = ways.get((first.venue, second.venue), 0)
            params = pair("", first, second) | {"rest": first.match.rest, "way": way}
            if second.begin < first.end:
                yield Violation(
                    "predecessor",
                    "Match {second} begins at {begin}, before match {first} that it needs ends at {end}.",
                    params,
                )
            elif second.begin < first.end + first.match.rest + way:
                yield Violation(
                    "predecessor_rest",
                    "Match {second} begins at {begin}: match {first} ends at {end}, then come "
                    "{rest} minutes of rest and {way} minutes of way.",
                    params,
                )
