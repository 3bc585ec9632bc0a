"""An agreement as an entry of the public register of information-sharing agreements.

The 18 fields are those of the register of information sharing agreements under chapters 1, 2, 3 and
4 of part 5 of the Digital Economy Act 2017 (registers.service.gov.uk,
``information-sharing-agreement-0001``, its table of 18 fields), in its order. The register writes
hyphens where this API writes underscores.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from ppit_gateway.domain.agreements import Agreement


@dataclass(frozen=True, slots=True)
class RegisterEntry:
    """One entry. None, or an empty list, is what the parties have not said.

    ``retention_period`` is an ISO 8601 duration.
    """

    information_sharing_agreement: str
    name: str
    purpose: str | None
    information_sharing_benefits: str | None
    legal_power_disclosure: str
    disclosed_information: str | None
    controllers: tuple[str, ...]
    controller_names: tuple[str, ...]
    information_sharing_method: str | None
    processors: tuple[str, ...]
    processor_names: tuple[str, ...]
    retention_period: str | None
    start_date: date
    end_date: date
    review_date: date | None
    contact: str | None
    areas: tuple[str, ...]
    area_names: tuple[str, ...]

    @property
    def unsaid(self) -> tuple[str, ...]:
        """Name the fields that a reader of the register would find empty."""
        named = self.controllers or self.controller_names
        # An agreement may have no processor, and the code of an area says its name.
        said: dict[str, object] = {
            "name": self.name,
            "purpose": self.purpose,
            "information_sharing_benefits": self.information_sharing_benefits,
            "legal_power_disclosure": self.legal_power_disclosure,
            "disclosed_information": self.disclosed_information,
            "controllers": named,
            "information_sharing_method": self.information_sharing_method,
            "retention_period": self.retention_period,
            "review_date": self.review_date,
            "contact": self.contact,
            "areas": self.areas,
        }
        return tuple(name for name, value in said.items() if not value)


def register_entry(agreement: Agreement) -> RegisterEntry:
    """Render what both sides signed; nothing in it is written anywhere else."""
    said, days = agreement.entry, agreement.retention_days
    areas = tuple(sorted(agreement.areas))
    return RegisterEntry(
        information_sharing_agreement=agreement.agreement_id,
        name=agreement.title,
        purpose=said.purpose if said else None,
        information_sharing_benefits=said.benefits if said else None,
        legal_power_disclosure=agreement.legal_basis,
        disclosed_information=said.disclosed_information if said else None,
        controllers=said.controllers if said else (),
        controller_names=_controllers(agreement),
        information_sharing_method=said.method if said else None,
        processors=said.processors if said else (),
        processor_names=said.processor_names if said else (),
        retention_period=None if days is None else f"P{days}D",
        start_date=agreement.starts,
        end_date=agreement.ends,
        review_date=said.review if said else None,
        contact=said.contact if said else None,
        areas=areas,
        area_names=_names(areas, said.area_names if said else {}),
    )


def _controllers(agreement: Agreement) -> tuple[str, ...]:
    """Return the controllers' names; those who signed, where nobody said more."""
    if agreement.entry and (agreement.entry.controllers or agreement.entry.controller_names):
        return agreement.entry.controller_names
    return tuple(signature.organisation for signature in agreement.signatures)


def _names(areas: tuple[str, ...], names: Mapping[str, str]) -> tuple[str, ...]:
    return tuple(names[area] for area in areas if area in names)
