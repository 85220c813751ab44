"""Correcting a result: the change as a fact, carried out, taken back, and told again from the log.

Nothing is lost: the fact holds all that it takes out, so that taking it back restores the state.
"""

from collections.abc import Collection, Iterable
from dataclasses import dataclass

from esports.engine import stage
from esports.engine.errors import EngineError
from esports.engine.impact import Effect, Entrants, Impact, Results, with_result
from esports.engine.model import Phase, Result, Structure


@dataclass(frozen=True, slots=True)
class Correction:
    """The fact to record: the result before and after, None where the match is to have none.

    `voided` are the results of later matches that it takes out. If it `stands`, the result that moved the
    entries on stays in force, and the correction is known but changes nothing.
    """

    before: Result
    after: Result | None
    voided: tuple[Result, ...] = ()
    stands: bool = False


def correct(
    results: Results, impact: Impact, *, token: str | None = None, stands: bool = False
) -> Correction:
    """The fact of this correction, as previewed on these results just now.

    `token` is that of the preview that a person agreed to: `impact_changed` if it was another one. With
    `stands` the correction is recorded and moves nobody.
    """
    if token is not None and token != impact.token:
        raise EngineError(
            "impact_changed", "", "The correction would now change something else than what was shown."
        )
    void = [] if stands else [later.match for later in impact.later if later.effect is Effect.void]
    return Correction(impact.before, impact.after, tuple(results[match] for match in void), stands)


def apply(results: Results, correction: Correction) -> dict[str, Result]:
    """The results after the correction."""
    if correction.stands:
        return dict(results)
    void = {result.match for result in correction.voided}
    kept = {match: result for match, result in results.items() if match not in void}
    return with_result(kept, correction.before.match, correction.after)


def revert(
    structure: Structure,
    entrants: Entrants,
    results: Results,
    correction: Correction,
    *,
    handed: Collection[str] = (),
) -> dict[str, Result]:
    """The results as if the correction had not been; refuses with `correction_overtaken`.

    It can be taken back until something is played that rests on it; then another correction is the way.
    What was `handed` over by those who have left was not played: it goes where it does not fit any more.
    """
    if correction.stands:
        return dict(results)
    match = correction.before.match
    played = {key: result for key, result in results.items() if key not in handed}
    restored = {**played, match: correction.before, **{one.match: one for one in correction.voided}}
    replayed = any(one.match in played for one in correction.voided)
    now = stage.resolve(structure, entrants, results)
    back = stage.resolve(structure, entrants, restored)
    for key in sorted(set(handed) - restored.keys(), key=structure.order.__getitem__):
        if back[key].occupants == results[key].entries:
            restored[key] = results[key]
            back = stage.resolve(structure, entrants, restored)
    lost = any(now[key].phase is Phase.settled and back[key].phase is not Phase.settled for key in played)
    if results.get(match) != correction.after or replayed or lost:
        raise EngineError(
            "correction_overtaken",
            "",
            "The correction of {match} cannot be taken back: results since then rest on it.",
            {"match": match},
        )
    return restored


def replay(log: Iterable[Result | Correction]) -> dict[str, Result]:
    """The results after all that happened, from nothing."""
    results: dict[str, Result] = {}
    for fact in log:
        results = (
            apply(results, fact) if isinstance(fact, Correction) else with_result(results, fact.match, fact)
        )
    return results
