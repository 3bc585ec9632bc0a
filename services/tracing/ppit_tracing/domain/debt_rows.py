"""Reads a row of a debt file: its debtors, each to be traced, or why the row cannot be taken."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime

from ppit_matching import AddressText, PersonRecord
from ppit_tracing.domain.asked import DebtorAsked
from ppit_tracing.domain.profiles import Layout

_DAY_STYLES = ("%d/%m/%Y", "%Y-%m-%d")
_UPRN = re.compile(r"[0-9]{1,12}")
_GONE = re.compile(r"\bgone\s*-?\s*away\b", re.IGNORECASE)
_LONGEST_REFERENCE = 200


@dataclass(frozen=True, slots=True)
class Reason:
    """One cell that keeps a row from being taken: which column, which rule, in generic words."""

    column: str
    code: str
    detail: str

    def as_json(self) -> dict[str, str]:
        return {"column": self.column, "code": self.code, "detail": self.detail}


@dataclass(frozen=True, slots=True)
class Rejected:
    reasons: tuple[Reason, ...]


def debtors_of(layout: Layout, cells: Mapping[str, str]) -> tuple[DebtorAsked, ...] | Rejected:
    """Return everybody who is liable by the row, the first named first."""
    reference = cells[layout.reference].strip()
    names = [record for record in (_record(layout, cells, each) for each in layout.names) if record]
    reasons = tuple(_reasons(layout, reference, named=bool(names)))
    if reasons:
        return Rejected(reasons)
    return tuple(
        DebtorAsked(
            debt_reference=reference,
            record=record,
            uprn=_uprn(layout, cells),
            owed_since=_day(cells[layout.since]),
            mail_returned=bool(layout.note and _GONE.search(cells[layout.note])),
        )
        for record in names
    )


def _reasons(layout: Layout, reference: str, *, named: bool) -> Iterator[Reason]:
    if not reference:
        yield Reason(layout.reference, "REFERENCE_MISSING", "a debt is traced by its reference")
    if len(reference) > _LONGEST_REFERENCE:
        yield Reason(layout.reference, "REFERENCE_TOO_LONG", "no reference is as long as this")
    if not named:
        yield Reason(layout.names[0][-1], "NAME_MISSING", "nobody is named")


def _record(
    layout: Layout, cells: Mapping[str, str], columns: tuple[str, ...]
) -> PersonRecord | None:
    parts = [cells[column].strip() for column in columns]
    if not parts[-1]:
        return None
    born = cells[layout.born].strip() if layout.born else ""
    phone = cells[layout.phone].strip() if layout.phone else ""
    whole = len(parts) == 1
    return PersonRecord(
        full=parts[0] if whole else None,
        given=() if whole else tuple(part for part in parts[:-1] if part),
        family=None if whole else parts[-1],
        date_of_birth=born or None,
        address=_address(layout, cells),
        phone=phone or None,
    )


def _address(layout: Layout, cells: Mapping[str, str]) -> AddressText | None:
    line, postcode = cells[layout.address].strip(), cells[layout.postcode].strip()
    if not line and not postcode:
        return None
    return AddressText((line,) if line else (), postcode or None)


def _uprn(layout: Layout, cells: Mapping[str, str]) -> str | None:
    text = cells[layout.uprn].strip() if layout.uprn else ""
    return text.lstrip("0") or None if _UPRN.fullmatch(text) else None


def _day(text: str) -> date | None:
    for style in _DAY_STYLES:
        try:
            return datetime.strptime(text.strip(), style).date()  # noqa: DTZ007  # a day, no instant
        except ValueError:
            continue
    return None
