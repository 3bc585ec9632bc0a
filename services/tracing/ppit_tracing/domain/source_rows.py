"""Reads rows of the sources' files: what each says, or why it cannot be taken."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import TypeVar

from ppit_matching import AddressText, PersonRecord
from ppit_tracing.domain.codes import EvidenceClass, InsolvencyKind
from ppit_tracing.domain.stops import DEATH_CONFIDENCE

SIGHTING_COLUMNS = (
    *("sighting_id", "subject_ref", "lineage", "evidence_class", "name", "date_of_birth"),
    *("address", "postcode", "uprn", "first_seen", "last_seen"),
)
DEATH_COLUMNS = (
    *("notice_id", "evidence_class", "confidence", "name", "date_of_birth", "date_of_death"),
    *("last_address", "postcode"),
)
INSOLVENCY_COLUMNS = (
    *("case_number", "kind", "surname", "forenames", "date_of_birth", "address", "postcode"),
    *("started_on", "ends_on"),
)


# The log names whom a trace found by source and key; the audit takes 200 characters of text.
_KEY = re.compile(r"[^\x00-\x1f\x7f]{1,150}")
Code = TypeVar("Code", EvidenceClass, InsolvencyKind)


class RowRefused(ValueError):
    """A row of a source that cannot be taken; says which column, never what it holds."""


@dataclass(frozen=True, slots=True)
class SourceRow:
    """``subject`` is the source's own key for the person; ``values`` are its table's own columns.

    ``speaks_of`` is the newest day that the row says something about.
    """

    subject: str
    record: PersonRecord
    uprn: str | None
    speaks_of: date
    values: Mapping[str, object]


def sighting_row(cells: Mapping[str, str]) -> SourceRow:
    first, last = _day(cells, "first_seen"), _day(cells, "last_seen")
    evidence = _code(EvidenceClass, cells, "evidence_class")
    if first > last:
        msg = "last_seen"
        raise RowRefused(msg)
    subject = _text(cells, "subject_ref")
    if not _KEY.fullmatch(subject):
        msg = "subject_ref"
        raise RowRefused(msg)
    address = AddressText((_text(cells, "address"),), cells["postcode"].strip() or None)
    values = {
        "sighting_id": _text(cells, "sighting_id"),
        "subject_ref": subject,
        "lineage": _text(cells, "lineage"),
        "evidence": evidence.value,
        "held": {"address": cells["address"].strip(), "postcode": cells["postcode"].strip()},
        "first_seen": first.isoformat(),
        "last_seen": last.isoformat(),
    }
    record = PersonRecord(
        full=_text(cells, "name"), date_of_birth=cells["date_of_birth"] or None, address=address
    )
    return SourceRow(subject, record, cells["uprn"].strip() or None, last, values)


def death_row(cells: Mapping[str, str]) -> SourceRow:
    evidence = _code(EvidenceClass, cells, "evidence_class")
    if evidence not in DEATH_CONFIDENCE:
        msg = "evidence_class"
        raise RowRefused(msg)
    died_on = _day(cells, "date_of_death")
    record = PersonRecord(
        full=_text(cells, "name"),
        date_of_birth=cells["date_of_birth"] or None,
        address=AddressText((cells["last_address"],), cells["postcode"].strip() or None),
    )
    notice_id = _text(cells, "notice_id")
    values = {
        "notice_id": notice_id,
        "evidence": evidence.value,
        "died_on": died_on.isoformat(),
    }
    return SourceRow(notice_id, record, None, died_on, values)


def insolvency_row(cells: Mapping[str, str]) -> SourceRow:
    kind = _code(InsolvencyKind, cells, "kind")
    started, ends = _day(cells, "started_on"), _day(cells, "ends_on")
    if started > ends:
        msg = "ends_on"
        raise RowRefused(msg)
    record = PersonRecord(
        given=tuple(_text(cells, "forenames").split()),
        family=_text(cells, "surname"),
        date_of_birth=cells["date_of_birth"] or None,
        address=AddressText((cells["address"],), cells["postcode"].strip() or None),
    )
    case_number = _text(cells, "case_number")
    values = {
        "case_number": case_number,
        "kind": kind.value,
        "started_on": started.isoformat(),
        "ends_on": ends.isoformat(),
    }
    return SourceRow(case_number, record, None, started, values)


def _text(cells: Mapping[str, str], column: str) -> str:
    text = cells[column].strip()
    if not text:
        raise RowRefused(column)
    return text


def _day(cells: Mapping[str, str], column: str) -> date:
    try:
        return date.fromisoformat(cells[column].strip())
    except ValueError:
        raise RowRefused(column) from None


def _code(codes: type[Code], cells: Mapping[str, str], column: str) -> Code:
    try:
        return codes(cells[column].strip())
    except ValueError:
        raise RowRefused(column) from None
