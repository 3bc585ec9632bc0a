"""Streets and telephones that are read at once: as all the rules read them."""

from itertools import product

from ppit_matching.addresses.address import Address
from ppit_matching.addresses.parsing import normalise_address
from ppit_matching.addresses.typed import AddressText
from ppit_matching.addresses.words import STREET_TYPES
from ppit_matching.linking.plain_streets import is_plain_street, plain_words_of
from ppit_matching.linking.reading_dates import read_phones
from ppit_matching.people.phones import parse_phone
from ppit_matching.text.word_lists import listed

# Words that mean more than a name somewhere in an address, and such as look like them.
WORDS = sorted(
    listed(
        "Foxglove mill High the Flat flatt room Garden first St saint rd Road LANE court House "
        "view hill behind north over nr five la floor above row Close theology fmaily Laen co "
        "ground Gardens McKay o'Hara MillLane of deal"
    )
)
NUMBERS = (
    "07700900123",
    "0770 090 0123",
    "+447700900123",
    "+44 (0)7700 900123",
    "+44(0)7700900123",
    "07711111111",
    "07711 111 111",
    "01234 111112",
    "0123456",
    "00447700900123",
    "+33 1 42 68 53 00",
    "077009001234",
    "7700900123",
    "call me",
    "0 7700 900123",
    "",
)


def _by_all_rules(text: str) -> str:
    read = normalise_address(AddressText((f"14 {text}",)))
    alone = read == Address(number="14", street=read.street)
    street = read.street or ""
    return street if alone and street.split()[-1:] and street.split()[-1] in STREET_TYPES else ""


def test_plain_streets_are_read_as_all_the_rules_read_them() -> None:
    texts = [" ".join(words) for words in product(WORDS, repeat=2)]
    texts += [" ".join(words) for words in product(WORDS[::2], WORDS[1::3], WORDS[::2])]
    spoken = {text: words for text in texts if (words := plain_words_of(text))}
    settled = {
        text: " ".join(words) if is_plain_street(words) else ""
        for text, words in spoken.items()
        if is_plain_street(words) or words[-1] not in STREET_TYPES
    }
    assert settled == {text: _by_all_rules(text) for text in settled}
    assert len({text for text, street in settled.items() if street}) > 20
    assert len(texts) > 5 * len(settled)


def test_telephones_of_columns_are_those_of_single_records() -> None:
    codes, values = read_phones([*NUMBERS, None, " 07700900123 "], len(NUMBERS) + 2)
    found: list[str | None] = [values[code] or None for code in map(int, codes)]
    assert found == [*map(parse_phone, NUMBERS), None, "+447700900123"]
