"""Settles a batch of records one after another, so that a later one finds whom an earlier made."""

from collections import defaultdict
from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass, field, replace
from uuid import UUID

from ppit_matching import Person, person_keys
from ppit_victims.domain.codes import LinkBasis, RejectCode
from ppit_victims.domain.linking import Doubt, Placement, place
from ppit_victims.domain.records import Earlier, Incoming, Known, Placed, Settled, Taken
from ppit_victims.domain.rows import PersonTold, RowRejected, rejected

NewId = Callable[[], UUID]


@dataclass(frozen=True, slots=True)
class Asked:
    """One person of a record with what the register answered: where they live, who may be meant."""

    told: PersonTold
    person: Person
    keys: Collection[int]
    placed: Placed
    candidates: tuple[UUID, ...] = ()
    crowded: bool = False


@dataclass(slots=True)
class Batch:
    """What a batch knows of the register, and what it has added to it so far."""

    new_id: NewId
    known: dict[UUID, Known]
    earlier: dict[str, tuple[Earlier, ...]]
    _added: defaultdict[int, set[UUID]] = field(default_factory=lambda: defaultdict(set))

    def settle(
        self, incoming: Incoming, row_key: str, asked: Sequence[Asked]
    ) -> Taken | RowRejected:
        """Place everyone in a record; couples on one row are two people."""
        before = self.earlier.get(row_key, ())
        if before and any(each.refused for each in before):
            return rejected("", RejectCode.REFUSED_BEFORE)
        doubt = _doubt_of_all(incoming, asked)
        people: list[Settled] = []
        for member, each in enumerate(asked):
            if member < len(before):
                people.append(self._again(incoming, each, before[member]))
            else:
                fellows = {one.victim_id for one in people}
                people.append(self._placed(incoming, each, doubt, fellows))
        told = incoming.row.told.as_json()
        self.earlier[row_key] = tuple(
            Earlier(one.same_as or one.mention_id, one.victim_id, refused=False, told=told)
            for one in people
        )
        return Taken(incoming, row_key, tuple(people))

    def _again(self, incoming: Incoming, asked: Asked, before: Earlier) -> Settled:
        if before.victim_id is None:
            return replace(self._settled(asked), same_as=before.mention_id)
        self._remember(before.victim_id, asked.person)
        return replace(
            self._settled(asked),
            victim_id=before.victim_id,
            basis=LinkBasis.SAME_ROW,
            news=before.told != incoming.row.told.as_json(),
        )

    def _placed(
        self, incoming: Incoming, asked: Asked, doubt: Doubt | None, fellows: set[UUID | None]
    ) -> Settled:
        found = self._place(incoming, asked, fellows)
        why = doubt or found.doubt
        settled = replace(self._settled(asked), candidates=found.candidates)
        # Somebody to be protected stands alone until a human knows better: nobody may wait for it.
        if why is not None and incoming.row.told.crime:
            return replace(settled, doubt=why)
        settled = replace(settled, doubt=why)
        sure = found.victim_id if why is None else None
        basis = LinkBasis.CONFIRMED_MATCH if sure else LinkBasis.NEW
        victim_id = sure or self.new_id()
        self._remember(victim_id, asked.person)
        return replace(settled, victim_id=victim_id, basis=basis)

    def _place(self, incoming: Incoming, asked: Asked, fellows: set[UUID | None]) -> Placement:
        added = set[UUID]().union(*(self._added.get(key, ()) for key in asked.keys))
        ids = list(dict.fromkeys((*asked.candidates, *sorted(added))))
        people = [
            (victim_id, person)
            for victim_id in ids
            if victim_id not in fellows and victim_id in self.known
            for person in self.known[victim_id].people
        ]
        found = place(asked.person, people, crowded=asked.crowded)
        if found.victim_id and _robbed_after_death(incoming, self.known[found.victim_id]):
            return Placement(None, Doubt.DECEASED_UNCLEAR, found.candidates)
        return found

    def _settled(self, asked: Asked) -> Settled:
        return Settled(
            mention_id=self.new_id(),
            told=asked.told,
            person=asked.person,
            placed=asked.placed,
            victim_id=None,
            basis=None,
            doubt=None,
            same_as=None,
            candidates=(),
        )

    def _remember(self, victim_id: UUID, person: Person) -> None:
        known = self.known.get(victim_id, Known((), None))
        if person not in known.people:
            self.known[victim_id] = replace(known, people=(*known.people, person))
        for key in person_keys(person):
            self._added[key].add(victim_id)


def _doubt_of_all(incoming: Incoming, asked: Sequence[Asked]) -> Doubt | None:
    """Return what makes everyone in the row wait: half a person, or a death of one of two."""
    if not all(each.told.findable for each in asked):
        return Doubt.TOO_LITTLE_KNOWN
    if len(asked) > 1 and incoming.row.told.deceased:
        return Doubt.DECEASED_UNCLEAR
    return None


def _robbed_after_death(incoming: Incoming, known: Known) -> bool:
    day, died_on = incoming.row.told.happened_on, known.died_on
    if day is None or died_on is None:
        return False
    length = min(len(day), len(died_on))
    return day[:length] > died_on[:length]


def at_home(person: Person, placed: Placed) -> Person:
    """Give a person the gazetteer's spelling of their address, where it knows the door."""
    return replace(person, address=placed.address) if placed.uprn else person
