"""The five partners' own columns, and how each puts a victim into them."""

from collections.abc import Callable
from datetime import date
from random import Random

from ppit_synthetic.borough.codes import Trap, VictimList
from ppit_synthetic.borough.draft import Draft, Layout
from ppit_synthetic.borough.records import Scam
from ppit_synthetic.chance import words

_WINDOWS = "windows-1252"
_DOS = "\r\n"

LAYOUTS = {
    VictimList.TRADING_STANDARDS_HUB: Layout(
        "victims_trading_standards_hub.csv",
        (
            *("Ref", "Victim Name", "DOB", "Address", "Post Code", "Tel"),
            *("Scam Type", "Amount Lost", "Date Reported"),
        ),
        _WINDOWS,
        _DOS,
        "%d/%m/%Y",
        (
            *(Trap.JOINT, Trap.CARE_OF, Trap.POSTCODE_IN_ADDRESS, Trap.NOT_KNOWN, Trap.FORMULA),
            *(Trap.SAME_AS_ABOVE, Trap.DECEASED_NOTE, Trap.PHONE_AS_NUMBER, Trap.LOST_ZERO),
            *(Trap.NAME_MISTYPED, Trap.ADDRESS_MISTYPED, Trap.NICKNAME),
        ),
    ),
    VictimList.POLICE: Layout(
        "victims_police.csv",
        (
            *words("CRIME_REF SURNAME FORENAME1 FORENAME2 DOB AGE"),
            *words("ADDR_LINE_1 ADDR_LINE_2 ADDR_LINE_3 ADDR_LINE_4 PCODE VULN_FLAG MO_TEXT"),
        ),
        "utf-8",
        "\n",
        "%d-%b-%Y",
        (
            *(Trap.PLACEHOLDER_BIRTHDAY, Trap.DO_NOT_CONTACT, Trap.FORMULA, Trap.FORMER_SURNAME),
            *(Trap.NAME_MISTYPED, Trap.ADDRESS_MISTYPED, Trap.BIRTHDAY_WRONG, Trap.DECEASED_NOTE),
        ),
    ),
    VictimList.BANK_PROTOCOL: Layout(
        "victims_bank_protocol.csv",
        (
            *("Customer", "Date of Birth", "Addr1", "Addr2", "Town"),
            *("Pcode", "Attempted £", "Prevented £"),
        ),
        _WINDOWS,
        _DOS,
        "%Y-%m-%d",
        (
            *(Trap.MONTH_FIRST, Trap.EXCEL_SERIAL, Trap.PLACEHOLDER_BIRTHDAY, Trap.JOINT),
            *(Trap.NAME_MISTYPED, Trap.BIRTHDAY_WRONG, Trap.POSTCODE_IN_ADDRESS),
        ),
    ),
    VictimList.NATIONAL_HUB: Layout(
        "victims_national_hub.csv",
        (
            *("UniqueID", "Title", "First Name", "Last Name", "House", "Street", "Town"),
            *("County", "Postcode", "List source", "Times on list"),
        ),
        "utf-8-sig",
        _DOS,
        "%d/%m/%Y",
        (
            *(Trap.NICKNAME, Trap.ADDRESS_MISTYPED, Trap.NAME_MISTYPED, Trap.DECEASED_NOTE),
            *(Trap.CARE_OF, Trap.FORMER_SURNAME),
        ),
    ),
    VictimList.CHARITY: Layout(
        "victims_charity.csv",
        (
            *("Client name (Mr/Mrs)", "D.O.B.", "Full address inc postcode", "Best phone"),
            *("OK to call? Y/N", "Next of kin"),
        ),
        "utf-8",
        _DOS,
        "%d.%m.%Y",
        (
            *(Trap.JOINT, Trap.CARE_OF, Trap.NOT_KNOWN, Trap.SAME_AS_ABOVE, Trap.LOST_ZERO),
            *(Trap.PHONE_AS_NUMBER, Trap.EXCEL_SERIAL, Trap.FORMULA, Trap.NICKNAME),
            *(Trap.MONTH_FIRST, Trap.DO_NOT_CONTACT),
        ),
    ),
}


def _hub(_: Random, draft: Draft, scam: Scam) -> tuple[str, ...]:
    lost = f"£{scam.loss_pence / 100:,.2f}"
    reported = f"{scam.happened_on:%d/%m/%Y}"
    postcode = draft.address.postcode or ""
    return (
        *(draft.reference, draft.one_cell_name, draft.birthday, ", ".join(draft.address.lines)),
        *(postcode, draft.phone, _plain(scam), lost, reported),
    )


def _police(rng: Random, draft: Draft, scam: Scam) -> tuple[str, ...]:
    middle = draft.person.name.given[1:2]
    lines = _in_cells(draft.address.lines, 4)
    age = "" if "birthday" in draft.spoilt else str(_age(draft.person.born, scam.happened_on))
    method = " ".join(filter(None, (_plain(scam).upper(), draft.note)))
    cells = (
        *(draft.reference, draft.family, draft.forenames, "".join(middle), draft.birthday, age),
        *(*lines, draft.address.postcode or "", rng.choice("YNU"), method),
    )
    # A formula keeps its case: a spreadsheet would run it either way.
    return (cells[0], *(cell.upper() for cell in cells[1:]))


def _bank(_: Random, draft: Draft, scam: Scam) -> tuple[str, ...]:
    *lines, town = draft.address.lines
    attempted = f"{(scam.loss_pence + scam.prevented_pence) / 100:.2f}"
    return (
        *(draft.one_cell_name, draft.birthday, *_in_cells(tuple(lines), 2), town),
        *(draft.address.postcode or "", attempted, f"{scam.prevented_pence / 100:.2f}"),
    )


def _national(rng: Random, draft: Draft, scam: Scam) -> tuple[str, ...]:
    *before, street = draft.address.lines[:-1] or draft.address.lines
    return (
        *(draft.reference, draft.title, draft.forenames, draft.family, ", ".join(before), street),
        *(draft.address.lines[-1], "Kent", draft.address.postcode or ""),
        *(f"{_plain(scam)} {scam.happened_on.year}", str(rng.choice((1, 1, 2, 3, 5, 12)))),
    )


def _charity(rng: Random, draft: Draft, _: Scam) -> tuple[str, ...]:
    may_call = "N" if draft.note else rng.choice("YYYN")
    kin = draft.reference if draft.reference[0] in "=@" else draft.note
    return (
        *(draft.one_cell_name, draft.birthday, draft.one_cell_address, draft.phone),
        *(may_call, kin),
    )


def _age(born: date, day: date) -> int:
    return day.year - born.year - ((day.month, day.day) < (born.month, born.day))


def _plain(scam: Scam) -> str:
    return scam.scam_type.replace("_", " ").capitalize()


def _in_cells(lines: tuple[str, ...], cells: int) -> tuple[str, ...]:
    """Spread lines over ``cells``, the surplus joined into the first."""
    surplus = max(0, len(lines) - cells)
    first = ", ".join(lines[: surplus + 1])
    filled = (first, *lines[surplus + 1 :])
    return (*filled, *[""] * (cells - len(filled)))


Filler = Callable[[Random, Draft, Scam], tuple[str, ...]]
FILLERS: dict[VictimList, Filler] = {
    VictimList.TRADING_STANDARDS_HUB: _hub,
    VictimList.POLICE: _police,
    VictimList.BANK_PROTOCOL: _bank,
    VictimList.NATIONAL_HUB: _national,
    VictimList.CHARITY: _charity,
}
