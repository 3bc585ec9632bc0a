"""What callers hand in: an address as someone typed it."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class AddressText:
    """Lines as typed, from the door outwards; the postcode may also stand in a line."""

    lines: tuple[str, ...]
    postcode: str | None = None
