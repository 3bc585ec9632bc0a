"""Which lists a service loads before it can look anything up: data, loaded by its own commands."""

import json
import subprocess
import sys
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

from ppit_ops.failures import OperationFailed
from ppit_ops.services import OFFICER_SAFETY, TRACING, VETTING, VICTIMS, Service
from ppit_synthetic.borough import Source

_SECONDS = 300
_MODULE = "ppit_ops.many_commands"


class LoadFailed(OperationFailed):
    """A command that fills a database refused; the message is what it said."""


@dataclass(frozen=True, slots=True)
class Load:
    """One list: ``ppit-tracing load-sightings FILE --source UTILITY``, say."""

    service: Service
    command: str
    file: Path
    options: tuple[str, ...] = ()

    @property
    def arguments(self) -> list[str]:
        return [self.command, str(self.file), *self.options]


_GAZETTEER = ("load-gazetteer", "gazetteer.csv")
_INSOLVENCIES = ("load-insolvencies", "insolvencies.csv")
_LISTS: Mapping[Service, tuple[tuple[str, ...], ...]] = {
    OFFICER_SAFETY: (_GAZETTEER,),
    VICTIMS: (_GAZETTEER,),
    TRACING: (
        _GAZETTEER,
        ("load-deaths", "deaths.csv"),
        _INSOLVENCIES,
        *(
            ("load-sightings", f"sightings_{source.lower()}.csv", "--source", source.value)
            for source in Source
        ),
    ),
    VETTING: (
        ("load-companies", "BasicCompanyDataAsOneFile-*.csv"),
        ("load-officers", "officers.csv"),
        ("load-sanctions", "UK-Sanctions-List.csv"),
        _INSOLVENCIES,
        ("load-awards", "previous_awards.csv"),
        ("load-debts", "previous_debts.csv"),
    ),
}
"""By service, in the order of loading: the command, the file's name, and options. A service that
is not here has no lists.
"""


def loads_of(services: Iterable[Service], files: Path) -> list[Load]:
    """Return what ``services`` load from a folder that ``write_borough`` filled.

    A bare Kent's folder, with its gazetteer alone, will do for officer safety.
    """
    return [
        Load(service, command, _only(files, name), tuple(options))
        for service in services
        for command, name, *options in _LISTS.get(service, ())
    ]


def _only(files: Path, name: str) -> Path:
    """Return the one file of that name; the register of companies has its month in it."""
    (found,) = files.glob(name)
    return found


def run_loads(program: str, arguments: Iterable[list[str]], environment: Mapping[str, str]) -> None:
    """Run commands of one of the house's programs, in order, until one refuses."""
    done = subprocess.run(  # noqa: S603  # the house's own programs, no shell
        [sys.executable, "-m", _MODULE, program],
        input=json.dumps(list(arguments)),
        env=dict(environment),
        capture_output=True,
        text=True,
        timeout=_SECONDS,
        check=False,
    )
    if done.returncode:
        msg = f"{program}: {(done.stdout + done.stderr)[-3000:]}"
        raise LoadFailed(msg)
