"""Errors in who a row is about. Each returns whether it could be made: not every row offers it."""

from ppit_synthetic.borough.draft import Draft, Pen
from ppit_synthetic.nicknames import short_forms

_SHORTEST_TYPO = 5


def joint(pen: Pen, draft: Draft) -> bool:
    if draft.other is None:
        return False
    draft.whole_name = pen.ground.quirks.joint(pen.rng, draft.person, draft.other)
    return True


def deceased_note(pen: Pen, draft: Draft) -> bool:
    if draft.person.died is None:
        return False
    draft.family = pen.ground.quirks.deceased(draft.family, draft.person.died)
    return True


def name_mistyped(pen: Pen, draft: Draft) -> bool:
    if len(draft.family) < _SHORTEST_TYPO:
        return False
    meant, draft.family = draft.family, pen.ground.quirks.typing.name(pen.rng, draft.family)
    return draft.family != meant


def nickname(pen: Pen, draft: Draft) -> bool:
    shorts = short_forms(draft.person.name.given[0])
    if shorts:
        draft.forenames = pen.rng.choice(shorts)
    return bool(shorts)


def former_surname(_: Pen, draft: Draft) -> bool:
    former = draft.person.name.former_family
    draft.family = former or draft.family
    return former is not None


def birthday_wrong(pen: Pen, draft: Draft) -> bool:
    draft.birthday = pen.ground.quirks.typing.misdate(pen.rng, draft.person.born)
    return True


def placeholder_birthday(pen: Pen, draft: Draft) -> bool:
    draft.birthday = pen.ground.quirks.placeholder(pen.rng)
    return True


def month_first(pen: Pen, draft: Draft) -> bool:
    if draft.person.born.day == draft.person.born.month:
        return False
    draft.birthday = pen.ground.quirks.month_first(draft.person.born)
    return True


def excel_serial(pen: Pen, draft: Draft) -> bool:
    draft.birthday = pen.ground.quirks.serial(draft.person.born)
    return True
