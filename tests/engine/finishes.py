"""Tournaments that are over, written short, and any sound ones for property tests."""

from fractions import Fraction

from hypothesis import strategies as st

from esports.engine.place_shares import Finish, Finished

HOLDERS = "abcdef"
holders = st.lists(st.sampled_from(HOLDERS), min_size=1, max_size=3, unique=True).map(tuple)


def over(id: str, finishes: str, title: str = "", weight: int | Fraction = 1) -> Finished:
    """From `"1a 2b 3c 3de"`: a first, b second, c third and d with e together third as well."""
    read = tuple(Finish(int(each[0]), tuple(each[1:])) for each in finishes.split())
    return Finished(id, read, title, Fraction(weight))


@st.composite
def tournaments(draw: st.DrawFn) -> list[Finished]:
    """Some sound ones, with shared places, joint entries and delegations with several entries."""
    found = []
    for number in range(draw(st.integers(0, 4))):
        place, finishes = 1, []
        for sharing in draw(st.lists(st.integers(1, 4), max_size=4)):
            finishes += [Finish(place, draw(holders)) for _ in range(sharing)]
            place += sharing
        title = draw(st.sampled_from("xyz"))
        found.append(Finished(f"t{number}", tuple(finishes), title, Fraction(draw(st.integers(0, 6)), 2)))
    return found


def turned(found: list[Finished], random) -> list[Finished]:
    """The same finishes in another order."""
    return [
        Finished(each.id, tuple(random.sample(each.finishes, len(each.finishes))), each.title, each.weight)
        for each in found
    ]
