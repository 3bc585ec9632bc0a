"""Traces a borough's debts in memory, by the service's own rules, and holds them to the truth."""

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from ppit_matching import (
    AddressText,
    PersonRecord,
    address_keys,
    address_query_keys,
    normalise_address,
    normalise_person,
    person_keys,
    query_keys,
    resolve_address,
)
from ppit_platform.codes import PurposeCode
from ppit_synthetic.borough import Borough, DebtFile, Source
from ppit_synthetic.borough.debtors import Situation, weigh
from ppit_synthetic.borough.ground import Ground, survey
from ppit_tracing.domain.asked import DebtorAsked
from ppit_tracing.domain.certify import Case, Certified, Currency, certify
from ppit_tracing.domain.codes import (
    EvidenceClass,
    InsolvencyKind,
    SourceName,
    StopAnswer,
    StopFlag,
)
from ppit_tracing.domain.debt_rows import Rejected, debtors_of
from ppit_tracing.domain.identity import Debtor, doors_to_look_at, identify
from ppit_tracing.domain.profiles import LAYOUTS, Profile
from ppit_tracing.domain.sighting import FileKey, Held, Sighting
from ppit_tracing.domain.stops import (
    DeathNotice,
    InsolvencyCase,
    Sought,
    Stop,
    ask_records,
    notes_a_death,
)

HOT_KEY, MOST = 300, 200
PURPOSE_OF = {
    DebtFile.COUNCIL_TAX: PurposeCode.TRACE_COUNCIL_TAX,
    DebtFile.SUNDRY: PurposeCode.TRACE_CIVIL_DEBT,
}


@dataclass(frozen=True, slots=True)
class Traced:
    """One debtor of a row: who it truly is, and what was found."""

    debt_file: DebtFile
    person_id: str
    debt_uprn: str
    certified: Certified
    stops: tuple[Stop, ...]

    @property
    def shown(self) -> str | None:
        """The door that would be shown, as far as records can stop it."""
        clear = all(stop.answer is StopAnswer.NOT_RAISED for stop in self.stops)
        return self.certified.place.uprn if self.certified.place and clear else None


class World:
    """A borough as the service holds it: sightings in files, at doors, under keys."""

    def __init__(self, borough: Borough) -> None:
        self.borough = borough
        self.ground: Ground = survey(borough.kent)
        self.situation: Situation = weigh(
            self.ground, borough.protected, borough.insolvencies, borough.sightings
        )
        self.today: date = borough.kent.as_of
        self._doors = {
            entry.uprn: normalise_address(self._text(entry.uprn))
            for entry in borough.kent.gazetteer
        }
        self._door_keys: defaultdict[int, list[str]] = defaultdict(list)
        for uprn, address in self._doors.items():
            for key in address_keys(address):
                self._door_keys[key].append(uprn)
        self.sightings = tuple(self._sightings())
        self.deaths = tuple(self._deaths())
        self.insolvencies = tuple(self._insolvencies())

    def place(self, text: AddressText | None, given: str | None = None) -> str | None:
        """Resolve an address as the service does: a UPRN counts unless the text contradicts it."""
        if text is None:
            return given
        query = normalise_address(text)
        near = {uprn for key in address_query_keys(query) for uprn in self._door_keys.get(key, ())}
        found = resolve_address(query, [(uprn, self._doors[uprn]) for uprn in sorted(near)])
        if given is None:
            return found.uprn
        return given if not found.candidates or given in found.candidates else None

    def _text(self, uprn: str) -> AddressText:
        held = self.ground.address(uprn)
        return AddressText((", ".join(held.lines),), held.postcode)

    def _sightings(self) -> Iterator[Sighting]:
        for one in self.borough.sightings:
            line = ", ".join(one.address.lines)
            text = AddressText((line,), one.address.postcode)
            record = PersonRecord(full=one.name, date_of_birth=one.born or None, address=text)
            # Sources write addresses as the gazetteer does: the truth's door is where it leads.
            yield Sighting(
                sighting_id=one.sighting_id,
                source=SourceName(one.source.value),
                evidence=EvidenceClass(one.evidence.value),
                lineage=one.lineage,
                subject_ref=one.subject_ref,
                person=normalise_person(record),
                uprn=one.uprn,
                first_seen=one.first_seen,
                last_seen=one.last_seen,
                held=Held(line, one.address.postcode or ""),
            )

    def _deaths(self) -> Iterator[DeathNotice]:
        for one in self.borough.death_notices:
            text = AddressText((", ".join(one.address.lines),), one.address.postcode)
            record = PersonRecord(full=one.name, date_of_birth=one.born or None, address=text)
            yield DeathNotice(
                one.notice_id,
                EvidenceClass(one.evidence.value),
                normalise_person(record),
                self.place(text),
                one.died_on,
            )

    def _insolvencies(self) -> Iterator[InsolvencyCase]:
        for one in self.borough.insolvencies:
            person = self.ground.person(one.person_id)
            uprn = self.ground.home_on(one.person_id, one.started) or (
                self.ground.truth.stays[one.person_id][0].uprn
            )
            record = PersonRecord(
                given=person.name.given,
                family=person.name.family,
                date_of_birth=person.born.isoformat(),
                address=self._text(uprn),
            )
            kind = InsolvencyKind(one.kind.value)
            named = normalise_person(record)
            yield InsolvencyCase(one.case_number, kind, named, uprn, one.started, one.ended)

    def debtors(self) -> Iterator[tuple[DebtFile, str, str, DebtorAsked]]:
        """Give everybody who is liable, as their row reads, with who and where it truly is."""
        for debt in self.borough.debts:
            layout = LAYOUTS[Profile(debt.debt_file.value)]
            name = f"debts_{debt.debt_file.value.lower()}.csv"
            (sheet,) = (sheet for sheet in self.borough.debt_sheets if sheet.file_name == name)
            cells = dict(zip(layout.columns, sheet.rows[debt.row - 1], strict=True))
            asked = debtors_of(layout, cells)
            if isinstance(asked, Rejected):
                continue
            for person_id, one in zip(debt.person_ids, asked, strict=True):
                yield debt.debt_file, person_id, debt.uprn, one


