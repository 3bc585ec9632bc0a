"""No mocks: a real PostgreSQL, or a fake that is verified against the real thing."""

import ast
from collections.abc import Iterator

from tests.architecture.source import Remark, Source, dotted

_MODULES = {"mock", "unittest.mock", "pytest_mock"}
_NAMES = {"mock", "Mock", "MagicMock", "AsyncMock", "NonCallableMock", "PropertyMock"}
_PATCHES = {"monkeypatch.setattr", "monkeypatch.delattr", "mocker.patch", "mock.patch"}


def no_mocks(source: Source) -> Iterator[Remark]:
    for node in source.nodes:
        match node:
            case ast.Import(names=names) if any(name.name in _MODULES for name in names):
                yield Remark(node.lineno, "a mock agrees with whatever the code does")
            case ast.ImportFrom(module=module, names=names) if _brings_mocks(module, names):
                yield Remark(node.lineno, "a mock agrees with whatever the code does")
            case ast.Call(func=func) if dotted(func) in _PATCHES:
                yield Remark(node.lineno, "patched code is not the code that ships: pass a value")
            case _:
                pass
    for function in source.functions:
        if any(argument.arg == "mocker" for argument in function.args.args):
            yield Remark(function.lineno, "a mock agrees with whatever the code does")


def _brings_mocks(module: str | None, names: list[ast.alias]) -> bool:
    return module in _MODULES or any(alias.name in _NAMES for alias in names)
