"""Answers a person who asks who saw what of them, when, for what and under which agreement."""

from collections.abc import Mapping
from dataclasses import dataclass

from ppit_audit.actions.desk import Desk
from ppit_audit.actions.identify_person import Whom, found_among, identified
from ppit_audit.actions.read_entries import read_by
from ppit_audit.domain.disclosures import Disclosure, disclosures, requests_of
from ppit_audit.domain.identifying import Identified
from ppit_audit.domain.proving import Proof, Unproved
from ppit_audit.domain.subjects import Resolved
from ppit_audit.errors import ReadingBehind

PAGE = 500


@dataclass(frozen=True, slots=True)
class SubjectReport:
    """``entries`` are all that name the subjects among the first ``log_size`` of the log.

    ``items`` are a page of them; ``more_after`` is the last index of the page if others follow.
    ``proof`` shows of those before its size that they are all, or says why there is none.
    """

    whom: Identified
    resolved: Resolved
    log_size: int
    proof: Proof | Unproved
    entries: tuple[int, ...]
    items: tuple[Disclosure, ...]
    more_after: int | None

    @property
    def complete(self) -> bool:
        """Say that every service was asked, that nobody has to choose who it is, that nothing is
        left out, and that this is proved.
        """
        proved = isinstance(self.proof, Proof)
        asked = self.whom.decided and not self.resolved.unable
        return proved and asked and self.more_after is None

    @property
    def unable(self) -> Mapping[str, str]:
        return {**self.resolved.unable, **(self.whom.unable or {})}


async def report_disclosures(whom: Whom, after: int | None, desk: Desk) -> SubjectReport:
    """Resolve the subjects where they are known, and show every entry that names them."""
    desk.check_home()
    found = await identified(whom, desk)
    resolved = await desk.services.resolve(found.subjects)
    size = await desk.read_on()
    names = await desk.stores.said.one_person(resolved.names)
    proof = await desk.stores.proofs.of(names)
    proved = proof.entries if isinstance(proof, Proof) else frozenset[int]()
    # What came after the published checkpoint is shown too, though not proved yet.
    entries = tuple(sorted(proved.union(await desk.stores.said.of_subjects(names))))
    wanted = [one for one in entries if after is None or one > after]
    facts = await desk.stores.log.some(wanted[:PAGE])
    if len(facts) != len(wanted[:PAGE]):
        # Proved to be there, and not there to be shown: without it the report is none.
        msg = "an entry that names this person is not there to be read"
        raise ReadingBehind(msg)
    keys = [str(one) for one in requests_of(facts)]
    items = disclosures(facts, await desk.stores.log.of_keys(keys), names)
    read_by(desk, "disclosures", len(items), names, found_among(whom, found))
    more = wanted[PAGE - 1] if len(wanted) > PAGE else None
    return SubjectReport(found, resolved, size, proof, entries, tuple(items), more)
