"""How common each name is in the list itself, leaning on the written shares while it is short."""

from dataclasses import dataclass
from typing import cast

import numpy as np
from numpy.typing import NDArray

from ppit_matching.linking.arrays import Floats, Ints, Longs
from ppit_matching.linking.columns import Columns, Values
from ppit_matching.linking.levels import Levels
from ppit_matching.linking.name_codes import NameCodes
from ppit_matching.linking.name_tables import NameTables
from ppit_matching.names.rarity import WRITTEN_SHARES, NameShares
from ppit_matching.scoring.levels import NameLevel
from ppit_matching.scoring.model import RARE_LEVELS

# The written shares count as much as this many records.
BELIEF = 200
LEAST_COUNT, MOST_NAMES = 3, 20_000
# Bits beyond which rarity proves nothing more: a name borne once may be a slip of the pen.
RAREST = 2.0**-18
IS_RARE = np.array(
    [level in RARE_LEVELS or level is NameLevel.SWAPPED for level in NameLevel], np.bool_
)


@dataclass(frozen=True, slots=True)
class WordBits:
    """For each word of the list, how rare it is as a given and as a family name, in bits."""

    given: Floats
    family: Floats


def shares_of(columns: Columns) -> NameShares:
    """Count the names of the list; of rare ones the mean share is kept, not each one's."""
    names = columns.names
    first = names.first[columns.given]
    forms = names.words.forms.expand(first[first >= 0])[1]
    given = np.bincount(forms, minlength=len(names.words.form_texts))
    words = names.family.expand(columns.family)[1]
    family = np.bincount(words, minlength=len(names.words.texts))
    family_names = [str(text) for text in names.words.texts]
    known_given = int(np.count_nonzero(first >= 0))
    known_family = int(np.count_nonzero(names.family.sizes(columns.family)))
    return NameShares(
        _listed(family, family_names, known_family, WRITTEN_SHARES.family),
        _listed(given, names.words.form_texts, known_given, WRITTEN_SHARES.given),
        _unlisted(family, known_family, WRITTEN_SHARES.other_family),
        _unlisted(given, known_given, WRITTEN_SHARES.other_given),
    )


def _listed(
    counts: NDArray[np.intp], texts: list[str], records: int, written: "dict[str, float] | object"
) -> dict[str, float]:
    table = cast("dict[str, float]", written)
    often = np.flatnonzero(counts >= LEAST_COUNT)
    often = often[np.argsort(-counts[often], kind="stable")][:MOST_NAMES]
    shares = {text: share * BELIEF / (records + BELIEF) for text, share in table.items()}
    for place in cast("list[int]", often.tolist()):
        text = texts[place]
        shares[text] = (float(counts[place]) + BELIEF * table.get(text, 0.0)) / (records + BELIEF)
    return {text: max(share, RAREST) for text, share in shares.items()}


def _unlisted(counts: NDArray[np.intp], records: int, written: float) -> float:
    """Return the mean share of the names that are not listed."""
    rare = (counts > 0) & (counts < LEAST_COUNT)
    mean = float(counts[rare].mean()) if rare.any() else 1.0
    return max((mean + BELIEF * written) / (records + BELIEF), RAREST)


def word_bits(names: NameTables, shares: NameShares) -> WordBits:
    """Look every word up once; the same numbers as `NameShares` gives one by one."""
    words = names.words
    forms = np.array(
        [shares.given.get(form, shares.other_given) for form in words.form_texts], np.float64
    )
    given = np.zeros(len(words.texts))
    filled = words.forms.starts[:-1]
    if len(given):
        given = np.maximum.reduceat(forms[words.forms.values], filled)
    family = [shares.family.get(str(text), shares.other_family) for text in words.texts]
    return WordBits(
        -np.log2(given).astype(np.float64), -np.log2(np.array(family)).astype(np.float64)
    )


def rarity_of(levels: Levels, bits: WordBits) -> tuple[Floats, Floats]:
    """Return what the given and the family names' rarity adds to each pair's weight, in bits."""
    return rarity_bits(levels.given, bits.given), rarity_bits(levels.family, bits.family)


def rarity_bits(match: NameCodes, bits: Floats) -> Floats:
    """Return the rarity of the commoner of the two words of each match."""
    added = np.zeros(len(match.level), np.float64)
    rare = IS_RARE[match.level]
    added[rare] = np.minimum(bits[match.one[rare]], bits[match.two[rare]])
    return added


def value_bits(values: Values) -> Floats:
    """Return how rare each distinct text of a column is, in bits."""
    counts = np.bincount(values.codes, minlength=len(values.texts)).astype(np.float64)
    known = max(float(counts[1:].sum()), 1.0)
    shares = np.maximum((counts + 1.0) / (known + len(counts)), RAREST)
    return -np.log2(shares).astype(np.float64)


def agreed_bits(
    values: Values, bits: Floats, codes: NDArray[np.int8], ours: Ints | Longs
) -> Floats:
    """Return the rarity of the text that both records of a pair have; 0 where they differ."""
    return np.where(codes == 1, bits[values.codes[ours]], np.float64(0)).astype(np.float64)
