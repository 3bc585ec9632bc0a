"""Reads BasicCompanyData, the monthly file of live companies: 55 columns, blanks in their names."""

from collections.abc import Sequence
from datetime import date
from functools import lru_cache

from ppit_matching.identifiers.company_numbers import company_number
from ppit_matching.organisations.registers import register_key
from ppit_vetting.domain.offices import office_key
from ppit_vetting.domain.refusals import ListRejected

_PREVIOUS = 10
_LENGTH = 8
COMPANY_COLUMNS = (
    *("CompanyName", "CompanyNumber", "RegAddress.CareOf", "RegAddress.POBox"),
    *("RegAddress.AddressLine1", "RegAddress.AddressLine2", "RegAddress.PostTown"),
    *("RegAddress.County", "RegAddress.Country", "RegAddress.PostCode", "CompanyCategory"),
    *("CompanyStatus", "CountryOfOrigin", "DissolutionDate", "IncorporationDate"),
    *("Accounts.AccountRefDay", "Accounts.AccountRefMonth", "Accounts.NextDueDate"),
    *("Accounts.LastMadeUpDate", "Accounts.AccountCategory", "Returns.NextDueDate"),
    *("Returns.LastMadeUpDate", "Mortgages.NumMortCharges", "Mortgages.NumMortOutstanding"),
    *("Mortgages.NumMortPartSatisfied", "Mortgages.NumMortSatisfied"),
    *(f"SICCode.SicText_{number}" for number in range(1, 5)),
    *("LimitedPartnerships.NumGenPartners", "LimitedPartnerships.NumLimPartners", "URI"),
    *(
        f"PreviousName_{number}.{part}"
        for number in range(1, _PREVIOUS + 1)
        for part in ("CONDATE", "CompanyName")
    ),
    *("ConfStmtNextDueDate", "ConfStmtLastMadeUpDate"),
)
_AT = {name: place for place, name in enumerate(COMPANY_COLUMNS)}
_NAME, _NUMBER = _AT["CompanyName"], _AT["CompanyNumber"]
_OFFICE = slice(_AT["RegAddress.CareOf"], _AT["RegAddress.PostCode"] + 1)
_LINES = slice(_AT["RegAddress.AddressLine1"], _AT["RegAddress.AddressLine2"] + 1)
_POSTCODE = _AT["RegAddress.PostCode"]
_CATEGORY, _STATUS = _AT["CompanyCategory"], _AT["CompanyStatus"]
_BORN, _DUE = _AT["IncorporationDate"], _AT["Accounts.NextDueDate"]
_TRADES = slice(_AT["SICCode.SicText_1"], _AT["SICCode.SicText_4"] + 1)
_FORMER = slice(_AT["PreviousName_1.CompanyName"], _AT["PreviousName_10.CompanyName"] + 1, 2)

CompanyCells = tuple[str, str, str, str, str, str, date | None, date | None, str, str, str]
"""Number, name, its key, previous names, category, status, born, accounts due, trades, office, its
key: as the table keeps them."""


def read_company(cells: Sequence[str]) -> CompanyCells:
    """Return one company as it is stored; ``ListRejected`` where it has no number or no name."""
    number = _number(cells[_NUMBER])
    name = cells[_NAME].strip()
    if number is None or not name:
        msg = "a company stands in it without a number or a name"
        raise ListRejected(msg)
    return (
        number,
        name,
        register_key(name),
        "\n".join([former for former in cells[_FORMER] if former]),
        cells[_CATEGORY],
        cells[_STATUS],
        british_day(cells[_BORN]),
        british_day(cells[_DUE]),
        " ".join([_code(trade) for trade in cells[_TRADES] if trade]),
        ", ".join([line for line in cells[_OFFICE] if line]),
        office_key(" ".join(cells[_LINES]), cells[_POSTCODE]),
    )


def _number(text: str) -> str | None:
    """Pass what is written as the register writes it: nearly every number of the file."""
    if len(text) == _LENGTH and text.isascii() and text.isdigit():
        return text
    return company_number(text)


@lru_cache(maxsize=2_048)
def _code(trade: str) -> str:
    return trade.partition(" ")[0]


@lru_cache(maxsize=65_536)
def british_day(text: str) -> date | None:
    """Read ``29/06/2011``; None for an empty cell, ``ListRejected`` for what is no day."""
    if not text:
        return None
    try:
        day, month, year = text.split("/")
        return date(int(year), int(month), int(day))
    except ValueError:
        msg = "a date in it is none"
        raise ListRejected(msg) from None
