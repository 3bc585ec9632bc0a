"""Each row of the abuse list (docs/abuse.md), and of what the log must do (docs/log-clauses.md),
names the test that shows it, or says why not.
"""

import re

import pytest

from tests.architecture.our_files import ROOT, text_of

SECTIONS = ("Token", "DPoP", "HTTP", "Authorisation", "Idempotency", "Webhooks", "Chaos")
_NAMED = re.compile(r"`(test_\w+)`")
_DEFINED = re.compile(r"^(?:async )?def (test_\w+)\(", re.MULTILINE)


def rows(document: str = "docs/abuse.md") -> dict[str, list[list[str]]]:
    """Return the cells of each row by section."""
    _, *parts = text_of(document).split("\n## ")
    tables = {part.partition("\n")[0]: part.splitlines()[3:] for part in parts}
    return {
        title: [line.strip("|").split(" | ") for line in lines if line.startswith("|")]
        for title, lines in tables.items()
    }


def unshown(cells: list[str], defined: set[str]) -> list[str]:
    """Return what a row lacks: a third cell, a reason, or a test that is there."""
    if len(cells) != 3:
        return ["not three cells"]
    named = _NAMED.findall(cells[2])
    if not named and not cells[2].strip().startswith("not shown: "):
        return ["no test and no reason"]
    return [name for name in named if name not in defined]


@pytest.fixture(scope="module")
def defined() -> set[str]:
    files = (ROOT / "tests").rglob("test_*.py")
    return {name for file in files for name in _DEFINED.findall(file.read_text())}


def test_every_section_has_its_rows() -> None:
    assert tuple(rows()) == SECTIONS
    assert min(len(listed) for listed in rows().values()) >= 5


def test_every_clause_of_the_log_has_its_rows() -> None:
    sections = rows("docs/log-clauses.md")
    assert [title.split()[0] for title in sections] == [f"I{number}" for number in range(1, 12)]
    assert min(len(listed) for listed in sections.values()) >= 2


@pytest.mark.parametrize("document", ["docs/abuse.md", "docs/log-clauses.md"])
def test_every_row_names_tests_that_exist_or_says_why_there_is_none(
    document: str, defined: set[str]
) -> None:
    lacking = {
        cells[0].strip(): missing
        for listed in rows(document).values()
        for cells in listed
        if (missing := unshown(cells, defined))
    }
    assert lacking == {}


def test_a_row_without_its_test_would_be_found(defined: set[str]) -> None:
    assert unshown(["a", "b", "`test_that_nobody_wrote`"], defined) == ["test_that_nobody_wrote"]
    assert unshown(["a", "b", "surely"], defined) == ["no test and no reason"]
    assert unshown(["a", "b"], defined) == ["not three cells"]
