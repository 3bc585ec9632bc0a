"""Reads the UK Sanctions List: a line with its date, a header of 58 columns, rows to be united.

One subject is all rows of a Unique ID: the file is a cross product of names, birthdays, places.
"""

import html
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime

from ppit_matching.identifiers.company_numbers import company_number
from ppit_vetting.domain.refusals import ListRejected
from ppit_vetting.domain.sanctions_subject import (
    ListedName,
    NameQuality,
    SanctionsSubject,
    SubjectKind,
    listed_birth,
)

_ADDRESS = tuple(f"Address Line {number}" for number in range(1, 7))
SANCTIONS_COLUMNS = (
    *("Last Updated", "Unique ID", "OFSI Group ID", "UN Reference Number"),
    *("Name 6", "Name 1", "Name 2", "Name 3", "Name 4", "Name 5", "Name type", "Alias strength"),
    *("Title", "Name non-latin script", "Non-latin script type", "Non-latin script language"),
    *("Regime Name", "Designation Type", "Designation source", "Sanctions Imposed"),
    *("Other Information", "UK Statement of Reasons", *_ADDRESS),
    *("Address Postal Code", "Address Country", "Phone number", "Website", "Email address"),
    *("Date Designated", "D.O.B", "Nationality(/ies)", "National Identifier number"),
    *("National Identifier additional information", "Passport number"),
    *("Passport additional information", "Position", "Gender", "Town of birth"),
    *("Country of birth", "Type of entity", "Subsidiaries", "Parent company"),
    *("Business registration number (s)", "IMO number", "Current owner/operator (s)"),
    *("Previous owner/operator (s)", "Current believed flag of ship", "Previous flags"),
    *("Type of ship", "Tonnage of ship", "Length of ship", "Year Built"),
    "Hull identification number (HIN)",
)
_LAST_NEEDED = SANCTIONS_COLUMNS.index("Business registration number (s)") + 1
_AT = {name: place for place, name in enumerate(SANCTIONS_COLUMNS)}
_HEADING = "report date:"
_QUALITIES = {
    "primary name": NameQuality.PRIMARY,
    "primary name variation": NameQuality.VARIATION,
}
_LOW = "low quality"


def report_date(first_line: str) -> date:
    """Read ``Report Date: 13-Feb-2026``; ``ListRejected`` if the line is anything else."""
    text = first_line.strip().strip('",')
    if text.lower().startswith(_HEADING):
        said = text[len(_HEADING) :].strip()
        for style in ("%d-%b-%Y", "%d/%m/%Y", "%Y-%m-%d"):
            try:
                return datetime.strptime(said, style).replace(tzinfo=UTC).date()
            except ValueError:
                continue
    msg = "its first line gives no Report Date"
    raise ListRejected(msg)


@dataclass(slots=True)
class _Rows:
    """What the rows of one Unique ID have said so far, each thing once and in order."""

    kind: SubjectKind
    names: dict[ListedName, None] = field(default_factory=dict[ListedName, None])
    texts: dict[str, dict[str, None]] = field(default_factory=dict[str, dict[str, None]])

    def take(self, cells: Sequence[str]) -> None:
        name = _name(cells)
        if name is not None:
            self.names[name] = None
        for column, text in _said(cells):
            self.texts.setdefault(column, {})[text] = None

    def all(self, column: str) -> tuple[str, ...]:
        return tuple(self.texts.get(column, ()))

    def whole(self, unique_id: str) -> SanctionsSubject:
        if not self.names:
            msg = "a subject stands in it without a name"
            raise ListRejected(msg)
        numbers = (company_number(text) for text in self.all("Business registration number (s)"))
        return SanctionsSubject(
            unique_id=unique_id,
            kind=self.kind,
            names=tuple(self.names),
            born=tuple(listed_birth(text) for text in self.all("D.O.B")),
            said_born=self.all("D.O.B"),
            regimes=self.all("Regime Name"),
            imposed=self.all("Sanctions Imposed"),
            company_numbers=tuple(number for number in numbers if number),
            countries=self.all("Address Country"),
            grounds=self.all("UK Statement of Reasons"),
            designated_on=_day(self.all("Date Designated")),
        )


def read_subjects(rows: Iterable[Sequence[str]]) -> list[SanctionsSubject]:
    """Unite the rows below the header; a row that lacks what a match needs refuses the file.

    The columns after the registration number speak of ships: a row may end before them.
    """
    found: dict[str, _Rows] = {}
    for cells in rows:
        if len(cells) < _LAST_NEEDED or len(cells) > len(SANCTIONS_COLUMNS):
            msg = "a row has not the columns of the header"
            raise ListRejected(msg)
        unique_id = cells[_AT["Unique ID"]].strip()
        if not unique_id:
            msg = "a row has no Unique ID"
            raise ListRejected(msg)
        kept = found.setdefault(unique_id, _Rows(_kind(cells)))
        kept.take(cells)
    return [kept.whole(unique_id) for unique_id, kept in found.items()]


def _kind(cells: Sequence[str]) -> SubjectKind:
    try:
        return SubjectKind(cells[_AT["Designation Type"]].strip().capitalize())
    except ValueError:
        msg = "a row is of no kind that the list has"
        raise ListRejected(msg) from None


def _name(cells: Sequence[str]) -> ListedName | None:
    family = _plain(cells[_AT["Name 6"]])
    given = tuple(text for at in range(1, 6) if (text := _plain(cells[_AT[f"Name {at}"]])))
    if not family and not given:
        return None
    kind = cells[_AT["Name type"]].strip().lower()
    low = cells[_AT["Alias strength"]].strip().lower().startswith(_LOW)
    quality = _QUALITIES.get(kind, NameQuality.LOW_ALIAS if low else NameQuality.GOOD_ALIAS)
    # A name without its last part has it in the part before: "Name 1" alone.
    return (
        ListedName(family, given, quality) if family else ListedName(given[-1], given[:-1], quality)
    )


_UNITED: Mapping[str, str | None] = {
    "D.O.B": None,
    "Regime Name": None,
    "Sanctions Imposed": "|",
    "Business registration number (s)": ",",
    "Address Country": None,
    "UK Statement of Reasons": None,
    "Date Designated": None,
}
"""The columns that are kept, each with what parts several values in one cell."""


def _said(cells: Sequence[str]) -> Iterable[tuple[str, str]]:
    for column, parted_by in _UNITED.items():
        cell = cells[_AT[column]]
        for part in cell.split(parted_by) if parted_by else (cell,):
            text = _plain(part)
            if text:
                yield column, text


def _plain(cell: str) -> str:
    return " ".join(html.unescape(cell).split())


def _day(texts: tuple[str, ...]) -> date | None:
    found: list[date] = []
    for text in texts:
        try:
            found.append(datetime.strptime(text, "%d/%m/%Y").replace(tzinfo=UTC).date())
        except ValueError:
            continue
    return min(found, default=None)
