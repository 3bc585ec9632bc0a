"""Columns of addresses read: "14 Foxglove Lane" by its number and its street, the rest whole."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import cast

import numpy as np
import polars as pl

from ppit_matching.addresses.address import Address
from ppit_matching.addresses.parsing import RUN_TOGETHER, normalise_address
from ppit_matching.addresses.parts import segments_of
from ppit_matching.addresses.postcodes import parse_postcode
from ppit_matching.addresses.typed import AddressText
from ppit_matching.addresses.words import STREET_TYPES
from ppit_matching.linking.arrays import Flags, Ints
from ppit_matching.linking.numbering import numbered_series
from ppit_matching.linking.plain_streets import is_plain_street, plain_words_of
from ppit_matching.linking.reading_dates import as_series
from ppit_matching.linking.texts import PeopleTexts
from ppit_matching.text.folding import fold

DOOR_ALONE = r"^[1-9]\d{0,3}[A-Za-z]?$"
BEGINS_WITH_WORD = r"^[A-Za-z]{2}"
PLAIN_LINE = r"^([1-9]\d{0,3}[A-Za-z]?),? ([A-Za-z]{2}[A-Za-z' ]*)(?:, *([A-Za-z' ,]+))?$"
SHORTEST_CODE, LONGEST_CODE = 3, 10
PARTS = ("flat", "number", "building", "street", "place", "postcode")


@dataclass(slots=True)
class Vocabulary:
    """Distinct texts, numbered from 1 as they come; 0 is none."""

    numbers: dict[str, int] = field(default_factory=lambda: {"": 0})

    def number(self, text: str | None) -> int:
        return self.numbers.setdefault(text or "", len(self.numbers))

    def texts(self) -> list[str]:
        return list(self.numbers)


@dataclass(frozen=True, slots=True)
class PlaceColumns:
    """The parts of each record's address, numbered in `texts`; 0 is a part that is not there."""

    flat: Ints
    number: Ints
    building: Ints
    street: Ints
    place: Ints
    postcode: Ints
    texts: list[str]

    @property
    def known(self) -> Flags:
        return (
            self.flat + self.number + self.building + self.street + self.place + self.postcode
        ) > 0

    def address(self, row: int) -> Address | None:
        """Return a record's address as single records have it."""
        found = [self.texts[int(column[row])] or None for column in self.columns()]
        address = Address(*found)
        return None if address == Address() else address

    def columns(self) -> tuple[Ints, ...]:
        return (self.flat, self.number, self.building, self.street, self.place, self.postcode)


def read_places(texts: PeopleTexts) -> PlaceColumns:
    """Read the lines and the postcodes; a postcode of another country stays as typed."""
    words = Vocabulary()
    columns = {part: np.zeros(texts.records, np.int32) for part in PARTS}
    lines = _with_door_first([as_series(line, texts.records) for line in texts.address_lines])
    box, boxes = numbered_series(as_series(texts.postcode, texts.records))
    codes = np.fromiter((words.number(_postcode(text)) for text in boxes), np.int32, len(boxes))
    columns["postcode"] = codes[box]
    unread = _is_odd(boxes, codes)[box]
    if lines:
        plain = _read_plain(lines, words, columns) & ~unread
        unread = ~plain & (_is_filled(lines) | unread)
    _read_one_by_one(np.flatnonzero(unread), lines, (box, boxes, codes), (words, columns))
    return PlaceColumns(
        columns["flat"],
        columns["number"],
        columns["building"],
        columns["street"],
        columns["place"],
        columns["postcode"],
        words.texts(),
    )


def _postcode(text: str) -> str:
    """Return a postcode in one form: ours, or the one short word with a digit of another land."""
    found = parse_postcode(text)
    if found:
        return found
    packed = "".join(letter for letter in fold(text) if letter.isalnum())
    is_code = SHORTEST_CODE <= len(packed) <= LONGEST_CODE and any(map(str.isdigit, packed))
    return packed.upper() if is_code else ""


def _is_odd(boxes: Sequence[str], codes: Ints) -> Flags:
    filled = np.fromiter((bool(text) for text in boxes), np.bool_, len(boxes))
    return filled & (codes == 0)


def _is_filled(lines: list[pl.Series]) -> Flags:
    found = np.zeros(len(lines[0]), np.bool_)
    for line in lines:
        found |= (line.str.strip_chars().fill_null("") != "").to_numpy()
    return found


