"""A test that cannot fail is a defect: no assert, only a status, only in a loop over nothing."""

import ast
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from tests.architecture.rules.emptiness import Bindings, may_be_empty
from tests.architecture.source import Remark, Source, last_word

_EXPECTING = {"raises", "warns", "RaisesGroup", "fail"}
_HELPER_PREFIXES = ("assert_", "expect_", "must_")


@dataclass(frozen=True, slots=True)
class _Proof:
    """Something in a test that can fail; ``doubtful`` when it may run zero times."""

    node: ast.AST
    doubtful: bool


def tests_can_fail(source: Source) -> Iterator[Remark]:
    if not source.is_test:
        return
    helpers = _helpers(source)
    constants = Bindings.of(source.tree.body)
    for test in source.functions:
        if test.name.startswith("test_"):
            known = constants.and_those_of(test)
            proofs = list(_proofs(test.body, known, helpers, doubtful=False))
            message = _defect(proofs)
            if message:
                yield Remark(test.lineno, f"{test.name}: {message}")


def _defect(proofs: Sequence[_Proof]) -> str:
    if not proofs:
        return "asserts nothing"
    if all(proof.doubtful for proof in proofs):
        return "asserts only inside a loop that may run zero times: assert on the whole instead"
    if all(_is_status_only(proof.node) for proof in proofs):
        return "asserts only a status: assert what the caller sees"
    return ""


def _helpers(source: Source) -> frozenset[str]:
    """Name the functions of the file that assert on behalf of its tests."""
    nothing = Bindings.of(())
    return frozenset(
        node.name
        for node in source.functions
        if not node.name.startswith("test_")
        and any(_proofs(node.body, nothing, frozenset(), doubtful=False))
    )


def _proofs(
    nodes: Sequence[ast.AST], known: Bindings, helpers: frozenset[str], *, doubtful: bool
) -> Iterator[_Proof]:
    for node in nodes:
        if isinstance(node, ast.Assert):
            yield _Proof(node, doubtful or _asserts_all_of_nothing(node.test, known))
        elif isinstance(node, ast.Call) and _can_fail(node, helpers):
            yield _Proof(node, doubtful)
        inside = doubtful
        if isinstance(node, ast.For | ast.AsyncFor):
            inside = doubtful or may_be_empty(node.iter, known)
        yield from _proofs(list(ast.iter_child_nodes(node)), known, helpers, doubtful=inside)


def _asserts_all_of_nothing(test: ast.expr, known: Bindings) -> bool:
    match test:
        case ast.Call(func=ast.Name(id="all"), args=[ast.GeneratorExp(generators=[first, *_])]):
            return may_be_empty(first.iter, known)
        case _:
            return False


def _can_fail(call: ast.Call, helpers: frozenset[str]) -> bool:
    name = last_word(call.func)
    return name in _EXPECTING or name in helpers or name.startswith(_HELPER_PREFIXES)


def _is_status_only(node: ast.AST) -> bool:
    match node:
        case ast.Assert(test=ast.Compare(left=left, comparators=[right])):
            return (_is_status(left) and _is_code(right)) or (_is_status(right) and _is_code(left))
        case ast.Assert(test=ast.Attribute(attr="is_success" | "is_client_error")):
            return True
        case _:
            return False


def _is_status(node: ast.expr) -> bool:
    return last_word(node) in {"status", "status_code"}


def _is_code(node: ast.expr) -> bool:
    match node:
        case ast.Constant(value=int()):
            return True
        case ast.Tuple(elts=codes) | ast.Set(elts=codes) | ast.List(elts=codes):
            return all(_is_code(code) for code in codes)
        case ast.Attribute(value=ast.Name(id="HTTPStatus" | "status")):
            return True
        case _:
            return False
