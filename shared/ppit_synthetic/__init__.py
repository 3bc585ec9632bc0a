"""A small Kent that does not exist, with the truth about everyone in it."""

from ppit_synthetic.codes import (
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
from ppit_synthetic.records import (
    Attending,
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

__all__ = [
    "Attending",
    "Category",
    "District",
    "Dwelling",
    "GazetteerEntry",
    "Kent",
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
]
