"""What the engine refuses, as the product says it."""

from esports.engine.errors import EngineError, Finding
from esports.errors import FieldError, Kind
from esports.tournaments.programme import from_engine


def test_each_finding_is_a_wrong_field_of_its_own() -> None:
    findings = [Finding("/options/matches/0", "row_number", "At most {largest}.", {"largest": 9})]
    refused = EngineError("graph_unsound", "/options/matches", "{count} in all.", {"count": 1}, findings)
    told = from_engine(refused, Kind.invalid)
    assert (told.code, told.pointer, told.params) == ("graph_unsound", "/options/matches", {"count": 1})
    assert told.errors == (
        FieldError("/options/matches/0", "row_number", "At most {largest}.", {"largest": 9}),
    )


def test_a_refusal_without_findings_is_one_wrong_field() -> None:
    told = from_engine(
        EngineError("unknown_option", "/options/x", "No {option}.", {"option": "x"}), Kind.invalid
    )
    assert told.errors == ()
    assert told.pointer == "/options/x"
