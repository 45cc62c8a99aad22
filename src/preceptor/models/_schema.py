"""JSON that a model wrote, checked against the schema that was asked for."""

import re
from collections.abc import Callable, Mapping
from functools import lru_cache
from typing import cast

import fastjsonschema
import orjson

from preceptor.errors import BadInput
from preceptor.records import Json


@lru_cache(maxsize=64)
def _check(schema: bytes) -> Callable[[Json], Json]:
    try:
        return fastjsonschema.compile(orjson.loads(schema), use_default=False)
    except fastjsonschema.JsonSchemaDefinitionException as error:
        raise BadInput(f"not a JSON schema: {error}") from error


def fitting_json(text: str, schema: Mapping[str, Json]) -> Json:
    """Return the JSON in a reply when it fits the schema, else None; a code fence around it is allowed.

    Example:
        >>> fitting_json('{"met": true}', {"type": "object", "properties": {"met": {"type": "boolean"}}})
        {'met': True}
        >>> fitting_json('{"met": "false"}', {"type": "object", "properties": {"met": {"type": "boolean"}}})
    """
    fenced = re.search(r"```(?:json)?\s*(.*?)```", text, re.DOTALL)
    for candidate in (text, fenced[1] if fenced else None):
        if candidate is None:
            continue
        try:
            data = orjson.loads(candidate.strip())
            return cast(Json, _check(orjson.dumps(schema))(data))
        except (orjson.JSONDecodeError, fastjsonschema.JsonSchemaValueException):
            continue
    return None
