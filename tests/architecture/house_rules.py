"""The house rules: pure functions over source text, run over every Python file of ours.

``python -m tests.architecture.house_rules`` prints each finding as ``path:line: [rule] message``
and exits 1 when there is one. Exceptions stand in ``allowed.toml``, each with its reason; one that
is no longer needed is a finding too.
"""

import sys
import tomllib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain
from pathlib import Path
from types import MappingProxyType
from typing import cast

from tests.architecture.our_files import our_files, text_of
from tests.architecture.rules import (
    assertions,
    copies,
    docstrings,
    excepts,
    logs,
    loose_types,
    mocks,
    size,
)
from tests.architecture.source import Check, Source

EXAMPLES = "tests/architecture/examples/"
ALLOWED = Path(__file__).with_name("allowed.toml")

RULES: Mapping[str, Check] = MappingProxyType(
    {
        "lines": size.lines,
        "functions": size.function_count,
        "broad-except": excepts.broad_except,
        "no-mocks": mocks.no_mocks,
        "module-docstring": docstrings.first_line,
        "docstring-repeats-name": docstrings.repeats_name,
        "tests-can-fail": assertions.tests_can_fail,
        "loose-dictionary": loose_types.loose_dictionary,
        "log-calls": logs.log_calls,
    }
)


@dataclass(frozen=True, slots=True)
class Finding:
    """One rule broken at one place."""

    rule: str
    path: str
    line: int
    message: str

    def __str__(self) -> str:
        return f"{self.path}:{self.line}: [{self.rule}] {self.message}"


@dataclass(frozen=True, slots=True)
class Exemption:
    """One file that may break one rule, and why."""

    rule: str
    path: str
    reason: str


def findings(source: Source) -> Iterator[Finding]:
    for rule, check in RULES.items():
        for remark in check(source):
            yield Finding(rule, source.path, remark.line, remark.message)


def findings_across(sources: Sequence[Source]) -> Iterator[Finding]:
    """Judge what no file shows alone."""
    for path, remark in copies.third_copies(sources):
        yield Finding("third-copy", path, remark.line, remark.message)


def judge(sources: Sequence[Source], exemptions: Iterable[Exemption]) -> list[Finding]:
    """Return what stands after the exemptions, and each exemption that exempted nothing."""
    allowed = {(one.rule, one.path): one for one in exemptions}
    used: set[tuple[str, str]] = set()
    standing: list[Finding] = []
    found = chain.from_iterable(findings(source) for source in sources)
    for finding in chain(found, findings_across(sources)):
        key = (finding.rule, finding.path)
        if key in allowed and allowed[key].reason:
            used.add(key)
        else:
            standing.append(finding)
    return standing + [
        Finding(rule, path, 1, "allowed.toml exempts what needs no exemption")
        for rule, path in allowed
        if (rule, path) not in used
    ]


def read_exemptions(text: str) -> list[Exemption]:
    """Read the exemptions of whole files; ``dead_code`` reads its own, which are by name."""
    tables = cast("dict[str, dict[str, str]]", tomllib.loads(text))
    return [
        Exemption(rule, path, reason.strip())
        for rule, lines in tables.items()
        if rule != "unused-code"
        for path, reason in lines.items()
    ]


def python_files() -> Iterator[Source]:
    for path in our_files("*.py"):
        if not path.startswith(EXAMPLES):
            yield Source.parse(path, text_of(path))


def main() -> int:
    standing = judge(list(python_files()), read_exemptions(ALLOWED.read_text(encoding="utf-8")))
    for finding in standing:
        sys.stdout.write(f"{finding}\n")
    return 1 if standing else 0


if __name__ == "__main__":
    sys.exit(main())
