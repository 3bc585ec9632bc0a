"""JSON Lines are read as strictly as a request: an object a line, and no line is lost."""

import io
import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ppit_platform.delimited import (
    BrokenCode,
    BrokenLine,
    FileRefused,
    JsonLine,
    RefusedCode,
    read_json_lines,
)

_TEXT = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\x00"))
_OBJECT = st.dictionaries(_TEXT, st.none() | st.booleans() | st.integers() | _TEXT, max_size=3)


def read(text: str | bytes) -> list[JsonLine | BrokenLine]:
    return list(read_json_lines(io.BytesIO(text if isinstance(text, bytes) else text.encode())))


@given(st.lists(_OBJECT, min_size=1, max_size=5), st.booleans(), st.booleans())
def test_what_was_written_is_read(objects: list[dict[str, object]], plain: bool, end: bool) -> None:  # noqa: FBT001
    text = "\n".join(json.dumps(one, ensure_ascii=plain) for one in objects) + "\n" * end
    found = [line.value for line in read(text) if isinstance(line, JsonLine)]
    assert found == objects


@pytest.mark.parametrize(
    ("line", "code"),
    [
        ('{"name": Ann}', BrokenCode.NOT_JSON),
        ('{"name": "Ann", "name": "Bo"}', BrokenCode.NOT_JSON),
        ('{"age": NaN}', BrokenCode.NOT_JSON),
        ('{"name": "Ann\\u0000"}', BrokenCode.NOT_JSON),
        ("[" * 20_000, BrokenCode.NOT_JSON),
        ('["Ann"]', BrokenCode.NOT_AN_OBJECT),
        ('"Ann"', BrokenCode.NOT_AN_OBJECT),
        ('{"name": "Ann\0"}', BrokenCode.UNDECODABLE),
        ('{"name": "%s"}' % ("n" * 200_000), BrokenCode.CELL_TOO_LONG),
    ],
)
def test_a_broken_line_is_told_and_its_neighbours_are_read(line: str, code: BrokenCode) -> None:
    before, broken, after = read(f'{{"a": 1}}\n\n{line}\n{{"b": 2}}\n')
    assert (before, after) == (JsonLine(1, 1, {"a": 1}), JsonLine(3, 4, {"b": 2}))
    assert isinstance(broken, BrokenLine)
    assert (broken.number, broken.line_no, broken.code) == (2, 3, code)


def test_a_last_line_without_its_end_is_whole_only_as_an_object() -> None:
    assert read('{"a": 1}\n{"b": 2}')[-1] == JsonLine(2, 2, {"b": 2})
    assert read('{"a": 1}\n{"b": 2')[-1] == BrokenLine(2, 2, BrokenCode.TORN_ROW, ('{"b": 2',))


@pytest.mark.parametrize("codec", ["utf-8-sig", "utf-16", "windows-1252"])
def test_other_encodings_are_read_too(codec: str) -> None:
    assert read('{"name": "Zo\xeb"}\n'.encode(codec)) == [JsonLine(1, 1, {"name": "Zo\xeb"})]


def test_one_array_is_refused_with_what_to_send_instead() -> None:
    with pytest.raises(FileRefused, match="one object a line") as refused:
        read('[{"name": "Ann"}]\n')
    assert refused.value.code == RefusedCode.NOT_JSON_LINES


def test_an_empty_file_is_refused() -> None:
    with pytest.raises(FileRefused) as refused:
        read("")
    assert refused.value.code == RefusedCode.FILE_EMPTY


def test_no_repr_shows_a_value() -> None:
    assert repr(read('{"name": "Ann"}\n')) == "[JsonLine(number=1, line_no=1)]"
