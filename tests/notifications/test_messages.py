"""What a notice says, and that nothing in it can be more than words."""

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as some

from esports.notifications.messages import render, round_name
from esports.notifications.wire import MatchReady, ReportWaiting

FINAL = MatchReady(
    match_id=UUID(int=1),
    tournament_id=UUID(int=2),
    event="The Week",
    event_slug="week",
    tournament="The Major",
    tournament_slug="major",
    stage="Playoffs",
    format="single_elimination",
    names=["Vitality", "MOUZ"],
    number=7,
    best_of=3,
    bracket="upper",
    group=None,
    round=3,
    last_round=3,
)

ROOM = "https://week.example/events/week/major/matches/00000000-0000-0000-0000-000000000001"


def test_a_match_is_named_by_its_sides_its_stage_and_its_round() -> None:
    message = render(FINAL, locale="en", name="Ana", home="https://week.example/")
    assert message.subject == "Your match is ready: Vitality – MOUZ (Playoffs, final, best of 3)"
    assert message.text == (
        "Hello Ana,\n\n"
        "your match in The Major (The Week) can be played now:\n\n"
        "Vitality – MOUZ\n"
        "Playoffs, final, best of 3, match 7\n\n"
        f"{ROOM}\n"
    )
    assert f'<a href="{ROOM}">' in message.html


def test_a_report_asks_for_an_answer_and_says_what_silence_does() -> None:
    fields = msgspec.structs.asdict(FINAL)
    due = datetime(2026, 11, 25, 12, 15, tzinfo=UTC)
    message = render(
        ReportWaiting(**fields, due_at=due), locale="en", name="Ana", home="https://week.example"
    )
    assert message.subject == "Is this result right? Vitality – MOUZ (Playoffs, final, best of 3)"
    assert "it counts soon if you say nothing:" in message.text
    assert ROOM in message.text
    patient = render(ReportWaiting(**fields, due_at=None), locale="zh-Hans", name="Ana", home="")
    assert "请确认" in patient.text
    assert "counts" not in patient.text


def test_without_an_address_there_is_no_link() -> None:
    message = render(FINAL, locale="en", name="Ana", home="")
    assert "href" not in message.html
    assert message.text.endswith("match 7\n")


@dataclass
class Case:
    name: str
    fields: dict[str, Any]


ROUNDS = [
    Case("semi-final", {"round": 2}),
    Case("quarter-final", {"round": 1}),
    Case("round 1", {"round": 1, "last_round": 4}),
    Case("third-place match", {"bracket": "third_place"}),
    Case("final", {"format": "double_elimination", "bracket": "final"}),
    Case("upper bracket, round 3", {"format": "double_elimination"}),
    Case("lower bracket, round 3", {"format": "double_elimination", "bracket": "lower"}),
    Case("round 3", {"format": "swiss", "bracket": "swiss"}),
    Case("group A, round 3", {"format": "round_robin", "bracket": "group", "group": "A"}),
    Case("round 3", {"format": "custom", "bracket": "custom"}),
]


@pytest.mark.parametrize("case", ROUNDS, ids=lambda case: case.name)
def test_a_round_has_the_name_that_people_use(case: Case) -> None:
    assert round_name(msgspec.structs.replace(FINAL, **case.fields), "en") == case.name


@given(some.tuples(some.text(), some.text(), some.text()), some.sampled_from(["en", "zh-Hans", "xx"]))
def test_no_name_becomes_markup(texts: tuple[str, str, str], locale: str) -> None:
    payload = msgspec.structs.replace(FINAL, names=list(texts[:2]), stage=texts[2])
    plain = render(FINAL, locale=locale, name="Ana", home="")
    message = render(payload, locale=locale, name=texts[0], home="")
    assert message.html.count("<") == plain.html.count("<")
    assert message.html.count(">") == plain.html.count(">")
