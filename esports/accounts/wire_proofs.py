"""What proves an address or a person, as it travels: links of mails, passwords, second factors."""

from typing import Annotated, ClassVar

import msgspec

from esports.accounts.wire import Code, Email, GivenPassword, Password
from esports.qr import Square

LinkToken = Annotated[str, msgspec.Meta(max_length=200, examples=["0123456789abcdef" * 4])]


class LinkSent(msgspec.Struct, frozen=True, kw_only=True):
    """A mail with a link is on its way, if there is somebody to read it; how long the link works."""

    valid_minutes: int


class ProvenToken(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What stands in a link that came by mail."""

    token: LinkToken

    EXAMPLE: ClassVar = {"token": "0123456789abcdef" * 4}


class VerifiedEmail(msgspec.Struct, frozen=True, kw_only=True):
    """The address at which a person has shown to read mail."""

    email: str


class NewEmail(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Another address, with the password of today."""

    email: Email
    password: GivenPassword

    EXAMPLE: ClassVar = {"email": "mei@example.net", "password": "correct horse battery staple"}


class Forgotten(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Whose password is forgotten."""

    email: Email

    EXAMPLE: ClassVar = {"email": "mei@example.org"}


class PasswordReset(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A new password, and what stood in the link."""

    token: LinkToken
    password: Password

    EXAMPLE: ClassVar = {"token": "0123456789abcdef" * 4, "password": "another horse, other batteries"}


class PasswordChange(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """The password of today and the one from now on."""

    current: GivenPassword
    new: Password

    EXAMPLE: ClassVar = {
        "current": "correct horse battery staple",
        "new": "another horse, other batteries",
    }


class Confirmation(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """The password, shown once more before something that a passer-by at an open browser must not do."""

    password: GivenPassword

    EXAMPLE: ClassVar = {"password": "correct horse battery staple"}


class NewFactor(msgspec.Struct, frozen=True, kw_only=True):
    """What an authenticator app is told, this once: the secret in base32, the same as an address, and that
    as a QR code.
    """

    secret: str
    uri: str
    square: Square


class FactorState(msgspec.Struct, frozen=True, kw_only=True):
    """Whether a second factor is on, and how many of its recovery codes are left."""

    on: bool
    recovery_codes: int


class FactorCode(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What the authenticator app shows."""

    code: Code

    EXAMPLE: ClassVar = {"code": "123456"}


class RecoveryCodes(msgspec.Struct, frozen=True, kw_only=True):
    """Codes for the day on which the app is lost, each for one use; they are shown this once."""

    codes: list[str]
