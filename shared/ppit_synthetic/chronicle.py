"""A hard list of historical people, many records each, with the truth: to judge deduplication on.

In the manner of public demonstration sets of record linkage: names in full dress or cut short,
days of birth that often say 1 January, places next door, postcodes that drift. Nobody in it lived.
Two error models write it (see ``chronicle_everyday`` and ``chronicle_held_out``): thresholds are
set on the first, on seeds of their own; both are reported.
"""

from dataclasses import dataclass
from itertools import accumulate
from random import Random

from ppit_matching.linking.texts import PeopleTexts
from ppit_synthetic.chance import Weighted, stream
from ppit_synthetic.chronicle_entry import Entry, Scribe
from ppit_synthetic.chronicle_everyday import write_everyday
from ppit_synthetic.chronicle_held_out import write_held_out
from ppit_synthetic.chronicle_lives import Figure, make_figures, settle
from ppit_synthetic.codes import Noise

PEOPLE = 5_000
_MOST_RECORDS = 20
_SCRIBES: dict[Noise, Scribe] = {
    Noise.EVERYDAY: write_everyday,
    Noise.HELD_OUT: write_held_out,
}


@dataclass(frozen=True, slots=True)
class Chronicle:
    """Records in a seeded order. ``truth[i]`` is the person of record ``i``, the rest says who."""

    people: PeopleTexts
    truth: tuple[int, ...]
    origins: tuple[str, ...]
    sexes: tuple[str, ...]
    centuries: tuple[str, ...]

    def columns(self) -> dict[str, list[str | None]]:
        """Return the list as the columns of a file would have it, without the truth."""
        texts = self.people
        named = {
            "full_name": texts.full,
            "first_name": texts.given,
            "surname": texts.family,
            "dob": texts.date_of_birth,
            **texts.others,
            "postcode_fake": texts.postcode,
            "gender": texts.sex,
        }
        return {name: list(column) for name, column in named.items() if column is not None}


def make_chronicle(seed: int, people: int = PEOPLE, noise: Noise = Noise.EVERYDAY) -> Chronicle:
    """Make the list of ``people`` people under ``seed``: about ten records a person, 1 to 20."""
    lives = stream(seed, "chronicle/lives")
    land = settle(lives)
    figures = make_figures(lives, people, land)
    errors = stream(seed, f"chronicle/{noise}")
    written = [
        (figure, _SCRIBES[noise](errors, figure, land))
        for figure in figures
        for _ in range(_records(errors))
    ]
    errors.shuffle(written)
    return _bind(written)


def _records(rng: Random) -> int:
    counts = tuple(range(1, _MOST_RECORDS + 1))
    return Weighted(counts, tuple(accumulate(1.0 if n > 1 else 2.0 for n in counts))).draw(rng)


def _bind(written: list[tuple[Figure, Entry]]) -> Chronicle:
    entries = [entry for _, entry in written]
    people = PeopleTexts(
        len(entries),
        full=tuple(entry.full for entry in entries),
        given=tuple(entry.given for entry in entries),
        family=tuple(entry.family for entry in entries),
        date_of_birth=tuple(entry.born for entry in entries),
        postcode=tuple(entry.postcode for entry in entries),
        sex=tuple(entry.sex for entry in entries),
        others={
            "birth_place": tuple(entry.birth_place for entry in entries),
            "occupation": tuple(entry.occupation for entry in entries),
        },
    )
    return Chronicle(
        people,
        tuple(figure.number for figure, _ in written),
        tuple(figure.origin.value for figure, _ in written),
        tuple(figure.sex.value for figure, _ in written),
        tuple(f"{figure.born.year // 100 * 100}s" for figure, _ in written),
    )
