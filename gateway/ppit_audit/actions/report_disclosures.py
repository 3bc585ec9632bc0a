"""Answers a person who asks who saw what of them, when, for what and under which agreement."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from ppit_audit.actions.desk import Desk
from ppit_audit.actions.read_entries import read_by
from ppit_audit.domain.disclosures import Disclosure, disclosures, requests_of
from ppit_audit.domain.proving import Proof, Unproved
from ppit_audit.domain.subjects import Resolved, Subject
from ppit_audit.errors import ReadingBehind

PAGE = 500


@dataclass(frozen=True, slots=True)
class SubjectReport:
    """``entries`` are all that name the subjects among the first ``log_size`` of the log.

    ``items`` are a page of them; ``more_after`` is the last index of the page if others follow.
    ``proof`` shows of those before its size that they are all, or says why there is none.
    """

    resolved: Resolved
    log_size: int
    proof: Proof | Unproved
    entries: tuple[int, ...]
    items: tuple[Disclosure, ...]
    more_after: int | None

    @property
    def complete(self) -> bool:
        """Say that every service was asked, that nothing is left out, and that this is proved."""
        proved = isinstance(self.proof, Proof)
        return proved and not self.resolved.unable and self.more_after is None

    @property
    def unable(self) -> Mapping[str, str]:
        return self.resolved.unable


async def report_disclosures(
    subjects: Sequence[Subject], after: int | None, desk: Desk
) -> SubjectReport:
    """Resolve the subjects where they are known, and show every entry that names them."""
    desk.check_home()
    resolved = await desk.services.resolve(subjects)
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
    read_by(desk, "disclosures", len(items), names)
    more = wanted[PAGE - 1] if len(wanted) > PAGE else None
    return SubjectReport(resolved, size, proof, entries, tuple(items), more)
