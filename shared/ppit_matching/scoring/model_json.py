"""A model as versioned JSON: what training wrote is what every service reads."""

from collections.abc import Mapping
from enum import StrEnum
from itertools import pairwise
from typing import TypeVar

from ppit_matching.names.rarity import NameShares
from ppit_matching.scoring.levels import DateLevel, NameLevel, OtherLevel, PlaceLevel
from ppit_matching.scoring.model import Bounds, Model, Weights
from ppit_matching.text.stored import MalformedRecord, mapping_at, number_at, numbers_at, text_at

FORMAT = 2
"""Raised when a reader of the last format would misread this one."""

L = TypeVar("L", bound=StrEnum)
OTHERS = ("phone", "email", "national_insurance", "sex", "middle", "generation")


def model_as_json(model: Model) -> dict[str, object]:
    """Give a JSON object that `model_from_json` reads back equal; levels by their names."""
    shares = model.shares
    return {
        "format": FORMAT,
        "version": model.version,
        "figures": dict(model.figures),
        "prior_bits": model.prior_bits,
        "fashion_bits": model.fashion_bits,
        "bounds": {
            "confirmed": model.bounds.confirmed,
            "probable": model.bounds.probable,
            "possible": model.bounds.possible,
        },
        "calibration": {
            "said": [said for said, _ in model.calibration],
            "proved": [proved for _, proved in model.calibration],
        },
        "place": _by_name(model.place),
        "strangers": _weights_as_json(model.strangers),
        "household": _weights_as_json(model.household),
        "shares": {
            "other_family": shares.other_family,
            "other_given": shares.other_given,
            "family": dict(shares.family),
            "given": dict(shares.given),
        },
    }


def model_from_json(stored: Mapping[str, object]) -> Model:
    """Read what `model_as_json` wrote.

    Raises MalformedRecord, naming the field, for another format or anything that is not a whole
    model: half a model would weigh nothing where it should have weighed against.
    """
    version = text_at(stored, "version")
    if stored.get("format") != FORMAT or not version:
        raise MalformedRecord("format" if version else "version")
    bounds = _part(stored, "bounds")
    shares = _part(stored, "shares")
    return Model(
        version=version,
        prior_bits=number_at(stored, "prior_bits"),
        strangers=_weights_from_json(_part(stored, "strangers")),
        household=_weights_from_json(_part(stored, "household")),
        place=_by_level(stored, "place", PlaceLevel),
        shares=NameShares(
            _numbers(shares, "family"),
            _numbers(shares, "given"),
            number_at(shares, "other_family"),
            number_at(shares, "other_given"),
        ),
        bounds=Bounds(*(number_at(bounds, name) for name in ("confirmed", "probable", "possible"))),
        calibration=_calibration(stored),
        fashion_bits=number_at(stored, "fashion_bits"),
        figures=_part(stored, "figures"),
    )


def _by_name(weights: Mapping[L, float]) -> dict[str, float]:
    return {level.name: bits for level, bits in weights.items()}


def _weights_as_json(weights: Weights) -> dict[str, object]:
    others: dict[str, Mapping[OtherLevel, float]] = {
        "phone": weights.phone,
        "email": weights.email,
        "national_insurance": weights.national_insurance,
        "sex": weights.sex,
        "middle": weights.middle,
        "generation": weights.generation,
    }
    return {
        "by_rarity": weights.by_rarity,
        "given": _by_name(weights.given),
        "family": _by_name(weights.family),
        "born": _by_name(weights.born),
        **{name: _by_name(table) for name, table in others.items()},
    }


def _weights_from_json(stored: Mapping[str, object]) -> Weights:
    others = {name: _by_level(stored, name, OtherLevel) for name in OTHERS}
    return Weights(
        given=_by_level(stored, "given", NameLevel),
        family=_by_level(stored, "family", NameLevel),
        born=_by_level(stored, "born", DateLevel),
        by_rarity=stored.get("by_rarity") is True,
        **others,
    )


def _part(stored: Mapping[str, object], field: str) -> Mapping[str, object]:
    part = mapping_at(stored, field)
    if part is None:
        raise MalformedRecord(field)
    return part


def _numbers(stored: Mapping[str, object], field: str) -> dict[str, float]:
    part = _part(stored, field)
    return {name: number_at(part, name) for name in part}


def _by_level(stored: Mapping[str, object], field: str, levels: type[L]) -> dict[L, float]:
    """Read the bits of every level there is; MISSING must weigh nothing."""
    part = _numbers(stored, field)
    members = list(levels)
    if {level.name for level in members} != set(part) or part.get("MISSING"):
        raise MalformedRecord(field)
    return {level: part[level.name] for level in members}


def _calibration(stored: Mapping[str, object]) -> tuple[tuple[float, float], ...]:
    """Read the points; both numbers ascend, or a stronger match could be said to be less likely."""
    part = _part(stored, "calibration")
    said, proved = numbers_at(part, "said"), numbers_at(part, "proved")
    rising = all(one < other for one, other in pairwise(said)) and sorted(proved) == list(proved)
    if len(said) != len(proved) or not rising:
        field = "calibration"
        raise MalformedRecord(field)
    return tuple(zip(said, proved, strict=True))
