"""Hand a Kent over: its gazetteer as CSV, its size in figures."""

import csv
from collections import Counter
from pathlib import Path

from ppit_synthetic.codes import Dwelling, Subject
from ppit_synthetic.records import Kent

GAZETTEER_COLUMNS = (
    "uprn",
    "line_1",
    "line_2",
    "line_3",
    "town",
    "postcode",
    "area_gss",
    "parent_uprn",
)
_LINES = 3


def write_gazetteer_csv(kent: Kent, path: Path) -> None:
    """Write the gazetteer as UTF-8 CSV with a header. Lines and parents that lack are empty."""
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(GAZETTEER_COLUMNS)
        for entry in kent.gazetteer:
            lines = (*entry.lines, *[""] * (_LINES - len(entry.lines)))
            parent = entry.parent_uprn or ""
            row = (entry.uprn, *lines, entry.town, entry.postcode, entry.area_gss, parent)
            writer.writerow(row)


def summary(kent: Kent) -> dict[str, int]:
    """Count what a Kent holds. Counts alone: no name and no address."""
    dwellings = Counter(entry.dwelling for entry in kent.gazetteer)
    subjects = Counter(marker.subject for marker in kent.markers)
    return {
        "districts": len(kent.districts),
        "addresses": len(kent.gazetteer),
        "flats": dwellings[Dwelling.FLAT],
        "care homes": dwellings[Dwelling.CARE_HOME],
        "shared houses": dwellings[Dwelling.SHARED_HOUSE],
        "people": len(kent.people),
        "naming traditions": len({person.origin for person in kent.people}),
        "moves": sum(stay.moved_out is not None for stay in kent.residences),
        "markers on people": subjects[Subject.PERSON],
        "markers on addresses": subjects[Subject.ADDRESS],
        "visits": len(kent.visits),
        "visits at risk": sum(visit.at_risk for visit in kent.visits),
    }
