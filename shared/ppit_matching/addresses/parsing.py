"""An address as typed, taken apart: flat, number, building, street, place, postcode."""

import re
from functools import lru_cache

from ppit_matching.addresses.address import Address
from ppit_matching.addresses.parts import Segment, segments_of, written_out
from ppit_matching.addresses.postcodes import parse_postcode, take_postcode
from ppit_matching.addresses.typed import AddressText
from ppit_matching.addresses.words import BUILDING_TYPES, STREET_TYPES, UNNAMED_FLAT
from ppit_matching.text.folding import fold

# "14FoxgloveLane": a space is missing before a capital, unless the name is McDonald.
RUN_TOGETHER = re.compile(r"(?<=[a-z])(?<!\b[Mm]c)(?<!\b[Mm]ac)(?=[A-Z])|(?<=\d)(?=[A-Za-z]{3})")


@lru_cache(maxsize=16_384)
def normalise_address(text: AddressText) -> Address:
    """Take an address apart; whatever cannot be read is left out, nothing raises."""
    lines, postcode = _without_postcode(text)
    segments = _joined([segment for line in lines for segment in segments_of(line)])
    if not any(segment.words for segment in segments):
        only = segments[0] if segments else Segment()
        return Address(only.flat, only.number, postcode=postcode)
    return _assembled(segments, _street_index(segments), postcode)


def folded_words(text: str) -> tuple[str, ...]:
    """Return a name's words, short forms written out, without those that say nothing."""
    return tuple(written_out(fold(text).replace("'", "")))


def _without_postcode(text: AddressText) -> tuple[list[str], str | None]:
    """Find the postcode in its own box or in any line; a box that holds none is a line."""
    lines = [fold(RUN_TOGETHER.sub(" ", line)).replace("'", "") for line in text.lines]
    box = fold(text.postcode or "")
    postcode = parse_postcode(box)
    if postcode is None and box.strip():
        lines.append(box)
    kept: list[str] = []
    for line in lines:
        rest, found = take_postcode(line)
        postcode = postcode or found
        kept.append(rest)
    return kept, postcode


def _joined(segments: list[Segment]) -> list[Segment]:
    """Give a number or flat that stands alone to the words after it.

    "2" before "14 High Street" is the flat.
    """
    joined: list[Segment] = []
    waiting = Segment()
    for segment in segments:
        flat, number = _named_flat(waiting.flat, segment.flat), segment.number or waiting.number
        if segment.number and waiting.number:
            flat = _named_flat(flat, waiting.number)
        elif waiting.number and segment.flat == UNNAMED_FLAT:  # "8, Flat Swallow Lodge"
            flat, number = waiting.number, None
        merged = Segment(flat, number, segment.words)
        if segment.words:
            joined.append(merged)
            waiting = Segment()
        else:
            waiting = merged
    return joined if waiting == Segment() else [*joined, waiting]


def _named_flat(first: str | None, second: str | None) -> str | None:
    """Take whichever flat has a name: "Flat At, Flat 7a" is 7a."""
    return second if second and first in {None, UNNAMED_FLAT} else first


def _street_index(segments: list[Segment]) -> int | None:
    """Return which segment names the street: a number and a street's ending speak for it."""
    scores = [_street_score(segment) - place / 10 for place, segment in enumerate(segments)]
    best = max(range(len(scores)), key=scores.__getitem__)
    if best == 0 and _names_a_house(segments):
        return 1
    return best if scores[best] >= 1 else None


def _names_a_house(segments: list[Segment]) -> bool:
    """Take "Orchard View, Mill Close" for a house and its street, not for two streets."""
    if len(segments) == 1 or segments[0].number or segments[0].flat:
        return False
    return segments[1].words[-1:] != () and segments[1].words[-1] in STREET_TYPES


def _street_score(segment: Segment) -> float:
    if not segment.words:
        return 0
    last = segment.words[-1]
    is_street, is_building = last in STREET_TYPES, last in BUILDING_TYPES
    score = 3.0 if segment.number else 0.0
    if is_street:
        score += 2 if is_building else 4
    return score - 2 if is_building and not is_street else score


def _assembled(segments: list[Segment], street_at: int | None, postcode: str | None) -> Address:
    """Read what stands before the street as the building and what stands after as the place."""
    street = segments[street_at] if street_at is not None else Segment()
    split = street_at if street_at is not None else 1
    before = segments[:split]
    after = segments[split + 1 :] if street_at is not None else segments[1:]
    flat: str | None = None
    for segment in segments:
        flat = _named_flat(flat, segment.flat)
    number = street.number
    for segment in before:  # "2 Hawthorn House, 14 High Street": 2 is the flat
        is_flats = number is not None or _is_building(segment)
        if segment.number and flat is None and is_flats:
            flat = segment.number
        elif segment.number and number is None:
            number = segment.number
    building = " ".join(word for segment in before for word in segment.words) or None
    name = " ".join(street.words) or None
    if flat and not number and not building and street.words[-1:] and _is_building(street):
        building, name = name, None  # "Flat 2, Hawthorn Court, Deal"
    place = " ".join(word for segment in after for word in segment.words) or None
    return Address(flat, number, building, name, place, postcode)


def _is_building(segment: Segment) -> bool:
    return bool(segment.words) and segment.words[-1] in BUILDING_TYPES
