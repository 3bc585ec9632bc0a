"""Where sources say that people live: with dates, lineage, and the truth of each.

One credit account feeds two bureaux, so their two sightings have one lineage. Some people are seen
nowhere at their present home, some addresses linger after a move, and a bureau now and then files
one person's account under another of the same name.
"""

from dataclasses import dataclass
from datetime import date, timedelta
from random import Random

from ppit_synthetic.borough.codes import Evidence, Source, Verdict
from ppit_synthetic.borough.ground import Ground, grown_on
from ppit_synthetic.borough.keys import own_key
from ppit_synthetic.borough.records import Sighting
from ppit_synthetic.chance import happens
from ppit_synthetic.codes import BondKind
from ppit_synthetic.records import Residence, Resident

_ACTIVE = timedelta(days=183)
_OLDEST = timedelta(days=6 * 365)
_UNSEEN_SHARE = 0.07  # of those who moved: nothing is heard of them at the new home
_STALE_SHARE = 0.12
_MISTYPED_SHARE = 0.04
_MISFILED_SHARE = 0.5  # of the pairs who share a name and a home or a birthday
_CREDIT = (Source.CREDIT_BUREAU_A, Source.CREDIT_BUREAU_B)
_BORN_SHARE = {
    Source.ELECTORAL_REGISTER: 0.0,
    Source.UTILITY: 0.3,
    Source.COUNCIL: 0.6,
    Source.MAIL_FORWARDING: 0.0,
    Source.GONE_AWAY_FILE: 0.0,
}


@dataclass(frozen=True, slots=True)
class _Seen:
    """One fact before it is written down: who, where, from when to when, by whose word."""

    source: Source
    evidence: Evidence
    lineage: str
    uprn: str
    first: date
    last: date
    verdict: Verdict


