"""Writes the typed operations of the client from the documents that the gate publishes.

``python -m tests.contracts.write_client_operations`` writes ``shared/ppit_client/operations``;
a test holds what is committed to what this would write.
"""

import json
import re
import subprocess
import sys
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import cast

from ppit_gateway.catalogue.files import documents

ROOT = Path(__file__).parents[2]
FOLDER = ROOT / "shared/ppit_client/operations"
_TYPES = {"string": "str", "integer": "int", "number": "float", "boolean": "bool", "null": "None"}
_LONGEST_SUMMARY = 90
_Json = Mapping[str, object]


@dataclass(frozen=True, slots=True)
class _Module:
    """``types`` by their names, each after what it needs."""

    service: str
    types: dict[str, str]
    operations: list[str]


def written() -> dict[Path, str]:
    """Return each file as it must be. What several services publish alike stands in ``common``."""
    modules = {
        service.replace("-", "_"): _read(service, one)
        for service, one in sorted(documents().items())
    }
    common = _common([module.types for module in modules.values()])
    head = '"""What several services publish alike: written from their documents, not by hand."""'
    sources = {name: _source(module, common) for name, module in modules.items()}
    listed = ", ".join(f'"{name}"' for name in sources)
    sources["__init__"] = (
        f'"""What the gate publishes, typed: written from its documents, not by hand."""\n\n'
        f"from ppit_client.operations import {', '.join(sources)}\n\n__all__ = [{listed}]\n"
    )
    sources["common"] = _text(head, [*common.values()], [])
    return {FOLDER / f"{name}.py": _formatted(text) for name, text in sources.items()}


def _read(service: str, document: _Json) -> _Module:
    schemas = cast("Mapping[str, _Json]", _at(document, "components", "schemas"))
    shown = _Shown(schemas, {})
    operations = [
        _operation(shown, (method.upper(), f"/{service}{path}"), operation)
        for path, methods in cast("Mapping[str, Mapping[str, _Json]]", document["paths"]).items()
        for method, operation in methods.items()
    ]
    return _Module(service, shown.used, operations)


def _common(services: list[dict[str, str]]) -> dict[str, str]:
    """Return the types that more than one service has, word for word, with all that they need."""
    seen = Counter(one for types in services for one in types.items())
    common = {name: source for (name, source), times in seen.items() if times > 1}
    names = {name for types in services for name in types}
    while lacking := [
        name for name, source in common.items() if _named_in(source, names) - common.keys()
    ]:
        common = {name: source for name, source in common.items() if name not in lacking}
    return common


def _source(module: _Module, common: Mapping[str, str]) -> str:
    own = {name: one for name, one in module.types.items() if common.get(name) != one}
    names = sorted(line.partition(":")[0] for line in module.operations)
    listed = "__all__ = [" + "".join(f'"{name}",' for name in names) + "]"
    head = f'"""What {module.service} publishes: written from its document, not by hand."""'
    body = "\n".join([*own.values(), *module.operations])
    shared = sorted(_named_in(body, common.keys()) - own.keys())
    imported = f"from ppit_client.operations.common import {', '.join(shared)}" if shared else ""
    operations = "\n".join(module.operations)
    return _text(head, [listed, *own.values(), operations], [imported] if imported else [])


def _text(head: str, parts: list[str], imported: list[str]) -> str:
    body = "\n\n\n".join(parts)
    typing = [n for n in ("Literal", "NotRequired", "TypeAlias", "TypedDict") if n in body]
    own = [n for n in ("Operation", "Upload") if re.search(rf"\b{n}\[|\b{n}\b,", body)]
    ours = [*imported, *([f"from ppit_client.questions import {', '.join(own)}"] if own else [])]
    lines = "\n".join(ours)
    return f"{head}\n\nfrom typing import {', '.join(typing)}\n\n{lines}\n\n{body}\n"


def _named_in(source: str, names: Iterable[str]) -> set[str]:
    words = set(re.findall(r"\w+", re.sub(r'"[^"]*"', "", source)))
    return words & set(names)


def _operation(shown: "_Shown", place: tuple[str, str], operation: _Json) -> str:
    method, path = place
    name = str(operation["operationId"]).partition("_v1_")[0].upper()
    asked = _at(operation, "requestBody", "content")
    body = "None"
    if isinstance(asked, dict):
        kinds = cast("Mapping[str, _Json]", asked)
        as_json = kinds.get("application/json")
        body = shown.type_of(as_json["schema"]) if as_json else "Upload"
    responses = cast("Mapping[str, _Json]", operation["responses"])
    answers = [one for status, one in responses.items() if status.startswith("2")]
    schemas = [_at(one, "content", "application/json", "schema") for one in answers]
    answer = " | ".join(dict.fromkeys(shown.type_of(one) if one else "None" for one in schemas))
    scope = _at(operation, "x-ppit", "scope")
    summary = str(operation.get("description") or operation.get("summary") or "").split("\n\n")[0]
    said = " ".join(summary.split())
    told = f'\n"""{said}"""' if said and len(said) <= _LONGEST_SUMMARY else ""
    made = f'Operation("{method}", "{path}", "{scope}")'
    return f"{name}: Operation[{body}, {answer}] = {made}{told}"


class _Shown:
    """Schemas as Python types; each that is named is written once, after what it needs."""

    def __init__(self, schemas: Mapping[str, _Json], used: dict[str, str]) -> None:
        self._schemas = schemas
        self.used = used

    def type_of(self, schema: object) -> str:
        one = cast("_Json", schema)
        if "$ref" in one:
            return self._named(str(one["$ref"]).rpartition("/")[2])
        if "anyOf" in one:
            return " | ".join(self.type_of(each) for each in cast("list[object]", one["anyOf"]))
        if "const" in one or "enum" in one:
            values = cast("list[object]", one.get("enum") or [one["const"]])
            return f"Literal[{', '.join(json.dumps(value) for value in values)}]"
        if one.get("type") == "array":
            return f"list[{self.type_of(one.get('items', {}))}]"
        if one.get("type") == "object":
            more = one.get("additionalProperties")
            kind = self.type_of(cast("_Json", more)) if isinstance(more, dict) else "object"
            return f"dict[str, {kind}]"
        return _TYPES.get(str(one.get("type")), "object")

    def _named(self, name: str) -> str:
        if name not in self.used:
            schema = self._schemas[name]
            if "properties" in schema:
                source = self._class(name, schema)
            else:
                source = f"{name}: TypeAlias = {self.type_of(schema)}"
            self.used[name] = source
        return name

    def _class(self, name: str, schema: _Json) -> str:
        required = cast("list[str]", schema.get("required", []))
        fields: list[str] = []
        for field, each in cast("Mapping[str, object]", schema["properties"]).items():
            kind = self.type_of(each)
            fields.append(f"    {field}: {kind if field in required else f'NotRequired[{kind}]'}")
        return "\n".join([f"class {name}(TypedDict):", *fields])


def _at(value: object, *names: str) -> object:
    for name in names:
        value = cast("_Json", value).get(name) if isinstance(value, dict) else None
    return value


def _formatted(text: str) -> str:
    ruff = Path(sys.executable).with_name("ruff")
    done = subprocess.run(  # noqa: S603  # the formatter of this environment
        [ruff, "format", "-"], cwd=ROOT, input=text, check=True, capture_output=True, text=True
    )
    return done.stdout


def main() -> None:
    FOLDER.mkdir(exist_ok=True)
    for path, text in written().items():
        path.write_text(text, encoding="utf-8")


if __name__ == "__main__":
    main()
