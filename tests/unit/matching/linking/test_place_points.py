"""Points of whole columns of streets, towns and postcodes: those that `fit` gives one by one."""

from itertools import product

import numpy as np
import pytest

from ppit_matching.addresses.address import Address
from ppit_matching.addresses.fit import fit
from ppit_matching.linking.place_points import (
    postcode_points,
    street_points,
    streets_of,
    town_points,
)

TEXTS = {
    "street": [
        "",
        "mill lane",
        "mil lane",
        "mill road",
        "mill",
        "lane",
        "the mill lane",
        "milllane",
        "station approach road",
        "station approach",
        "statoin aproach",
        "high street",
        "hill street",
        "hihg street",
    ],
    "place": ["", "deal", "deel", "st peters", "st peters broadstairs", "walmer", "upper walmer"],
    "postcode": ["", "CT14 7AA", "CT14 7AB", "CT14 7XY", "CT14 6AA", "CT15 7AA", "ME1 1AA", "1010"],
}


@pytest.mark.parametrize("part", list(TEXTS))
def test_points_of_columns_are_those_of_the_single_addresses(part: str) -> None:
    texts = TEXTS[part]
    pairs = list(product(range(len(texts)), repeat=2))
    ours = np.array([one for one, _ in pairs], np.int32)
    theirs = np.array([two for _, two in pairs], np.int32)
    column = np.array([*texts, ""], object)[:-1]
    if part == "street":
        points = street_points(streets_of(column, np.unique(ours)), ours, theirs)
    elif part == "place":
        points = town_points(column, ours, theirs)
    else:
        sectors = [text[:-2] for text in texts]
        districts = [text.split(" ")[0] for text in texts]
        sector = np.array([sectors.index(text) for text in sectors], np.int32)
        district = np.array([districts.index(text) for text in districts], np.int32)
        points = postcode_points(column, sector, district, (ours, theirs))
    alone = [_alone(part, texts[one], texts[two]) for one, two in pairs]
    assert points.tolist() == alone
    assert len(set(alone)) > 3 - (part == "place")


def _alone(part: str, one: str, two: str) -> float:
    both = [Address.from_json({"number": "1", part: text or None}) for text in (one, two)]
    found = fit(*both)
    return found.points if found else 0.0
