"""Reads what a row tells of the crime and of the victim: how, when, how much, what to avoid."""

import re
from collections.abc import Iterable
from enum import StrEnum
from typing import TypeVar

from ppit_victims.domain import cells as cell
from ppit_victims.domain.codes import (
    Channel,
    ContactMode,
    PaymentMethod,
    Remark,
    ScamType,
    Vulnerability,
)
from ppit_victims.domain.profiles import Profile
from ppit_victims.domain.rows import Cells
from ppit_victims.domain.safe_contact import (
    NO_INSTRUCTION,
    SafeContact,
    all_of,
    instructions_in,
    may_not_be_rung,
)
from ppit_victims.domain.told import Told

_NOT_LETTERS = re.compile(r"[^A-Z]+")
_YEAR_AT_END = re.compile(r"\b((?:19|20)\d{2})\s*$")
_MUCH_MAIL = 3
_YES = frozenset({"y", "yes", "true", "1"})
# Longest first: "MATE_CRIME..." must not be read as a shorter code that begins alike.
_SCAMS = sorted(ScamType, key=lambda scam: -len(scam.value))

CodeT = TypeVar("CodeT", bound=StrEnum)


def tidings(profile: Profile, row: Cells) -> Told:
    """Return what a row tells of the crime; what cannot be read is remarked on, never guessed."""
    said = cell.known(row.get(profile.scam or ""))
    scam = scam_type(said)
    lost, prevented, amounts_read = _amounts(profile, row)
    unread = (Remark.SCAM_TYPE_UNREADABLE,) if said and scam is None else ()
    when = cell.day(row.get(profile.happened_on or "")) or _year_in(said)
    return Told(
        scam_type=scam,
        channel=profile.channel or _code(Channel, row.get(profile.came_by or "")),
        happened_on=when,
        loss_pence=lost,
        prevented_pence=prevented,
        payment_method=_code(PaymentMethod, row.get(profile.paid_by or "")),
        vulnerabilities=_vulnerabilities(profile, row),
        flagged=_is_yes(row.get(profile.flagged or "")),
        safe_contact=_safe_contact(profile, row),
        deceased=_is_yes(row.get(profile.deceased or "")),
        remarks=unread if amounts_read else (*unread, Remark.AMOUNT_UNREADABLE),
    )


def scam_type(text: str | None) -> ScamType | None:
    """Read "Doorstep rogue trader", alone or before other words, as its code."""
    spelt = _NOT_LETTERS.sub("_", (text or "").upper()).strip("_")
    return next((scam for scam in _SCAMS if f"{spelt}_".startswith(f"{scam.value}_")), None)


def _year_in(text: str | None) -> str | None:
    found = _YEAR_AT_END.search(text or "")
    return found.group(1) if found else None


def _amounts(profile: Profile, row: Cells) -> tuple[int | None, int | None, bool]:
    """Return the loss and what was held back, in pence, and whether all that is given was read."""
    columns = (profile.lost, profile.attempted, profile.prevented)
    lost, attempted, prevented = (cell.pence(row.get(column or "")) for column in columns)
    given = (column for column in columns if column and cell.known(row.get(column)))
    read = all(cell.pence(row.get(column)) is not None for column in given)
    counted = cell.known(row.get(profile.lost_pence or "")) or ""
    if counted.isascii() and counted.isdecimal():
        lost = int(counted)
    if attempted is not None:
        lost = max(0, attempted - (prevented or 0))
    return lost, prevented, read


def _vulnerabilities(profile: Profile, row: Cells) -> tuple[Vulnerability, ...]:
    given = _codes(Vulnerability, row.get(profile.vulnerabilities or ""))
    times = cell.known(row.get(profile.times_listed or "")) or ""
    if times.isascii() and times.isdecimal() and int(times) >= _MUCH_MAIL:
        given = (*given, Vulnerability.MAIL_VOLUME)
    return tuple(dict.fromkeys(given))


def _safe_contact(profile: Profile, row: Cells) -> SafeContact:
    asked = _codes(ContactMode, row.get(profile.do_not or ""))
    unrung = (ContactMode.TELEPHONE,) if may_not_be_rung(row.get(profile.may_call or "")) else ()
    said = [row[column] for column in profile.free_text if row.get(column)]
    if profile.do_not:  # our own layout: its note is an instruction whatever it says
        written = [SafeContact((), (" ".join(note.split()),)) for note in said]
    else:
        written = [instructions_in(note) for note in said if not cell.is_formula(note)]
    found = all_of((SafeContact((*asked, *unrung)), *written))
    return NO_INSTRUCTION if found == SafeContact() else found


def _is_yes(text: str | None) -> bool:
    return (text or "").strip().lower() in _YES


def _code(codes: type[CodeT], text: str | None) -> CodeT | None:
    return next(iter(_codes(codes, text)), None)


def _codes(codes: type[CodeT], text: str | None) -> tuple[CodeT, ...]:
    known = {code.value: code for code in codes}
    words: Iterable[str] = re.split(r"[,;\s]+", (text or "").upper())
    return tuple(known[word] for word in words if word in known)
