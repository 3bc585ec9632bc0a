"""The operator's ``ppit run | demo | doctor | token | audit verify | migrate | status``.

What is asked of a house that runs already does not wait for the libraries that start one.
"""

import json
import runpy
import signal
import sys
from pathlib import Path
from types import FrameType
from typing import Annotated

import typer
from rich.console import Console

from ppit_ops import audit, running
from ppit_ops.failures import NotNow, OperationFailed
from ppit_ops.folder import RunFolder
from ppit_ops.settings import OpsSettings

_OF_A_RUNNING_HOUSE = frozenset({"token", "status", "audit"})
_LOADED_WHEN_ASKED = ("ppit_ops.house_commands", "ppit_ops.doctor_command")

app = typer.Typer(
    no_args_is_help=True, add_completion=False, help=__doc__, pretty_exceptions_enable=False
)
audit_app = typer.Typer(no_args_is_help=True, help="The disclosure log.")
app.add_typer(audit_app, name="audit")

Folder = Annotated[
    Path | None, typer.Option(help="Where the house keeps its state; .ppit by default.")
]


@app.command()
def token(
    client: Annotated[str, typer.Argument(help="warden-phone, for example.")],
    folder: Folder = None,
    user: Annotated[str | None, typer.Option(help="The person who acts.")] = None,
    purpose: Annotated[str | None, typer.Option(help="Why; one token, one purpose.")] = None,
) -> None:
    """Print an access token of a client of the running house."""
    typer.echo(running.access_token(_folder(folder), client, user=user, purpose=purpose))


@app.command()
def status(
    folder: Folder = None,
    as_json: Annotated[bool, typer.Option("--json", help="For programs.")] = False,  # noqa: FBT002  # a flag
) -> None:
    """Say what of the house answers. Exit 1 unless all of it does."""
    states = running.status(_folder(folder))
    if as_json:
        typer.echo(json.dumps(states))
    else:
        for name, state in states.items():
            typer.echo(f"{name:<24}{state}")
    sys.exit(0 if states and set(states.values()) == {"answers"} else 1)


@audit_app.command("verify")
def audit_verify(
    folder: Folder = None,
    as_json: Annotated[bool, typer.Option("--json", help="For programs.")] = False,  # noqa: FBT002  # a flag
) -> None:
    """Recompute the whole log and name the first bad entry. Exit 1 if there is one."""
    verdict = audit.verify(running.auditor_environment(_folder(folder)), as_json=as_json)
    typer.echo(verdict.said, nl=False)
    sys.exit(0 if verdict.ok else 1)


@audit_app.command("export")
def audit_export(
    file: Annotated[Path, typer.Argument(help="Where to; gzip if its name ends in .gz.")],
    folder: Folder = None,
) -> None:
    """Write the whole log to FILE, for ppit_audit_verify.py. Exit 2 if nobody could read it."""
    environment = running.auditor_environment(_folder(folder))
    done = audit.run("audit-export", str(file.absolute()), environment=environment)
    typer.echo(done.said, nl=False)
    sys.exit(0 if done.ok else 2)


@audit_app.command("keys")
def audit_keys(folder: Folder = None) -> None:
    """Print the log's verifier keys, for whoever is to verify it without us."""
    environment = running.auditor_environment(_folder(folder))
    typer.echo(audit.run("audit-keys", environment=environment).said, nl=False)


def main() -> None:
    # A shell that starts a program in the background has it ignore Ctrl-C.
    signal.signal(signal.SIGINT, signal.default_int_handler)
    signal.signal(signal.SIGTERM, _end)
    signal.signal(signal.SIGHUP, _end)
    if not _OF_A_RUNNING_HOUSE.intersection(sys.argv[1:2]):
        for half in _LOADED_WHEN_ASKED:
            runpy.run_module(half)
    try:
        app()
    except (NotNow, OperationFailed) as failure:
        Console(stderr=True).print(f"ppit: {failure}", markup=False)
        sys.exit(2 if isinstance(failure, NotNow) else 1)


def read_settings() -> OpsSettings:
    return OpsSettings.model_validate({})


def _folder(given: Path | None) -> RunFolder:
    return RunFolder.known(given or read_settings().run_folder)


def _end(number: int, _: FrameType | None) -> None:
    # An exception, so that whatever runs is stopped on the way out.
    sys.exit(128 + number)
