"""The plan of a week, and that of its rest which keeps what is published: pure, and slow for many matches."""

import time
from collections.abc import Callable, Collection, Iterable, Mapping
from typing import Any
from uuid import UUID

import msgspec

from esports import log
from esports.i18n import N_
from esports.planning.checker import violations
from esports.planning.conflicts import conflicts
from esports.planning.dispatch import dispatch
from esports.planning.model import Model, Plan
from esports.planning.predict import Begun
from esports.planning.reasons import Decision, Why
from esports.planning.replan import Happened, replan
from esports.schedule.modelling import (
    Dial,
    Week,
    booked,
    is_played,
    model_of,
    placed,
    this_minute,
    under_way,
    users,
)
from esports.schedule.rows import Booking
from esports.schedule.searching import SECONDS, turn
from esports.schedule.wire import Search, Told
from esports.schedule.wishing import settled
from esports.schedule.words import Words

MOST_PROBLEMS = 100
AGAIN_SECONDS = 0.5
"""How long fewer moves are searched when the rest is planned again: somebody waits at the desk meanwhile."""
KEPT = Told(code="as_published", text=N_("As it is published."), params={})
ELSEWHERE = Told(code="other_station", text=N_("At its time, at a station that is free then."), params={})
RESTED = Told(code="resting", text=N_("A player rests after a match that is over."), params={})
ADDED = Told(code="around_published", text=N_("Where it fits between what is published."), params={})

logger = log.get(__name__)


class Made(msgspec.Struct, frozen=True, kw_only=True):
    """A plan as rows, with what stands against it; `is_right` is what the checker says.

    `rows` are None where the plan that was given stays; `search` says how far the search for a better one is.
    """

    rows: list[dict[str, Any]] | None
    problems: list[Told]
    is_right: bool
    search: Search | None = None


def plan(
    week: Week, search: Search | None = None, given: Mapping[UUID, Booking | None] | None = None
) -> Made:
    """The plan of a week, as if nothing were published; a turn of the search for a better one, from what the
    turns before have `given` on. As soon as something is played there is no search."""
    words, begun = Words(week), under_way(week)
    stored = None if given is None else _stored(week, given)
    kept = None if stored is None else {one.match: one.start for one in stored.bookings}
    model, wanted = settled(model_of(week), begun, kept)
    if begun and given is not None:
        return Made(rows=None, problems=_problems(week, model), is_right=True)
    if begun:
        found, decisions = dispatch(model, begun)
        return _made(week, model, found, _reasoned(week, model, found, decisions, words, wanted))
    search = search or Search(seconds=SECONDS, began_at=week.now)
    done = turn(model, search, stored)
    if done.better is None:
        return Made(rows=None, problems=_problems(week, model), is_right=True, search=done.search)
    found, decisions = done.better
    if kept is not None and not wanted.keys() <= {one.match for one in found.bookings}:
        # What is stored does not hold any more, nor do the starts that were settled in it.
        return plan(week, search)
    made = _made(week, model, found, _reasoned(week, model, found, decisions, words, wanted))
    return msgspec.structs.replace(made, search=done.search)


def _stored(week: Week, given: Mapping[UUID, Booking | None]) -> Plan:
    """What is stored of the matches that the week has."""
    found = (given.get(match.id) for match in week.matches)
    return Plan(tuple(booked(week, one) for one in found if one))


def _reasoned(
    week: Week,
    model: Model,
    found: Plan,
    decisions: Iterable[Decision],
    words: Words,
    wanted: Mapping[str, Told],
) -> list[dict[str, Any]]:
    reasons = {decision.match: decision for decision in decisions}

    def reason(match: str) -> Told:
        decision = reasons[match]
        is_so = decision.reason.code is Why.pinned and match in wanted
        return wanted[match] if is_so else words.reason(decision)

    return _rows(week, model, found, reason)


