"""What a token service and a resource must refuse, as named checks that anybody can run."""

from ppit_conformance.checks import CHECKS
from ppit_conformance.report import Report, Result, Verdict, run_checks
from ppit_conformance.target import Target

__all__ = ["CHECKS", "Report", "Result", "Target", "Verdict", "run_checks"]
