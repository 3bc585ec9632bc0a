"""One Python file as the house rules see it, and what a rule may say about it."""

import ast
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import PurePosixPath


@dataclass(frozen=True, slots=True)
class Source:
    """A file's path from the root, its text, its syntax tree and the tree's nodes.

    Each rule looks at every node: the tree is walked once for all of them.
    """

    path: str
    text: str
    tree: ast.Module
    nodes: tuple[ast.AST, ...]

    @classmethod
    def parse(cls, path: str, text: str) -> "Source":
        tree = ast.parse(text, path)
        return cls(path, text, tree, tuple(ast.walk(tree)))

    @property
    def functions(self) -> Iterator["FunctionNode"]:
        for node in self.nodes:
            if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
                yield node

    @property
    def parts(self) -> tuple[str, ...]:
        return PurePosixPath(self.path).parts

    @property
    def is_product(self) -> bool:
        return self.parts[0] != "tests"

    @property
    def is_test(self) -> bool:
        return not self.is_product and self.parts[-1].startswith("test_")


@dataclass(frozen=True, slots=True)
class Remark:
    """Where in one file a rule is broken, and how."""

    line: int
    message: str


Check = Callable[[Source], Iterator[Remark]]

FunctionNode = ast.FunctionDef | ast.AsyncFunctionDef


def dotted(node: ast.expr) -> str:
    """Return ``a.b.c`` for names and attributes of names, and the empty string for all else."""
    match node:
        case ast.Name(id=name):
            return name
        case ast.Attribute(value=value, attr=attr):
            left = dotted(value)
            return f"{left}.{attr}" if left else ""
        case _:
            return ""


def last_word(node: ast.expr) -> str:
    """Return ``c`` for ``a.b.c`` and for ``f(x).c``: the name that is called or read in the end."""
    match node:
        case ast.Name(id=name):
            return name
        case ast.Attribute(attr=attr):
            return attr
        case _:
            return ""
