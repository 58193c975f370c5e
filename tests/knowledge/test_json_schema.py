"""The schemas that editors' programs use: fresh, complete, and at one with the content."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import jsonschema
import pytest
import yaml

from knowledge import json_schema
from knowledge.base import CONTENT, content_files

FILES = [
    *(p for p in content_files(CONTENT) if p.suffix == ".yml"),
    *(CONTENT.parent / "profiles").glob("*.yml"),
]
SCHEMAS = dict(json_schema.schemas())


class _Yaml12(yaml.SafeLoader):
    """Reads dates as text, as the language servers of editors do."""


_Yaml12.yaml_implicit_resolvers = {
    first: [(tag, pattern) for tag, pattern in resolvers if not tag.endswith("timestamp")]
    for first, resolvers in yaml.SafeLoader.yaml_implicit_resolvers.items()
}


@pytest.mark.parametrize("name", SCHEMAS)
def test_the_schema_file_is_fresh(name: str) -> None:
    path = json_schema.DIRECTORY / f"{name}.json"
    assert path.read_text("utf-8") == json_schema.as_text(SCHEMAS[name]), "motcua kb schema"


@pytest.mark.parametrize("path", FILES, ids=lambda p: p.name)
def test_each_content_file_names_its_schema_and_follows_it(path: Path) -> None:
    text = path.read_text("utf-8")
    marker, _, name = text.splitlines()[0].partition("$schema=")
    assert marker == "# yaml-language-server: "
    schema = json.loads((path.parent / name).read_text("utf-8"))
    jsonschema.validate(yaml.load(text, _Yaml12), schema)


@pytest.mark.parametrize("name", SCHEMAS)
def test_each_example_is_one(name: str) -> None:
    schema = SCHEMAS[name]
    definitions: dict[str, Any] = schema["definitions"]
    for record in definitions.values():
        for field, told in record["properties"].items():
            for example in told["examples"]:
                checked = {"definitions": definitions, **told}
                jsonschema.validate(example, checked), f"{name}.{field}"


def test_each_field_told_exists() -> None:
    known = {
        (record, field)
        for schema in SCHEMAS.values()
        for record, definition in [*schema["definitions"].items(), ("Commune", schema)]
        for field in definition["properties"]
    }
    fields = {f for _, f in known}
    records = {r for r, _ in known}
    for record, told in json_schema.fields().items():
        assert set(told) <= fields
        assert record in records or record == "Entry"


def test_a_wrong_side_is_refused() -> None:
    schema = SCHEMAS["safety"]["definitions"]["Safety"]["properties"]["phrasings"]
    with pytest.raises(jsonschema.ValidationError):
        jsonschema.validate({"fee": ["mất bao nhiêu"]}, schema)
