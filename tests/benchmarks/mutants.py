"""Mutants: each change that mutmut knows to make to a function, and the module that holds one.

mutmut makes them; a trial compiles the whole module with one function changed, so that it runs as
fast as the unchanged code does and is changed from the first line of its import on.
"""

import ast
import json
from collections.abc import Iterator, Sequence
from contextlib import chdir
from dataclasses import dataclass
from importlib import import_module
from importlib.abc import MetaPathFinder
from importlib.machinery import ModuleSpec, SourceFileLoader
from importlib.util import spec_from_file_location
from pathlib import Path
from types import CodeType, ModuleType
from typing import Protocol, cast

OF_A_CLASS = "\u01c1"
"""What mutmut puts round the name of a class."""
Function = ast.FunctionDef | ast.AsyncFunctionDef


class _MutatedFile(Protocol):
    code: str
    mutant_names: Sequence[str]


class _Mutmut(Protocol):
    def mutate_file_contents(self, filename: str, code: str, /) -> _MutatedFile: ...


@dataclass(frozen=True, slots=True)
class Mutant:
    """One change: ``path`` is the unchanged file, ``mutated`` the file of all its mutants."""

    name: str
    path: Path
    mutated: Path

    @property
    def module(self) -> str:
        return self.name.rpartition(".")[0]

    @property
    def function(self) -> tuple[str | None, str]:
        """The class, if any, and the function that is changed."""
        mangled = self.name.rpartition(".")[2].rpartition("__mutmut_")[0]
        if mangled.startswith(f"x{OF_A_CLASS}"):
            _, owner, function = mangled.split(OF_A_CLASS)
            return owner, function
        return None, mangled.removeprefix("x_")

    def unchanged(self) -> "Mutant":
        """Give the same function as it is: a trial of it must find nothing."""
        return Mutant(f"{self.name.rpartition('_')[0]}_orig", self.path, self.mutated)

    def code(self) -> CodeType:
        """Compile the module with this one change."""
        tree = ast.parse(self.path.read_text(encoding="utf-8"))
        owner, function = self.function
        changed = _found(tree, owner, function)
        mutants = ast.parse(self.mutated.read_text(encoding="utf-8"))
        mutant = _found(mutants, owner, self.name.rpartition(".")[2])
        changed.args, changed.body = mutant.args, mutant.body
        return compile(tree, str(self.path), "exec")


class Changed(MetaPathFinder):
    """Import one module with its mutant inside."""

    def __init__(self, mutant: Mutant) -> None:
        self._mutant, self._code = mutant, mutant.code()

    def find_spec(
        self, fullname: str, path: Sequence[str] | None, target: ModuleType | None = None, /
    ) -> ModuleSpec | None:
        del path, target
        if fullname != self._mutant.module:
            return None
        file = str(self._mutant.path)
        return spec_from_file_location(fullname, file, loader=_Compiled(fullname, file, self._code))


class _Compiled(SourceFileLoader):
    def __init__(self, fullname: str, path: str, code: CodeType) -> None:
        super().__init__(fullname, path)
        self._code = code

    def get_code(self, fullname: str) -> CodeType:
        del fullname
        return self._code


def make_mutants(folder: Path, file: str) -> None:
    """Mutate one file, ``shared/ppit_matching/text/folding.py``, of the copy in ``folder``."""
    mutmut: _Mutmut = cast("_Mutmut", import_module("mutmut.mutation.file_mutation"))
    with chdir(folder):  # mutmut reads its settings there
        made = mutmut.mutate_file_contents(file, Path(file).read_text(encoding="utf-8"))
    module = module_of(file)
    names = [f"{module}.{name}" for name in made.mutant_names]
    _mutated(folder, file).write_text(made.code, encoding="utf-8")
    listed = json.dumps({"file": file, "names": names})
    _mutated(folder, file).with_suffix(".json").write_text(listed, encoding="utf-8")


def mutants(folder: Path) -> dict[str, Mutant]:
    """Return every mutant that was made, by its name."""
    return {mutant.name: mutant for mutant in _every(folder)}


def mutated_files(folder: Path) -> list[str]:
    """Return every file that was mutated, from the copy's root."""
    listed = sorted((folder / "mutants").glob("*.json"))
    return [str(json.loads(one.read_text(encoding="utf-8"))["file"]) for one in listed]


def _every(folder: Path) -> Iterator[Mutant]:
    for listed in sorted((folder / "mutants").glob("*.json")):
        read = cast("dict[str, object]", json.loads(listed.read_text(encoding="utf-8")))
        path = folder / str(read["file"])
        for name in cast("list[str]", read["names"]):
            yield Mutant(name, path, listed.with_suffix(".py"))


def module_of(file: str) -> str:
    """Name the module of a file whose package stands in ``shared`` or in a service's folder."""
    parts = Path(file).with_suffix("").parts
    first = next(place for place, part in enumerate(parts) if part.startswith("ppit_"))
    return ".".join(part for part in parts[first:] if part != "__init__")


def functions(tree: ast.Module) -> Iterator[tuple[str | None, Function]]:
    """Give each function that may be mutated, with the class it stands in."""
    for node in tree.body:
        if isinstance(node, Function):
            yield None, node
        elif isinstance(node, ast.ClassDef):
            for inner in node.body:
                if isinstance(inner, Function):
                    yield node.name, inner


def _found(tree: ast.Module, owner: str | None, name: str) -> Function:
    return next(
        function for of, function in functions(tree) if (of, function.name) == (owner, name)
    )


def _mutated(folder: Path, file: str) -> Path:
    return folder / "mutants" / f"{module_of(file)}.py"
