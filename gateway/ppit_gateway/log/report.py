"""What an audit tells its reader: a person, a program, a shell."""

import json
from dataclasses import dataclass
from enum import StrEnum

from rich.console import Console

from ppit_gateway.log.verify import Verdict


class AuditState(StrEnum):
    """Found to be as signed, found not to be, could not look."""

    OK = "ok"
    BAD = "bad"
    UNREADABLE = "unreadable"


@dataclass(frozen=True, slots=True)
class AuditReport:
    """A verdict, or ``why`` there is none."""

    state: AuditState
    verdict: Verdict | None = None
    why: str = ""

    @property
    def exit_code(self) -> int:
        return {AuditState.OK: 0, AuditState.BAD: 1, AuditState.UNREADABLE: 2}[self.state]

    def as_json(self) -> str:
        found: dict[str, object] = {"state": self.state.value}
        if self.verdict is None:
            return json.dumps(found | {"why": self.why})
        finding = self.verdict.finding
        return json.dumps(
            found
            | {
                "entries": self.verdict.entries,
                "checkpoints": self.verdict.checkpoints,
                "erased": self.verdict.erased,
                "root": self.verdict.root.hex(),
                "first_bad": finding.first if finding else None,
                "last_bad": finding.last if finding else None,
                "fault": finding.fault.value if finding else None,
            }
        )

    def print_to(self, console: Console) -> None:
        if self.verdict is None:
            console.print(f"[bold yellow]could not look[/]: {self.why}")
            return
        finding = self.verdict.finding
        if finding is None:
            console.print(
                f"[bold green]ok[/]: {self.verdict.entries} entries,"
                f" {self.verdict.checkpoints} signed checkpoints, root {self.verdict.root.hex()}"
            )
            return
        where = f"entry {finding.first}"
        if finding.last > finding.first:
            where = f"one of the entries {finding.first} to {finding.last}"
        console.print(f"[bold red]bad[/]: {where}: {finding.fault.value}")
        console.print(f"the {self.verdict.entries} entries before it were looked at and agree")
