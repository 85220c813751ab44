"""What it costs to move what was announced: whole numbers, in minutes that one match waits."""

from collections.abc import Mapping, Sequence

from esports.planning.model import Booking, Model, Value
from esports.planning.tables import Tables

MOVED = 15
"""For each announced start that changes: everybody in it is told, and plans anew."""
MINUTE, NEAR, FAR = 1, 30, 8
"""For each minute by which it changes; of those from `NEAR` on for one in `FAR`, for whoever has to go away
and come again minds how much later that is far less than that others have to do so as well."""
STATION = 3
"""For another station at the same time: a sign at the door will do."""
PINNED = 10
"""By how much all is dearer for a match that is pinned."""
LOST = 10_000
"""For an announced match without a place."""


class Move(Value, frozen=True):
    """An announced match that is moved; `start` and `station` are None where it has no place any more."""

    match: str
    announced: int
    start: int | None
    from_station: str
    station: str | None
    price: int


class Prices:
    """Prices the moves of a plan; `announced` are the bookings by the number of the match."""

    def __init__(self, model: Model, announced: Mapping[int, Booking]) -> None:
        self.model = model
        self.announced = announced
        self.places = [station.id for station in model.stations]

    def of(self, match: int, begin: int, station: int) -> int:
        """The price of one match that begins its block there and then; a station of -1 is no place."""
        booking, asked = self.announced[match], self.model.matches[match]
        if station == -1:
            return LOST
        minutes = abs(begin + asked.warm_up - booking.start)
        felt = min(minutes, NEAR) + max(0, minutes - NEAR) // FAR
        price = MOVED + MINUTE * felt if minutes else 0
        if not minutes and self.places[station] != booking.station:
            price = STATION
        return price if asked.start is None else price * PINNED

    def __call__(self, begins: Sequence[int], where: Sequence[tuple[int, list[int]]]) -> int:
        """The price of all moves."""
        return sum(self.of(match, begins[match], where[match][0]) for match in self.announced)


def moves_of(
    prices: Prices, tables: Tables, begins: Sequence[int], where: Sequence[tuple[int, list[int]]]
) -> tuple[Move, ...]:
    """The moves in the order of the model."""
    found = []
    for match in sorted(prices.announced):
        station = where[match][0]
        price = prices.of(match, begins[match], station)
        booking = prices.announced[match]
        if price or (station != -1 and tables.users[station] != booking.station):
            lost = station == -1
            found.append(
                Move(
                    booking.match,
                    booking.start,
                    None if lost else begins[match] + tables.warm_up[match],
                    booking.station,
                    None if lost else tables.users[station],
                    price,
                )
            )
    return tuple(found)
