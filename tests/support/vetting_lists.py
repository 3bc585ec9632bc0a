"""Small lists in the layouts that vetting loads: companies, officers, sanctions, people."""

import csv
import io
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

from ppit_vetting.domain.company_file import COMPANY_COLUMNS
from ppit_vetting.domain.people_files import (
    AWARD_COLUMNS,
    DEBT_COLUMNS,
    INSOLVENCY_COLUMNS,
    OFFICER_COLUMNS,
)
from ppit_vetting.domain.sanctions_file import SANCTIONS_COLUMNS

Row = Mapping[str, str]

ROOFER = {
    "CompanyName": "HARTWELL ROOFING LIMITED",
    "CompanyNumber": "99000001",
    "RegAddress.AddressLine1": "3 LANTERN STREET",
    "RegAddress.PostTown": "ASHFORD",
    "RegAddress.PostCode": "TN23 1AA",
    "CompanyCategory": "Private Limited Company",
    "CompanyStatus": "Active",
    "IncorporationDate": "01/02/2015",
    "Accounts.NextDueDate": "31/12/2099",
    "SICCode.SicText_1": "43910 - Roofing activities",
}
ROOFERS_DIRECTOR = {
    "company_number": "99000001",
    "person_number": "900000010001",
    "officer_role": "director",
    "name": "PEMBERWICK, Olive Anne",
    "birth_month": "4",
    "birth_year": "1961",
    "appointed_on": "2015-02-01",
    "address": "9 Lantern Street, Ashford",
    "postcode": "TN23 1AA",
}
SUBJECT = {
    "Unique ID": "KNT0001",
    "Name 6": "ZORVELIN",
    "Name 1": "AVTEL",
    "Name type": "Primary Name",
    "Regime Name": "No Such Regime",
    "Designation Type": "Individual",
    "Sanctions Imposed": "Asset freeze|Travel Ban",
    "D.O.B": "02/03/1975",
    "Date Designated": "29/06/2020",
}
BANKRUPT = {
    "case_number": "KB000001",
    "kind": "BANKRUPTCY",
    "surname": "THACKERBERRY",
    "forenames": "William John",
    "date_of_birth": "1975-03-02",
    "address": "7 Lantern Street, Ashford",
    "postcode": "TN23 1AA",
    "started_on": "2020-01-01",
    "ends_on": "2999-01-01",
}
AWARD = {
    "award_id": "A0000001",
    "applicant": "Nora Quillfeather",
    "date_of_birth": "1980-05-06",
    "scheme": "Energy grant",
    "awarded_on": "2023-01-01",
    "amount": "500.00",
    "accounted": "no",
}
DEBT = {
    "debt_ref": "CT0000001",
    "surname": "Ashdown",
    "forenames": "Peter",
    "date_of_birth": "1970-07-08",
    "address": "8 Lantern Street, Ashford",
    "postcode": "TN23 1AA",
    "balance": "1204.50",
    "since": "2021-04-01",
}
_LAYOUTS: Mapping[str, tuple[Sequence[str], Row]] = {
    "companies": (COMPANY_COLUMNS, ROOFER),
    "officers": (OFFICER_COLUMNS, ROOFERS_DIRECTOR),
    "insolvencies": (INSOLVENCY_COLUMNS, BANKRUPT),
    "awards": (AWARD_COLUMNS, AWARD),
    "debts": (DEBT_COLUMNS, DEBT),
    "sanctions": (SANCTIONS_COLUMNS, SUBJECT),
}
REPORTED = "Report Date: 13-Feb-2026"


def list_text(name: str, rows: Iterable[Row] | None = None, *, above: str = REPORTED) -> str:
    """Return a list as text: the one row that each is known for if none are given."""
    columns, usual = _LAYOUTS[name]
    text = io.StringIO(newline="")
    if name == "sanctions":
        text.write(f"{above}\n")
    writer = csv.DictWriter(text, columns, restval="", lineterminator="\n")
    writer.writeheader()
    writer.writerows([usual] if rows is None else rows)
    return text.getvalue()


def list_file(folder: Path, name: str, rows: Iterable[Row] | None = None) -> Path:
    file = folder / f"{name}.csv"
    file.write_text(list_text(name, rows), encoding="utf-8")
    return file


LISTS = tuple(_LAYOUTS)
