"""A file does one thing: at most 400 lines and 15 functions."""

from collections.abc import Iterator

from tests.architecture.source import FunctionNode, Remark, Source, last_word

MAX_LINES = 400
MAX_FUNCTIONS = 15


def lines(source: Source) -> Iterator[Remark]:
    count = len(source.text.splitlines())
    if count > MAX_LINES:
        yield Remark(MAX_LINES + 1, f"{count} lines, more than {MAX_LINES}: it wants to be two")


def function_count(source: Source) -> Iterator[Remark]:
    """Count functions and methods, but not what is no machinery of the file's own.

    Special methods and overloads belong to another's shape; a test is a sentence, and a file of
    sentences is bounded by its lines.
    """
    counted = [node for node in source.functions if _counts(node)]
    if source.is_test:
        counted = [node for node in counted if not node.name.startswith("test_")]
    if len(counted) > MAX_FUNCTIONS:
        first_too_many = sorted(node.lineno for node in counted)[MAX_FUNCTIONS]
        yield Remark(first_too_many, f"{len(counted)} functions, more than {MAX_FUNCTIONS}")


def _counts(node: FunctionNode) -> bool:
    special = node.name.startswith("__") and node.name.endswith("__")
    return not special and "overload" not in map(last_word, node.decorator_list)
