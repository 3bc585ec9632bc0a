"""Companies, grants and sanctions: who stands behind what, and whom an analyst must see."""

from dataclasses import dataclass
from datetime import date

from ppit_synthetic.borough.codes import Check, CompanyStory, MatchStrength, RingLink
from ppit_synthetic.typed import TypedAddress


@dataclass(frozen=True, slots=True)
class Officer:
    """A director of a company: ``resigned_on`` is None while in office."""

    person_id: str
    appointed_on: date
    resigned_on: date | None


@dataclass(frozen=True, slots=True)
class Company:
    """A company that was never registered. ``uprn`` is its registered office."""

    number: str
    name: str
    previous_name: str | None
    renamed_on: date | None
    status: str
    sic: str
    incorporated_on: date
    uprn: str
    unit: str
    officers: tuple[Officer, ...]
    story: CompanyStory | None


@dataclass(frozen=True, slots=True)
class Award:
    """An earlier grant to a person or a company. Unless ``accounted``, its spending was not shown.

    Exactly one of ``person_id`` and ``company_number`` is set, as in ``Application``.
    """

    award_id: str
    person_id: str | None
    company_number: str | None
    scheme: str
    awarded_on: date
    amount_pence: int
    accounted: bool


@dataclass(frozen=True, slots=True)
class Application:
    """A grant application as it was filled in, and the truth about it.

    Filled in: ``name`` to ``applied_on``. ``account_token`` stands for the bank account: equal
    accounts have equal tokens, and a token says nothing else. The truth: who applies, ``ring_id``,
    and ``concerns``: the checks that must not come back clear. ``should_refer`` says that there is
    one; whoever has none and is referred all the same is a false alarm.
    """

    application_id: str
    scheme: str
    name: str
    born: str
    company_number_given: str
    address: TypedAddress
    phone: str
    email: str
    account_token: str
    amount_pence: int
    applied_on: date
    person_id: str | None
    company_number: str | None
    ring_id: str | None
    concerns: tuple[Check, ...]

    @property
    def should_refer(self) -> bool:
        return bool(self.concerns)


@dataclass(frozen=True, slots=True)
class Ring:
    """Applications of one fraud. ``shared`` is the value that its members have in common."""

    ring_id: str
    link: RingLink
    shared: str
    application_ids: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ListedName:
    """One name of a sanctioned subject. ``strength`` is empty for other than aliases."""

    family: str
    given: tuple[str, ...]
    name_type: str
    strength: str = ""


@dataclass(frozen=True, slots=True)
class SanctionedSubject:
    """An invented subject of the sanctions list: its rows are names times birthdays times places.

    ``birthdays`` are written as the list writes them, some with days or years unknown.
    """

    unique_id: str
    kind: str
    names: tuple[ListedName, ...]
    script_name: str
    birthdays: tuple[str, ...]
    places: tuple[str, ...]
    reasons: str
    designated_on: date


@dataclass(frozen=True, slots=True)
class SanctionsMatch:
    """How one application meets one subject of the list."""

    application_id: str
    unique_id: str
    strength: MatchStrength
