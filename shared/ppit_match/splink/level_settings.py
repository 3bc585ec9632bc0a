"""One level of a comparison, as Splink wants it: a condition, m and u."""

from collections.abc import Callable, Iterator

from ppit_match.splink.sql import SAME_HOME
from ppit_matching.scoring.model import Model, Weights

Level = dict[str, object]


def missing(condition: str) -> Level:
    """Say nothing: neither for nor against."""
    return {"sql_condition": condition, "label_for_charts": "missing", "is_null_level": True}


def weighing(label: str, condition: str, bits: float) -> Level:
    """Choose m and u, neither above one half, so that log2(m / u) is `bits`."""
    u = 2.0 ** -(max(bits, 0.0) + 1)
    return {
        "sql_condition": condition,
        "label_for_charts": label,
        "m_probability": u * 2.0**bits,
        "u_probability": u,
    }


def by_share(label: str, condition: str, bits: float, column: str, usual: float) -> Level:
    """Weigh `bits` more than the rarity of the commoner of two names in `column`.

    Splink puts the name's share in the place of u, so that only m counts. `usual` is the share of
    a name that no list has: the u that its charts show.
    """
    return {
        "sql_condition": condition,
        "label_for_charts": label,
        "m_probability": 2.0**bits,
        "u_probability": usual,
        "tf_adjustment_column": column,
        "tf_adjustment_weight": 1.0,
        "disable_tf_exact_match_detection": True,
    }


def by_table(
    label: str, said: str, bits_of: Callable[[Weights], float], model: Model
) -> Iterator[Level]:
    """Weigh a level in one home and, for whoever is left, between strangers."""
    at_home = f"({said}) and {SAME_HOME}"
    yield weighing(f"{label}, household", at_home, bits_of(model.household))
    yield weighing(f"{label}, strangers", said, bits_of(model.strangers))
