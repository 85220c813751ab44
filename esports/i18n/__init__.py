"""Words in the reader's language. The English text is the key; `zh_Hans.po` holds the Chinese one.

The catalogue is read from its source form at the first use, so there is no compiled file to keep.
"""

from collections.abc import Mapping
from functools import cache
from pathlib import Path

from babel.messages.pofile import read_po

LOCALES = ("en", "zh-Hans")
DEFAULT = "en"


def N_(message: str) -> str:
    """Mark a text for translation where it is written, to be translated where it is shown."""
    return message


def negotiate(accept_language: str) -> str:
    """The supported locale that an `Accept-Language` header prefers."""
    wishes: list[tuple[float, int, str]] = []
    for order, part in enumerate(accept_language.split(",")):
        tag, _, quality = part.strip().partition(";q=")
        try:
            weight = float(quality) if quality else 1.0
        except ValueError:
            continue
        wishes.append((-weight, order, tag.lower()))
    for _, _, tag in sorted(wishes):
        if tag.startswith("zh"):
            return "zh-Hans"
        if tag.startswith("en"):
            return "en"
    return DEFAULT


@cache
def catalogue(locale: str) -> Mapping[str, str]:
    """Every translated message of `locale`; empty for English, whose texts are the keys."""
    path = Path(__file__).with_name(f"{locale.replace('-', '_')}.po")
    if not path.exists():
        return {}
    with path.open("rb") as file:
        return {str(entry.id): str(entry.string) for entry in read_po(file) if entry.id and entry.string}


def translate(locale: str, message: str, **params: object) -> str:
    """`message` in `locale`, its `{name}` places filled from `params`."""
    text = catalogue(locale).get(message, message)
    return text.format_map(params) if params else text
