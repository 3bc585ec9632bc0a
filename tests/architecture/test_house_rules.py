"""Each house rule holds in the whole house, lets its passing example pass and finds its failing."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.architecture.house_rules import (
    RULES,
    Exemption,
    judge,
)
from tests.architecture.rules.copies import third_copies
from tests.architecture.rules.size import MAX_LINES
from tests.architecture.source import Source

EXAMPLES = Path(__file__).with_name("examples")
IN_TESTS = {"tests-can-fail", "no-mocks"}
WITH_FILES = sorted(RULES.keys() - {"lines"})


def example(rule: str, file_name: str) -> Source:
    """Read an example as if it stood where its rule applies."""
    pretended = "tests/unit/test_example.py" if rule in IN_TESTS else "shared/ppit_example/day.py"
    return Source.parse(pretended, (EXAMPLES / rule / file_name).read_text(encoding="utf-8"))


def marked_lines(source: Source) -> Iterator[int]:
    for number, line in enumerate(source.text.splitlines(), start=1):
        for _ in range(line.count("# finding")):
            yield number


def of_length(lines: int) -> Source:
    return Source.parse(
        "shared/ppit_example/day.py", '"""Says nothing, at length."""' + "\n" * lines
    )


@pytest.mark.parametrize("rule", WITH_FILES)
def test_a_rule_is_silent_on_its_passing_example(rule: str) -> None:
    assert list(RULES[rule](example(rule, "passes.py"))) == []


@pytest.mark.parametrize("rule", WITH_FILES)
def test_a_rule_names_each_marked_line_of_its_failing_example(rule: str) -> None:
    source = example(rule, "fails.py")
    expected = list(marked_lines(source))
    assert expected
    assert sorted(remark.line for remark in RULES[rule](source)) == expected


def test_four_hundred_lines_pass_and_one_more_does_not() -> None:
    assert list(RULES["lines"](of_length(MAX_LINES))) == []
    assert [remark.line for remark in RULES["lines"](of_length(MAX_LINES + 1))] == [MAX_LINES + 1]


def test_two_copies_of_a_block_pass_and_the_third_is_found_where_it_begins() -> None:
    twice = example("third-copy", "passes.py")
    thrice = example("third-copy", "fails.py")
    assert list(third_copies([twice])) == []
    assert [(path, remark.line - 1) for path, remark in third_copies([thrice])] == [
        (thrice.path, line) for line in marked_lines(thrice)
    ]


def test_a_mapping_to_any_may_stand_in_sources() -> None:
    text = (EXAMPLES / "loose-dictionary" / "fails.py").read_text(encoding="utf-8")
    at_the_wire = Source.parse("services/vetting/ppit_vetting/sources/register.py", text)
    assert list(RULES["loose-dictionary"](at_the_wire)) == []


def test_an_exemption_with_a_reason_lets_one_file_break_one_rule() -> None:
    long = of_length(MAX_LINES + 1)
    with_reason = Exemption("lines", long.path, "a table, one line per code")
    assert judge([long], [with_reason]) == []
    assert judge([long], [Exemption("lines", long.path, "")])
    assert judge([long], [Exemption("functions", long.path, "another rule")])


def test_an_exemption_that_exempts_nothing_is_a_finding() -> None:
    short = of_length(10)
    (finding,) = judge([short], [Exemption("lines", short.path, "it was long once")])
    assert (finding.rule, finding.path) == ("lines", short.path)
