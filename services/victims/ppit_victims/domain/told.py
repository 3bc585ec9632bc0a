"""What one record of a partner tells of a crime and its victim, in our codes."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import cast

from ppit_victims.domain.codes import (
    Channel,
    ContactMode,
    PaymentMethod,
    Remark,
    ScamType,
    Vulnerability,
)
from ppit_victims.domain.safe_contact import NO_INSTRUCTION, SafeContact


@dataclass(frozen=True, slots=True)
class Told:
    """Days are partial dates ("2024", "2024-03"); money is in pence; nothing known is None.

    ``flagged`` is a partner's own mark for "vulnerable", without a reason. ``care_of`` takes the
    victim's post. ``crime`` is False for a protection: it tells of a person and of no crime.
    """

    scam_type: ScamType | None = None
    channel: Channel | None = None
    happened_on: str | None = None
    loss_pence: int | None = None
    prevented_pence: int | None = None
    payment_method: PaymentMethod | None = None
    vulnerabilities: tuple[Vulnerability, ...] = ()
    flagged: bool = False
    safe_contact: SafeContact = NO_INSTRUCTION
    deceased: bool = False
    died_on: str | None = None
    care_of: str | None = None
    remarks: tuple[Remark, ...] = ()
    crime: bool = True

    def as_json(self) -> dict[str, object]:
        """Give a JSON object without what is not known; ``from_json`` reads it back equal."""
        fields: dict[str, object] = {
            "scam_type": self.scam_type,
            "channel": self.channel,
            "happened_on": self.happened_on,
            "loss_pence": self.loss_pence,
            "prevented_pence": self.prevented_pence,
            "payment_method": self.payment_method,
            "vulnerabilities": list(self.vulnerabilities) or None,
            "flagged": self.flagged or None,
            "safe_contact": None
            if self.safe_contact == NO_INSTRUCTION
            else self.safe_contact.as_json(),
            "deceased": self.deceased or None,
            "died_on": self.died_on,
            "care_of": self.care_of,
            "remarks": list(self.remarks) or None,
            "crime": None if self.crime else False,
        }
        return {name: value for name, value in fields.items() if value is not None}

    @staticmethod
    def from_json(stored: Mapping[str, object]) -> "Told":
        """Read what ``as_json`` wrote; ``ValueError`` for a code that there is not."""
        scam, channel, paid = (stored.get(k) for k in ("scam_type", "channel", "payment_method"))
        return Told(
            scam_type=ScamType(scam) if scam else None,
            channel=Channel(channel) if channel else None,
            happened_on=cast("str | None", stored.get("happened_on")),
            loss_pence=cast("int | None", stored.get("loss_pence")),
            prevented_pence=cast("int | None", stored.get("prevented_pence")),
            payment_method=PaymentMethod(paid) if paid else None,
            vulnerabilities=tuple(Vulnerability(one) for one in _texts(stored, "vulnerabilities")),
            flagged=stored.get("flagged") is True,
            safe_contact=_safe_contact(stored.get("safe_contact")),
            deceased=stored.get("deceased") is True,
            died_on=cast("str | None", stored.get("died_on")),
            care_of=cast("str | None", stored.get("care_of")),
            remarks=tuple(Remark(each) for each in _texts(stored, "remarks")),
            crime=stored.get("crime") is not False,
        )


def _safe_contact(stored: object) -> SafeContact:
    if not isinstance(stored, Mapping):
        return NO_INSTRUCTION
    said = cast("Mapping[str, object]", stored)
    modes = tuple(ContactMode(each) for each in _texts(said, "do_not_contact"))
    return SafeContact(modes, tuple(_texts(said, "notes")))


def _texts(stored: Mapping[str, object], name: str) -> list[str]:
    return cast("list[str]", stored.get(name) or [])