def _with_door_first(lines: list[pl.Series]) -> list[pl.Series]:
    """Put a house number that has a column of its own before the street's name; no gaps before."""
    kept = [line.str.strip_chars() for line in lines]
    for place in range(len(kept) - 1):
        frame = pl.DataFrame({"one": kept[place], "two": kept[place + 1]})
        one, two = pl.col("one"), pl.col("two")
        alone = one.str.contains(DOOR_ALONE) & two.str.contains(BEGINS_WITH_WORD)
        blank = one.is_null() | (one == "")
        moved = frame.select(
            pl.when(alone).then(one + " " + two).when(blank).then(two).otherwise(one).alias("one"),
            pl.when(alone | blank).then(None).otherwise(two).alias("two"),
        )
        kept[place], kept[place + 1] = moved["one"], moved["two"]
    return kept


def _read_plain(lines: list[pl.Series], words: Vocabulary, columns: dict[str, Ints]) -> Flags:
    """Read the rows whose first line is a number and a street; return which rows these were."""
    groups = lines[0].str.extract_groups(PLAIN_LINE).struct.unnest()
    street, streets = numbered_series(groups["2"])
    codes = np.fromiter((_street(text, words) for text in streets), np.int32, len(streets))
    plain = (street > 0) & (codes[street] > 0)
    place, ok = _read_rest([groups["3"], *lines[1:]], words)
    plain &= ok
    number, numbers = numbered_series(groups["1"])
    doors = np.fromiter((words.number(text.lower()) for text in numbers), np.int32, len(numbers))
    columns["street"][plain] = codes[street][plain]
    columns["number"][plain] = doors[number][plain]
    columns["place"][plain] = place[plain]
    return plain


def _street(text: str, words: Vocabulary) -> int:
    """Read the words after a house number; 0 if they are not simply one street."""
    spoken = plain_words_of(text)
    if spoken is not None and spoken[-1] not in STREET_TYPES:
        return 0
    if spoken is not None and is_plain_street(spoken):
        return words.number(" ".join(spoken))
    read = normalise_address(AddressText((f"14 {text}",))) if text else Address()
    is_street = read.street is not None and read.street.split()[-1] in STREET_TYPES
    simple = is_street and read == Address(number="14", street=read.street)
    return words.number(read.street) if simple else 0


def _read_rest(lines: list[pl.Series], words: Vocabulary) -> tuple[Ints, Flags]:
    """Read what stands after the street: words of a place, and which rows hold nothing else."""
    ok = np.ones(len(lines[0]), np.bool_)
    spoken: list[pl.Series] = []
    for index, line in enumerate(lines):
        codes, distinct = numbered_series(line)
        read = [_place_words(text) for text in distinct]
        ok &= np.array([text is not None for text in read])[codes]
        texts = pl.Series([text or None for text in read], dtype=pl.String)
        spoken.append(texts.gather(codes).alias(str(index)))
    joined = pl.DataFrame(spoken).select(pl.concat_str(pl.all(), separator=" ", ignore_nulls=True))
    codes, distinct = numbered_series(joined.to_series())
    numbers = np.fromiter((words.number(text) for text in distinct), np.int32, len(distinct))
    return numbers[codes], ok


def _place_words(text: str) -> str | None:
    """Return the words of a line that names a place; None if it holds more than words."""
    if any(letter.isdigit() for letter in text):
        return None
    segments = segments_of(fold(RUN_TOGETHER.sub(" ", text)).replace("'", ""))
    if any(segment.flat or segment.number for segment in segments):
        return None
    return " ".join(word for segment in segments for word in segment.words)


def _read_one_by_one(
    rows: np.ndarray[tuple[int], np.dtype[np.int64]],
    lines: list[pl.Series],
    postcodes: tuple[Ints, list[str], Ints],
    into: tuple[Vocabulary, dict[str, Ints]],
) -> None:
    """Read the rows that need all rules, each distinct combination of lines once."""
    box, boxes, codes = postcodes
    words, columns = into
    texts = [cast("list[str | None]", line.gather(rows).to_list()) for line in lines]
    known: dict[tuple[tuple[str, ...], int], tuple[int, ...]] = {}
    table = np.zeros((len(rows), len(PARTS)), np.int32)
    for place, row in enumerate(rows.tolist()):
        typed = tuple(column[place] or "" for column in texts)
        key = (typed, int(box[row]))
        if key not in known:
            in_box = boxes[int(box[row])] if codes[box[row]] == 0 else None
            address = normalise_address(AddressText(typed, in_box))
            known[key] = tuple(words.number(getattr(address, part)) for part in PARTS)
        table[place] = known[key]
    for place, part in enumerate(PARTS):
        filled = table[:, place] > 0 if part == "postcode" else np.ones(len(rows), np.bool_)
        columns[part][rows[filled]] = table[filled, place]
