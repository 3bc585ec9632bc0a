"""Docstrings say what a name cannot: modules what they are for, the others something new."""

import ast
import re
from collections.abc import Iterator
from pathlib import PurePosixPath

from tests.architecture.source import FunctionNode, Remark, Source

_SMALL_WORDS = re.compile(
    r"an?|all|and|any|are|as|at|be|by|class|does?|for|from|function|get|given|in|into|is|its?"
    r"|method|module|of|on|or|returns?|set|that|the|this|to|which|with"
)
_ENDINGS = re.compile(r"(?:ies|es|s|ing|ed|er|y|e)$")
_WORDS = re.compile(r"[A-Z]?[a-z]+|[A-Z]+(?![a-z])|\d+")


def first_line(source: Source) -> Iterator[Remark]:
    """Want the first line of a module to say what it is for; an empty ``__init__`` says nothing."""
    docstring = ast.get_docstring(source.tree, clean=False)
    if source.text.strip() and not (docstring or "").split("\n")[0].strip():
        yield Remark(1, "the module's first line must say what it is for")


def repeats_name(source: Source) -> Iterator[Remark]:
    path = PurePosixPath(source.path)
    yield from _remarks(source.tree, f"{path.parent.name} {path.stem}", 1)
    for owner in source.nodes:
        for node in ast.iter_child_nodes(owner):
            if isinstance(node, ast.ClassDef):
                yield from _remarks(node, node.name, node.lineno)
            elif isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
                around = owner.name if isinstance(owner, ast.ClassDef) else ""
                yield from _remarks(node, f"{around} {_signature(node)}", node.lineno)


def _signature(node: FunctionNode) -> str:
    arguments = [*node.args.posonlyargs, *node.args.args, *node.args.kwonlyargs]
    returned = ast.unparse(node.returns) if node.returns else ""
    return " ".join((node.name, *(argument.arg for argument in arguments), returned))


def _remarks(
    node: ast.Module | ast.ClassDef | FunctionNode, name: str, line: int
) -> Iterator[Remark]:
    docstring = ast.get_docstring(node)
    if docstring and not _stems(docstring) - _stems(name):
        yield Remark(line, f"the docstring repeats the name: {docstring.splitlines()[0]!r}")


def _stems(text: str) -> frozenset[str]:
    words = (word.lower() for word in _WORDS.findall(text))
    return frozenset(_stem(word) for word in words if not _SMALL_WORDS.fullmatch(word))


def _stem(word: str) -> str:
    return _ENDINGS.sub("", word) or word
