"""What every fact is made of."""

from enum import StrEnum

import msgspec


class Visibility(StrEnum):
    """Who may see an item. `staff` see everything; the public sees `public` alone."""

    public = "public"
    staff = "staff"


class BaseFact(msgspec.Struct, frozen=True, tag_field="kind", tag=True, kw_only=True):
    """The common form: tagged with its class's name in `kind`."""
