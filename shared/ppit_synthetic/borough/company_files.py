"""Companies as the monthly bulk file has them, and their officers as the public register says."""

from datetime import date, timedelta

from ppit_synthetic.borough.applications import office_of
from ppit_synthetic.borough.ground import Ground
from ppit_synthetic.borough.keys import scrambled
from ppit_synthetic.borough.sheet import Sheet
from ppit_synthetic.borough.trade_records import Company, Officer

_PREVIOUS_NAMES = 10
# Some of the real headers begin with a space, one CONDATE of ten among them: readers must bear it.
_ODD_CONDATE = 2
COMPANY_COLUMNS = (
    *("CompanyName", " CompanyNumber", "RegAddress.CareOf", "RegAddress.POBox"),
    *("RegAddress.AddressLine1", " RegAddress.AddressLine2", "RegAddress.PostTown"),
    *("RegAddress.County", "RegAddress.Country", "RegAddress.PostCode", "CompanyCategory"),
    *("CompanyStatus", "CountryOfOrigin", "DissolutionDate", "IncorporationDate"),
    *("Accounts.AccountRefDay", "Accounts.AccountRefMonth", "Accounts.NextDueDate"),
    *("Accounts.LastMadeUpDate", "Accounts.AccountCategory", "Returns.NextDueDate"),
    *("Returns.LastMadeUpDate", "Mortgages.NumMortCharges", "Mortgages.NumMortOutstanding"),
    *("Mortgages.NumMortPartSatisfied", "Mortgages.NumMortSatisfied"),
    *(f"SICCode.SicText_{number}" for number in range(1, 5)),
    *("LimitedPartnerships.NumGenPartners", "LimitedPartnerships.NumLimPartners", "URI"),
    *(
        f"{space}PreviousName_{number}.{part}"
        for number in range(1, _PREVIOUS_NAMES + 1)
        for space, part in ((" " * (number == _ODD_CONDATE), "CONDATE"), (" ", "CompanyName"))
    ),
    *("ConfStmtNextDueDate", " ConfStmtLastMadeUpDate"),
)
OFFICER_COLUMNS = (
    *("company_number", "person_number", "officer_role", "name", "birth_month", "birth_year"),
    *("appointed_on", "resigned_on", "address", "postcode"),
)
_YEAR = timedelta(days=365)
_TIME_TO_FILE = timedelta(days=270)
_NO_VERSION = "0000"  # a person's number ends in its version, which begins at 1: nobody has these
_CHARGES = ("Charges", "Outstanding", "PartSatisfied", "Satisfied")


def companies_sheet(ground: Ground, companies: tuple[Company, ...]) -> Sheet:
    """Return the bulk file of the month: the header bare, every cell quoted, as it comes."""
    name = f"BasicCompanyDataAsOneFile-{ground.as_of:%Y-%m}-01.csv"
    rows = tuple(_company_row(ground, company) for company in companies)
    return Sheet(name, COMPANY_COLUMNS, rows, line_end="\r\n", quote_cells=True)


def _company_row(ground: Ground, company: Company) -> tuple[str, ...]:
    office = office_of(ground, company)
    *lines, town = (line.upper() for line in office.lines)
    years = (ground.as_of - company.incorporated_on) // _YEAR
    made_up = company.incorporated_on + years * _YEAR
    last, due = _day(made_up) if years else "", _day(made_up + _YEAR + _TIME_TO_FILE)
    cells = {
        "CompanyName": company.name,
        " CompanyNumber": company.number,
        "RegAddress.AddressLine1": ", ".join(lines[:2]),
        " RegAddress.AddressLine2": ", ".join(lines[2:]),
        "RegAddress.PostTown": town,
        "RegAddress.County": "KENT",
        "RegAddress.Country": "ENGLAND",
        "RegAddress.PostCode": office.postcode or "",
        "CompanyCategory": "Private Limited Company",
        "CompanyStatus": company.status,
        "CountryOfOrigin": "United Kingdom",
        "IncorporationDate": _day(company.incorporated_on),
        "Accounts.AccountRefDay": str(company.incorporated_on.day),
        "Accounts.AccountRefMonth": str(company.incorporated_on.month),
        "Accounts.NextDueDate": due,
        "Accounts.LastMadeUpDate": last,
        "Accounts.AccountCategory": "MICRO ENTITY" if years else "NO ACCOUNTS FILED",
        **{f"Mortgages.NumMort{what}": "0" for what in _CHARGES},
        "SICCode.SicText_1": company.sic,
        "LimitedPartnerships.NumGenPartners": "0",
        "LimitedPartnerships.NumLimPartners": "0",
        "URI": f"http://business.data.gov.uk/id/company/{company.number}",
        "PreviousName_1.CONDATE": _day(company.renamed_on),
        " PreviousName_1.CompanyName": company.previous_name or "",
        "ConfStmtNextDueDate": due,
        " ConfStmtLastMadeUpDate": last,
    }
    return tuple(cells.get(column, "") for column in COMPANY_COLUMNS)


def _day(day: date | None) -> str:
    return f"{day:%d/%m/%Y}" if day else ""


def officers_sheet(ground: Ground, companies: tuple[Company, ...]) -> Sheet:
    """Return who directs what, with the month and the year of birth alone."""
    rows = [
        _officer_row(ground, company, officer)
        for company in companies
        for officer in company.officers
    ]
    return Sheet("officers.csv", OFFICER_COLUMNS, tuple(rows))


def _officer_row(ground: Ground, company: Company, officer: Officer) -> tuple[str, ...]:
    person = ground.person(officer.person_id)
    number = scrambled("person number", int(officer.person_id[1:]))
    home = ground.address(ground.truth.home_of(officer.person_id) or company.uprn)
    return (
        *(company.number, f"9{number:07d}{_NO_VERSION}", "director"),
        f"{person.name.family.upper()}, {' '.join(person.name.given)}",
        *(str(person.born.month), str(person.born.year), officer.appointed_on.isoformat()),
        officer.resigned_on.isoformat() if officer.resigned_on else "",
        *(", ".join(home.lines), home.postcode or ""),
    )
