"""Which files are the debtor's for certain: by name and birthday at a door, or name, door and day.

A birthday that a source never held cannot be asked of it, so that a file without one is the
debtor's only where nobody else of that name was ever seen at the door. A file's other addresses
are the source's own word that it is the same person.
"""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

from ppit_matching import BirthDate, Person
from ppit_tracing.domain.codes import RuledOut
from ppit_tracing.domain.likeness import BirthdaySays, NameSays, likeness
from ppit_tracing.domain.sighting import PersonFile, Sighting, disputed_lineages, files_of

SLACK = timedelta(days=92)
"""How far apart two sources may date one move."""


@dataclass(frozen=True, slots=True)
class Debtor:
    """Who is sought: as given, and the door of the debt where it was resolved."""

    person: Person
    uprn: str | None
    owed_since: date | None
    mail_returned: bool = False


@dataclass(frozen=True, slots=True)
class Identity:
    """``confirmed`` files are the debtor's; ``near`` ones could be; nobody is named.

    ``candidates`` are those of the near ones that bear the whole name or the birthday.

    ``namesake_doors`` are the doors at which somebody else of the debtor's name was seen.
    """

    confirmed: tuple[PersonFile, ...]
    near: tuple[PersonFile, ...]
    candidates: tuple[PersonFile, ...]
    namesake_doors: frozenset[str]
    born: BirthDate
    torn: bool
    ruled_out: Mapping[RuledOut, int]


@dataclass(frozen=True, slots=True)
class _Judged:
    file: PersonFile
    name: NameSays
    birthday: BirthdaySays
    placed: bool
    doors: frozenset[str]
    """Where a file in which the whole name was read places somebody, or did."""
    mixed: bool
    """The source put somebody else's account into this file, or this one's into another's."""

    @property
    def may_be(self) -> bool:
        contradicted = self.name is NameSays.OTHER or self.birthday is BirthdaySays.CONTRADICTS
        return not (contradicted or self.mixed)

    @property
    def is_alike(self) -> bool:
        return self.name is NameSays.SAME or self.birthday is BirthdaySays.SAME


def identify(debtor: Debtor, sightings: Sequence[Sighting]) -> Identity:
    disputed = disputed_lineages(sightings)
    files = files_of(sightings)
    judged = [_judge(debtor.person, file, disputed) for file in files]
    confirmed = _anchored(debtor, judged)
    person = replace(debtor.person, born=_born(debtor.person, confirmed))
    if person != debtor.person:
        judged = [_judge(person, file, disputed) for file in files]
    for _ in range(2):
        confirmed |= _joined(judged, confirmed)
    return _identity(replace(person, born=_born(person, confirmed)), judged, confirmed)


def _judge(person: Person, file: PersonFile, disputed: frozenset[str]) -> _Judged:
    """Judge a file as the one person that its source believes it to be."""
    born = file.born
    likes = [
        likeness(person, replace(seen.person, born=born) if born else seen.person)
        for seen in file.sightings
    ]
    names = {like.name for like in likes}
    name = NameSays.OTHER if NameSays.OTHER in names else max(names)
    return _Judged(
        file,
        name,
        _of_all({like.birthday for like in likes}),
        any(like.confirmed for like in likes),
        file.uprns if name is NameSays.SAME else frozenset(),
        any(seen.lineage in disputed for seen in file.sightings),
    )


def _of_all(birthdays: set[BirthdaySays]) -> BirthdaySays:
    if BirthdaySays.CONTRADICTS in birthdays:
        return BirthdaySays.CONTRADICTS
    said = birthdays - {BirthdaySays.NOTHING}
    return min(said) if said else BirthdaySays.NOTHING


def _anchored(debtor: Debtor, judged: Iterable[_Judged]) -> frozenset[PersonFile]:
    """Return the files that what was given names: placed by the matching rule, or by the door."""
    found = {one.file for one in judged if one.may_be and one.placed}
    uprn = debtor.uprn
    if uprn is None or debtor.person.joint:
        return frozenset(found)
    if not _contested(judged, uprn):
        found |= {
            one.file
            for one in judged
            if one.may_be and uprn in one.doors and _there_on(one.file, uprn, debtor.owed_since)
        }
    return frozenset(found)


