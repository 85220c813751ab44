"""Who may take part: every reason at once, borders to the day, and no rule that lets anybody in."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from esports.entries.rules import rosters
from esports.entries.rules.eligibility import Applicant, age_on, reasons
from esports.entries.rules.quotas import Held
from esports.entries.rules.wire import AgeRule, Eligibility, Quota, RatingRule, RosterRules
from esports.entries.wire import NewMember
from esports.errors import FieldError
from esports.tournaments.wire import Roster

DAYS = st.dates(date(1940, 1, 1), date(2040, 12, 31))
BOUNDS = st.tuples(st.none() | st.integers(0, 40), st.none() | st.integers(0, 40))
PLACES = st.sampled_from(["华东", "华北", "Łódź", "ŁÓDŹ"])
MEMBERS = st.lists(
    st.builds(
        NewMember,
        name=st.sampled_from(["甲", "乙", "丙"]),
        role=st.sampled_from(["player", "substitute", "coach"]),
        birth_date=st.none() | DAYS,
    ),
    max_size=4,
)
APPLICANTS = st.builds(
    lambda known, **fields: Applicant(identities=known and known[: len(fields["members"])], **fields),
    known=st.none() | st.lists(st.booleans(), min_size=4, max_size=4),
    delegation=st.none() | PLACES,
    region=st.none() | PLACES,
    rating=st.none() | st.floats(-10, 10),
    members=MEMBERS,
    address_verified=st.booleans(),
    ages_said=st.booleans(),
)
AGE_RULES = st.builds(lambda on, bounds: AgeRule(on=on, min=bounds[0], max=bounds[1]), DAYS, BOUNDS)
ALL_AGES = AGE_RULES | st.builds(AgeRule, on=DAYS, by=st.just("word"), min=st.just(16))
RULES = {
    "age": ALL_AGES,
    "regions": st.lists(PLACES, min_size=1, max_size=2),
    "delegations": st.lists(PLACES, min_size=1, max_size=2),
    "rating": st.builds(RatingRule, min=st.floats(-10, 0), max=st.floats(0, 10)),
    "verified_address": st.just(True),
    "identity": st.just("verified"),
}


def codes(found: list[FieldError]) -> list[str]:
    return [fault.code for fault in found]


def player(name: str, born: date | None, role: str = "player") -> NewMember:
    return NewMember(name=name, role=role, birth_date=born)  # type: ignore[arg-type]


def applicant(*members: NewMember, **fields: object) -> Applicant:
    blank = {"delegation": None, "region": None, "rating": None, "address_verified": False}
    return Applicant(members=members, **blank | fields)  # type: ignore[arg-type]


@given(APPLICANTS, st.fixed_dictionaries({}, optional=RULES), st.data())
def test_one_rule_more_lets_nobody_in(who: Applicant, chosen: dict[str, object], data: st.DataObject) -> None:
    rules = Eligibility(**chosen)  # type: ignore[arg-type]
    name = data.draw(st.sampled_from(sorted(RULES)))
    more = Eligibility(**chosen | {name: data.draw(RULES[name])})  # type: ignore[arg-type]
    if name not in chosen:
        assert [fault for fault in reasons(who, rules) if fault not in reasons(who, more)] == []
    assert reasons(who, Eligibility()) == []


@given(APPLICANTS, AGE_RULES)
def test_a_narrower_age_lets_nobody_in(who: Applicant, rule: AgeRule) -> None:
    narrower = AgeRule(on=rule.on, min=(rule.min or 0) + 1, max=rule.max)
    wide, narrow = Eligibility(age=rule), Eligibility(age=narrower)
    pointers = {fault.pointer for fault in reasons(who, narrow)}
    assert {fault.pointer for fault in reasons(who, wide)} <= pointers


@given(DAYS, DAYS)
def test_age_counts_birthdays(born: date, day: date) -> None:
    age, tomorrow = age_on(born, day), age_on(born, day + timedelta(days=1))
    assert tomorrow - age in (0, 1)
    if born <= day:
        birthdays = sum(
            (year, born.month, born.day) <= (day.year, day.month, day.day)
            for year in range(born.year + 1, day.year + 1)
        )
        assert age == birthdays


@pytest.mark.parametrize(
    ("born", "day", "age"),
    [
        (date(2008, 2, 29), date(2026, 2, 28), 17),
        (date(2008, 2, 29), date(2026, 3, 1), 18),
        (date(2008, 2, 29), date(2028, 2, 28), 19),
        (date(2008, 2, 29), date(2028, 2, 29), 20),
        (date(2008, 3, 1), date(2026, 2, 28), 17),
        (date(2008, 11, 23), date(2026, 11, 22), 17),
        (date(2008, 11, 23), date(2026, 11, 23), 18),
    ],
)
def test_borders_to_the_day(born: date, day: date, age: int) -> None:
    assert age_on(born, day) == age
    rule = Eligibility(age=AgeRule(on=day, min=18, max=18))
    expected = ["too_young"] if age < 18 else ["too_old"] if age > 18 else []
    assert codes(reasons(applicant(player("A", born)), rule)) == expected


def test_every_reason_at_once_says_where_and_whom_it_is_about() -> None:
    rules = Eligibility(
        age=AgeRule(on=date(2026, 11, 23), min=16, max=30),
        regions=["华东"],
        delegations=["上海"],
        rating=RatingRule(min=10, max=20),
        verified_address=True,
    )
    who = applicant(
        player("Young", date(2010, 11, 24)),
        player("Right", date(2010, 11, 23)),
        player("Old", date(1995, 11, 23), "substitute"),
        player("Unknown", None),
        player("Coach", date(1960, 1, 1), "coach"),
        player("Unborn", date(2026, 11, 24)),
        region="华北",
        rating=9,
    )
    assert [(one.pointer, one.code, one.params.get("name")) for one in reasons(who, rules)] == [
        ("/roster/0/birth_date", "too_young", "Young"),
        ("/roster/2/birth_date", "too_old", "Old"),
        ("/roster/3/birth_date", "birth_date_missing", "Unknown"),
        ("/roster/5/birth_date", "birth_date_wrong", "Unborn"),
        ("/roster/5/birth_date", "too_young", "Unborn"),
        ("/region", "region_not_allowed", None),
        ("/delegation", "delegation_missing", None),
        ("/rating", "rating_too_low", None),
        ("", "address_not_verified", None),
    ]


def test_what_is_not_told_is_a_reason() -> None:
    rules = Eligibility(
        age=AgeRule(on=date(2026, 11, 23), max=99),
        regions=["华东"],
        delegations=["上海"],
        rating=RatingRule(max=20),
    )
    missing = ["roster_missing", "region_missing", "delegation_missing", "rating_missing"]
    assert codes(reasons(applicant(), rules)) == missing
    assert codes(reasons(applicant(player("C", None, "coach")), rules)) == missing
    assert codes(reasons(applicant(rating=21), Eligibility(rating=RatingRule(max=20)))) == ["rating_too_high"]


def test_who_plays_is_known_to_staff_from_check_in_on() -> None:
    rules = Eligibility(identity="verified")
    team = (player("A", None), player("B", None, "substitute"), player("C", None, "coach"))
    assert reasons(applicant(*team), rules) == [], "nobody can be verified before the entry is there"
    found = reasons(applicant(*team, identities=[True, False, False]), rules)
    assert [(one.pointer, one.code) for one in found] == [("/roster/1", "identity_not_verified")]
    assert reasons(applicant(*team, identities=[True, True, False]), rules) == []
    assert codes(reasons(applicant(identities=[]), rules)) == ["roster_missing"]
    assert reasons(applicant(*team, identities=[False] * 3), Eligibility()) == []


def test_places_are_compared_whatever_their_case() -> None:
    rules = Eligibility(regions=["Łódź"])
    assert reasons(applicant(region="ŁO\u0301DZ\u0301"), rules) == []


@pytest.mark.parametrize(
    ("players", "substitutes", "coaches", "found"),
    [
        (5, 1, 1, []),
        (4, 2, 0, ["roster_too_small", "too_many_substitutes", "coach_missing"]),
        (6, 0, 3, ["roster_too_large", "too_many_coaches"]),
        (0, 0, 0, ["roster_too_small", "coach_missing"]),
    ],
)
def test_a_roster_is_what_the_title_needs(
    players: int, substitutes: int, coaches: int, found: list[str]
) -> None:
    members = [
        player("A", None, role)
        for role, count in (("player", players), ("substitute", substitutes), ("coach", coaches))
        for _ in range(count)
    ]
    rules = RosterRules(due="registration", coaches_min=1, coaches_max=2)
    size = Roster(min=5, max=5, substitutes=1)
    assert codes(rosters.reasons(members, size, rules, state="registration")) == found


def test_none_at_all_will_do_until_it_is_due() -> None:
    size = Roster(min=5, max=5)
    for due, state, found in (
        (None, "seeding", []),
        ("check_in", "registration", []),
        ("check_in", "check_in", ["roster_too_small"]),
        ("registration", "draft", ["roster_too_small"]),
    ):
        assert codes(rosters.reasons([], size, RosterRules(due=due), state=state)) == found  # type: ignore[arg-type]


def test_quotas_count_what_came_in_whatever_its_case() -> None:
    held = Held([("Łódź", "East", None, 1)])
    quota = Quota(delegation=2, region=1)
    who = _Counted("łódź", "West")
    assert list(held.faults(who, quota)) == []
    held.take(who)
    assert codes(list(held.faults(who, quota))) == ["quota_delegation_full", "quota_region_full"]
    assert codes(list(held.faults(_Counted(None, "North"), quota))) == ["delegation_missing"]


class _Counted:
    def __init__(self, delegation: str | None, region: str | None) -> None:
        self.delegation, self.region, self.club = delegation, region, None


def test_by_ones_word_no_birth_date_is_asked_or_looked_at() -> None:
    rule = Eligibility(age=AgeRule(on=date(2026, 11, 23), min=18, by="word"))
    young = player("A", date(2015, 1, 1))
    assert codes(reasons(applicant(young), rule)) == ["ages_not_said"]
    assert codes(reasons(applicant(young, ages_said=True), rule)) == []
