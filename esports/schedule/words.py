"""Why a match has its place, and why there is no plan, in words."""

from collections.abc import Mapping
from typing import Any

from esports.i18n import N_
from esports.planning.conflict_words import Conflict
from esports.planning.reasons import Decision, Why
from esports.schedule.modelling import Dial, Week
from esports.schedule.wire import Told

PLACED: Mapping[Why, str] = {
    Why.free: N_("As early as its tournament may begin."),
    Why.predecessor: N_("Waits for {match}."),
    Why.person_playing: N_("A player is in {match} until then."),
    Why.person_resting: N_("A player rests after {match}."),
    Why.person_travelling: N_("A player is on the way from {match}."),
    Why.person_pinned: N_("A player has to be free for {match}, which is pinned."),
    Why.hours: N_("A player may not play earlier."),
    Why.closed: N_("{place} is not open long enough before."),
    Why.station_busy: N_("Until then every station has a match; {place} is free first, after {match}."),
    Why.stream_busy: N_("Until then no stream is free for it."),
    Why.referee_busy: N_("Until then every referee has a match; one is free after {match}."),
    Why.pinned: N_("Pinned by hand."),
    Why.pin_ahead: N_("It leads to a match that is pinned."),
}
LEFT_OUT: Mapping[Why, str] = {
    Why.predecessor: N_("No place, for {match} has none in time."),
    Why.person_playing: N_("No place: a player is in {match}."),
    Why.person_resting: N_("No place: a player rests after {match}."),
    Why.person_pinned: N_("No place: a player has to be free for {match}, which is pinned."),
    Why.hours: N_("No place in the hours in which its players may play."),
    Why.closed: N_("No place before {place} closes for good."),
    Why.station_busy: N_("No place: {place} has {match} at the time that is pinned."),
    Why.stream_busy: N_("No place: no stream is free for it in time."),
    Why.no_stream: N_("No place: no venue that serves its game has a stream."),
    Why.referee_busy: N_("No place: every referee has a match at the time that is pinned."),
    Why.no_referee: N_("No place: there are not enough referees who do not play it."),
    Why.pin_ahead: N_("No place in time for a match that is pinned and waits for it."),
    Why.no_station: N_("No place: no station serves its game."),
    Why.before_release: N_("No place: it is pinned to a time at which its tournament may not begin yet."),
}
NOWHERE = N_("No place was found.")

CONFLICTS: Mapping[str, str] = {
    "pinned_elsewhere": N_("{matches}: pinned to a station that does not serve its game."),
    "no_station": N_("{matches}: no station serves {title}."),
    "too_long": N_("{matches}: takes {length} minutes, and no opening lasts longer than {longest}."),
    "hours": N_("{matches}: takes {length} minutes, and the limited hours of a player in it leave no time."),
    "pin_hours": N_("{matches}: pinned to begin at {begin}, outside of the limited hours of a player in it."),
    "pin_before_release": N_("{matches}: pinned to begin at {begin}, before its tournament may begin."),
    "pin_closed": N_("{matches}: pinned to a time at which no venue is open for its {length} minutes."),
    "pins_person": N_("{matches}: pinned so close together that their players cannot be at both."),
    "pins_station": N_("{matches}: pinned to the same time, and there are fewer stations than matches."),
    "pin_too_soon": N_(
        "{matches}: what comes before the last of them ends at {ready}, and it is pinned earlier."
    ),
    "path_too_long": N_("{matches}: played one after the other, the last has no opening left."),
    "person_load": N_("{matches}: {need} minutes of play for the same players, who have {have}."),
    "pool_load": N_("{matches}: {need} minutes of play, and the {stations} stations for them have {have}."),
    "no_stream": N_("{matches}: held for the stream, and no venue that serves its game has one."),
    "pins_stream": N_(
        "{matches}: pinned to the same time and held for the stream, of which there are {have}."
    ),
    "few_referees": N_("{matches}: needs {asked} referees, and {able} of the staff can lead it."),
    "pins_referee": N_("{matches}: pinned to the same time, and need {asked} referees, of {have}."),
    "cycle": N_("{matches}: each waits for the one before it, in a circle."),
}
OTHER = N_("{matches}: these demands cannot hold together.")
MOMENTS = ("begin", "ready", "until", "head")
MOST = 4
"""How many matches a conflict names before it counts the rest."""


class Words:
    """Names for the ids of a week's model."""

    def __init__(self, week: Week) -> None:
        self.dial = Dial(week.event)
        self.matches = {str(one.id): f"{one.tournament} #{one.number}" for one in week.matches}
        self.places = {str(venue.id): venue.name for venue in week.venues}
        self.places |= {str(one.id): one.name for venue in week.venues for one in venue.stations}

    def reason(self, decision: Decision) -> Told:
        """Why a match begins when it does, or nowhere."""
        reason = decision.reason
        texts = LEFT_OUT if decision.begin is None else PLACED
        params: dict[str, Any] = {"match": self.matches.get(reason.match, "–")}
        params["place"] = self.places.get(reason.subject, "–")
        return Told(code=reason.code.value, text=texts.get(reason.code, NOWHERE), params=params)

    def conflict(self, conflict: Conflict) -> Told:
        """What conflicts with what."""
        shown = [self.matches[one] for one in conflict.matches[:MOST]]
        rest = len(conflict.matches) - len(shown)
        params: dict[str, Any] = {
            name: self.dial.shown(value) if name in MOMENTS and isinstance(value, int) else value
            for name, value in conflict.params.items()
            if name not in ("who", "station", "first", "second", "match")
        }
        params["matches"] = ", ".join(shown) + (f" (+{rest})" if rest else "")
        return Told(code=conflict.code, text=CONFLICTS.get(conflict.code, OTHER), params=params)
