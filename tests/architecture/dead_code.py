"""Finds code that nothing uses: what vulture reports, less what a framework or the wire needs.

``python -m tests.architecture.dead_code`` prints ``path:line: [unused-code] kind 'name'`` and exits
1 when something is unused. Exceptions stand in ``allowed.toml`` by name, each with its reason.
"""

import ast
import sys
import tomllib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import cast

from vulture import Vulture  # pyright: ignore[reportMissingTypeStubs]

from tests.architecture.house_rules import ALLOWED, python_files
from tests.architecture.source import Source, last_word

REGISTERED_BY = [
    *("@*.get", "@*.post", "@*.put", "@*.patch", "@*.delete", "@*.exception_handler"),
    *("@*.command", "@*.callback", "@*.task", "@*.periodic"),
    *("@field_validator", "@model_validator", "@field_serializer", "@model_serializer"),
    *("@pytest.fixture", "@pytest_asyncio.fixture", "@rule", "@invariant", "@initialize"),
]
READ_BY_A_FRAMEWORK = [
    *("model_config", "__table_args__", "__tablename__", "pytestmark", "pytest_*", "bench_*"),
    *("revision", "down_revision", "branch_labels", "depends_on", "upgrade", "downgrade"),
]
MIN_CONFIDENCE = 60
"""What vulture gives to functions, classes and attributes; all of it is judged here."""


@dataclass(frozen=True, slots=True)
class Unused:
    """One thing that nothing names."""

    path: str
    line: int
    kind: str
    name: str

    def __str__(self) -> str:
        return f"{self.path}:{self.line}: [unused-code] {self.kind} {self.name!r}"


def unused(sources: Iterable[Source]) -> Iterator[Unused]:
    vulture = Vulture(ignore_names=READ_BY_A_FRAMEWORK, ignore_decorators=REGISTERED_BY)
    others: set[tuple[str, int]] = set()
    for source in sources:
        vulture.scan(source.text, filename=source.path)  # pyright: ignore[reportUnknownMemberType]
        others.update((source.path, line) for line in _shapes_of_others(source.tree))
    for item in vulture.get_unused_code(min_confidence=MIN_CONFIDENCE):
        found = Unused(str(item.filename), item.first_lineno, str(item.typ), str(item.name))
        if (found.path, found.line) not in others:
            yield found


def _shapes_of_others(tree: ast.Module) -> Iterator[int]:
    """Name the lines whose names are somebody else's to read, or were given by somebody else."""
    nodes = list(ast.walk(tree))
    written_whole = any(isinstance(node, ast.Name) and node.id == "asdict" for node in nodes)
    for node in nodes:
        match node:
            case ast.ClassDef() if (node.bases or written_whole) and not _is_settings(node):
                yield from _declared(node)
            case ast.FunctionDef(name=name) | ast.AsyncFunctionDef(name=name):
                if name.startswith("__"):
                    yield from (argument.lineno for argument in node.args.args)
            case ast.Assign(targets=[ast.Attribute(value=owner)]) if last_word(owner) != "self":
                yield node.lineno
            case _:
                pass


def _declared(node: ast.ClassDef) -> Iterator[int]:
    """Name the lines of enum members, model fields and tables.

    A class with a base class declares for somebody else; a plain dataclass declares for us, unless
    its module writes it out whole by ``asdict``.
    """
    if any(keyword.arg == "table" for keyword in node.keywords):
        yield node.lineno
    for statement in node.body:
        if isinstance(statement, ast.Assign | ast.AnnAssign):
            yield statement.lineno


def _is_settings(node: ast.ClassDef) -> bool:
    """Tell settings apart: they are declared for us, and one that nobody reads is dead."""
    return any(last_word(base).endswith("Settings") for base in node.bases)


def main() -> int:
    tables = cast("Mapping[str, Mapping[str, str]]", tomllib.loads(ALLOWED.read_text("utf-8")))
    allowed = tables.get("unused-code", {})
    found = list(unused(python_files()))
    standing = [str(one) for one in found if not allowed.get(one.name)]
    standing += [
        f"{ALLOWED.name}: [unused-code] {name!r} is used: the exception is not needed"
        for name in allowed.keys() - {one.name for one in found}
    ]
    for line in standing:
        sys.stdout.write(f"{line}\n")
    return 1 if standing else 0


if __name__ == "__main__":
    sys.exit(main())
