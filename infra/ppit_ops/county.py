"""The made-up county that ``ppit run`` and the demo work on: the files that its sources send."""

from dataclasses import dataclass
from pathlib import Path

from ppit_ops.folder import RunFolder
from ppit_platform.clock import london_today
from ppit_synthetic import Kent, Noise, make_kent, write_gazetteer_csv
from ppit_synthetic.borough import Borough, write_borough

_GAZETTEER = "gazetteer.csv"


@dataclass(frozen=True, slots=True)
class County:
    """A Kent, and the folder with every file from which the services load their lists.

    A bare Kent has a gazetteer and nothing else; a borough has what ``write_borough`` writes.
    """

    kent: Kent
    files: Path

    @property
    def gazetteer(self) -> Path:
        return self.files / _GAZETTEER


def make_county(folder: RunFolder, *, seed: int, people: int) -> County:
    """Make a bare Kent, which may be a small one, and write its gazetteer."""
    kent = make_kent(seed, people=people, noise=Noise.EVERYDAY, as_of=london_today())
    county = County(kent, _files(folder))
    write_gazetteer_csv(kent, county.gazetteer)
    return county


def write_county(folder: RunFolder, borough: Borough) -> County:
    """Write all files of a borough: those of its partners as well as the lists to be loaded."""
    county = County(borough.kent, _files(folder))
    write_borough(borough, county.files)
    return county


def _files(folder: RunFolder) -> Path:
    files = folder.root / "county"
    files.mkdir(mode=0o700, exist_ok=True)
    return files
