"""What the values of a column look like, whatever its heading says."""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from ppit_match.fields import Field
from ppit_matching.addresses.postcodes import parse_postcode
from ppit_matching.identifiers.email import parse_email
from ppit_matching.identifiers.national_insurance import parse_national_insurance
from ppit_matching.linking.reading_dates import read_dates
from ppit_matching.names.rarity import FAMILY_SHARES, WRITTEN_SHARES, is_known_given
from ppit_matching.people.phones import parse_phone
from ppit_matching.text.folding import fold

SAMPLE = 400  # distinct values, evenly spread over the column
SURE = 0.75
HARDLY = 0.2
KNOWN_NAMES = 0.3
_DATE_LIKE = re.compile(
    r"\d{4}[/-]\d{1,2}[/-]\d{1,2}.*|\d{1,2}[/.-]\d{1,2}[/.-]\d{2,4}(?: .*)?|[12]\d{7}"
    r"|\d{1,2}(?:st|nd|rd|th)?[ -][A-Za-z]{3,9}\.?,?[ -]\d{2,4}|[A-Za-z]{3,9}\.? \d{1,2},? \d{4}"
)
_ROAD = re.compile(
    r".*\w (?:r(?:oa)?d|st(?:reet)?|lane|ln|ave(?:nue)?|close|drive|dr|way|court|ct|cres(?:cent)?"
    r"|gardens|gdns|terrace|place|square|sq|grove|mews|walk|parade|row|hill)\b.*",
    re.IGNORECASE,
)
_WORDS = re.compile(r"[^\W\d_][\w'.-]*(?:,? [^\W\d_][\w'.-]*){1,4}")
_CODE = re.compile(r"(?=.*\d)[A-Za-z0-9_.:/-]{3,}")
_SEXES = frozenset({"m", "f", "male", "female", "man", "woman"})
_FEW = 12


@dataclass(frozen=True, slots=True)
class Looks:
    """Shares of the column's distinct values, and how many it has of how many that are filled.

    ``name``: the part of a name that its rows hold, if many are names that everybody knows.
    """

    shares: Mapping[Field, float]
    name: Field | None
    codes: float
    distinct: int
    filled: int

    @property
    def repeats(self) -> float:
        return self.filled / self.distinct if self.distinct else 0.0

    def surest(self) -> Field | None:
        """Return the kind of nearly all values, if they have one."""
        field = max(self.shares, key=lambda each: self.shares[each])
        return field if self.shares[field] >= SURE else None


def _is_date(text: str) -> bool:
    return _DATE_LIKE.fullmatch(text) is not None and len(read_dates([text], 1)[1]) > 1


def _is_name(text: str) -> bool:
    return _WORDS.fullmatch(text) is not None and text[:1].isupper()


def _part_of_a_name(rows: Sequence[str]) -> Field | None:
    """Return which part of a name the rows hold. A name that may be both speaks for the likelier;
    most people bear one that stands in no list, so not all must be known.
    """
    given = family = 0
    for row in rows:
        name = "".join(fold(row).split()[:1])
        as_given, as_family = is_known_given(name), name in FAMILY_SHARES
        if as_given and as_family:
            as_given = WRITTEN_SHARES.given_bits(name) < WRITTEN_SHARES.family_bits(name)
            as_family = not as_given
        given, family = given + as_given, family + as_family
    known = given + family
    if known < KNOWN_NAMES * len(rows) or max(given, family) < SURE * known:
        return None
    return Field.GIVEN if given > family else Field.FAMILY


_KINDS: Mapping[Field, Callable[[str], bool]] = {
    Field.EMAIL: lambda text: "@" in text and parse_email(text) is not None,
    Field.NATIONAL_INSURANCE: lambda text: parse_national_insurance(text) is not None,
    Field.POSTCODE: lambda text: parse_postcode(text) is not None,
    Field.BORN: _is_date,
    Field.PHONE: lambda text: text[:1] in "+0(" and parse_phone(text) is not None,
    Field.SEX: lambda text: text.lower() in _SEXES,
    Field.ADDRESS: lambda text: _ROAD.fullmatch(text) is not None,
    Field.FULL: _is_name,
}
STRICT = (Field.EMAIL, Field.NATIONAL_INSURANCE, Field.POSTCODE, Field.BORN)


def looks_of(values: Sequence[str | None]) -> Looks:
    filled = [value.strip() for value in values if value and value.strip()]
    distinct = list(dict.fromkeys(filled))
    step = max(1, len(distinct) // SAMPLE)
    sample = distinct[::step]
    if not sample:
        return Looks(dict.fromkeys(_KINDS, 0.0), None, 0.0, 0, 0)
    shares = {field: sum(map(kind, sample)) / len(sample) for field, kind in _KINDS.items()}
    if len(distinct) > _FEW:
        shares[Field.SEX] = 0.0
    codes = sum(_CODE.fullmatch(text) is not None for text in sample) / len(sample)
    name = _part_of_a_name(filled[:: max(1, len(filled) // SAMPLE)])
    return Looks(shares, name, codes, len(distinct), len(filled))
