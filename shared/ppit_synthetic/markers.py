"""Put warnings on a Kent: about 0.8% of its people and 0.5% of its homes, the stories first."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, timedelta
from itertools import islice
from random import Random

from ppit_synthetic.census import ADULT, age_of
from ppit_synthetic.chance import day_between, happens, stream, weighted
from ppit_synthetic.codes import BondKind, Category, Dwelling, Measure, Sex, Story, Subject
from ppit_synthetic.lookup import Lookup
from ppit_synthetic.marker_rules import RULES
from ppit_synthetic.records import Bond, MarkerTruth, Resident, ResidentName

_PEOPLE_SHARE = 0.008
_HOMES_SHARE = 0.005
_EACH_STORY = 3  # at the least
_EVERYDAY_PEOPLE = 16  # at the least: enough for every kind of visit in the smallest Kent
_PEOPLE_A_STORY = 2500
_SECOND_MARKER_SHARE = 0.06
_PERSON_CATEGORIES = weighted(
    (kind, rule.share) for kind, rule in RULES.items() if rule.subject is Subject.PERSON
)
_ADDRESS_CATEGORIES = weighted(
    (kind, rule.share) for kind, rule in RULES.items() if rule.subject is Subject.ADDRESS
)
# Shorter than any review interval in its months, so that no marker is stale on the day itself.
_FRESH_DAYS_A_MONTH = 25
_LATEST = timedelta(days=5)
_EVERYDAY_AUDIENCE = ("WARDENS", "TRADING_STANDARDS")
_AUDIENCES = weighted(
    (
        (("WARDENS", "TRADING_STANDARDS"), 70.0),
        (("WARDENS", "TRADING_STANDARDS", "CORONERS_OFFICERS", "PROW", "GTS"), 15.0),
        (("TRADING_STANDARDS",), 8.0),
        (("WARDENS",), 7.0),
    )
)


@dataclass(slots=True)
class _Register:
    """Writes markers down in order, and remembers whom and what it has marked."""

    rng: Random
    truth: Lookup
    as_of: date
    markers: list[MarkerTruth]
    taken: set[str]

    def mark_person(
        self, person: Resident, category: Category | None = None, story: Story | None = None
    ) -> None:
        kind = category or _PERSON_CATEGORIES.draw(self.rng)
        stays = self.truth.stays[person.person_id]
        moved = story is Story.MOVED_HOUSE
        stay = next(stay for stay in stays if (stay.moved_out is not None) == moved)
        name = person.name
        if story is Story.MARRIED_SINCE and name.former_family:
            name = ResidentName(name.given, name.former_family, name.known_as, None)
        self.taken.add(person.person_id)
        self._write(kind, person.person_id, stay.uprn, name, story)

    def set_apart(self, person_id: str) -> None:
        """Mark nobody else in a story's household: another marker there would blur its truth."""
        uprn = self.truth.stays[person_id][0].uprn
        self.taken.update((uprn, person_id, *self.truth.living_at.get(uprn, ())))

    def first_free(self, keys: Iterable[str], wanted: int) -> list[str]:
        return list(islice((key for key in keys if key not in self.taken), max(0, wanted)))

    def mark_address(
        self, uprn: str, category: Category | None = None, story: Story | None = None
    ) -> None:
        self.taken.add(uprn)
        kind = category or _ADDRESS_CATEGORIES.draw(self.rng)
        self._write(kind, None, uprn, None, story)

    def _write(
        self,
        kind: Category,
        person_id: str | None,
        uprn: str,
        name: ResidentName | None,
        story: Story | None,
    ) -> None:
        rule = RULES[kind]
        measures = self.rng.choice(rule.measures)
        audience = _EVERYDAY_AUDIENCE if story else _AUDIENCES.draw(self.rng)
        if happens(self.rng, 0.6):
            audience = (*audience, f"DISTRICT:{self.truth.entries[uprn].area_gss}")
        oldest = self.as_of - timedelta(days=rule.review_months * _FRESH_DAYS_A_MONTH)
        self.markers.append(
            MarkerTruth(
                marker_id=f"M{len(self.markers) + 1:05d}",
                subject=rule.subject,
                person_id=person_id,
                uprn=None if person_id else uprn,
                category=kind,
                measures=tuple(sorted(measures, key=list(Measure).index)),
                audience=audience,
                modes=rule.modes,
                incident_date=day_between(self.rng, oldest, self.as_of - _LATEST),
                recorded_uprn=uprn,
                recorded_name=name,
                story=story,
            )
        )


