"""Compare two dates of birth."""

from rapidfuzz.distance import OSA, Hamming

from ppit_matching.dates.birth import BirthDate
from ppit_matching.scoring.levels import DateLevel

# A father is hardly ever less than this many years older than his son.
GENERATION_YEARS = 15
TWO = 2


def date_level(one: BirthDate, other: BirthDate) -> DateLevel:
    """Return how the dates stand; symmetrical."""
    if one.year is None or other.year is None:
        return DateLevel.MISSING
    if not (one.full and other.full):
        return _partial(one, other)
    if one == other:
        return DateLevel.PERHAPS_YEAR if one.perhaps_year_only else DateLevel.EQUAL
    if one.year == other.year:
        return _same_year(one, other)
    return _other_year(one, other, abs(one.year - other.year))


def _partial(one: BirthDate, other: BirthDate) -> DateLevel:
    """Compare as far as both are known; a date without its parts neither agrees nor contradicts."""
    pairs = ((one.year, other.year), (one.month, other.month), (one.day, other.day))
    known = [(left, right) for left, right in pairs if left is not None and right is not None]
    if all(left == right for left, right in known):
        return DateLevel.PARTIAL if len(known) == 1 else DateLevel.MONTH_AND_YEAR
    if one.year == other.year:
        return DateLevel.YEAR_ONLY
    return _apart(abs((one.year or 0) - (other.year or 0)))


def _same_year(one: BirthDate, other: BirthDate) -> DateLevel:
    if (one.day, one.month) == (other.month, other.day):
        return DateLevel.SWAPPED
    if one.perhaps_year_only or other.perhaps_year_only:
        return DateLevel.PERHAPS_YEAR
    if OSA.distance(_digits(one), _digits(other), score_cutoff=1) <= 1:
        return DateLevel.ONE_EDIT
    if one.month == other.month:
        return DateLevel.MONTH_AND_YEAR
    return DateLevel.TWO_PARTS if one.day == other.day else DateLevel.YEAR_ONLY


def _other_year(one: BirthDate, other: BirthDate, years: int) -> DateLevel:
    same_day, same_month = one.day == other.day, one.month == other.month
    edited = OSA.distance(str(one.year), str(other.year), score_cutoff=1) <= 1
    if same_day and same_month and edited:
        return DateLevel.YEAR_EDIT
    # 1970-09-28 for 1969-09-29: remembered nearly, although four digits differ.
    near = (edited or years == 1) and (same_day or same_month)
    turned = edited and sorted(str(one.year)) == sorted(str(other.year))
    if years >= GENERATION_YEARS and not (near and turned):
        return DateLevel.GENERATION
    if same_day and same_month:
        return DateLevel.TWO_PARTS
    near = near or Hamming.distance(one.iso, other.iso) <= TWO
    return DateLevel.TWO_EDITS if near else DateLevel.DIFFERENT


def _apart(years: int) -> DateLevel:
    return DateLevel.GENERATION if years >= GENERATION_YEARS else DateLevel.DIFFERENT


def _digits(born: BirthDate) -> str:
    return f"{born.day:02d}{born.month:02d}"
