"""From when on matches may be called: near their published start, or early, as `auto_calling` does. Pure."""

from uuid import UUID

from esports.schedule.modelling import Dial, Week, is_played


def nearest(week: Week, dial: Dial, ahead: int, *, early: bool) -> dict[UUID, int]:
    """The minute from which each match may be on, for all that its station and its people do.

    One that is ready before its time is the next of its station once those before it may be on.
    """
    found, before = dict[UUID, int](), dict[UUID, int]()
    idle = [one for one in week.matches if one.id in week.published and not is_played(one)]
    for match in sorted(idle, key=lambda one: (week.published[one.id].starts_at, one.id)):
        booked = week.published[match.id]
        near = dial.minute(booked.starts_at) - ahead
        if early and match.began_at is not None:
            near = min(near, before.get(booked.station_id, 0))
        found[match.id] = before[booked.station_id] = near
    return found
