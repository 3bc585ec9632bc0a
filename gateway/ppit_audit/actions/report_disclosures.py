"""Answers a person who asks who saw what of them, when, for what and under which agreement."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from ppit_audit.actions.desk import Desk
from ppit_audit.actions.read_entries import read_by
from ppit_audit.actions.take_in import Reading, up_to_date
from ppit_audit.domain.disclosures import Disclosure, disclosures, requests_of
from ppit_audit.domain.subjects import Resolved, Subject

PAGE = 500


@dataclass(frozen=True, slots=True)
class SubjectReport:
    """``entries`` are all that name the subjects among the first ``log_size`` of the log.

    ``items`` are a page of them; ``more_after`` is the last index of the page if others follow.
    """

    resolved: Resolved
    log_size: int
    entries: tuple[int, ...]
    items: tuple[Disclosure, ...]
    more_after: int | None

    @property
    def unable(self) -> Mapping[str, str]:
        return self.resolved.unable


async def report_disclosures(
    subjects: Sequence[Subject], after: int | None, desk: Desk
) -> SubjectReport:
    """Resolve the subjects where they are known, and show every entry that names them."""
    desk.check_home()
    resolved = await desk.services.resolve(subjects)
    names = resolved.names
    reading = Reading(desk.stores.log, desk.stores.said, desk.pseudonyms)
    size = await up_to_date(reading)
    entries = tuple(await desk.stores.said.of_subjects(names))
    wanted = [one for one in entries if after is None or one > after]
    facts = await desk.stores.log.some(wanted[:PAGE])
    keys = [str(one) for one in requests_of(facts)]
    items = disclosures(facts, await desk.stores.log.of_keys(keys), names)
    read_by(desk, "disclosures", len(items), names)
    more = wanted[PAGE - 1] if len(wanted) > PAGE else None
    return SubjectReport(resolved, size, entries, tuple(items), more)