class Room:
    """The sightings that one purpose may read, indexed as the service's tables are."""

    def __init__(self, world: World, sources: Collection[Source]) -> None:
        self.world = world
        wanted = {SourceName(source.value) for source in sources}
        self._files: defaultdict[FileKey, list[Sighting]] = defaultdict(list)
        self._at: defaultdict[str, set[FileKey]] = defaultdict(set)
        self._keys: defaultdict[int, set[FileKey]] = defaultdict(set)
        editions: dict[SourceName, date] = {}
        for seen in world.sightings:
            if seen.source not in wanted:
                continue
            self._files[seen.file].append(seen)
            editions[seen.source] = max(editions.get(seen.source, date.min), seen.last_seen)
            if seen.uprn:
                self._at[seen.uprn].add(seen.file)
            for key in person_keys(seen.person):
                self._keys[key].add(seen.file)
        self.currency = Currency(editions, world.today)

    def trace(self, asked: DebtorAsked) -> tuple[Case, tuple[Stop, ...]]:
        """Search and ask every flag that records answer, as a chunk of the service does."""
        uprn = self.world.place(asked.record.address, asked.uprn)
        debtor = Debtor(asked.person, uprn, asked.owed_since, asked.mail_returned)
        near = self._near(debtor)
        first = identify(debtor, self._of(near))
        doors = doors_to_look_at(debtor, first)
        there = {file for door in doors for file in self._at.get(door, ())}
        case = Case(debtor, identify(debtor, self._of(near | there)), self.currency, doors)
        return case, self._stops(asked, case)

    def _near(self, debtor: Debtor) -> set[FileKey]:
        shared: Counter[FileKey] = Counter()
        for key in query_keys(debtor.person):
            files = self._keys.get(key, set())
            if len(files) <= HOT_KEY:
                shared.update(files)
        best = sorted(shared, key=lambda file: (-shared[file], file))[:MOST]
        return {*best, *self._at.get(debtor.uprn or "", ())}

    def _of(self, files: Iterable[FileKey]) -> list[Sighting]:
        return [seen for file in sorted(files) for seen in self._files[file]]

    def _stops(self, asked: DebtorAsked, case: Case) -> tuple[Stop, ...]:
        person, identity = case.debtor.person, case.identity
        record = asked.record
        name = " ".join(filter(None, (record.full, *record.given, record.family)))
        noted = notes_a_death(name)
        given = frozenset({case.debtor.uprn} if case.debtor.uprn else ())
        first = self._ask(Sought(person, person.born, given, noted))
        doors = given | {uprn for file in identity.confirmed for uprn in file.uprns}
        again = self._ask(Sought(person, identity.born, doors, noted))
        order = list(StopAnswer)
        return tuple(
            min(pair, key=lambda stop: order.index(stop.answer))
            for pair in zip(first, again, strict=True)
        )

    def _ask(self, sought: Sought) -> tuple[Stop, ...]:
        deaths = [one for one in self.world.deaths if sought.may_be(one)]
        cases = [one for one in self.world.insolvencies if sought.may_be(one)]
        return ask_records(sought, deaths, cases, self.world.today)


def trace_all(world: World, sources: Mapping[DebtFile, Collection[Source]]) -> list[Traced]:
    """Trace every debtor of both files, each by the sources that its file may use."""
    rooms = {debt_file: Room(world, wanted) for debt_file, wanted in sources.items()}
    found: list[Traced] = []
    for debt_file, person_id, uprn, asked in world.debtors():
        case, stops = rooms[debt_file].trace(asked)
        found.append(Traced(debt_file, person_id, uprn, certify(case), stops))
    return found


def figures(world: World, traced: Iterable[Traced]) -> Counter[str]:
    """Count what must never happen, what was certified, and which stops were seen.

    Victims are taken to know everybody whom the truth protects: their own figures are elsewhere.
    """
    counts: Counter[str] = Counter()
    for one in traced:
        person = world.ground.person(one.person_id)
        true_stops = {stop.value for stop in world.situation.stops(person)}
        outcome = world.situation.outcome(person, one.debt_uprn).value
        certifiable = outcome.endswith("ADDRESS_CONFIRMED")
        shown = None if StopFlag.PROTECTED.value in true_stops else one.shown
        counts["debtors"] += 1
        counts["certifiable"] += certifiable
        counts["overclaimed"] += shown is not None and not certifiable and not true_stops
        if shown is not None:
            counts[_came_of(world, one.person_id, shown, stopped=bool(true_stops))] += 1
        for stop in one.stops:
            if stop.flag.value in true_stops:
                counts[f"{stop.flag.value} true"] += 1
                counts[f"{stop.flag.value} {stop.answer.value}"] += 1
    return counts


def _came_of(world: World, person_id: str, shown: str, *, stopped: bool) -> str:
    """Say what a certified door is: only that where the debtor never lived is somebody else's.

    One that they left is what its sources still say. One of whom a stop is true that no record
    shows is most often a child with the name of an adult at that door.
    """
    if shown == world.ground.truth.home_of(person_id):
        return "certified, stop unseen" if stopped else "certified right"
    lived = {stay.uprn for stay in world.ground.truth.stays[person_id]}
    return "certified, since left" if shown in lived else "certified wrong"
