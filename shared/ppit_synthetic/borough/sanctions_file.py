"""The sanctions list in the layout of the UK Sanctions List: 58 columns, a row per combination."""

from datetime import date
from itertools import product

from ppit_synthetic.borough.sheet import Sheet
from ppit_synthetic.borough.trade_records import ListedName, SanctionedSubject

_PLACE_LINES = tuple(f"Address Line {number}" for number in range(1, 7))
COLUMNS = (
    *("Last Updated", "Unique ID", "OFSI Group ID", "UN Reference Number"),
    *("Name 6", "Name 1", "Name 2", "Name 3", "Name 4", "Name 5", "Name type", "Alias strength"),
    *("Title", "Name non-latin script", "Non-latin script type", "Non-latin script language"),
    *("Regime Name", "Designation Type", "Designation source", "Sanctions Imposed"),
    *("Other Information", "UK Statement of Reasons", *_PLACE_LINES),
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
_REGIME = "The Synthetic Kent (Sanctions) (No Such Regime) Regulations 2020"
_GIVEN_CELLS = 5


def sanctions_sheet(subjects: tuple[SanctionedSubject, ...], as_of: date) -> Sheet:
    """Return the file: a subject is all rows of its Unique ID, each field to be united."""
    rows = [
        _row(subject, name, born, place)
        for subject in subjects
        for name, born, place in product(subject.names, subject.birthdays or ("",), subject.places)
    ]
    heading = f"Report Date: {as_of:%d-%b-%Y}"
    return Sheet("UK-Sanctions-List.csv", COLUMNS, tuple(rows), heading=heading)


def _row(subject: SanctionedSubject, name: ListedName, born: str, place: str) -> tuple[str, ...]:
    given = (*name.given[:_GIVEN_CELLS], *[""] * (_GIVEN_CELLS - len(name.given)))
    number = int(subject.unique_id.removeprefix("KNT"))
    cells = {
        "Last Updated": f"{subject.designated_on:%d/%m/%Y}",
        "Unique ID": subject.unique_id,
        "OFSI Group ID": str(9_900_000 + number),
        "Name 6": name.family,
        **{f"Name {at}": part for at, part in enumerate(given, start=1)},
        "Name type": name.name_type,
        "Alias strength": name.strength,
        "Name non-latin script": subject.script_name,
        "Regime Name": _REGIME,
        "Designation Type": subject.kind,
        "Designation source": "UK",
        "UK Statement of Reasons": subject.reasons,
        "Address Line 1": f"{number} Harbour Row",
        "Address Line 6": place,
        "Address Country": "Synthetia",
        "Date Designated": f"{subject.designated_on:%d/%m/%Y}",
        "D.O.B": born,
        **_of_kind(subject, number),
    }
    return tuple(cells.get(column, "") for column in COLUMNS)


def _of_kind(subject: SanctionedSubject, number: int) -> dict[str, str]:
    match subject.kind:
        case "Individual":
            return {
                "Sanctions Imposed": "Asset freeze|Travel Ban",
                "Passport number": f"ZZ{number:07d}",
                "Nationality(/ies)": "Synthetia",
            }
        case "Entity":
            return {"Sanctions Imposed": "Asset freeze", "Type of entity": "Company"}
        case _:
            # Seven digits that begin with 0 are no ship's: the numbers given out begin at 5.
            return {
                "Sanctions Imposed": "Prohibition of port entry|Detention of ship",
                "IMO number": f"00{number:05d}",
                "Type of ship": "Cargo",
            }
