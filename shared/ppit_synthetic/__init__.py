"""A small Kent that does not exist, with the truth about everyone in it."""

from ppit_synthetic.census import POPULATION_DAY
from ppit_synthetic.codes import (
    BondKind,
    Category,
    Dwelling,
    Measure,
    Mode,
    Noise,
    Origin,
    Sex,
    Story,
    Subject,
    VisitKind,
)
from ppit_synthetic.districts import DISTRICTS
from ppit_synthetic.export import GAZETTEER_COLUMNS, summary, write_gazetteer_csv
from ppit_synthetic.kent import make_kent
from ppit_synthetic.lookup import Lookup, MarkerIndex, index_markers, look_up
from ppit_synthetic.records import (
    Attending,
    Bond,
    District,
    GazetteerEntry,
    Kent,
    MarkerTruth,
    Residence,
    Resident,
    ResidentName,
    VisitCase,
    VisitPerson,
)
from ppit_synthetic.visit_desk import KentTooSmall

__all__ = [
    "DISTRICTS",
    "GAZETTEER_COLUMNS",
    "POPULATION_DAY",
    "Attending",
    "Bond",
    "BondKind",
    "Category",
    "District",
    "Dwelling",
    "GazetteerEntry",
    "Kent",
    "KentTooSmall",
    "Lookup",
    "MarkerIndex",
    "MarkerTruth",
    "Measure",
    "Mode",
    "Noise",
    "Origin",
    "Residence",
    "Resident",
    "ResidentName",
    "Sex",
    "Story",
    "Subject",
    "VisitCase",
    "VisitKind",
    "VisitPerson",
    "index_markers",
    "look_up",
    "make_kent",
    "summary",
    "write_gazetteer_csv",
]
