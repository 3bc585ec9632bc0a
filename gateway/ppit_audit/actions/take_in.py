"""Reads on in the log from where it was last read: each entry once, in order, whoever reads.

A job does it all the time, and a question does what is left, so that an answer covers everything up
to the newest signed checkpoint. What is found and how far was read are one transaction.
"""

from dataclasses import dataclass

from ppit_audit.domain.entry import LogEntry, said_by
from ppit_audit.errors import ReadingBehind
from ppit_audit.storage.log import LogReader
from ppit_audit.storage.said import Read, SaidStore
from ppit_platform.audit import Pseudonymiser

PAGE = 1_000
_MOST_IN_A_REQUEST = 20_000


@dataclass(frozen=True, slots=True)
class Reading:
    """What is needed to read on."""

    log: LogReader
    said: SaidStore
    pseudonyms: Pseudonymiser


async def up_to_date(reading: Reading) -> int:
    """Read all there is and return how many entries that is.

    ``ReadingBehind`` where it is more than a request may wait for: an answer that leaves out the
    newest entries would pass for one that does not.
    """
    size = await reading.log.size()
    position = await reading.said.position()
    if size - position > _MOST_IN_A_REQUEST:
        msg = "the reader of the log has fallen behind"
        raise ReadingBehind(msg)
    while position < size:
        position = await read_page(reading, position, size)
    return position


async def read_page(reading: Reading, position: int, size: int) -> int:
    """Read the next entries of those before ``size``; return how far that is."""
    entries = await reading.log.following(position, min(PAGE, size - position))
    if not entries:
        return size
    read = [_read(one, reading.pseudonyms) for one in entries]
    reached = entries[-1].index + 1
    await reading.said.add(read, reached)
    return reached


def case_digest(case_reference: str, pseudonyms: Pseudonymiser) -> str:
    return pseudonyms.searched(["case", case_reference])


def _read(entry: LogEntry, pseudonyms: Pseudonymiser) -> Read:
    case = entry.case_reference
    digest = None if case is None else case_digest(case, pseudonyms)
    return Read(entry, said_by(entry), digest)
