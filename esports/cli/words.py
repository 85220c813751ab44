"""The command line's words, in the language of the terminal."""

from esports.bootstrap.words import chinese
from esports.i18n import translate


def say(message: str, **params: object) -> str:
    """The text in Chinese where the terminal's locale, or ESPORTS_LOCALE, says so; else in English."""
    return translate("zh-Hans" if chinese() else "en", message, **params)
