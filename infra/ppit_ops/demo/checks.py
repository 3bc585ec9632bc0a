"""What an act claims to have shown, whether it held, and the figures that it found."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Check:
    """``claim`` reads as a fact; ``seen`` is what was found instead, if it did not hold."""

    claim: str
    held: bool
    seen: str = ""


def equal(claim: str, seen: object, wanted: object) -> Check:
    return Check(claim, seen == wanted, f"{seen!r} instead of {wanted!r}")


@dataclass(frozen=True, slots=True)
class Figure:
    """A figure that the truth allows, printed as it is: of which part, what, and how much."""

    part: str
    what: str
    value: str
