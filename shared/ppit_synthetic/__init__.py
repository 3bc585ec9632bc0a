"""A small Kent that does not exist, with the truth about everyone in it.

``make_kent(seed)`` gives a frozen ``Kent``: a gazetteer, people and where they lived when, warning
markers, and visits as a dispatcher would type them, each with what a perfect system would answer.
``look_up`` and ``index_markers`` index it; ``write_gazetteer_csv`` and ``summary`` hand it over.

Nobody in it exists and nobody real is at any of its addresses (see ``districts``). What it does not
claim: the frequencies of first names and of naming traditions are rough, the tail of surnames is
made up, homes have no coordinates, and a telephone number is shared by more strangers than in life.
"""

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
