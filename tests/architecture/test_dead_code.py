"""What nothing uses is found; what a framework calls or the wire declares is not."""

from pathlib import Path

from tests.architecture.dead_code import unused
from tests.architecture.source import Source

EXAMPLES = Path(__file__).parent / "examples" / "unused-code"


def example(file_name: str) -> Source:
    text = (EXAMPLES / file_name).read_text(encoding="utf-8")
    return Source.parse("tests/unit/test_example.py", text)


def test_what_is_used_registered_or_declared_for_the_wire_is_not_reported() -> None:
    assert list(unused([example("passes.py")])) == []


def test_what_nothing_names_is_reported_where_it_stands() -> None:
    source = example("fails.py")
    lines = enumerate(source.text.splitlines(), start=1)
    marked = [number for number, line in lines if "# finding" in line]
    assert marked
    assert sorted(found.line for found in unused([source])) == marked
