"""What a free text forbids: what is not understood forbids more, never less."""

import pytest

from ppit_victims.domain.codes import ContactMode
from ppit_victims.domain.safe_contact import (
    EVERY_WAY,
    NO_INSTRUCTION,
    SafeContact,
    all_of,
    instructions_in,
)


@pytest.mark.parametrize(
    "text",
    [
        "PERPETRATOR LIVES AT ADDRESS - DO NOT CONTACT",
        "*NO LETTERS* SUSPECT AT SAME ADD",
        "husband is the offender",
        "do not contact",
        "never contact without her sister",
    ],
)
def test_danger_at_home_closes_every_way(text: str) -> None:
    assert instructions_in(text) == SafeContact(EVERY_WAY, (text,))


@pytest.mark.parametrize(
    ("text", "ways"),
    [
        ("do not ring, son answers the phone", (ContactMode.TELEPHONE,)),
        ("No letters please", (ContactMode.CORRESPONDENCE,)),
        ("don't visit or phone", (ContactMode.HOME_VISIT, ContactMode.TELEPHONE)),
    ],
)
def test_a_way_that_is_named_alone_is_closed_alone(
    text: str, ways: tuple[ContactMode, ...]
) -> None:
    assert instructions_in(text) == SafeContact(ways, (text,))


@pytest.mark.parametrize(
    "text", ["", None, "Daughter, Susan, 07700 900123", "DOORSTEP ROGUE TRADER"]
)
def test_a_text_that_forbids_nothing_is_no_instruction(text: str | None) -> None:
    assert instructions_in(text) == NO_INSTRUCTION


def test_whatever_one_partner_forbids_is_forbidden() -> None:
    ring = SafeContact((ContactMode.TELEPHONE,), ("Do not ring.",))
    write = SafeContact((ContactMode.CORRESPONDENCE,), ("Do not ring.", "Do not write."))
    assert all_of([write, ring]) == SafeContact(
        (ContactMode.TELEPHONE, ContactMode.CORRESPONDENCE), ("Do not ring.", "Do not write.")
    )
