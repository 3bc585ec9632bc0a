"""Lists that people really send: odd names, impossible dates, columns in each other's place."""

from itertools import product

from ppit_matching.linking.texts import PeopleTexts

NAMES = (
    "", "x", "John", "A" * 300, "\u0645\u062d\u0645\u062f \u0639\u0644\u064a", "\U0001f600 Smith",
    "\x00\x01\x02", "Mr & Mrs J Smith", "Mary Jones nee Smith", "SMITH, John",
    "Mohammed Imran Khan", "Imran Khan", "J Smith", "Jack Smith", "Smith John", "Smyth Jhon",
    "Mary Smith-Jones", "Mary Jones", "John Smith jr", "John Smith snr", "John Paul Smith",
    "Paul Smith", "Siobhan O'Brien", "Shivaun Obrien", "Kate Hill", "Catherine Hill (Kitty)",
    "Anna Kowalska", "Ania Kowalski", "1975-03-12",
)  # fmt: skip
DATES = (
    "1975-03-12", "12/03/1975", "1975-12-03", "31/02/1975", "9999-01-01", "1975-01-01",
    "1975-03", "1975", "1957-03-12", "1965-03-12", "1943-03-12", "1712-05-06", "Smith",
    None,
)  # fmt: skip
PLACES = (
    ("14 Foxglove Lane", "Deal", "CT14 7AB"),
    ("14 Foxglove Ln", "Deal", "ct147ab"),
    ("Flat 2, 14 Foxglove Lane", "Deal", "CT14 7AB"),
    ("14a Foxglove Lane", None, "CT14 7AB"),
    ("Rose Cottage, Mill Lane", "Deal", "CT14 7AC"),
    ("3 Mill Rise", "Dover", "CT16 1AB"),
    ("16 Foxglove Lane", "Deal", "CT14 7BB"),
    ("14", "Foxglove Lane Deal CT14 7AB", None),
    ("8", "stanley street", "4223"),
    ("8 stanly street", "winston hills", "4232"),
    (None, None, "CT14 7AB"),
    (None, None, None),
)
PHONES = ("07700 900123", "+44 7700 900123", "0000000000", "not known", None)


def odd_people() -> PeopleTexts:
    """Return names, dates and places in many combinations."""
    rows = list(product(NAMES, DATES))
    size = len(rows)
    places = [PLACES[row % len(PLACES)] for row in range(size)]
    return PeopleTexts(
        size,
        full=[name for name, _ in rows],
        date_of_birth=[born for _, born in rows],
        address_lines=([place[0] for place in places], [place[1] for place in places]),
        postcode=[place[2] for place in places],
        phone=[PHONES[row % len(PHONES)] for row in range(size)],
        email=["a+b@example.org" if row % 7 == 0 else None for row in range(size)],
        national_insurance=["QQ 12 34 56 C" if row % 5 == 0 else "nonsense" for row in range(size)],
        sex=["female" if row % 3 else "m" for row in range(size)],
        source=["a" if row % 2 else "b" for row in range(size)],
        others={"occupation": [f"trade {row % 9}" for row in range(size)]},
    )
