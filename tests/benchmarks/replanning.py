"""`python -m tests.benchmarks.replanning`: what a break in the middle of a full day changes.

Of each published week of 2,000 matches, the fullest day: at 14:00 five of the matches that are on take 25
minutes more, and a station breaks. Beside each other: the announced starts that move if every station goes
on with its own matches in their order (those of the broken one wait for the end of the day), and those that
`replan` moves; and its time.
"""

from collections import Counter
from time import process_time

import msgspec

from esports.planning.checker import violations
from esports.planning.dispatch import dispatch
from esports.planning.instances import DAY, SEEDS, week
from esports.planning.model import Model, Plan
from esports.planning.predict import Begun
from esports.planning.replan import Happened, replan

OVERRUN, ON = 25, 5


def full_day(seed: int) -> tuple[int, Model, Plan]:
    """The day with the most matches of a week, by itself."""
    model = week(2000, seed)
    plan, _ = dispatch(model)
    day = Counter(booking.start // DAY for booking in plan.bookings).most_common(1)[0][0]
    bookings = tuple(booking for booking in plan.bookings if booking.start // DAY == day)
    there = {booking.match for booking in bookings}
    matches = tuple(
        msgspec.structs.replace(
            match, predecessors=tuple(name for name in match.predecessors if name in there)
        )
        for match in model.matches
        if match.id in there
    )
    return day, msgspec.structs.replace(model, matches=matches), Plan(bookings)


def shifted(model: Model, plan: Plan, happened: Happened, now: int) -> int:
    """How many announced starts move if each station goes on in its order, as soon as all are free."""
    asked = {match.id: match for match in model.matches}
    begun = {one.booking.match: one for one in happened.begun}
    free: dict[str, int] = {}
    ends: dict[str, int] = {}
    moved = 0
    for booking in plan.bookings:
        match, one = asked[booking.match], begun.get(booking.match)
        users = [booking.station, *booking.referees, *match.people]
        if booking.stream is not None:
            users.append(booking.stream)
        start = booking.start
        if one is None:
            ready = [free.get(user, 0) for user in users]
            ready += [ends[name] + asked[name].rest for name in match.predecessors]
            start = max(booking.start, max(ready) + match.warm_up)
            lost = booking.station in happened.broken
            moved += lost or start > booking.start
        end = start + match.duration.planned
        if one is not None and one.end is not None:
            end = one.end
        ends[booking.match] = end
        for user in users:
            free[user] = max(free.get(user, 0), end + (match.rest if user in match.people else 0))
    return moved


def main() -> None:
    """Print the table."""
    for seed in SEEDS:
        day, model, plan = full_day(seed)
        now = day * DAY + 14 * 60
        length = {match.id: match.duration.planned for match in model.matches}
        ends = {one.match: one.start + length[one.match] for one in plan.bookings}
        started = [one for one in plan.bookings if one.start <= now]
        late = {one.match for one in [one for one in started if ends[one.match] > now][:ON]}
        model = msgspec.structs.replace(
            model,
            matches=tuple(
                msgspec.structs.replace(
                    match,
                    duration=msgspec.structs.replace(
                        match.duration, planned=match.duration.planned + OVERRUN * (match.id in late)
                    ),
                )
                for match in model.matches
            ),
        )
        happened = Happened(
            tuple(Begun(one, ends[one.match] if ends[one.match] <= now else None) for one in started),
            (model.stations[0].id,),
        )
        begun = process_time()
        again = replan(model, plan, happened, now)
        took = process_time() - begun
        wrong = violations(again.standing, again.plan)
        starts = sum(move.start != move.announced for move in again.moves)
        come, moved = len(plan.bookings) - len(started), shifted(model, plan, happened, now)
        print(
            f"{seed}: {len(plan.bookings)} matches, {come} to come; starts moved: {moved} by shifting, "
            f"{starts} by planning again, of {len(again.moves)} moves for {again.price}; "
            f"{took:.2f} s; {len(wrong)} violations"
        )


if __name__ == "__main__":
    main()
