"""Teams, invitations and names in games as they travel."""

from datetime import datetime
from typing import Annotated, ClassVar, Literal
from uuid import UUID

import msgspec

MAX_MEMBERS = 30
MAX_IN_GAME_IDS = 50

TeamName = Annotated[str, msgspec.Meta(min_length=1, max_length=120)]
Tag = Annotated[str, msgspec.Meta(min_length=1, max_length=12, examples=["OWL"])]
Delegation = Annotated[str, msgspec.Meta(min_length=1, max_length=120)]
Token = Annotated[str, msgspec.Meta(max_length=200)]
Uses = Annotated[int, msgspec.Meta(ge=1, le=MAX_MEMBERS)]
Days = Annotated[int, msgspec.Meta(ge=1, le=30)]


class NewTeam(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A team that is founded. `tag` is its short name, 6 characters at most."""

    name: TeamName
    tag: Tag
    delegation: Delegation | None = None

    EXAMPLE: ClassVar = {"name": "Night Owls 夜猫子", "tag": "OWL", "delegation": "School of Physics"}


class TeamChanges(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What shall be different; a field that is left out stays."""

    name: TeamName | msgspec.UnsetType = msgspec.UNSET
    tag: Tag | msgspec.UnsetType = msgspec.UNSET
    delegation: Delegation | msgspec.UnsetType | None = msgspec.UNSET

    EXAMPLE: ClassVar = {"tag": "OWLS"}


class TeamMember(msgspec.Struct, frozen=True, kw_only=True):
    """Somebody in a team, by the name that they show; `person` is for the members alone."""

    nickname: str
    captain: bool
    person: UUID | None = None


class Team(msgspec.Struct, frozen=True, kw_only=True):
    """A team as everybody may see it. `logo` is the digest by which its picture is found; `role` is what the
    caller is in it.
    """

    id: UUID
    name: str
    tag: str
    delegation: str | None
    logo: str | None
    revision: int
    role: Literal["captain", "member"] | None = None
    members: list[TeamMember] = []


class OwnTeam(msgspec.Struct, frozen=True, kw_only=True):
    """A team that the caller is in."""

    id: UUID
    name: str
    tag: str
    logo: str | None
    captain: bool
    size: int


class Invitation(msgspec.Struct, frozen=True, kw_only=True):
    """An invitation to the caller's mail address or player name."""

    id: UUID
    team: UUID
    name: str
    tag: str
    logo: str | None
    size: int
    expires_at: datetime


class OwnTeams(msgspec.Struct, frozen=True, kw_only=True):
    """The teams that the caller is in, and those that invite them; `player` is the name to be invited by."""

    player: str
    teams: list[OwnTeam]
    invitations: list[Invitation]


class NewInvite(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """An invitation: to one mail address, to one `player` name, or by a link that lets in so many people."""

    email: Annotated[str, msgspec.Meta(max_length=254)] | None = None
    player: Annotated[str, msgspec.Meta(max_length=140, examples=["Mei#7F3A2C"])] | None = None
    uses: Uses = 1
    days: Days = 7

    EXAMPLE: ClassVar = {"uses": 4, "days": 3}


class Invite(msgspec.Struct, frozen=True, kw_only=True):
    """An invitation that is open, as the captain sees it; without `email` or `player` it goes by a link."""

    id: UUID
    email: str | None
    player: str | None
    uses_left: int
    expires_at: datetime


class MadeInvite(msgspec.Struct, frozen=True, kw_only=True):
    """A new invitation. `token` opens it where it goes by a link, and is shown this once.

    `mailed`: it goes out by mail as well, if there is anybody. If not, they find it once they sign in.
    """

    id: UUID
    email: str | None
    player: str | None
    uses_left: int
    expires_at: datetime
    token: str | None
    mailed: bool = False


class Invites(msgspec.Struct, frozen=True, kw_only=True):
    """The open invitations of a team, the newest first."""

    items: list[Invite]
    next_cursor: None = None


class InviteToken(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What the link of an invitation carries."""

    token: Token

    EXAMPLE: ClassVar = {"token": "0f" * 32}


class InvitingTeam(msgspec.Struct, frozen=True, kw_only=True):
    """The team that a link invites to."""

    team: UUID
    name: str
    tag: str
    logo: str | None
    size: int
    expires_at: datetime


class Successor(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """The member who shall be captain."""

    person: UUID

    EXAMPLE: ClassVar = {"person": "01936d5e-7c00-7000-8000-000000000000"}


class InGameId(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What a person is called in one game, on one of its servers where that matters."""

    title: Annotated[str, msgspec.Meta(min_length=1, max_length=80)]
    in_game_id: Annotated[str, msgspec.Meta(min_length=1, max_length=120)]
    server: Annotated[str, msgspec.Meta(max_length=40)] = ""


class InGameIds(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """All that a person is called in games."""

    items: Annotated[list[InGameId], msgspec.Meta(max_length=MAX_IN_GAME_IDS)]

    EXAMPLE: ClassVar = {
        "items": [{"title": "Honor of Kings", "server": "WeChat 102", "in_game_id": "夜猫子·梅"}]
    }


class KnownMember(msgspec.Struct, frozen=True, kw_only=True):
    """A member with what they are called in games."""

    person: UUID
    nickname: str
    captain: bool
    in_game_ids: list[InGameId]


class KnownMembers(msgspec.Struct, frozen=True, kw_only=True):
    """The members of a team, for themselves and for organisers of tournaments that it entered."""

    items: list[KnownMember]
    next_cursor: None = None


class LedTeam(msgspec.Struct, frozen=True, kw_only=True):
    """A team that the caller leads, with its members' ids in one title: what an entry is made from."""

    id: UUID
    name: str
    delegation: str | None
    members: list[KnownMember]


class TeamEvent(msgspec.Struct, frozen=True, kw_only=True):
    """Something that happened in the team, to the member `nickname`; None for who is not known any more."""

    kind: Literal["created", "joined", "left", "removed", "captain"]
    nickname: str | None
    at: datetime


class TakenPart(msgspec.Struct, frozen=True, kw_only=True):
    """A tournament that the team entered, and its entry there."""

    event: str
    event_slug: str
    tournament: str
    tournament_slug: str
    title: str
    entry: UUID
    name: str
    state: str
    place: int | None


class TeamHistory(msgspec.Struct, frozen=True, kw_only=True):
    """What happened in the team and where it took part, each the newest first."""

    events: list[TeamEvent]
    tournaments: list[TakenPart]
