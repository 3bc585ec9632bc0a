"""What every action here works with: a unit of work, the register, and whose house it is."""

from dataclasses import dataclass

from ppit_gateway.domain.operations import Operation
from ppit_partners.domain.changes import Hands
from ppit_partners.storage.applying import RegisterHand
from ppit_partners.storage.proposals import ProposalStore
from ppit_partners.storage.register import RegisterReader
from ppit_platform.desk import BareDesk
from ppit_platform.hands import PersonRequired


@dataclass(frozen=True, slots=True)
class Home:
    """The organisation that keeps the register, the name it signs in, and what is published."""

    org_id: str
    controller: str
    operations: tuple[Operation, ...]


@dataclass(frozen=True, slots=True)
class Stores:
    reader: RegisterReader
    proposals: ProposalStore
    register: RegisterHand


@dataclass(frozen=True, slots=True)
class Desk(BareDesk):
    stores: Stores
    home: Home

    @property
    def sees(self) -> str | None:
        """Name the organisation whose entries may be read; None where all of them may."""
        return None if self.caller.org_id == self.home.org_id else self.caller.org_id

    def hands(self) -> Hands:
        """Return the person who acts; a machine on its own is refused."""
        actor = self.caller.actor
        if actor is None:
            msg = "send the person who acts with the token request"
            raise PersonRequired(msg)
        return Hands(self.caller.org_id, self.caller.acting, actor.role, self.home.org_id)
