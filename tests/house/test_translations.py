"""Every text that a person may read has its Chinese, and the Chinese says the same things."""

import inspect
import re
from collections.abc import Iterator
from typing import get_args

import pytest

from esports.entries.rules import eligibility, quotas, rosters
from esports.i18n import LOCALES, catalogue, negotiate, translate
from esports.jobs import AnyJob
from esports.journal.facts import Fact
from esports.journal.facts.accounts import AccountFact
from esports.journal.facts.notices import NoticeFact
from esports.journal.facts.teams import TeamFact
from esports.web.fact_labels import FACTS, fact_labels
from esports.web.labels import LABELS, labels
from tests.house.messages import in_python, messages, sentences

PLACES = re.compile(r"\{(\w+)\}|%\((\w+)\)s")
CHINESE = re.compile(r"[\u4e00-\u9fff]")
SAME = {
    "CSV or JSON",
    "Bo{games}",
    "Best of {games}",
    "best of {n}",
    "Python",
    "{first} {a} – {b} {second}",
    "{kind}: {count}",
}
"""Texts whose Chinese has no Chinese character in it."""


def places(text: str) -> list[str]:
    """The names that are filled in, in any order."""
    return sorted(first or second for first, second in PLACES.findall(text))


def test_every_message_has_its_chinese() -> None:
    known = catalogue("zh-Hans")
    missing = {message: place for message, place in messages().items() if message not in known}
    assert missing == {}


def test_no_translation_is_left_over() -> None:
    assert set(catalogue("zh-Hans")) - set(messages()) == set()


def test_translations_fill_in_the_same() -> None:
    assert [fault for pair in catalogue("zh-Hans").items() for fault in faults(*pair)] == []


def faults(message: str, chinese: str) -> Iterator[str]:
    """What is wrong with one translation."""
    if places(chinese) != places(message):
        yield f"other places: {message} > {chinese}"
    if not CHINESE.search(chinese) and message not in SAME:
        yield f"not Chinese: {message} > {chinese}"
    if chinese.startswith(" ") != message.startswith(" "):
        yield f"other indent: {message} > {chinese}"


def test_faults_are_found() -> None:
    assert list(faults("{n} left", "剩 {n}")) == []
    assert len(list(faults("{n} left", " {m} left"))) == 3


def test_the_search_sees_what_is_written() -> None:
    source = """
N_("Marked.")
raise invalid("code", "/field", "Told {n}.", n=1)
raise DomainError(Kind.conflict, "code", "One." if x else "Other.")
translate(locale, "Shown {name}")
"""
    assert set(in_python(source)) == {"Marked.", "Told {n}.", "One.", "Other.", "Shown {name}"}
    assert set(sentences('"""Not this one."""\nwhy = "Because of {it} it is."\n')) == {
        "Because of {it} it is."
    }


@pytest.mark.parametrize("locale", LOCALES)
def test_labels_are_words(locale: str) -> None:
    told = labels(locale)
    assert told.keys() == LABELS.keys()
    assert all(words for table in told.values() for words in table.values())


def test_every_job_is_told_in_words() -> None:
    assert LABELS["job"].keys() == {job.__name__ for job in get_args(AnyJob)}


OF_OTHERS = (TeamFact, NoticeFact, AccountFact)
"""What stands in the journals of teams and people."""
OF_EVENTS = {"EventCreated", "EventChanged", "PointsRulesSet", "SchedulePublished"}
FOR_STAFF = {
    "CallingSet",
    "CaseNoted",
    "ConsentMoved",
    "CorrectionProposed",
    "EntryExcepted",
    "IdentityVerified",
    "InvitationMade",
    "InvitationRevoked",
    "JudgesAssigned",
    "MatchPinned",
    "MatchWanted",
    "PauseExplained",
    "PlanSettingsSet",
    "PlanTakenBack",
    "StationSet",
    "SubmissionMarked",
    "VenueSet",
}


def test_what_webhooks_are_told_has_words() -> None:
    others = {fact for room in OF_OTHERS for fact in get_args(room)}
    told = {fact.__name__ for fact in set(get_args(Fact)) - others}
    assert told - FACTS.keys() == OF_EVENTS | FOR_STAFF
    assert told >= FACTS.keys()
    assert len(set(fact_labels("zh-Hans").values())) == len(FACTS), "each is told from the others"


def test_whatever_organisers_may_let_pass_has_words() -> None:
    codes = {"roster_locked"}
    written = re.compile(r'(?:FieldError\([^,]*,|_fault\()\s*f?"([a-z_{}]+)"')
    for module in (eligibility, quotas, rosters):
        for code in written.findall(inspect.getsource(module)):
            codes |= {code.replace("{field}", field) for field in quotas.FIELDS}
    assert codes - LABELS["exception"].keys() == {"club_not_allowed"}, "no rule names clubs"
    assert LABELS["exception"].keys() <= codes


@pytest.mark.parametrize(
    ("header", "locale"),
    [
        ("", "en"),
        ("zh-CN,zh;q=0.9,en;q=0.8", "zh-Hans"),
        ("en-GB,en;q=0.9,zh;q=0.8", "en"),
        ("fr,zh;q=0.5", "zh-Hans"),
        ("fr;q=nonsense,de", "en"),
        ("zh;q=0.1,en;q=0.9", "en"),
    ],
)
def test_negotiation_takes_the_best_wish(header: str, locale: str) -> None:
    assert negotiate(header) == locale


def test_unknown_messages_stay_as_they_are() -> None:
    assert translate("zh-Hans", "Nobody translated {this}.", this="that") == "Nobody translated that."
