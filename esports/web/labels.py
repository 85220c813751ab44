"""The words for the values of enums, one table a kind, for templates and scripts alike.

The figures of a table stand in the order of their columns; a figure that is not here is not shown.
"""

from collections.abc import Mapping
from functools import cache

from esports.i18n import N_, translate

LABELS: Mapping[str, Mapping[str, str]] = {
    "tournament": {
        "draft": N_("Draft"),
        "registration": N_("Registration open"),
        "check_in": N_("Check-in"),
        "seeding": N_("Seeding"),
        "running": N_("Running"),
        "paused": N_("Paused"),
        "finished": N_("Finished"),
        "archived": N_("Archived"),
        "cancelled": N_("Cancelled"),
    },
    "move": {
        "draft": N_("Back to draft"),
        "registration": N_("Open registration"),
        "check_in": N_("Open check-in"),
        "seeding": N_("Go to seeding"),
        "running": N_("Start playing"),
        "paused": N_("Pause"),
        "finished": N_("Finish"),
        "archived": N_("Archive"),
        "cancelled": N_("Cancel the tournament"),
    },
    "board": {"now": N_("Live now"), "next": N_("Coming up"), "over": N_("Finished")},
    "stage": {
        "pending": N_("Not started"),
        "running": N_("Running"),
        "finished": N_("Finished"),
    },
    "entry": {
        "pending": N_("Awaits approval"),
        "confirmed": N_("Confirmed"),
        "checked_in": N_("Checked in"),
        "no_show": N_("Did not check in"),
        "playing": N_("Playing"),
        "placed": N_("Placed"),
        "waitlisted": N_("Waiting list"),
        "offered": N_("Place offered"),
        "refused": N_("Refused"),
        "withdrawn": N_("Withdrawn"),
        "disqualified": N_("Disqualified"),
    },
    "consent": {
        "not_needed": N_("No consent needed"),
        "birth_date_needed": N_("Birth date missing"),
        "missing": N_("Guardian not asked yet"),
        "asked": N_("Guardian asked"),
        "granted": N_("Guardian agreed"),
        "refused": N_("Guardian refused"),
        "revoked": N_("Consent withdrawn"),
    },
    "entry_kind": {"team": N_("Teams"), "player": N_("Players")},
    "roster_role": {"player": N_("Player"), "substitute": N_("Substitute"), "coach": N_("Coach")},
    "question": {
        "text": N_("Text"),
        "number": N_("Number"),
        "choice": N_("Choice"),
        "date": N_("Day"),
    },
    "phase": {
        "waiting": N_("Waits for earlier matches"),
        "ready": N_("Ready"),
        "bye": N_("Bye"),
        "skipped": N_("Not needed"),
        "settled": N_("Played"),
        "stale": N_("Result no longer fits"),
    },
    "match": {
        "idle": N_("Not called yet"),
        "called": N_("Called"),
        "live": N_("Being played"),
        "reported": N_("Reported"),
        "confirmed": N_("Confirmed"),
        "disputed": N_("Disputed"),
        "voided": N_("Void"),
    },
    "need": {
        "disputed": N_("Disputed"),
        "help": N_("Referee called"),
        "unanswered": N_("No answer to the report"),
        "stale": N_("Result no longer fits"),
        "late": N_("Waits for long"),
        "taken": N_("Taken up"),
    },
    "bracket": {
        "upper": N_("Upper bracket"),
        "lower": N_("Lower bracket"),
        "final": N_("Final"),
        "third_place": N_("Third place"),
        "group": N_("Group"),
        "swiss": N_("Swiss"),
        "lobby": N_("Lobby"),
        "placement": N_("Placement"),
        "custom": N_("Bracket"),
    },
    "format": {
        "single_elimination": N_("Single elimination"),
        "double_elimination": N_("Double elimination"),
        "round_robin": N_("Round robin"),
        "gsl_groups": N_("GSL groups"),
        "swiss": N_("Swiss"),
        "gauntlet": N_("Gauntlet"),
        "free_for_all": N_("Free for all"),
        "judged": N_("Judged"),
        "custom": N_("Custom bracket"),
    },
    "outcome": {
        "played": N_("Played"),
        "walkover": N_("Walkover: never started"),
        "forfeit": N_("Forfeit: conceded"),
        "no_show": N_("No-show: missed the call"),
        "disqualification": N_("Disqualification"),
        "double_forfeit": N_("Neither plays: double forfeit"),
    },
    "judging": {
        "pending": N_("Not started"),
        "open": N_("Works can be handed in"),
        "closed": N_("Waits for judges"),
        "marking": N_("Being marked"),
        "published": N_("Published"),
    },
    "aggregate": {
        "mean": N_("Mean of all marks"),
        "trimmed_mean": N_("Mean without the best and the worst mark"),
        "normalised": N_("Mean, strict and mild judges evened out"),
    },
    "figure": {
        "mark": N_("Mark"),
        "marks": N_("Marks given"),
        "points": N_("Points"),
        "wins": N_("W"),
        "draws": N_("D"),
        "losses": N_("L"),
        "difficulty": N_("Difficulty"),
        "buchholz": N_("Buchholz"),
        "median_buchholz": N_("Median Buchholz"),
        "sonneborn_berger": N_("Sonneborn-Berger"),
        "opponents_win_rate": N_("Opponents' wins"),
        "head_to_head": N_("Head-to-head"),
        "game_difference": N_("Games +/−"),
        "round_difference": N_("Rounds +/−"),
        "placement_points": N_("Placement"),
        "kills": N_("Kills"),
        "adjustment": N_("+/−"),
        "seed": N_("Seed"),
    },
    "cause": {
        "random": N_("Drawn by lot: the time was up"),
        "previous": N_("As in the game before: the time was up"),
        "rest": N_("What was left"),
    },
    "draft_script": {
        "counter_strike_bo1": N_("Counter-Strike, best of 1: maps and sides"),
        "counter_strike_bo3": N_("Counter-Strike, best of 3: maps and sides"),
        "counter_strike_bo5": N_("Counter-Strike, best of 5: maps and sides"),
        "honor_of_kings": N_("Honor of Kings: heroes"),
        "ultimate_battle": N_("Honor of Kings: sealed ultimate battle"),
        "league": N_("League of Legends: champions"),
    },
    "series_rule": {
        "free": N_("Free again"),
        "global_ban_pick": N_("Global ban-pick: out for its side, but may be banned"),
        "fearless": N_("Fearless: out for both sides"),
        "fearless_to_picker": N_("Fearless for its side alone"),
    },
    "team_event": {
        "created": N_("{name} founded the team"),
        "joined": N_("{name} joined"),
        "left": N_("{name} left"),
        "removed": N_("{name} was taken out"),
        "captain": N_("{name} became captain"),
    },
    "role": {
        "owner": N_("Owner"),
        "operator": N_("Operator"),
        "referee": N_("Referee"),
        "caster": N_("Caster"),
        "judge": N_("Judge"),
    },
}


@cache
def labels(locale: str) -> dict[str, dict[str, str]]:
    """Every table in the words of `locale`."""
    return {
        kind: {value: translate(locale, words) for value, words in table.items()}
        for kind, table in LABELS.items()
    }
