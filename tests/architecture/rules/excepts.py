"""A broad except re-raises or returns a typed finding: what could not run is never an absence."""

import ast
from collections.abc import Iterator, Sequence

from tests.architecture.source import Remark, Source, last_word

_BROAD = {"Exception", "BaseException"}


def broad_except(source: Source) -> Iterator[Remark]:
    for node in source.nodes:
        if isinstance(node, ast.ExceptHandler) and _catches_all(node.type):
            if not _answers(node.body):
                message = "a broad except must end in raise or in return of a typed finding"
                yield Remark(node.lineno, message)
        elif isinstance(node, ast.Call) and _suppresses_all(node):
            yield Remark(node.lineno, "suppressing every exception hides what could not run")


def _catches_all(caught: ast.expr | None) -> bool:
    if isinstance(caught, ast.Tuple):
        return any(_catches_all(one) for one in caught.elts)
    return caught is None or last_word(caught) in _BROAD


def _suppresses_all(call: ast.Call) -> bool:
    return last_word(call.func) == "suppress" and any(map(_catches_all, call.args))


def _answers(body: Sequence[ast.stmt]) -> bool:
    """Tell whether the block ends in ``raise`` or ``return`` of something made, on each branch."""
    match body[-1] if body else None:
        case ast.Raise():
            return True
        case ast.Return(value=ast.Call() | ast.Attribute() | ast.Await()):
            return True
        case ast.If(body=then, orelse=otherwise):
            return _answers(then) and _answers(otherwise)
        case ast.With(body=inner) | ast.AsyncWith(body=inner) | ast.Try(body=inner):
            return _answers(inner)
        case _:
            return False