def make_markers(
    seed: int, truth: Lookup, bonds: Iterable[Bond], as_of: date
) -> tuple[MarkerTruth, ...]:
    """Return the register's markers, none about a child or the dead, all live on ``as_of``."""
    register = _Register(stream(seed, "markers"), truth, as_of, [], set())
    alive = [person for person in truth.residents.values() if person.died is None]
    each = max(_EACH_STORY, len(alive) // _PEOPLE_A_STORY)
    doubles = [bond for bond in bonds if bond.kind is not BondKind.MARRIED]
    _tell_bonds(register, doubles, each)
    for bond in doubles:
        register.set_apart(bond.first)
        register.set_apart(bond.second)
    adults = [p for p in alive if age_of(p) >= ADULT]
    register.rng.shuffle(adults)
    _tell_people(register, adults, each)
    marked = {marker.person_id for marker in register.markers}
    wanted = max(_EVERYDAY_PEOPLE, int(len(alive) * _PEOPLE_SHARE) - len(marked))
    for person_id in register.first_free((p.person_id for p in adults), wanted):
        register.mark_person(truth.residents[person_id])
        if happens(register.rng, _SECOND_MARKER_SHARE):
            register.mark_person(truth.residents[person_id])
    _mark_homes(register, each)
    return tuple(register.markers)


def _tell_bonds(register: _Register, doubles: list[Bond], each: int) -> None:
    residents = register.truth.residents
    stories = {
        BondKind.FATHER_AND_SON: Story.FATHER_OF_A_NAMESAKE,
        BondKind.TWINS: Story.TWIN,
        BondKind.SAME_NAME_SAME_BIRTHDAY: Story.SAME_NAME_SAME_BIRTHDAY,
    }
    for kind, story in stories.items():
        pairs = ((bond.first, bond.second) for bond in doubles if bond.kind is kind)
        alive = (
            first
            for first, second in pairs
            if not (residents[first].died or residents[second].died)
        )
        for person_id in register.first_free(alive, each):
            register.mark_person(residents[person_id], story=story)


def _tell_people(register: _Register, adults: list[Resident], each: int) -> None:
    truth = register.truth
    lives_in = {
        p.person_id: truth.entries[truth.stays[p.person_id][0].uprn].dwelling for p in adults
    }
    stories: tuple[tuple[Story, int, list[Resident]], ...] = (
        (
            Story.NOT_ALONE_IF_FEMALE,
            each,
            [p for p in adults if p.sex is Sex.MALE and lives_in[p.person_id] is Dwelling.HOUSE],
        ),
        (
            Story.CARE_HOME_RESIDENT,
            each,
            [p for p in adults if lives_in[p.person_id] is Dwelling.CARE_HOME],
        ),
        (
            Story.SHARED_HOUSE,
            each,
            [p for p in adults if lives_in[p.person_id] is Dwelling.SHARED_HOUSE],
        ),
        (Story.MOVED_HOUSE, 3 * each, [p for p in adults if _moved(truth, p)]),
        (Story.KNOWN_BY_ANOTHER_NAME, each, [p for p in adults if p.name.known_as]),
        (Story.MARRIED_SINCE, each, [p for p in adults if p.name.former_family]),
    )
    for story, wanted, pool in stories:
        for person_id in register.first_free((p.person_id for p in pool), wanted):
            category = Category.SEXUAL_RISK if story is Story.NOT_ALONE_IF_FEMALE else None
            register.mark_person(truth.residents[person_id], category, story)
            if category:
                # The committee report's case: women must not go alone, and nothing else is asked.
                only = (Measure.NO_LONE_FEMALE_VISIT,)
                register.markers[-1] = replace(register.markers[-1], measures=only)
                register.set_apart(person_id)


def _moved(truth: Lookup, person: Resident) -> bool:
    return len(truth.stays[person.person_id]) > 1


def _mark_homes(register: _Register, each: int) -> None:
    entries = register.truth.entries
    homes = [e.uprn for e in entries.values() if e.dwelling is not Dwelling.BLOCK]
    wanted = int(len(homes) * _HOMES_SHARE)
    register.rng.shuffle(homes)
    lived_in = [uprn for uprn in homes if uprn in register.truth.living_at]
    flats = [uprn for uprn in lived_in if entries[uprn].dwelling is Dwelling.FLAT]
    houses = [uprn for uprn in lived_in if entries[uprn].dwelling is Dwelling.HOUSE]
    for uprn in register.first_free(flats, each):
        register.mark_address(uprn, Category.CUCKOOED_PREMISES, Story.CUCKOOED_FLAT)
    for uprn in register.first_free(houses, each):
        register.mark_address(uprn, Category.DANGEROUS_ANIMAL, Story.DANGEROUS_DOG)
    for uprn in register.first_free(homes, wanted - 2 * each):
        register.mark_address(uprn)
