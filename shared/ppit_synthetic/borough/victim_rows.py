"""Write each partner's list of victims: who is on it, in which words, and the truth of each row."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from random import Random

from ppit_synthetic.borough.codes import Trap, VictimList
from ppit_synthetic.borough.draft import Draft, Layout, Pen
from ppit_synthetic.borough.ground import Ground
from ppit_synthetic.borough.keys import own_key
from ppit_synthetic.borough.records import Scam, VictimRow
from ppit_synthetic.borough.sheet import Sheet
from ppit_synthetic.borough.traps_cells import TrapDealer
from ppit_synthetic.borough.victim_layouts import FILLERS, LAYOUTS
from ppit_synthetic.chance import happens
from ppit_synthetic.typed import TypedAddress

_JOINT_SHARE = 0.5


@dataclass(slots=True)
class _List:
    """One partner's list as it grows."""

    ground: Ground
    victim_list: VictimList
    layout: Layout
    facts: Random
    pen: Pen
    dealer: TrapDealer
    rows: list[tuple[str, ...]] = field(default_factory=list[tuple[str, ...]])
    truth: list[VictimRow] = field(default_factory=list[VictimRow])

    def report(self, scam: Scam) -> None:
        """Write a crime down: a couple on one row or on two, as the partner does it."""
        people = [self.ground.person(person_id) for person_id in scam.person_ids]
        other = people[1] if len(people) > 1 else None
        joint = Trap.JOINT in self.layout.profile and happens(self.facts, _JOINT_SHARE)
        first = self.pen.begin(people[0], scam.uprn, self._reference(), other if joint else None)
        if other and joint:
            traps = self.dealer.force(Trap.JOINT, self.pen, first)
            self._put_down(scam, scam.person_ids, first, traps)
            return
        self._put_down(scam, scam.person_ids[:1], first)
        if other:
            second = self.pen.begin(other, scam.uprn, self._reference())
            above = self._same_as_above(second)
            self._put_down(scam, scam.person_ids[1:], second, above)

    def _same_as_above(self, draft: Draft) -> tuple[Trap, ...]:
        if Trap.SAME_AS_ABOVE not in self.layout.profile:
            return ()
        words = self.ground.quirks.same_as_above(self.pen.rng)
        draft.address = TypedAddress((words,), None)
        draft.spoilt.add("address")
        return (Trap.SAME_AS_ABOVE,)

    def _put_down(
        self,
        scam: Scam,
        people: tuple[str, ...],
        draft: Draft,
        traps: tuple[Trap, ...] = (),
    ) -> None:
        traps = (*traps, *self.dealer.spoil(self.pen, draft))
        cells = FILLERS[self.victim_list](self.pen.rng, draft, scam)
        squeeze = self.ground.quirks.squeeze
        self.rows.append(tuple(squeeze(cell, self.layout.encoding) for cell in cells))
        row = VictimRow(self.victim_list, len(self.rows), people, scam.scam_id, traps)
        self.truth.append(row)

    def _reference(self) -> str:
        return own_key(self.victim_list, len(self.rows))

    def sheet(self) -> Sheet:
        layout = self.layout
        rows = tuple(self.rows)
        return Sheet(layout.file_name, layout.columns, rows, layout.encoding, layout.line_end)


def make_victim_lists(
    ground: Ground, scams: Iterable[Scam]
) -> tuple[tuple[Sheet, ...], tuple[VictimRow, ...]]:
    """Return the five lists, each in an order of its own, and whom every row is about."""
    by_list: dict[VictimList, list[Scam]] = {name: [] for name in VictimList}
    for scam in scams:
        for name in scam.reported_to:
            by_list[name].append(scam)
    lists = [_written(ground, name, reported) for name, reported in by_list.items()]
    return tuple(one.sheet() for one in lists), tuple(row for one in lists for row in one.truth)


def _written(ground: Ground, name: VictimList, reported: list[Scam]) -> _List:
    facts = ground.facts(f"victims/{name}")
    facts.shuffle(reported)
    layout = LAYOUTS[name]
    pen = Pen(ground.writing(f"victims/{name}"), ground, layout.date_style)
    traps = tuple(t for t in layout.profile if t not in {Trap.SAME_AS_ABOVE, Trap.JOINT})
    grown = _List(ground, name, layout, facts, pen, TrapDealer(traps))
    for scam in reported:
        grown.report(scam)
    return grown
