"""Signing in by an OpenID provider, as it travels."""

from typing import Annotated, ClassVar, Literal

import msgspec

from esports.accounts.wire import Code, Me

Opaque = Annotated[str, msgspec.Meta(max_length=200, examples=["0123456789abcdef" * 4])]


class AskProvider(msgspec.Struct, frozen=True, kw_only=True):
    """Where the browser goes now: the provider asks the person there."""

    address: str


class FromProvider(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What the provider gave the browser to bring back."""

    state: Opaque
    code: Annotated[str, msgspec.Meta(max_length=4_096, examples=["SplxlOBeZQQYbYS6WxSbIA"])]

    EXAMPLE: ClassVar = {"state": "0123456789abcdef" * 4, "code": "SplxlOBeZQQYbYS6WxSbIA"}


class ProvenByProvider(msgspec.Struct, frozen=True, kw_only=True):
    """What came of it: signed in (`me`), linked to the caller's account, or a code is still needed.

    `proof` goes with the code of the second factor, within five minutes.
    """

    outcome: Literal["signed_in", "linked", "second_factor"]
    me: Me | None = None
    proof: str | None = None


class ProofAndCode(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """The second step of a sign-in by a provider: a code of the second factor, or a recovery code."""

    proof: Opaque
    code: Code

    EXAMPLE: ClassVar = {"proof": "0123456789abcdef" * 4, "code": "123456"}
