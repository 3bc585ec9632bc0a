"""Asks the gate's own verifier whether the log is whole: a process of its own, as the auditor."""

import json
import subprocess
from collections.abc import Mapping
from dataclasses import dataclass
from typing import cast

from ppit_ops.programs import command

_SECONDS = 120


@dataclass(frozen=True, slots=True)
class Verdict:
    """``ok`` is the verifier's own exit code; ``said`` is what it printed."""

    ok: bool
    said: str

    @property
    def facts(self) -> Mapping[str, object]:
        """Return what was printed as JSON, empty if the verifier could not even start."""
        try:
            return cast("dict[str, object]", json.loads(self.said))
        except ValueError:
            return {}


def verify(environment: Mapping[str, str], *, as_json: bool = True) -> Verdict:
    """Recompute the whole log. ``environment`` names the database and the public keys."""
    return run("audit-verify", *(["--json"] if as_json else []), environment=environment)


def run(*arguments: str, environment: Mapping[str, str]) -> Verdict:
    """Run one of the gate's commands for auditors."""
    done = subprocess.run(  # noqa: S603  # the house's own program, no shell
        command("ppit-gateway", *arguments),
        env=dict(environment),
        capture_output=True,
        text=True,
        timeout=_SECONDS,
        check=False,
    )
    return Verdict(done.returncode == 0, done.stdout or done.stderr)
