"""Where one name has a space and the other has none: "Seastar" and "Sea Star", "johnsmith"."""

from collections.abc import Sequence

from rapidfuzz.distance import OSA

LONGEST_RUN, MOST_INITIALS = 3, 4
SHORTEST_ROW, LONGEST_WRAPPING = 8, 8
AS_ONE, ONE_SLIP, INSIDE = 0.15, 0.3, 0.35


def united(ours: Sequence[str], theirs: Sequence[str]) -> tuple[str, ...]:
    """Join words of ours that stand as one word on the other side; part "jm" into its initials."""
    ours = _parted_initials(ours, theirs)
    whole = {word for word in theirs if len(word) > 1}
    found: list[str] = []
    at = 0
    while at < len(ours):
        run = _run_at(ours, at, whole)
        found.append("".join(ours[at : at + run]))
        at += run
    return tuple(found)


def row_cost(ours: Sequence[str], theirs: Sequence[str]) -> float | None:
    """Return what it costs to take both rows of letters for one, None if they are not.

    Rows are compared without spaces, a last name in front included.
    """
    if min(len("".join(ours)), len("".join(theirs))) < SHORTEST_ROW:
        return None
    rows = [(one, other) for one in _rows(ours) for other in _rows(theirs)]
    if any(one == other for one, other in rows):
        return AS_ONE
    if len(ours) != len(theirs) and min(len(ours), len(theirs)) == 1:
        return ONE_SLIP if any(is_slip_of_row(*row) for row in rows) else None
    return None


def is_slip_of_row(one: str, other: str) -> bool:
    """Tell whether one row of letters is the other but for one slip of the pen."""
    longest = max(len(one), len(other))
    return longest >= SHORTEST_ROW and OSA.distance(one, other, score_cutoff=1) <= 1


def is_wrapped(one: str, other: str) -> bool:
    """Tell whether one row of letters holds the other with a few letters around both its ends."""
    short, long = sorted((one, other), key=lambda row: (len(row), row))
    at = long.find(short)
    after = len(long) - len(short) - at
    return len(short) >= SHORTEST_ROW and at > 0 < after and at + after <= LONGEST_WRAPPING


def _parted_initials(ours: Sequence[str], theirs: Sequence[str]) -> Sequence[str]:
    """Return "j m smith" for "jm smith" beside "john michael smith"."""
    first = ours[0] if ours else ""
    initials = "".join(word[0] for word in theirs[: len(first)])
    is_run = MOST_INITIALS >= len(first) > 1 and len(theirs) > len(first)
    return (*first, *ours[1:]) if is_run and first == initials and first not in theirs else ours


def _run_at(ours: Sequence[str], at: int, whole: set[str]) -> int:
    for length in range(min(LONGEST_RUN, len(ours) - at), 1, -1):
        if "".join(ours[at : at + length]) in whole:
            return length
    return 1


def _rows(spoken: Sequence[str]) -> set[str]:
    turned = (*spoken[-1:], *spoken[:-1])
    return {"".join(spoken), "".join(turned), "".join(reversed(spoken))}
