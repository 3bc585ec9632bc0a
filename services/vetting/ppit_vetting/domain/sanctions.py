"""How an applicant meets a sanctions list: strongly, perhaps, or by a poor alias alone.

Strong: the name agrees and the whole date of birth does. A partial date neither agrees nor
contradicts: it never makes a meeting strong, and never clears an exact name. A low-quality alias
meets nobody on its own, only with the whole date of birth.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from ppit_matching import BirthDate, Person
from ppit_matching.bare.people import match_people
from ppit_matching.names.parsing import family_words, given_words
from ppit_matching.organisations.registers import listed_name_agrees, telling_words
from ppit_matching.scoring.date_levels import date_level
from ppit_matching.scoring.levels import DateLevel, NameLevel
from ppit_matching.scoring.name_levels import given_level
from ppit_matching.text.folding import words
from ppit_matching.text.phonetics import sound
from ppit_vetting.domain.sanctions_subject import (
    ListedName,
    NameQuality,
    SanctionsSubject,
    SubjectKind,
)


class Strength(StrEnum):
    """Gravest first. ``ALIAS_ALONE`` is kept for the analyst and raises nothing."""

    STRONG = "STRONG"
    WEAK = "WEAK"
    ALIAS_ALONE = "ALIAS_ALONE"


class NameFit(StrEnum):
    EXACT = "the names agree"
    NEAR = "the names nearly agree"
    SWAPPED = "first and last name are swapped"


class DateFit(StrEnum):
    """``CLOSE``: whole dates that a slip of the pen would explain."""

    WHOLE = "the whole date of birth agrees"
    CLOSE = "the dates of birth differ by a slip"
    OPEN = "the date of birth is not known well enough to agree or to contradict"
    FITTING = "what the list knows of the date of birth agrees, and is not all of it"
    AGAINST = "the dates of birth contradict"


@dataclass(frozen=True, slots=True)
class Meeting:
    """One subject and how the applicant meets it; ``quality`` is that of the name it is by."""

    subject: SanctionsSubject
    strength: Strength
    quality: NameQuality
    why: tuple[str, ...]


_CLOSE = frozenset(
    {
        DateLevel.SWAPPED,
        DateLevel.ONE_EDIT,
        DateLevel.YEAR_EDIT,
        DateLevel.MONTH_AND_YEAR,
        DateLevel.PERHAPS_YEAR,
    }
)
_NEAR = frozenset({NameLevel.FORM, NameLevel.TYPO, NameLevel.SOUND})
_ORDER = list(Strength)
# Above what two bare names need to agree: the list is long, and the date of birth may be partial.
_NEAR_ENOUGH = 0.7
_SHORTEST_WORD = 2


def search_sounds(names: Iterable[str]) -> frozenset[str]:
    """Return the sounds under which a name is stored and looked for: one for each longer word."""
    return frozenset(
        sound(word) for name in names for word in words(name) if len(word) >= _SHORTEST_WORD
    )


def meet_person(person: Person, subjects: Iterable[SanctionsSubject]) -> tuple[Meeting, ...]:
    """Return the individuals of the list that this person may be, strongest first."""
    met = (
        meeting
        for subject in subjects
        if subject.kind is SubjectKind.INDIVIDUAL
        and (meeting := _as_person(person, subject)) is not None
    )
    return tuple(sorted(met, key=lambda meeting: _ORDER.index(meeting.strength)))


def meet_organisation(
    name: str, number: str | None, subjects: Iterable[SanctionsSubject]
) -> tuple[Meeting, ...]:
    """Return the entities and ships of the list that this body may be, strongest first."""
    met = (
        meeting
        for subject in subjects
        if subject.kind is not SubjectKind.INDIVIDUAL
        and (meeting := _as_organisation(name, number, subject)) is not None
    )
    return tuple(sorted(met, key=lambda meeting: _ORDER.index(meeting.strength)))


def _as_organisation(name: str, number: str | None, subject: SanctionsSubject) -> Meeting | None:
    if number is not None and number in subject.company_numbers:
        why = ("the company number is the one that the list gives",)
        return Meeting(subject, Strength.STRONG, NameQuality.PRIMARY, why)
    agreeing = [each for each in subject.names if listed_name_agrees(name, each.whole)]
    if not agreeing:
        return None
    best = min(agreeing, key=_quality_order)
    low = best.quality is NameQuality.LOW_ALIAS
    exact = sorted(telling_words(name)) == sorted(telling_words(best.whole))
    why = NameFit.EXACT if exact else NameFit.NEAR
    return Meeting(
        subject, Strength.ALIAS_ALONE if low else Strength.WEAK, best.quality, (why.value,)
    )


def _as_person(person: Person, subject: SanctionsSubject) -> Meeting | None:
    dates = _date_fit(person.born, subject.born)
    meetings = [
        Meeting(subject, strength, name.quality, (names.value, dates.value))
        for name in subject.names
        if (names := _name_fit(person, name)) is not None
        and (strength := _strength(names, dates, name.quality)) is not None
    ]
    return min(
        meetings,
        key=lambda each: (_ORDER.index(each.strength), list(NameQuality).index(each.quality)),
        default=None,
    )


def _strength(names: NameFit, dates: DateFit, quality: NameQuality) -> Strength | None:
    if quality is NameQuality.LOW_ALIAS:
        if dates is DateFit.WHOLE:
            return Strength.WEAK
        return None if dates is DateFit.AGAINST else Strength.ALIAS_ALONE
    if dates is DateFit.AGAINST:
        return None
    if names is NameFit.EXACT:
        return Strength.STRONG if dates is DateFit.WHOLE else Strength.WEAK
    return Strength.WEAK if dates in {DateFit.WHOLE, DateFit.FITTING} else None


def _date_fit(asked: BirthDate, listed: tuple[BirthDate, ...]) -> DateFit:
    """Judge the applicant's date against all that the list gives: one that agrees is enough."""
    fits = {_one_date(asked, born) for born in listed} or {DateFit.OPEN}
    order = (DateFit.WHOLE, DateFit.FITTING, DateFit.CLOSE, DateFit.OPEN, DateFit.AGAINST)
    return next(fit for fit in order if fit in fits)


