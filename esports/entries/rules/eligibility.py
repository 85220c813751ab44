"""Who may take part: one pure function that gives every reason against an entry at once.

Each rule looks for its own reasons and takes none back, so one rule more never lets anybody in. What a rule
needs and is not told is a reason, not a pass.
"""

import unicodedata
from collections.abc import Iterator, Sequence
from datetime import date

import msgspec

from esports.entries.rules.wire import AgeRule, Eligibility, RatingRule
from esports.entries.wire import NewMember
from esports.errors import FieldError
from esports.i18n import N_

ASKED = ("player", "substitute")


class Applicant(msgspec.Struct, frozen=True, kw_only=True):
    """What the rules look at. `address_verified`: the registrant has confirmed their mail address.

    `identities`: of which members staff have verified who they are; None: it is not asked yet. `ages_said`:
    whoever enters them has given their word on how old they are.
    """

    delegation: str | None
    region: str | None
    rating: float | None
    members: Sequence[NewMember]
    address_verified: bool
    identities: Sequence[bool] | None = None
    ages_said: bool = False


def reasons(applicant: Applicant, rules: Eligibility) -> list[FieldError]:
    """Every reason why the applicant may not take part; none if they may."""
    return [
        *_ages(applicant, rules.age),
        *_one_of("region", applicant.region, rules.regions),
        *_one_of("delegation", applicant.delegation, rules.delegations),
        *_rated(applicant.rating, rules.rating),
        *_address(applicant, rules),
        *_identities(applicant, rules),
    ]


def age_on(born: date, day: date) -> int:
    """Age in whole years; who was born on 29 February has their birthday on 1 March in other years."""
    return day.year - born.year - ((day.month, day.day) < (born.month, born.day))


def fold(text: str) -> str:
    """What delegations and the like are compared by."""
    return unicodedata.normalize("NFC", text).casefold()


def _ages(applicant: Applicant, rule: AgeRule | None) -> Iterator[FieldError]:
    if rule is None:
        return
    if rule.by == "word":
        if not applicant.ages_said:
            yield FieldError(
                "/ages_said", "ages_not_said", N_("Say that the players are as old as is asked.")
            )
        return
    asked = [(at, one) for at, one in enumerate(applicant.members) if one.role in ASKED]
    if not asked:
        yield FieldError(
            "/roster", "roster_missing", N_("The players with their birth dates are needed here.")
        )
    for at, member in asked:
        yield from _age(f"/roster/{at}/birth_date", member, rule)


def _age(pointer: str, member: NewMember, rule: AgeRule) -> Iterator[FieldError]:
    told = {"name": member.name, "day": rule.on.isoformat()}
    if member.birth_date is None:
        words = N_("The birth date of {name} is needed.")
        yield FieldError(pointer, "birth_date_missing", words, {"name": member.name})
        return
    age = age_on(member.birth_date, rule.on)
    if age < 0:
        yield FieldError(
            pointer, "birth_date_wrong", N_("{name} would be born after {day}; that cannot be."), told
        )
    if rule.min is not None and age < rule.min:
        words = N_("{name} must be at least {years} years old on {day}.")
        yield FieldError(pointer, "too_young", words, told | {"years": rule.min})
    if rule.max is not None and age > rule.max:
        words = N_("{name} must be at most {years} years old on {day}.")
        yield FieldError(pointer, "too_old", words, told | {"years": rule.max})


def _one_of(field: str, value: str | None, allowed: Sequence[str]) -> Iterator[FieldError]:
    if not allowed:
        return
    if value is None:
        yield FieldError(f"/{field}", f"{field}_missing", MISSING[field])
    elif fold(value) not in map(fold, allowed):
        yield FieldError(f"/{field}", f"{field}_not_allowed", NOT_ALLOWED[field], {"value": value})


MISSING = {
    "region": N_("The region is needed here."),
    "delegation": N_("The delegation is needed here."),
    "club": N_("The club is needed here."),
}
NOT_ALLOWED = {
    "region": N_("Entries from {value} are not admitted here."),
    "delegation": N_("Entries of {value} are not admitted here."),
}


def _rated(rating: float | None, rule: RatingRule | None) -> Iterator[FieldError]:
    if rule is None:
        return
    if rating is None:
        yield FieldError("/rating", "rating_missing", N_("A rating is needed here; the organisers set it."))
        return
    if rule.min is not None and rating < rule.min:
        yield FieldError(
            "/rating", "rating_too_low", N_("The rating must be at least {bound}."), {"bound": rule.min}
        )
    if rule.max is not None and rating > rule.max:
        yield FieldError(
            "/rating", "rating_too_high", N_("The rating must be at most {bound}."), {"bound": rule.max}
        )


def _address(applicant: Applicant, rules: Eligibility) -> Iterator[FieldError]:
    if rules.verified_address and not applicant.address_verified:
        yield FieldError(
            "", "address_not_verified", N_("Who registers must have confirmed their mail address here.")
        )


def _identities(applicant: Applicant, rules: Eligibility) -> Iterator[FieldError]:
    if rules.identity is None or applicant.identities is None:
        return
    asked = [
        (at, one, known)
        for at, (one, known) in enumerate(zip(applicant.members, applicant.identities, strict=True))
        if one.role in ASKED
    ]
    if not asked:
        yield FieldError("/roster", "roster_missing", N_("The players are needed here, to see who they are."))
    for at, member, known in asked:
        if not known:
            # The number is told, the name is not: the staff at the door may not know those of minors.
            told = {"number": at + 1, "name": member.name}
            words = N_("Staff must verify the identity of player {number} first.")
            yield FieldError(f"/roster/{at}", "identity_not_verified", words, told)
