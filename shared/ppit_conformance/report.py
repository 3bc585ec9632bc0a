"""Runs the checks and says what came of each, as a table and as JSON."""

from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from enum import StrEnum

from ppit_conformance.check import Check
from ppit_conformance.kit import Kit, Unseen


class Verdict(StrEnum):
    """``UNSEEN`` is a check that could not be made: it counts as a failure."""

    PASSED = "PASSED"
    FAILED = "FAILED"
    UNSEEN = "UNSEEN"
    SKIPPED = "SKIPPED"


@dataclass(frozen=True, slots=True)
class Result:
    """``got`` is a status and an error code: nothing else of an answer is kept."""

    clause: str
    name: str
    verdict: Verdict
    expected: str
    got: str


@dataclass(frozen=True, slots=True)
class Report:
    issuer: str
    resource: str
    results: tuple[Result, ...]

    @property
    def conforms(self) -> bool:
        """Say whether something was asked and nothing failed."""
        counts = Counter(one.verdict for one in self.results)
        bad = counts[Verdict.FAILED] + counts[Verdict.UNSEEN]
        return counts[Verdict.PASSED] > 0 and bad == 0

    def as_json(self) -> dict[str, object]:
        counts = Counter(one.verdict.value for one in self.results)
        return {
            "issuer": self.issuer,
            "resource": self.resource,
            "conforms": self.conforms,
            "counts": {verdict.value: counts[verdict.value] for verdict in Verdict},
            "checks": [
                {
                    "clause": one.clause,
                    "name": one.name,
                    "verdict": one.verdict.value,
                    "expected": one.expected,
                    "got": one.got,
                }
                for one in self.results
            ],
        }

    def table(self) -> str:
        """Return one line for each check, and the counts."""
        widest = max((len(one.name) for one in self.results), default=0)
        lines = [
            f"{one.clause:<3} {one.name:<{widest}} {one.verdict:<7} {_why(one)}".rstrip()
            for one in self.results
        ]
        counts = Counter(one.verdict for one in self.results)
        said = ", ".join(f"{counts[one]} {one.lower()}" for one in Verdict)
        return "\n".join([*lines, said])


def run_checks(
    kit: Kit, checks: Iterable[Check], tell: Callable[[Result], None] | None = None
) -> Report:
    """Make each check in turn; ``tell`` hears of each as it is made."""
    results: list[Result] = []
    for check in checks:
        results.append(_made(kit, check))
        if tell is not None:
            tell(results[-1])
    return Report(kit.target.issuer, kit.target.resource, tuple(results))


def _made(kit: Kit, check: Check) -> Result:
    try:
        reply = check.ask(kit)
    except Unseen as failure:
        verdict, got = Verdict.UNSEEN, str(failure)
    else:
        if reply is None:
            verdict, got = Verdict.SKIPPED, "nothing was given to ask"
        else:
            verdict = Verdict.PASSED if check.expected.met(reply) else Verdict.FAILED
            got = f"{reply.status} {reply.error}".strip()
    return Result(check.clause, check.name, verdict, str(check.expected), got)


def _why(one: Result) -> str:
    return "" if one.verdict is Verdict.PASSED else f"expected {one.expected}, got {one.got}"
