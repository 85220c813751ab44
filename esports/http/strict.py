"""Bodies say what they mean: a number is not a truth value, a text is not a number.

The framework reads all arguments of a route by one rule, which is lenient, as addresses need it.
"""

from typing import Any

import msgspec
from litestar import Request
from litestar.exceptions import SerializationException

from esports.errors import DomainError, Kind
from esports.http.fields import field_error
from esports.i18n import N_


async def refuse_lax(request: Request[Any, Any, Any]) -> None:
    """Go on unless the body fits only leniently; what does not fit at all the framework tells better.

    Raises:
        DomainError: `invalid_fields`.
    """
    field = getattr(request.route_handler, "parsed_data_field", None)
    if field is None or not field.is_subclass_of(msgspec.Struct) or not await request.body():
        return
    try:
        body = await request.json()
    except SerializationException:
        return
    try:
        msgspec.convert(body, field.annotation, str_keys=True)
    except msgspec.ValidationError as error:
        if _fits_leniently(body, field.annotation):
            raise DomainError(
                Kind.invalid,
                "invalid_fields",
                N_("Some fields do not fit; see the list of errors."),
                errors=[field_error({"message": str(error)})],
            ) from error


def _fits_leniently(body: Any, wanted: Any) -> bool:
    try:
        msgspec.convert(body, wanted, strict=False, str_keys=True)
    except msgspec.ValidationError:
        return False
    return True
