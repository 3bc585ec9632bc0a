"""Which marked people a visit may mean: confirmed, or only probable."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from uuid import UUID

from ppit_matching import Band, Person, compare, is_searchable, rank

_UNCERTAIN = frozenset({Band.PROBABLE, Band.POSSIBLE})


@dataclass(frozen=True, slots=True)
class Nominal:
    """A person with a marker. ``uprn`` is where they live, as far as the register knows."""

    nominal_id: UUID
    person: Person
    uprn: str | None


@dataclass(frozen=True, slots=True)
class PeopleFound:
    """``unsure``: several marked people fit a name equally well, or half a name found nobody."""

    confirmed: frozenset[UUID]
    probable: frozenset[UUID]
    unsure: bool


def all_searchable(people: Iterable[Person]) -> bool:
    return all(is_searchable(person) for person in people)


def find_people(named: Iterable[Person], nominals: Sequence[Nominal]) -> PeopleFound:
    """Compare everyone named with every candidate.

    Two people that both fit are nobody confirmed, unless they are one person recorded twice: then
    everything known of that person must be said.
    """
    confirmed: set[UUID] = set()
    probable: set[UUID] = set()
    unsure = False
    people = {nominal.nominal_id: nominal.person for nominal in nominals}
    for person in named:
        ranked = rank(person, people.items())
        sure = [each.key for each in ranked if each.comparison.band is Band.CONFIRMED]
        one = _all_one_person([people[key] for key in sure])
        (confirmed if one else probable).update(sure)
        probable.update(each.key for each in ranked if each.comparison.band in _UNCERTAIN)
        # One word of a name can find somebody; that it finds nobody rules nobody out.
        unsure |= not one or not (ranked or _is_whole(person))
    return PeopleFound(frozenset(confirmed), frozenset(probable - confirmed), unsure)


def _all_one_person(people: Sequence[Person]) -> bool:
    return all(compare(people[0], other).band is Band.CONFIRMED for other in people[1:])


def _is_whole(person: Person) -> bool:
    """Tell whether the register was searched under enough to rule somebody out.

    An initial is enough for one of the two names only beside a full date of birth of their own: a
    search by "J Smith" alone looks under no key.
    """
    sides = ((*person.given, *person.known_as), (*person.family, *person.former))
    spelt = [any(len(name) > 1 for name in side) for side in sides]
    dated = person.born.full and not person.joint
    return all(spelt) or (dated and all(sides) and any(spelt))
