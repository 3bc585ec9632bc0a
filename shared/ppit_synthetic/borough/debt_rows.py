"""Write the two debt files: council tax with its liable parties, sundry debts by customer."""

from dataclasses import dataclass, field
from datetime import timedelta

from ppit_synthetic.borough.codes import DebtFile, Trap
from ppit_synthetic.borough.debtors import Owed, Situation
from ppit_synthetic.borough.draft import Draft, Layout, Pen
from ppit_synthetic.borough.keys import own_key
from ppit_synthetic.borough.records import Debt
from ppit_synthetic.borough.sheet import Sheet
from ppit_synthetic.borough.traps_cells import TrapDealer
from ppit_synthetic.chance import happens

_LAYOUTS = {
    DebtFile.COUNCIL_TAX: Layout(
        "debts_council_tax.csv",
        (
            *("AccountRef", "LiableParty1", "LiableParty2", "PropertyAddress", "PropertyPostcode"),
            *("ForwardingAddress", "UPRN", "LiabilityStart", "LiabilityEnd", "Balance"),
            "RecoveryStage",
        ),
        "windows-1252",
        "\r\n",
        "%d/%m/%Y",
        (
            *(Trap.CARE_OF, Trap.DECEASED_NOTE, Trap.NAME_MISTYPED, Trap.ADDRESS_MISTYPED),
            *(Trap.POSTCODE_IN_ADDRESS, Trap.FORMER_SURNAME, Trap.NICKNAME),
        ),
    ),
    DebtFile.SUNDRY: Layout(
        "debts_sundry.csv",
        (
            *("CustomerNo", "Title", "Forename", "Surname", "DOB", "Addr", "Postcode", "Mobile"),
            *("Email", "Balance", "OldestInvoice"),
        ),
        "utf-8",
        "\n",
        "%d/%m/%Y",
        (
            *(Trap.PLACEHOLDER_BIRTHDAY, Trap.MONTH_FIRST, Trap.EXCEL_SERIAL, Trap.LOST_ZERO),
            *(Trap.PHONE_AS_NUMBER, Trap.NOT_KNOWN, Trap.NAME_MISTYPED, Trap.ADDRESS_MISTYPED),
            *(Trap.FORMULA, Trap.NICKNAME, Trap.FORMER_SURNAME, Trap.BIRTHDAY_WRONG),
        ),
    ),
}
_STAGES = ("Reminder", "Final notice", "Summons", "Liability order", "Enforcement agent")
_TAX_YEAR = timedelta(days=365)
_FORWARDED_SHARE = 0.2


@dataclass(slots=True)
class _Ledger:
    """One debt file as it grows."""

    situation: Situation
    debt_file: DebtFile
    pen: Pen
    dealer: TrapDealer
    rows: list[tuple[str, ...]] = field(default_factory=list[tuple[str, ...]])
    debts: list[Debt] = field(default_factory=list[Debt])

    def enter(self, owed: Owed) -> None:
        ground = self.situation.ground
        person = ground.person(owed.person_ids[0])
        draft = self.pen.begin(person, owed.uprn, own_key(self.debt_file, len(self.rows)))
        reference = draft.reference
        traps = self.dealer.spoil(self.pen, draft)
        council = self.debt_file is DebtFile.COUNCIL_TAX
        cells = self._council_tax(draft, owed) if council else self._sundry(draft, owed)
        encoding = _LAYOUTS[self.debt_file].encoding
        self.rows.append(tuple(ground.quirks.squeeze(cell, encoding) for cell in cells))
        self.debts.append(
            Debt(
                debt_ref=reference,
                debt_file=self.debt_file,
                row=len(self.rows),
                person_ids=owed.person_ids,
                uprn=owed.uprn,
                home_uprn=ground.truth.home_of(person.person_id),
                stops=self.situation.stops(person),
                outcome=self.situation.outcome(person, owed.uprn),
                namesake_ids=ground.namesakes(person, owed.uprn),
                balance_pence=owed.balance_pence,
                owed_since=owed.since,
                traps=traps,
            )
        )

    def _council_tax(self, draft: Draft, owed: Owed) -> tuple[str, ...]:
        ground, rng = self.situation.ground, self.pen.rng
        others = (ground.person(person_id) for person_id in owed.person_ids[1:])
        second = "".join(f"{other.name.given[0]} {other.name.family}" for other in others)
        ends = min(ground.as_of, owed.since + _TAX_YEAR)
        return (
            *(draft.reference, draft.one_cell_name, second, ", ".join(draft.address.lines)),
            *(draft.address.postcode or "", self._forwarding(draft)),
            owed.uprn if happens(rng, 0.7) else "",
            *(self.pen.write(owed.since), self.pen.write(ends)),
            *(f"{owed.balance_pence / 100:.2f}", rng.choice(_STAGES)),
        )

    def _forwarding(self, draft: Draft) -> str:
        """Leave it empty mostly; a true new address at times, unless the trace must stop."""
        ground, rng = self.situation.ground, self.pen.rng
        home = ground.truth.home_of(draft.person.person_id)
        if home in {None, draft.uprn} or self.situation.stops(draft.person):
            return ""
        if happens(rng, _FORWARDED_SHARE):
            return ", ".join(ground.address(home or "").lines)
        return "GONE AWAY" if happens(rng, _FORWARDED_SHARE) else ""

    def _sundry(self, draft: Draft, owed: Owed) -> tuple[str, ...]:
        email = f"{own_key('mail', len(self.rows)).lower()}@example.com"
        return (
            *(draft.reference, draft.title, draft.forenames, draft.family, draft.birthday),
            *(", ".join(draft.address.lines), draft.address.postcode or "", draft.phone),
            email if happens(self.pen.rng, 0.4) else "",
            *(f"{owed.balance_pence / 100:.2f}", self.pen.write(owed.since)),
        )


def make_debt_files(
    situation: Situation, owed: tuple[Owed, ...]
) -> tuple[tuple[Sheet, ...], tuple[Debt, ...]]:
    """Return both files and the truth of every row."""
    sheets: list[Sheet] = []
    debts: list[Debt] = []
    for debt_file, layout in _LAYOUTS.items():
        rng = situation.ground.writing(f"debts/{debt_file}")
        pen = Pen(rng, situation.ground, layout.date_style)
        ledger = _Ledger(situation, debt_file, pen, TrapDealer(layout.profile))
        for debt in owed:
            if debt.debt_file is debt_file:
                ledger.enter(debt)
        rows = tuple(ledger.rows)
        sheets.append(
            Sheet(layout.file_name, layout.columns, rows, layout.encoding, layout.line_end)
        )
        debts += ledger.debts
    return tuple(sheets), tuple(debts)
