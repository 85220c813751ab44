"""Small models for tests, and models that Hypothesis draws."""

from collections.abc import Sequence
from math import prod
from typing import Any

import msgspec
from hypothesis import strategies as st

from esports.planning.model import (
    Chance,
    Duration,
    Interval,
    Match,
    Model,
    Person,
    Referee,
    Station,
    Stream,
    Tournament,
    Travel,
    Venue,
)

DAY = 24 * 60


def match(name: str, planned: int = 30, **fields: Any) -> Match:
    """A match of 30 minutes in title x."""
    given = {"tournament": "t", "title": "x"} | fields
    return Match(name, given.pop("tournament"), given.pop("title"), Duration(planned, 25.0, 0.3), **given)


def world(**fields: Any) -> Model:
    """Two days of a hall and an annex, open 10:00 to 16:00; in the hall a break from 12:00 to 12:30."""
    given: dict[str, Any] = {
        "venues": (
            Venue(
                "hall",
                (Interval(600, 960), Interval(DAY + 600, DAY + 960)),
                (Interval(720, 750), Interval(DAY + 720, DAY + 750)),
            ),
            Venue("annex", (Interval(600, 960), Interval(DAY + 600, DAY + 960))),
        ),
        "stations": (
            Station("s1", "hall", ("x",)),
            Station("s2", "hall", ("x", "y")),
            Station("s3", "annex", ("x",)),
        ),
        "tournaments": (Tournament("t"),),
        "streams": (Stream("air", "hall", (Interval(600, 960), Interval(DAY + 600, DAY + 960))),),
        "referees": (Referee("r1", ("x",)), Referee("r2", ("x", "y"), (Interval(600, 840),))),
        "people": (Person("minor", (Interval(600, 780), Interval(DAY + 600, DAY + 780))),),
        "travel": (Travel("hall", "annex", 20),),
        "matches": (),
    }
    return Model(**(given | fields))


def change(model: Model, kind: str, place: int, **fields: Any) -> Model:
    """The model with fields of one of its parts replaced."""
    parts = list(getattr(model, kind))
    parts[place] = msgspec.structs.replace(parts[place], **fields)
    return msgspec.structs.replace(model, **{kind: tuple(parts)})


ASKED: tuple[Sequence[Any], ...] = (
    range(5, 65, 5),
    "tu",
    "xxxy",
    range(10),
    (0, 5, 15),
    (0, 5, 10),
    (0, 0, 0, 1),
    range(5),
    (None, None, 700),
)
"""What a match of `models` can ask for; the tenth of them that is pinned, the fifth that is streamed."""


def chosen(draw: st.DrawFn, *choices: Sequence[Any]) -> list[Any]:
    """One of each, all by one draw, for each draw takes its time; what is named first is the simplest."""
    number, found = draw(st.integers(0, prod(map(len, choices)) - 1)), []
    for choice in choices:
        number, place = divmod(number, len(choice))
        found.append(choice[place])
    return found


@st.composite
def models(draw: st.DrawFn, most: int = 12) -> Model:
    """A week of the small world with up to so many matches, with all that a match can ask for."""
    people = ["p1", "p2", "p3", "p4", "p5", "r2", "minor"]
    matches: list[Match] = []
    for number in range(draw(st.integers(1, most))):
        earlier = [known.id for known in matches[-4:]]
        planned, tournament, title, tenth, rest, warm_up, referees, fifth, wanted = chosen(draw, *ASKED)
        plays = draw(st.lists(st.sampled_from(people), max_size=3, unique=True))
        pinned = tenth == 0
        matches.append(
            match(
                f"m{number:02}",
                planned,
                tournament=tournament,
                title=title,
                predecessors=tuple(draw(st.lists(st.sampled_from(earlier), max_size=2, unique=True)))
                if earlier
                else (),
                people=tuple(plays),
                maybe=(Chance("p6", 0.5),),
                rest=rest,
                warm_up=warm_up,
                referees=referees,
                streamed=fifth == 0,
                wanted=wanted,
                start=draw(st.integers(122, 180)) * 5 if pinned else None,
                station=draw(st.sampled_from(["s1", "s3"])) if title == "x" and pinned else None,
            )
        )
    tournaments = (Tournament("t", 600, 900, 2), Tournament("u", draw(st.sampled_from([0, 645])), None, 1))
    return world(matches=tuple(matches), tournaments=tournaments)