def plan_again(week: Week) -> Made:
    """The plan of the rest of a week, which moves as little of what is published as was found."""
    model, wanted = settled(model_of(week, announced=True), under_way(week))
    words, dial = Words(week), Dial(week.event)
    known = {station.id for station in model.stations}
    published = Plan(
        tuple(booked(week, one) for one in week.published.values() if str(one.station_id) in known)
    )
    begun = tuple(Begun(one) for one in under_way(week))
    happened = Happened(begun=begun, not_before=_not_before(week, dial))
    until = time.monotonic() + AGAIN_SECONDS
    found = replan(model, published, happened, this_minute(week), enough=lambda: time.monotonic() >= until)
    moved = {decision.match: decision for decision in found.decisions}
    starts = {move.match: (move.announced, move.start) for move in found.moves}

    def reason(match: str) -> Told:
        if match in wanted and match in moved and moved[match].reason.code is Why.pinned:
            return wanted[match]
        if match in moved:
            return _moved(moved[match], starts[match], happened.not_before, words)
        return KEPT if UUID(match) in week.published else ADDED

    rows = _rows(week, found.standing, found.plan, reason)
    return _made(week, found.standing, found.plan, rows)


def _moved(
    decision: Decision, starts: tuple[int, int | None], not_before: Mapping[str, int], words: Words
) -> Told:
    """Why a match that is published has another place, or none; of two starts the first is published."""
    if starts[0] == starts[1]:
        return ELSEWHERE
    if decision.reason.code is Why.free and decision.match in not_before:
        return RESTED
    return words.reason(decision)


def _not_before(week: Week, dial: Dial) -> dict[str, int]:
    """The minutes before which matches cannot start, for somebody in them rests after one that is over."""
    found = {}
    for match in week.matches:
        own = [week.resting[one] for one in users(match.entries, week.people) if one in week.resting]
        if own and not is_played(match):
            found[str(match.id)] = dial.minute(max(own)) + 1 + week.settings.warm_up
    return found


def _rows(week: Week, model: Model, found: Plan, reason: Callable[[str], Told]) -> list[dict[str, Any]]:
    """The plan of the matches that are not played yet, as it is stored."""
    dial, played = Dial(week.event), _played(week)
    places = {booking.match: booking for booking in found.bookings}
    rows = []
    for match in model.matches:
        if match.id in played:
            continue
        one = places.get(match.id)
        end = None if one is None else dial.back(one.start + match.duration.planned)
        rows.append(
            {
                "match_id": UUID(match.id),
                "station_id": None if one is None else UUID(one.station),
                "starts_at": None if one is None else dial.back(one.start),
                "ends_at": end,
                "referees": [] if one is None else [UUID(name.split()[1]) for name in one.referees],
                "stream": None if one is None else one.stream,
                "reason": msgspec.to_builtins(reason(match.id)),
            }
        )
    return rows


def _made(week: Week, model: Model, found: Plan, rows: list[dict[str, Any]]) -> Made:
    """The plan with the checker's word, which is not asked of what is played: that is as it is."""
    played = _played(week)
    wrong = [
        one
        for one in violations(placed(model, found), found)
        if not _among(played, (one.params.get(name) for name in ("match", "first", "second")))
    ]
    for one in wrong:
        # Who has hours of their own is a minor, and no log names one.
        detail = one.detail if one.code == "person_hours" else str(one)
        logger.error("a plan breaks a rule", code=one.code, detail=detail)
    return Made(rows=rows, problems=_problems(week, model), is_right=not wrong)


def _problems(week: Week, model: Model) -> list[Told]:
    """What conflicts with what, but for what is played."""
    played, words = _played(week), Words(week)
    against = [one for one in conflicts(model) if not _among(played, one.matches)]
    return [words.conflict(one) for one in against[:MOST_PROBLEMS]]


def _played(week: Week) -> set[str]:
    return {str(match.id) for match in week.matches if is_played(match)}


def _among(played: Collection[str], named: Iterable[object]) -> bool:
    """Whether all matches that are named are played, if any are."""
    found = {one for one in named if one is not None}
    return bool(found) and found <= set(played)