@dataclass(slots=True)
class _Observer:
    """Writes sightings down in order. ``facts`` decides what is seen, ``writing`` how it reads."""

    ground: Ground
    facts: Random
    writing: Random
    filed_under: dict[str, str]
    found: list[Sighting]

    def watch(self, person: Resident) -> None:
        """See one adult at each stay of the last years, the present one unless unseen there."""
        stays = self.ground.truth.stays[person.person_id]
        unseen = len(stays) > 1 and happens(self.facts, _UNSEEN_SHARE)
        horizon = self.ground.as_of - _OLDEST
        for stay in stays:
            left = stay.moved_out
            if left and left > horizon:
                self._past(person, stay, left)
            elif left is None and not unseen:
                self._present(person, stay)

    def _present(self, person: Resident, stay: Residence) -> None:
        ends = self.ground.as_of
        if happens(self.facts, 0.7):
            self._register(person, stay, ends, Verdict.LIVES_THERE)
        if happens(self.facts, 0.65):
            back = timedelta(days=self.facts.choice((5, 20, 40, 90, 300)))
            self._account(person, stay, max(stay.moved_in, ends - back), Verdict.LIVES_THERE)
        self._household(person, stay, ends, Verdict.LIVES_THERE)
        if len(self.ground.truth.stays[person.person_id]) > 1 and happens(self.facts, 0.25):
            seen = Source.MAIL_FORWARDING, Evidence.FORWARDING
            self._note(person, stay, seen, (stay.moved_in, ends, Verdict.LIVES_THERE))

    def _past(self, person: Resident, stay: Residence, left: date) -> None:
        stale = happens(self.facts, _STALE_SHARE)
        ends = self.ground.as_of - timedelta(days=30) if stale else left
        verdict = Verdict.STALE if stale and ends > left else Verdict.LIVED_THERE
        ends = max(ends, left) if verdict is Verdict.STALE else left
        if happens(self.facts, 0.6):
            self._register(person, stay, left, Verdict.LIVED_THERE)
        if happens(self.facts, 0.55):
            self._account(person, stay, ends, verdict)
        self._household(person, stay, left, Verdict.LIVED_THERE)
        if happens(self.facts, 0.2):
            seen = Source.GONE_AWAY_FILE, Evidence.SUPPRESSION_GONEAWAY
            self._note(person, stay, seen, (left, left, Verdict.GONE_AWAY))

    def _household(self, person: Resident, stay: Residence, ends: date, verdict: Verdict) -> None:
        for share, source, evidence in (
            (0.3, Source.UTILITY, Evidence.UTILITY_TELECOM),
            (0.4, Source.COUNCIL, Evidence.COUNCIL_ACCOUNT),
        ):
            if happens(self.facts, share):
                self._note(person, stay, (source, evidence), (stay.moved_in, ends, verdict))

    def _register(self, person: Resident, stay: Residence, ends: date, verdict: Verdict) -> None:
        seen = Source.ELECTORAL_REGISTER, Evidence.ELECTORAL
        self._note(person, stay, seen, (stay.moved_in, ends, verdict))

    def _account(self, person: Resident, stay: Residence, ends: date, verdict: Verdict) -> None:
        """See one credit account in one bureau or in both: one lineage."""
        fresh = self.ground.as_of - ends <= _ACTIVE
        evidence = Evidence.CREDIT_ACTIVE if fresh else Evidence.CREDIT_HISTORIC
        lineage = own_key("ACCOUNT", len(self.found))
        sources = self.facts.choice((_CREDIT, _CREDIT, _CREDIT[:1], _CREDIT[1:]))
        for source in sources:
            seen = _Seen(source, evidence, lineage, stay.uprn, stay.moved_in, ends, verdict)
            self._write(person, person.person_id, seen)
        other = self.filed_under.get(person.person_id)
        if other and verdict is Verdict.LIVES_THERE and happens(self.facts, _MISFILED_SHARE):
            source = self.facts.choice(sources)
            wrongly = Verdict.MISFILED
            seen = _Seen(source, evidence, lineage, stay.uprn, stay.moved_in, ends, wrongly)
            self._write(person, other, seen)

    def _note(
        self,
        person: Resident,
        stay: Residence,
        said: tuple[Source, Evidence],
        when: tuple[date, date, Verdict],
    ) -> None:
        source, evidence = said
        lineage = own_key(f"{source}/fact", len(self.found))
        self._write(person, person.person_id, _Seen(source, evidence, lineage, stay.uprn, *when))

    def _write(self, person: Resident, file_of: str, seen: _Seen) -> None:
        first = max(seen.first, grown_on(person))
        if first > seen.last:  # a child then: no source lists one
            return
        name = person.name
        shown = f"{name.given[0]} {name.family}"
        draw = self.writing.random()
        if draw < _MISTYPED_SHARE:
            shown = self.ground.quirks.typing.name(self.writing, shown)
        elif draw > 0.8:  # noqa: PLR2004  # the fifth who write an initial
            shown = f"{name.given[0][0]} {name.family}"
        born = ""
        if happens(self.writing, _BORN_SHARE.get(seen.source, 0.9)):
            born = self.ground.quirks.typing.write_date(self.writing, person.born)
        self.found.append(
            Sighting(
                sighting_id=own_key("SIGHTING", len(self.found)),
                source=seen.source,
                evidence=seen.evidence,
                lineage=seen.lineage,
                subject_ref=own_key(seen.source, int(file_of[1:])),
                name=shown,
                born=born,
                address=self.ground.address(seen.uprn),
                given_uprn=seen.uprn if seen.source is Source.COUNCIL else None,
                first_seen=first,
                last_seen=seen.last,
                person_id=person.person_id,
                uprn=seen.uprn,
                verdict=seen.verdict,
            )
        )


def make_sightings(ground: Ground) -> tuple[Sighting, ...]:
    """Return what every source holds of the living adults, in no useful order."""
    doubles = (BondKind.FATHER_AND_SON, BondKind.SAME_NAME_SAME_BIRTHDAY)
    pairs = [(b.first, b.second) for b in ground.kent.bonds if b.kind in doubles]
    filed_under = {one: other for pair in pairs for one, other in (pair, pair[::-1])}
    observer = _Observer(
        ground, ground.facts("sightings"), ground.writing("sightings"), filed_under, []
    )
    for person in ground.adults:
        observer.watch(person)
    observer.facts.shuffle(observer.found)
    return tuple(observer.found)
