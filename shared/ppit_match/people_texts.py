"""The columns that were understood, as the matcher takes them."""

from collections.abc import Sequence

from ppit_match.columns_guess import Cells, Understood
from ppit_match.fields import Field
from ppit_matching.addresses.postcodes import parse_postcode
from ppit_matching.linking.texts import ADDRESS_PART, PeopleTexts, Texts

_PARTS = (Field.YEAR, Field.MONTH, Field.DAY)
_PLACED = (Field.HOUSE, Field.STREET, Field.ADDRESS, Field.PLACE)
_SOME = 0.1


def people_texts(cells: Cells, records: int, understood: Understood) -> PeopleTexts:
    """Put house number before street, and year, month and day together."""

    def column(field: Field) -> Texts | None:
        name = understood.first(field)
        return None if name is None else cells[name]

    return PeopleTexts(
        records,
        full=column(Field.FULL),
        given=column(Field.GIVEN),
        middle=_beside([cells[name] for name in understood.fields.get(Field.MIDDLE, ())], " "),
        family=column(Field.FAMILY),
        known_as=column(Field.KNOWN_AS),
        date_of_birth=_either(column(Field.BORN), _dates(cells, records, understood)),
        address_lines=_address_lines(cells, understood),
        postcode=column(Field.POSTCODE),
        phone=column(Field.PHONE),
        email=column(Field.EMAIL),
        national_insurance=column(Field.NATIONAL_INSURANCE),
        sex=column(Field.SEX),
        source=column(Field.SOURCE),
        others={name: cells[name] for name in understood.fields.get(Field.OTHER, ())}
        | {ADDRESS_PART + name: cells[name] for name in _places_apart(cells, understood)},
    )


def _places_apart(cells: Cells, understood: Understood) -> list[str]:
    """Return the columns of an address that are compared one by one besides, as in other lands.

    A British postcode names a street and settles what stands beside it. Another land's code names
    a town at most, and what its street, suburb and house number are worth is learnt from the list.
    """
    postcode = understood.first(Field.POSTCODE)
    filled = [text for text in (cells[postcode] if postcode else ()) if text and text.strip()]
    columns = [name for field in _PLACED for name in understood.fields.get(field, ())]
    british = sum(parse_postcode(text) is not None for text in filled)
    apart = len(columns) > 1 and bool(filled) and british < _SOME * len(filled)
    return columns if apart else []


def _address_lines(cells: Cells, understood: Understood) -> tuple[Texts, ...]:
    house = understood.first(Field.HOUSE)
    lines = [
        cells[name]
        for field in (Field.STREET, Field.ADDRESS)
        for name in understood.fields.get(field, ())
    ]
    if house is not None:
        first = _beside([cells[house], *lines[:1]], " ")
        lines = [*([first] if first else []), *lines[1:]]
    return (*lines, *(cells[name] for name in understood.fields.get(Field.PLACE, ())))


def _dates(cells: Cells, records: int, understood: Understood) -> Texts | None:
    """Write "1950-03-02", or as much as there is from the year on."""
    names = [understood.first(field) for field in _PARTS]
    if names[0] is None:
        return None
    columns = [cells[name] if name is not None else [None] * records for name in names]
    return [_date(*parts) for parts in zip(*columns, strict=True)]


def _either(one: Texts | None, other: Texts | None) -> Texts | None:
    """Return a column that is filled where either is: of two lists each may have its own."""
    if one is None or other is None:
        return one or other
    return [first or second for first, second in zip(one, other, strict=True)]


def _date(year: str | None, month: str | None, day: str | None) -> str | None:
    parts = [part.strip().removesuffix(".0") if part else "" for part in (year, month, day)]
    if not parts[0]:
        return None
    if not parts[1]:
        return parts[0]
    return "-".join(part.zfill(2) for part in parts if part)


def _beside(columns: Sequence[Texts], between: str) -> list[str | None] | None:
    """Join columns row by row; None where every one of them is empty."""
    if not columns:
        return None
    return [
        between.join(part.strip() for part in row if part and part.strip()) or None
        for row in zip(*columns, strict=True)
    ]
