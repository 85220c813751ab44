"""A roster that is handed in anew: what is known of the players who stay goes along with them."""

from collections.abc import Sequence

import msgspec

from esports.entries.wire import Member, NewMember


def carried(roster: Sequence[NewMember], known: Sequence[Member]) -> list[Member]:
    """The players of the new roster; who stood on it before, by account or else by name, is still here."""
    left = list(known)
    return [_one(member, left) for member in roster]


def _one(member: NewMember, left: list[Member]) -> Member:
    after = Member(**msgspec.structs.asdict(member))
    before = next((one for one in left if _same(one, member)), None)
    if before is None:
        return after
    # Two of one name are two players.
    left.remove(before)
    after = msgspec.structs.replace(after, checked_in_at=before.checked_in_at)
    if (before.name, before.birth_date) != (member.name, member.birth_date):
        # What staff saw was another name or birth date.
        return after
    return msgspec.structs.replace(
        after,
        verified_method=before.verified_method,
        verified_at=before.verified_at,
        verified_by=before.verified_by,
    )


def _same(before: Member, member: NewMember) -> bool:
    if before.person is not None or member.person is not None:
        return before.person == member.person
    return before.name == member.name


def players_in(roster: Sequence[Member]) -> int:
    """How many of those who play from the start have checked in."""
    return sum(one.role == "player" and one.checked_in_at is not None for one in roster)
