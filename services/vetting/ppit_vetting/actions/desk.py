"""What every action here works with: a caller's unit of work, the stores in it, and the time."""

from dataclasses import dataclass

from ppit_platform.desk import BareDesk
from ppit_vetting.domain.link_keys import LinkHasher
from ppit_vetting.storage.cases import CaseStore
from ppit_vetting.storage.decisions import DecisionStore
from ppit_vetting.storage.findings import FindingStore


@dataclass(frozen=True, slots=True)
class Stores:
    cases: CaseStore
    findings: FindingStore
    decisions: DecisionStore


@dataclass(frozen=True, slots=True)
class Desk(BareDesk):
    stores: Stores
    hasher: LinkHasher
