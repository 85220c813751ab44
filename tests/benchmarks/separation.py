"""`python -m tests.benchmarks.separation`: what it costs to keep clubs apart, as ratios inside one run."""

import json
from dataclasses import asdict
from functools import partial
from hashlib import sha256

from esports.engine.model import Entrant
from esports.engine.seeding import bracket_order, bracket_size
from esports.engine.separation import best_round, bracket_seats, group_seats, kinds_of, members_of
from tests.benchmarks.engine import line, seconds


def field(n: int) -> list[Entrant]:
    """Entrants of clubs of very unequal sizes."""
    lots = [int.from_bytes(sha256(str(seed).encode()).digest()[:4], "big") for seed in range(n)]
    return [Entrant(str(seed), club=str(int((lot / 2**32 + 1e-9) ** -1.2))) for seed, lot in enumerate(lots)]


def reached(entrants: list[Entrant]) -> tuple[int, int]:
    """How many clubs meet as late as the pigeonhole bound says, of how many."""
    at = {seed: place for place, seed in enumerate(bracket_seats(entrants, "club"))}
    members = members_of(kinds_of(entrants, "club")).values()
    depths = [(seeds, best_round(len(entrants), seeds) - 1) for seeds in members]
    return sum(len({at[seed] >> depth for seed in seeds}) == len(seeds) for seeds, depth in depths), len(
        depths
    )


def main() -> None:
    """Print the table."""
    for n in (256, 4095, 4096):
        entrants = field(n)
        writing = seconds(partial(json.dumps, [asdict(entrant) for entrant in entrants]))
        ordering = seconds(partial(bracket_order, bracket_size(n)))
        apart = seconds(partial(bracket_seats, entrants, "club"))
        print(line(f"seat a bracket of {n}, clubs apart", apart, "writing its entrants as JSON", writing))
        print(line(f"seat a bracket of {n}, clubs apart", apart, "the seats without clubs", ordering))
        dealing = seconds(partial(group_seats, entrants, n // 8, "club"))
        print(line(f"deal {n} to {n // 8} groups, clubs apart", dealing, "writing them", writing))
        print("clubs at the pigeonhole bound: {} of {}".format(*reached(entrants)))


if __name__ == "__main__":
    main()
