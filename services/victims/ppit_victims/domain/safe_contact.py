"""Whom not to ring: what a partner's free text says about ways to a victim that are not safe.

What is not understood forbids more, never less: a warden who asks first is late, one who rings the
perpetrator does harm.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass

from ppit_victims.domain.codes import ContactMode

EVERY_WAY = tuple(ContactMode)
MOST_NOTES = 20
"""The newest words of partners that are shown; whatever any of them forbids stays forbidden."""
_DANGER = re.compile(
    r"\b(?:perpetrator|suspect|offender|abus|violen|coerc|control(?:s|ling)\b|scammer|threat)"
    r"|\b(?:same|at(?: the)?) add",
    re.IGNORECASE,
)
_FORBIDS = re.compile(
    r"\b(?:do\s*n[o']?t|don['\u2019]?t|dont|never|not\s+to|no|must\s+not|avoid|without)\b",
    re.IGNORECASE,
)
_WAYS = (
    (re.compile(r"\b(?:visit|call\s+round|attend|knock|door)", re.IGNORECASE), "HOME_VISIT"),
    (re.compile(r"\b(?:ring|phone|tele|call|text|voicemail)", re.IGNORECASE), "TELEPHONE"),
    (re.compile(r"\b(?:letter|post|mail|write|correspond)", re.IGNORECASE), "CORRESPONDENCE"),
    (re.compile(r"\b(?:e-?mail|online|internet|facebook)", re.IGNORECASE), "ONLINE"),
)
_ANY_CONTACT = re.compile(r"\bcontact\b", re.IGNORECASE)
_NO = frozenset({"n", "no", "false", "0"})


@dataclass(frozen=True, slots=True)
class SafeContact:
    """Ways that are forbidden, and the partners' own words, newest last."""

    do_not_contact: tuple[ContactMode, ...] = ()
    notes: tuple[str, ...] = ()

    def as_json(self) -> dict[str, object]:
        return {
            "do_not_contact": [mode.value for mode in self.do_not_contact],
            "notes": list(self.notes),
        }


NO_INSTRUCTION = SafeContact()


def instructions_in(text: str | None) -> SafeContact:
    """Return what a free text forbids; a text that forbids nothing is no instruction."""
    said = " ".join((text or "").split())
    danger, forbids = _DANGER.search(said) is not None, _FORBIDS.search(said) is not None
    if not danger and not forbids:
        return NO_INSTRUCTION
    ways = {ContactMode(mode) for pattern, mode in _WAYS if pattern.search(said)}
    named_alone = ways and not danger and not _ANY_CONTACT.search(said)
    if forbids and not danger and not ways and not _ANY_CONTACT.search(said):
        return NO_INSTRUCTION
    return SafeContact(_in_order(ways) if named_alone else EVERY_WAY, (said,))


def may_not_be_rung(answer: str | None) -> bool:
    """Read the answer to "OK to call?"; only a plain no forbids it."""
    return (answer or "").strip().lower() in _NO


def all_of(instructions: Iterable[SafeContact]) -> SafeContact:
    """Join what several partners said: whatever one of them forbids is forbidden."""
    listed = list(instructions)
    ways = {mode for each in listed for mode in each.do_not_contact}
    notes = dict.fromkeys(note for each in listed for note in each.notes)
    return SafeContact(_in_order(ways), tuple(notes)[-MOST_NOTES:])


def _in_order(ways: Iterable[ContactMode]) -> tuple[ContactMode, ...]:
    wanted = set(ways)
    return tuple(mode for mode in ContactMode if mode in wanted)
