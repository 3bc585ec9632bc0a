"""Tells from the text alone whether a loop certainly runs: if in doubt, it may run zero times."""

import ast
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from tests.architecture.source import FunctionNode, last_word

_KEEP_LENGTH = {"enumerate", "sorted", "reversed", "list", "tuple", "set", "frozenset", "iter"}
_COMBINE = {"zip", "product", "chain", "permutations", "combinations", "pairwise", "cycle"}
_VIEWS = {"items", "values", "keys"}


@dataclass(frozen=True, slots=True)
class Bindings:
    """What names were bound to in the file and in the test, as written."""

    values: Mapping[str, ast.expr]

    @classmethod
    def of(cls, body: Iterable[ast.stmt]) -> "Bindings":
        found: dict[str, ast.expr] = {}
        for statement in body:
            for node in ast.walk(statement):
                match node:
                    case ast.Assign(targets=[ast.Name(id=name)], value=value):
                        found[name] = value
                    case ast.AnnAssign(target=ast.Name(id=name), value=ast.expr() as value):
                        found[name] = value
                    case _:
                        pass
        return cls(found)

    def and_those_of(self, function: FunctionNode) -> "Bindings":
        return Bindings({**self.values, **Bindings.of(function.body).values})

    def without(self, name: str) -> "Bindings":
        return Bindings({key: value for key, value in self.values.items() if key != name})


def may_be_empty(looped: ast.expr, known: Bindings) -> bool:
    match looped:
        case ast.Name(id=name):
            return _name_may_be_empty(name, known)
        case ast.Attribute(attr=name):
            return not name.isupper()
        case ast.BinOp(left=left, op=ast.Add(), right=right):
            return may_be_empty(left, known) and may_be_empty(right, known)
        case ast.ListComp(generators=[one]) | ast.GeneratorExp(generators=[one]) if not one.ifs:
            return may_be_empty(one.iter, known)
        case ast.Call():
            return _call_may_be_empty(looped, known)
        case _:
            return not _is_filled_literal(looped)


def _is_filled_literal(node: ast.expr) -> bool:
    match node:
        case ast.Tuple(elts=content) | ast.List(elts=content) | ast.Set(elts=content):
            return bool(content)
        case ast.Dict(keys=content):
            return bool(content)
        case ast.Constant(value=str(text)):
            return bool(text)
        case _:
            return False


def _name_may_be_empty(name: str, known: Bindings) -> bool:
    if name in known.values:
        return may_be_empty(known.values[name], known.without(name))
    is_enum_or_constant = name[0].isupper()
    return not is_enum_or_constant


def _call_may_be_empty(call: ast.Call, known: Bindings) -> bool:
    name = last_word(call.func)
    if name == "range":
        return any(isinstance(node, ast.Call) for one in call.args for node in ast.walk(one))
    if name in _VIEWS and isinstance(call.func, ast.Attribute):
        return may_be_empty(call.func.value, known)
    if name in _KEEP_LENGTH | _COMBINE and call.args:
        return any(
            may_be_empty(one, known) for one in call.args if not isinstance(one, ast.Starred)
        )
    return True
