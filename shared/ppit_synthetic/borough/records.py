"""What a borough knows of its people beyond the Kent they live in, each fact with its truth."""

from dataclasses import dataclass
from datetime import date

from ppit_synthetic.borough.codes import (
    DebtFile,
    Evidence,
    InsolvencyKind,
    Protection,
    ScamType,
    Source,
    Stop,
    TraceOutcome,
    Trap,
    Verdict,
    VictimList,
)
from ppit_synthetic.typed import TypedAddress


@dataclass(frozen=True, slots=True)
class Scam:
    """One crime against one person, or against a couple. ``uprn`` is where they lived that day.

    ``reported_to`` are the lists on which it stands; ``prevented_pence`` is what a bank held back.
    """

    scam_id: str
    person_ids: tuple[str, ...]
    scam_type: ScamType
    happened_on: date
    loss_pence: int
    prevented_pence: int
    uprn: str
    reported_to: tuple[VictimList, ...]


@dataclass(frozen=True, slots=True)
class VictimRow:
    """Whom a row of a partner's list is about. ``row`` counts from 1 below the header."""

    victim_list: VictimList
    row: int
    person_ids: tuple[str, ...]
    scam_id: str
    traps: tuple[Trap, ...]


@dataclass(frozen=True, slots=True)
class Protected:
    """Somebody whose whereabouts may be given to nobody, and why."""

    person_id: str
    why: Protection
    since: date


@dataclass(frozen=True, slots=True)
class Insolvency:
    """A procedure in which a person is or was. ``ended`` lies ahead while it is in force."""

    case_number: str
    person_id: str
    kind: InsolvencyKind
    started: date
    ended: date

    def in_force(self, on: date) -> bool:
        return self.started <= on < self.ended


@dataclass(frozen=True, slots=True)
class DeathNotice:
    """A source's word that somebody died. ``confidence`` is 7 to 10, by the class of source.

    What it says: ``name``, ``born``, ``died_on``, ``address``. The truth: ``person_id`` is who was
    meant, and ``true`` is False where that person is alive.
    """

    notice_id: str
    evidence: Evidence
    confidence: int
    name: str
    born: str
    died_on: date
    address: TypedAddress
    person_id: str
    true: bool


@dataclass(frozen=True, slots=True)
class Sighting:
    """A source's word that somebody lives somewhere, as it is held, and the truth about it.

    ``lineage`` names the fact behind it: two bureaux that were fed by one credit account carry one
    lineage, and are one source. ``subject_ref`` is the source's own key for the person in whose
    file it stands, which is somebody else's where the verdict is ``MISFILED``. ``given_uprn`` is
    set where the source holds UPRNs. ``person_id`` and ``uprn`` say whose life it is, and where.
    """

    sighting_id: str
    source: Source
    evidence: Evidence
    lineage: str
    subject_ref: str
    name: str
    born: str
    address: TypedAddress
    given_uprn: str | None
    first_seen: date
    last_seen: date
    person_id: str
    uprn: str
    verdict: Verdict


@dataclass(frozen=True, slots=True)
class Debt:
    """One row of a debt file, and what a perfect trace may say of it.

    ``uprn`` is the address of the debt, ``home_uprn`` where the first debtor lives (None: dead).
    ``stops`` are all that hold, gravest first; ``outcome`` is the most that may be claimed: a
    confirmed address needs two sightings of different lineage at the present home. Naming one of
    ``namesake_ids`` is the worst error there is: they bear the debtor's name, and live in the town
    of the debt or share the birthday.
    """

    debt_ref: str
    debt_file: DebtFile
    row: int
    person_ids: tuple[str, ...]
    uprn: str
    home_uprn: str | None
    stops: tuple[Stop, ...]
    outcome: TraceOutcome
    namesake_ids: tuple[str, ...]
    balance_pence: int
    owed_since: date
    traps: tuple[Trap, ...]
