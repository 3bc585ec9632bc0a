"""The made-up county that ``ppit run`` and the demo work on: its gazetteer as a file."""

from dataclasses import dataclass
from pathlib import Path

from ppit_ops.folder import RunFolder
from ppit_platform.clock import london_today
from ppit_synthetic import Kent, Noise, make_kent, write_gazetteer_csv


@dataclass(frozen=True, slots=True)
class County:
    """A Kent and the file from which officer-safety loads its gazetteer."""

    kent: Kent
    gazetteer: Path


def make_county(folder: RunFolder, *, seed: int, people: int) -> County:
    kent = make_kent(seed, people=people, noise=Noise.EVERYDAY, as_of=london_today())
    gazetteer = folder.root / "gazetteer.csv"
    write_gazetteer_csv(kent, gazetteer)
    return County(kent, gazetteer)
