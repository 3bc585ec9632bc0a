"""Errors in the other cells of a row, and the dealer who sees that each kind turns up."""

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field

from ppit_synthetic.borough import traps_people as people
from ppit_synthetic.borough.codes import Trap
from ppit_synthetic.borough.draft import Draft, Pen
from ppit_synthetic.chance import happens
from ppit_synthetic.typed import TypedAddress, as_held

_SPOILT_SHARES = (0.6, 0.2)  # rows with an error, and of those the rows with a second
_TRIES = 12


def _care_of(pen: Pen, draft: Draft) -> bool:
    lines = (pen.ground.quirks.care_of(pen.rng), *draft.address.lines)
    draft.address = TypedAddress(lines, draft.address.postcode)
    return True


def _postcode_in_address(pen: Pen, draft: Draft) -> bool:
    *lines, last = draft.address.lines
    whole = pen.ground.quirks.postcode_in_line(last, draft.address.postcode or "")
    draft.address = TypedAddress((*lines, whole), None)
    return True


def _address_mistyped(pen: Pen, draft: Draft) -> bool:
    entry = pen.ground.truth.entries[draft.uprn]
    for _ in range(_TRIES):
        typed = pen.ground.quirks.typing.address(pen.rng, as_held(entry))
        if typed != as_held(entry) and pen.ground.dispatcher.recognises(typed, entry):
            draft.address = typed
            return True
    return False


def _phone_as_number(pen: Pen, draft: Draft) -> bool:
    draft.phone = draft.phone and pen.ground.quirks.as_number(draft.phone)
    return bool(draft.phone)


def _lost_zero(pen: Pen, draft: Draft) -> bool:
    draft.phone = draft.phone and pen.ground.quirks.without_zero(draft.phone)
    return bool(draft.phone)


def _not_known(pen: Pen, draft: Draft) -> bool:
    draft.birthday = pen.ground.quirks.not_known(pen.rng)
    return True


def _formula(pen: Pen, draft: Draft) -> bool:
    draft.reference = pen.ground.quirks.formula(draft.reference)
    return True


def _do_not_contact(pen: Pen, draft: Draft) -> bool:
    draft.note = pen.ground.quirks.do_not_contact(pen.rng)
    return True


_Setter = Callable[[Pen, Draft], bool]
_TRAPS: dict[Trap, tuple[str, _Setter]] = {
    Trap.JOINT: ("name", people.joint),
    Trap.DECEASED_NOTE: ("name", people.deceased_note),
    Trap.NAME_MISTYPED: ("name", people.name_mistyped),
    Trap.NICKNAME: ("name", people.nickname),
    Trap.FORMER_SURNAME: ("name", people.former_surname),
    Trap.BIRTHDAY_WRONG: ("birthday", people.birthday_wrong),
    Trap.PLACEHOLDER_BIRTHDAY: ("birthday", people.placeholder_birthday),
    Trap.MONTH_FIRST: ("birthday", people.month_first),
    Trap.EXCEL_SERIAL: ("birthday", people.excel_serial),
    Trap.NOT_KNOWN: ("birthday", _not_known),
    Trap.CARE_OF: ("address", _care_of),
    Trap.POSTCODE_IN_ADDRESS: ("address", _postcode_in_address),
    Trap.ADDRESS_MISTYPED: ("address", _address_mistyped),
    Trap.PHONE_AS_NUMBER: ("phone", _phone_as_number),
    Trap.LOST_ZERO: ("phone", _lost_zero),
    Trap.FORMULA: ("reference", _formula),
    Trap.DO_NOT_CONTACT: ("note", _do_not_contact),
}


@dataclass(slots=True)
class TrapDealer:
    """Spoils rows with the errors of one partner, the one least made so far first.

    Drawn at random, an error that few rows offer would be missing from a small borough.
    """

    profile: tuple[Trap, ...]
    made: Counter[Trap] = field(default_factory=Counter[Trap])

    def spoil(self, pen: Pen, draft: Draft) -> tuple[Trap, ...]:
        traps: list[Trap] = []
        for share in _SPOILT_SHARES:
            if not happens(pen.rng, share):
                break
            traps += self._next(pen, draft)
        return tuple(traps)

    def force(self, trap: Trap, pen: Pen, draft: Draft) -> tuple[Trap, ...]:
        """Make one error where it must be: the caller has seen that the row offers it."""
        part, setter = _TRAPS[trap]
        draft.spoilt.add(part)
        return (trap,) if setter(pen, draft) else ()

    def _next(self, pen: Pen, draft: Draft) -> list[Trap]:
        for trap in sorted(self.profile, key=lambda trap: (self.made[trap], trap)):
            part, setter = _TRAPS[trap]
            if part not in draft.spoilt and setter(pen, draft):
                draft.spoilt.add(part)
                self.made[trap] += 1
                return [trap]
        return []