def _one_date(asked: BirthDate, born: BirthDate) -> DateFit:
    if not (asked.full and born.full):
        pairs = ((asked.year, born.year), (asked.month, born.month), (asked.day, born.day))
        known = [one == other for one, other in pairs if one is not None and other is not None]
        return DateFit.FITTING if known and all(known) else DateFit.OPEN
    level = date_level(asked, born)
    if level is DateLevel.EQUAL or asked == born:
        return DateFit.WHOLE
    return DateFit.CLOSE if level in _CLOSE else DateFit.AGAINST


def _name_fit(person: Person, listed: ListedName) -> NameFit | None:
    family = family_words(listed.family)
    given = given_words(" ".join(listed.given))
    called = (*person.given, *person.known_as)
    if not family or not (person.family or person.former):
        return None
    if not given:
        # One word on the list: only somebody with one word to their name is met by it.
        alone = not called and set(family) == set(person.family)
        return NameFit.EXACT if alone else None
    straight = _parts_fit(called, (*person.family, *person.former), given, family)
    if straight is not None:
        return straight
    swapped = _parts_fit((*person.family, *person.former), called, given, family)
    if swapped is NameFit.EXACT:
        return NameFit.SWAPPED
    # Written from another alphabet, every part of a name may differ a little.
    whole = " ".join((*person.given, *person.family))
    near = match_people(whole, listed.whole).score >= _NEAR_ENOUGH
    return NameFit.NEAR if near else None


def _parts_fit(
    called: tuple[str, ...],
    families: tuple[str, ...],
    given: tuple[str, ...],
    family: tuple[str, ...],
) -> NameFit | None:
    if not called:
        return None
    ours, theirs = "".join(families), "".join(family)
    same_family = set(family) <= set(families) or ours == theirs
    level = NameLevel.EQUAL if same_family else given_level(ours, theirs)
    firsts = {given_level(one, other) for one in called for other in given}
    if NameLevel.EQUAL in firsts:
        # Heard on the telephone, "Winter" is written "Winta".
        near = level in _NEAR or level is NameLevel.CLOSE
        return NameFit.EXACT if same_family else NameFit.NEAR if near else None
    # Another form of the name, or another transliteration: evidence, but not the same name.
    near = level in {NameLevel.EQUAL, *_NEAR} and not firsts.isdisjoint(_NEAR)
    return NameFit.NEAR if near else None


def _quality_order(name: ListedName) -> int:
    return list(NameQuality).index(name.quality)
