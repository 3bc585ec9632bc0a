"""What every act plays on: the running house, the county, the partners at their machines."""

from dataclasses import dataclass, field

from ppit_ops.cast import Party
from ppit_ops.demo.checks import Figure
from ppit_ops.demo.figures_vetting import Vetted
from ppit_ops.demo.narration import Narrator
from ppit_ops.launcher import House
from ppit_ops.partners import Desk, Seat
from ppit_platform.codes import PurposeCode
from ppit_synthetic import Kent, Lookup, MarkerTruth, Story, VisitCase, VisitKind
from ppit_synthetic.borough import Borough, VictimList


@dataclass(slots=True)
class Stage:
    """``other`` is the same county, its visits typed with the mistakes of the other model."""

    house: House
    borough: Borough
    other: Kent
    truth: Lookup
    narrator: Narrator
    register_ids: dict[str, str] = field(default_factory=dict[str, str])
    """Marker of the truth to marker of the register, once the markers are in."""
    imports: dict[VictimList, str] = field(default_factory=dict[VictimList, str])
    """Partner's list to import, once it was sent."""
    people: dict[str, set[str]] = field(default_factory=dict[str, set[str]])
    """Victim on the register to the people whose rows stand there, by the truth."""
    certified: str = ""
    """A trace that certified an address."""
    cases: dict[str, str] = field(default_factory=dict[str, str])
    """Grant application to case, once the grant system has sent them."""
    vetted: dict[str, Vetted] = field(default_factory=dict[str, Vetted])
    """Grant application to what was recommended of it."""
    figures: list[Figure] = field(default_factory=list[Figure])
    """What the acts found, in their order."""
    _desks: dict[tuple[str, str, str], Desk] = field(
        default_factory=dict[tuple[str, str, str], Desk]
    )

    @property
    def kent(self) -> Kent:
        return self.borough.kent

    def desk(
        self, party: Party, user: str | None = None, purpose: PurposeCode | None = None
    ) -> Desk:
        """Return the machine of ``party`` with ``user`` at it; its token is kept."""
        return self._desk(party, user or party.user, purpose or party.purposes[0])

    def machine(self, party: Party, purpose: PurposeCode) -> Desk:
        """Return the machine of ``party`` with nobody at it."""
        return self._desk(party, None, purpose)

    def _desk(self, party: Party, user: str | None, purpose: PurposeCode) -> Desk:
        place = (party.client_id, user or "", purpose.value)
        if place not in self._desks:
            seat = Seat.of(self.house.folder, self.house.plan.issuer, party)
            self._desks[place] = Desk(seat, user, purpose)
        return self._desks[place]

    async def close(self) -> None:
        for desk in self._desks.values():
            await desk.close()

    def visit(self, kind: VisitKind, audience: str | None = None) -> VisitCase:
        """Return the first visit of a kind, of one party if named."""
        return next(
            case
            for case in self.kent.visits
            if case.kind is kind and audience in {None, case.audience}
        )

    def marker(self, story: Story) -> MarkerTruth:
        return next(marker for marker in self.kent.markers if marker.story is story)
