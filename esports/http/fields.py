"""What is wrong with a field, in words for people: the decoder's messages, which are for programmers.

Each row of the table is a message of msgspec's, the stable code for it, and our words, whose `{name}`
places are the pattern's groups. What no row knows becomes `invalid_value`.
"""

import re
from collections.abc import Mapping
from typing import Any

from esports.errors import FieldError
from esports.i18n import N_

TABLE: list[tuple[re.Pattern[str], str, str]] = [
    (re.compile(pattern), code, words)
    for pattern, code, words in (
        (r"'data'", "body_needed", N_("Send the fields as JSON.")),
        (r"Object missing required field `(?P<field>[^`]*)`", "field_needed", N_("This field is needed.")),
        (r"Missing required .*", "field_needed", N_("This field is needed.")),
        (
            r"Object contains unknown field `(?P<field>[^`]*)`",
            "unknown_field",
            N_("There is no such field here."),
        ),
        (r"Expected `str` of length >= (?P<least>\d+)", "too_short", N_("At least {least} characters.")),
        (r"Expected `str` of length <= (?P<most>\d+)", "too_long", N_("At most {most} characters.")),
        (r"Expected `\w+` of length >= (?P<least>\d+)", "too_few", N_("At least {least} of them.")),
        (r"Expected `\w+` of length <= (?P<most>\d+)", "too_many", N_("At most {most} of them.")),
        (r"Expected `\w+` >=? (?P<least>\S+)", "too_small", N_("Not less than {least}.")),
        (r"Expected `\w+` <=? (?P<most>\S+)", "too_large", N_("Not more than {most}.")),
        (
            r"Expected `datetime` with a timezone component",
            "zone_needed",
            N_("A time needs its zone, such as Z or +08:00."),
        ),
        (r"Expected `str` matching regex .*", "wrong_form", N_("This does not have the right form.")),
        (r"Invalid RFC3339 encoded .*|Invalid UUID", "wrong_form", N_("This does not have the right form.")),
        (r"Invalid enum value .*", "unknown_value", N_("This is none of the possible values.")),
        (
            r"Expected `(?P<wanted>[^`]*)`, got `(?P<given>[^`]*)`",
            "wrong_type",
            N_("This must be of type {wanted}, not {given}."),
        ),
    )
]
UNKNOWN = "invalid_value", N_("This value does not fit.")


def field_error(one: Mapping[str, Any]) -> FieldError:
    """The error that Litestar tells as `{message, key, source}`."""
    message, _, place = str(one.get("message", "")).partition(" - at ")
    path = str(one.get("key") or place.strip("`").removeprefix("$"))
    for pattern, code, words in TABLE:
        if found := pattern.fullmatch(message):
            params = found.groupdict()
            return FieldError(_pointer(path, params.pop("field", None)), code, words, params)
    return FieldError(_pointer(path), *UNKNOWN)


def _pointer(path: str, field: str | None = None) -> str:
    """`roster[0].name` as the JSON pointer `/roster/0/name`; the body itself is the empty pointer."""
    steps = [step for step in re.split(r"[.\[\]]+", path) if step]
    if steps and steps[0] == "data":
        del steps[0]
    if field is not None:
        steps.append(field)
    return "".join("/" + step.replace("~", "~0").replace("/", "~1") for step in steps)
