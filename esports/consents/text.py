"""What a guardian is asked to agree to. Other words are a new version, and the decisions say which."""

from esports.i18n import N_, translate

VERSION = "2026-11-25"
TEXT = (
    N_("{player} would like to play in {tournament} ({event}) for {entry}, and is under {age}."),
    N_(
        "We keep the name, the birth date and the nickname of {player}, and this mail address of yours. "
        "We need them to check the age rules and to see who is there, and for nothing else."
    ),
    N_(
        "Everybody can see the nickname, the entry, its matches, results and places, on the pages and in "
        "live broadcasts. The name and the birth date are never published; of the organisers those see "
        "them who check players in, and each time it is kept who did, and why."
    ),
    N_(
        "The name, the birth date and your address go {days} days after the event at the latest; the results "
        "stay under the nickname or the name of the entry."
    ),
    N_("You may withdraw your consent at any time, by a link in the mail that we send when you agree."),
)
"""The version of today, a paragraph each."""


def paragraphs(locale: str, **words: object) -> list[str]:
    """The text in the language of `locale`."""
    return [translate(locale, paragraph, **words) for paragraph in TEXT]
