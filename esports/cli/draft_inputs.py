"""What a person hands to `esports draft`: a script, the setup of a draft, and what happened in it."""

import argparse
from dataclasses import dataclass
from typing import Annotated, Any

import msgspec

from esports.cli.inputs import BadInput, json_argument, json_file, typed, words
from esports.cli.words import say
from esports.drafts.wire import Lineup, Name, RuleName, SeriesRule, SlotNumber, Squad
from esports.engine import draft_series as series
from esports.engine.draft import opened
from esports.engine.draft_lineup import parse_lineup
from esports.engine.draft_model import Bars, Script, Setup, State
from esports.engine.draft_replay import Action, Verb, apply
from esports.engine.draft_script import parse_script
from esports.engine.draft_scripts import SCRIPTS
from esports.engine.errors import EngineError

Names = Annotated[list[Name], msgspec.Meta(max_length=1_000)]
Moment = Annotated[int, msgspec.Meta(ge=0, le=2**53)]


class GivenSetup(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A draft as it is opened by the API, with what the API knows: the names of the two sides, and what
    each picked in the earlier games that count.
    """

    pool: Names
    first: SlotNumber = 0
    names: tuple[Name, Name] | None = None
    series_rule: RuleName | SeriesRule = "free"
    earlier: list[tuple[Names, Names]] = []
    previous: tuple[Lineup, Lineup] | None = None
    players: tuple[Squad, Squad] = ([], [])
    spells: Names = []


class Happened(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """One thing that happened; a choice of a slot where no verb is given."""

    at_ms: Moment
    verb: Verb = Verb.act
    slot: SlotNumber | None = None
    choice: Name | Lineup | None = None


@dataclass(frozen=True, slots=True)
class Played:
    """A draft as it stands at a moment, and as whom it is looked at: a slot's side, or None, everybody."""

    state: State
    names: tuple[str, str]
    at_ms: int
    for_slot: int | None


def read_script(argument: str) -> Script:
    """The script of that name, or the one that is given."""
    if argument in SCRIPTS:
        return SCRIPTS[argument]
    if argument.replace("_", "").isalnum():
        raise BadInput(
            say("SCRIPT: there is no script {name}; known: {known}.", name=argument, known=", ".join(SCRIPTS))
        )
    try:
        return parse_script(json_argument("SCRIPT", argument))
    except EngineError as error:
        raise BadInput(f"SCRIPT: {words(error)}") from None


def played(script: Script, arguments: argparse.Namespace) -> Played:
    """The draft that the arguments describe, after all that happened."""
    given = typed("--setup", json_argument("--setup", arguments.setup), GivenSetup)
    raw = [] if arguments.choices is None else json_file("--choices", arguments.choices)
    happened = typed("--choices", raw, list[Happened])
    try:
        state = opened(_setup(script, given, arguments.draw_seed))
    except EngineError as error:
        raise BadInput(f"--setup: {words(error)}") from None
    for place, one in enumerate(happened):
        try:
            state = apply(state, _action(place, one))
        except EngineError as error:
            raise BadInput(f"--choices: /{place}: {words(error)}", status=1) from None
    names = given.names or (say("slot {slot}", slot=0), say("slot {slot}", slot=1))
    return Played(state, names, max(state.now_ms, arguments.at or 0), arguments.slot)


def _setup(script: Script, given: GivenSetup, draw_seed: str) -> Setup:
    previous = given.previous
    return Setup(
        script=script,
        pool=tuple(given.pool),
        first=given.first,
        draw_seed=draw_seed,
        bars=_bars(given),
        previous=None if previous is None else (_lineup(previous[0]), _lineup(previous[1])),
        players=(tuple(given.players[0]), tuple(given.players[1])),
        spells=tuple(given.spells),
    )


def _bars(given: GivenSetup) -> Bars:
    named = given.series_rule
    rule = series.RULES[named] if isinstance(named, str) else series.parse_rule(msgspec.structs.asdict(named))
    return series.bars(rule, [(frozenset(first), frozenset(second)) for first, second in given.earlier])


def _lineup(rows: Lineup) -> Any:
    return parse_lineup([msgspec.structs.asdict(row) for row in rows])


def _action(place: int, one: Happened) -> Action:
    if one.verb is not Verb.act:
        return Action(one.verb, one.at_ms)
    for field in ("slot", "choice"):
        if getattr(one, field) is None:
            raise BadInput(f"--choices: /{place}/{field}: {say('This field is needed.')}")
    assert one.slot is not None
    assert one.choice is not None
    choice = one.choice if isinstance(one.choice, str) else _lineup(one.choice)
    return Action(Verb.act, one.at_ms, one.slot, choice)
