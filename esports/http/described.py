"""Schemas of the OpenAPI document, with what the framework leaves out of them."""

import inspect
from typing import Any

import msgspec
from litestar._openapi.schema_generation.plugins.struct import StructSchemaPlugin
from litestar._openapi.schema_generation.plugins.typed_dict import TypedDictSchemaPlugin
from litestar.openapi.spec import Reference, Schema
from litestar.plugins import OpenAPISchemaPlugin
from litestar.typing import FieldDefinition

MAKERS = (StructSchemaPlugin(), TypedDictSchemaPlugin())


class Described(OpenAPISchemaPlugin):
    """Adds the words of the type, its `EXAMPLE` where it has one, and whether it takes unknown fields."""

    def is_plugin_supported_field(self, field_definition: FieldDefinition) -> bool:
        """Structs and typed dicts."""
        return any(maker.is_plugin_supported_field(field_definition) for maker in MAKERS)

    def to_openapi_schema(self, field_definition: FieldDefinition, schema_creator: Any) -> Schema:
        """The framework's schema, completed."""
        maker = next(one for one in MAKERS if one.is_plugin_supported_field(field_definition))
        schema = maker.to_openapi_schema(field_definition, schema_creator)
        kind: Any = field_definition.type_
        for field in getattr(msgspec.inspect.type_info(kind), "fields", ()):
            _restore_zero(field.type, (schema.properties or {}).get(field.encode_name))
        schema.description = " ".join((inspect.getdoc(kind) or "").split())
        if hasattr(kind, "EXAMPLE"):
            schema.examples = [kind.EXAMPLE]
        if getattr(getattr(kind, "__struct_config__", None), "forbid_unknown_fields", False):
            schema.additional_properties = False
        return schema


def _restore_zero(kind: msgspec.inspect.Type, schema: Schema | Reference | None) -> None:
    """The framework takes a least value of 0 for none at all where null is allowed."""
    choices = kind.types if isinstance(kind, msgspec.inspect.UnionType) else ()
    for one in choices:
        if isinstance(one, msgspec.inspect.IntType) and one.ge == 0 and isinstance(schema, Schema):
            schema.minimum = 0
