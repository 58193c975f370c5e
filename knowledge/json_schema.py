"""JSON Schemas of the content files, so that an editor's program helps while typing.

They are made from the typed records (`knowledge.schema`) and from `fields.yml`, which holds the
Vietnamese titles, explanations and examples. The first line of every content file names its
schema; `motcua kb schema` writes them anew.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path
from typing import Any

import msgspec
import yaml

from knowledge.base import RECORDS
from knowledge.schema import FACETS, Commune, Entry

DIRECTORY = Path(__file__).parent / "json-schema"
COMMUNE = "commune"
_FIELDS = Path(__file__).parent / "fields.yml"
_DIALECT = "http://json-schema.org/draft-07/schema#"


@cache
def fields() -> Mapping[str, Mapping[str, Mapping[str, Any]]]:
    """Record -> field as written in YAML -> `title`, `description`, `example`."""
    told: dict[str, dict[str, dict[str, Any]]] = yaml.safe_load(_FIELDS.read_text("utf-8"))
    return told


def described(record: type[Any], field: str) -> Mapping[str, Any]:
    """What is told of a field, by the record or by one it inherits from; KeyError for none."""
    for owner in record.__mro__:
        if field in (own := fields().get(owner.__name__, {})):
            return own[field]
    raise KeyError(f"{record.__name__}.{field} is not in {_FIELDS.name}")


def schemas() -> Iterator[tuple[str, dict[str, Any]]]:
    """(name of the file without suffix, schema) for every kind of content file."""
    for key, record in RECORDS.items():
        items = {"type": "array", "items": {"$ref": f"#/definitions/{record.__name__}"}}
        yield (
            key,
            {
                "$schema": _DIALECT,
                "type": "object",
                "properties": {key: items},
                "required": [key],
                "additionalProperties": False,
                "definitions": _definitions(record),
            },
        )
    definitions = _definitions(Commune)
    yield COMMUNE, {"$schema": _DIALECT, **definitions.pop("Commune"), "definitions": definitions}


def write(directory: Path = DIRECTORY) -> list[Path]:
    """Write every schema; the paths written."""
    directory.mkdir(exist_ok=True)
    written = []
    for name, schema in schemas():
        path = directory / f"{name}.json"
        path.write_text(as_text(schema), "utf-8")
        written.append(path)
    return written


def as_text(schema: Mapping[str, Any]) -> str:
    """A schema as it stands in its file."""
    return json.dumps(schema, ensure_ascii=False, indent=1) + "\n"


def _definitions(record: type[Any]) -> dict[str, Any]:
    _, made = msgspec.json.schema_components([record], ref_template="#/definitions/{name}")
    types = {t.__name__: t for t in _records(record)}
    for name, definition in made.items():
        del definition["description"]  # of the code, in English
        for field, schema in definition["properties"].items():
            told = described(types[name], field)
            schema.pop("default", None)
            if "$ref" in schema:  # a reference bears nothing beside it in draft 7
                schema = definition["properties"][field] = {"allOf": [schema]}
            _take_numbers(schema)
            schema.update(
                title=told["title"], description=told["description"], examples=[told["example"]]
            )
        if issubclass(types[name], Entry):
            side = "|".join(FACETS[types[name].kind])
            allowed = {"pattern": rf"^({side})(\+({side}))*$"}
            definition["properties"]["phrasings"]["propertyNames"] = allowed
    return made


def _take_numbers(schema: Any) -> None:
    """Let text be written without quotes where it looks like a number, as the reader does."""
    if isinstance(schema, dict):
        if schema.get("type") == "string":
            schema["type"] = ["string", "number"]
        for part in schema.values():
            _take_numbers(part)
    elif isinstance(schema, list):
        for part in schema:
            _take_numbers(part)


def _records(record: type[Any]) -> list[type[Any]]:
    """A record and those it is made of."""
    found: list[type[Any]] = []

    def look(info: Any) -> None:
        if isinstance(info, msgspec.inspect.StructType) and info.cls not in found:
            found.append(info.cls)
            for field in info.fields:
                look(field.type)
        parts = [getattr(info, name, None) for name in ("item_type", "value_type")]
        for part in [*parts, *getattr(info, "types", ()), *getattr(info, "item_types", ())]:
            if part is not None:
                look(part)

    look(msgspec.inspect.type_info(record))
    return found