def _there_on(file: PersonFile, uprn: str, day: date | None) -> bool:
    return any(
        day is None or seen.first_seen - SLACK <= day <= seen.last_seen + SLACK
        for seen in file.sightings
        if seen.uprn == uprn and seen.says_where
    )


def _contested(judged: Iterable[_Judged], uprn: str) -> bool:
    """Tell whether more than one person of the name was ever seen at a door."""
    there = [one for one in judged if uprn in one.doors]
    if any(one.birthday is BirthdaySays.CONTRADICTS for one in there):
        return True
    sources = Counter(one.file.key[0] for one in there)
    return max(sources.values(), default=0) > 1 or len(_birthdays(one.file for one in there)) > 1


def _birthdays(files: Iterable[PersonFile]) -> frozenset[BirthDate]:
    return frozenset(
        seen.person.born for file in files for seen in file.sightings if seen.person.born.full
    )


def _born(person: Person, confirmed: frozenset[PersonFile]) -> BirthDate:
    """Return the birthday that the debtor's own files agree on; what was given may be a slip."""
    learned = _birthdays(confirmed)
    return next(iter(learned)) if len(learned) == 1 else person.born


def _joined(judged: Sequence[_Judged], confirmed: frozenset[PersonFile]) -> frozenset[PersonFile]:
    """Return the files that meet a confirmed one at a door, with the name and the birthday.

    One without a birthday counts where nobody else of the name was seen at that door.
    """
    found: set[PersonFile] = set()
    for one in judged:
        if not one.may_be or one.name is not NameSays.SAME or one.file in confirmed:
            continue
        for uprn in sorted(one.doors):
            if not any(_meet(one.file, other, uprn) for other in confirmed):
                continue
            if one.birthday is BirthdaySays.SAME or not _contested(judged, uprn):
                found.add(one.file)
    return frozenset(found)


def _meet(one: PersonFile, other: PersonFile, uprn: str) -> bool:
    """Tell whether both files place somebody at the door at one time."""
    return any(
        mine.first_seen <= theirs.last_seen + SLACK and theirs.first_seen <= mine.last_seen + SLACK
        for mine in one.sightings
        for theirs in other.sightings
        if mine.uprn == uprn == theirs.uprn and mine.says_where and theirs.says_where
    )


def _identity(
    person: Person, judged: Sequence[_Judged], confirmed: frozenset[PersonFile]
) -> Identity:
    others = [one for one in judged if one.file not in confirmed]
    near = [one for one in others if one.may_be]
    doors = {uprn for file in confirmed for uprn in file.uprns}
    return Identity(
        confirmed=tuple(sorted(confirmed, key=lambda file: file.key)),
        near=tuple(one.file for one in near),
        candidates=tuple(one.file for one in near if one.is_alike),
        namesake_doors=frozenset(uprn for uprn in doors if _contested(judged, uprn)),
        born=person.born,
        torn=len(_birthdays(confirmed)) > 1,
        ruled_out=dict(Counter(map(_why_not, others))),
    )


def _why_not(one: _Judged) -> RuledOut:
    if one.name is NameSays.OTHER:
        return RuledOut.OTHER_NAME
    if one.mixed:
        return RuledOut.ACCOUNT_IN_TWO_FILES
    if one.birthday is BirthdaySays.CONTRADICTS:
        return RuledOut.OTHER_BIRTHDAY
    return RuledOut.INITIAL_ONLY if one.name is NameSays.WEAK else RuledOut.NOT_PLACED


def doors_to_look_at(debtor: Debtor, identity: Identity) -> frozenset[str]:
    """Return the doors at which everybody must be known before any file counts.

    The door of the debt, and every door of a file that may turn out to be the debtor's.
    """
    doors = {uprn for file in identity.confirmed for uprn in file.uprns}
    return frozenset(doors if debtor.uprn is None else {*doors, debtor.uprn})
