"""What befalls an account, in its person's own journal."""

from typing import Literal

from esports.journal.facts.base import BaseFact


class SecondFactorRemoved(BaseFact, frozen=True, kw_only=True):
    """A second factor was taken off: by the person, or by who runs the machine, for one who has lost it."""

    by: Literal["person", "operator"]


class IdentityLinked(BaseFact, frozen=True, kw_only=True):
    """An account of an OpenID provider opens the person's account from now on."""

    issuer: str


class IdentityUnlinked(BaseFact, frozen=True, kw_only=True):
    """It does so no more."""

    issuer: str


AccountFact = SecondFactorRemoved | IdentityLinked | IdentityUnlinked
