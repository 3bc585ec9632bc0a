"""How two values of a field stand to one another, in levels that each have their own weight.

Each member's value is the reason in words; the empty one says nothing.
"""

from enum import StrEnum


class NameLevel(StrEnum):
    """Of given and family names."""

    MISSING = ""
    EQUAL = "same {field}"
    FORM = "{field} is another form of the same name"
    FORMER = "{field} is a former or other {field}"
    TYPO = "{field} nearly the same"
    SOUND = "{field} sounds alike"
    PART = "one part of the {field} is the same"
    INITIAL = "initial agrees"
    ELSEWHERE = "{field} is the other's middle name"
    SWAPPED = "first name and surname swapped"
    CLOSE = "{field} a little alike"
    DIFFERENT = "{field} different"


class DateLevel(StrEnum):
    """Of dates of birth."""

    MISSING = ""
    EQUAL = "same date of birth"
    SWAPPED = "day and month swapped"
    ONE_EDIT = "date of birth differs in one digit"
    YEAR_EDIT = "year of birth differs in one digit"
    MONTH_AND_YEAR = "same month and year of birth"
    TWO_PARTS = "date of birth agrees in two parts of three"
    TWO_EDITS = "date of birth differs in two digits"
    YEAR_ONLY = "same year of birth"
    PARTIAL = "date of birth agrees as far as it is known"
    PERHAPS_YEAR = "same year of birth, the first of January may mean the year only"
    DIFFERENT = "date of birth different"
    GENERATION = "born a generation apart"


class PlaceLevel(StrEnum):
    """Of addresses."""

    MISSING = ""
    DOOR = "same address"
    BUILDING = "same building"
    POSTCODE = "same postcode"
    STREET = "same street"
    SECTOR = "same neighbourhood"
    TOWN = "same town"
    DISTRICT = "same postcode district"
    APART = "different address"


class OtherLevel(StrEnum):
    """Of telephone numbers, middle names and "junior" or "senior"."""

    MISSING = ""
    AGREES = "same {field}"
    DISAGREES = "{field} different"
