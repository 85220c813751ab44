"""Names and links that people give: every script is welcome, what deceives or cannot be seen is not.

A name comes back normalised (NFC) and trimmed. Refused are control and format characters (so also the
bidi controls of "Trojan Source"), surrogates, private use, line separators, blanks that are not a space,
and Unicode's default-ignorable characters. Joiners stay where a script or an emoji needs them.
Refused as well is a word that mixes scripts to look like another (UTS 39, see `esports.lookalikes`).
"""

import unicodedata
from urllib.parse import urlsplit

from esports.errors import invalid
from esports.i18n import N_
from esports.lookalikes import mixes_scripts

NAME_LENGTH = 120
SPACES = " \u3000"
"""The blanks a name may hold: the ordinary and the ideographic space."""
MAX_MARKS = 4
"""Nonspacing marks on one letter: enough for stacked Tibetan or pointed Hebrew, too few to climb lines."""

ZWNJ, ZWJ, EMOJI_STYLE = "\u200c", "\u200d", "\ufe0f"
REFUSED = frozenset({"Cc", "Cf", "Cs", "Co", "Zl", "Zp"})
BLANK = frozenset("\u034f\u115f\u1160\u17b4\u17b5\u2800\u3164\uffa0\u180b\u180c\u180d\u180f")
"""Letters and marks that show nothing: fillers, the combining grapheme joiner, the empty braille cell."""


def clean_name(value: str, pointer: str, *, longest: int = NAME_LENGTH) -> str:
    """The name as it is stored: NFC, without blanks around it, 1 to `longest` characters.

    Raises:
        DomainError: `name_empty`, `name_too_long`, `name_characters`, `name_mixed_scripts`, each with
            `pointer`.
    """
    name = unicodedata.normalize("NFC", value).strip()
    if not name:
        raise invalid("name_empty", pointer, N_("A name must not be empty."))
    if len(name) > longest:
        raise invalid("name_too_long", pointer, N_("A name has {limit} characters at most."), limit=longest)
    if not (_visible(name) and _marks_bounded(name)):
        raise invalid(
            "name_characters", pointer, N_("A name must not hold control characters or invisible ones.")
        )
    if mixes_scripts(name):
        raise invalid(
            "name_mixed_scripts",
            pointer,
            N_("A word of this name mixes scripts whose letters look alike; please write it in one of them."),
        )
    return name


def clean_link(link: str, pointer: str) -> str:
    """The link, if a browser can follow it and sees where it leads.

    Raises:
        DomainError: `link_not_https` with `pointer`.
    """
    try:
        parts = urlsplit(link)
        sound = parts.scheme == "https" and bool(parts.hostname) and parts.username is None
        sound = sound and parts.port != 0
    except ValueError:
        sound = False
    if not sound or not link.isprintable() or any(one.isspace() or one in '<>"\\^`{|}' for one in link):
        raise invalid(
            "link_not_https", pointer, N_("This must be a whole address that begins with https://.")
        )
    return link


def _visible(name: str) -> bool:
    padded = f" {name} "
    around = zip(padded, padded[1:], padded[2:], strict=False)
    return all(_may_stand(one, before, after) for before, one, after in around) and any(
        unicodedata.category(one)[0] not in "MZ" for one in name
    )


def _may_stand(one: str, before: str, after: str) -> bool:
    if one in (ZWNJ, ZWJ, EMOJI_STYLE):
        return _joins(one, before, after)
    category = unicodedata.category(one)
    if category == "Zs":
        return one in SPACES
    if category == "Cn":
        return _is_later_ideograph(one)
    return category not in REFUSED and one not in BLANK and not _is_variation_selector(one)


def _joins(one: str, before: str, after: str) -> bool:
    """Where a joiner or the emoji style has a visible effect (for joiners: RFC 5892, appendix A)."""
    if one == EMOJI_STYLE:
        return _is_symbol(before) or before in "#*0123456789"
    if unicodedata.combining(before) == 9:  # a virama: the joiner chooses the form of the conjunct
        return True
    if one == ZWNJ:
        return unicodedata.bidirectional(before) == "AL" == unicodedata.bidirectional(after)
    return (_is_symbol(before) or before == EMOJI_STYLE) and _is_symbol(after)


def _is_symbol(one: str) -> bool:
    return unicodedata.category(one) in ("So", "Sk", "Sm")


def _is_variation_selector(one: str) -> bool:
    return "\ufe00" <= one <= "\ufe0f" or "\U000e0100" <= one <= "\U000e01ef"


def _is_later_ideograph(one: str) -> bool:
    """Han characters that Unicode took in after this Python was made; rare personal names need them."""
    return 0x20000 <= ord(one) < 0x40000 and ord(one) & 0xFFFF < 0xFFFE


def _marks_bounded(name: str) -> bool:
    run = 0
    for one in name:
        run = run + 1 if unicodedata.category(one) in ("Mn", "Me") else 0
        if run > MAX_MARKS:
            return False
    return True
