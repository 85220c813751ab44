"""What the OpenAPI document says of a route that takes a picture."""

from litestar.openapi.spec import OpenAPIMediaType, RequestBody, Schema
from litestar.openapi.spec.enums import OpenAPIFormat, OpenAPIType

KINDS = ("image/png", "image/jpeg", "image/webp")
PDF = "application/pdf"


def picture_of(size: str, pixels: int, *, pdf: bool = False) -> RequestBody:
    """The bytes of a picture of such a size at most, and so many pixels on a side; or of a `pdf`."""
    file = Schema(type=OpenAPIType.STRING, format=OpenAPIFormat.BINARY, examples=["the file"])
    return RequestBody(
        {kind: OpenAPIMediaType(schema=file) for kind in (*KINDS, *[PDF] * pdf)},
        description=f"The picture{' or the PDF' * pdf}, {size} and {pixels} pixels on a side at most; "
        "its content decides what it is.",
        required=True,
    )
