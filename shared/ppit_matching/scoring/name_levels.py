"""Compare given names and family names."""

from functools import lru_cache
from typing import NamedTuple

from rapidfuzz.distance import OSA, JaroWinkler

from ppit_matching.names.name_words import LEADING_HONOURS
from ppit_matching.names.pet_names import is_same_name
from ppit_matching.names.rarity import WRITTEN_SHARES, is_known_given
from ppit_matching.people.person import Person
from ppit_matching.scoring.levels import NameLevel
from ppit_matching.text.phonetics import sound

NEARLY, LITTLE = 0.92, 0.8
SHORTEST_TYPO = 4


class NameMatch(NamedTuple):
    """A level and the name whose rarity it carries (the commoner is chosen by the weights)."""

    level: NameLevel
    name: str = ""
    other: str = ""


MISSING = NameMatch(NameLevel.MISSING)
ORDER = {level: place for place, level in enumerate(NameLevel)}


def given_match(query: Person, record: Person) -> NameMatch:
    """Return the best agreement of the names that each is called by; symmetrical."""
    ours, theirs = _called(query), _called(record)
    if not ours or not theirs:
        return MISSING
    if ours[0] == theirs[0] and len(ours[0]) > 1:
        return NameMatch(NameLevel.EQUAL, ours[0], theirs[0])
    if len(ours) == len(theirs) == 1:
        best = NameMatch(given_level(ours[0], theirs[0]), ours[0], theirs[0])
    else:
        pairs = [(one, other) for one in ours for other in theirs]
        best = min((NameMatch(given_level(*pair), *pair) for pair in pairs), key=_surest_and_rarest)
    if ORDER[best.level] > ORDER[NameLevel.INITIAL] and _elsewhere(query, record, ours, theirs):
        return NameMatch(NameLevel.ELSEWHERE, ours[0], theirs[0])
    return best


def _surest_and_rarest(match: NameMatch) -> tuple[int, float, tuple[str, str]]:
    # Of equal levels the rarest, and of equally rare ones the first by alphabet, whoever asks.
    bits = min(WRITTEN_SHARES.given_bits(match.name), WRITTEN_SHARES.given_bits(match.other))
    return ORDER[match.level], -bits, _in_order(match.name, match.other)


def _in_order(one: str, other: str) -> tuple[str, str]:
    return (one, other) if one <= other else (other, one)


def _called(person: Person) -> tuple[str, ...]:
    daily = 2 if person.given[:1] and person.given[0] in LEADING_HONOURS else 1
    return (*person.given[:daily], *person.known_as)


def _elsewhere(
    query: Person, record: Person, ours: tuple[str, ...], theirs: tuple[str, ...]
) -> bool:
    if len(query.given) <= 1 and len(record.given) <= 1:
        return False
    middle = {name for name in record.given[1:] if len(name) > 1}
    return not middle.isdisjoint(ours) or any(
        name in theirs for name in query.given[1:] if len(name) > 1
    )


@lru_cache(maxsize=65_536)
def given_level(one: str, other: str) -> NameLevel:
    """Return how two given names stand; symmetrical."""
    if len(one) == 1 or len(other) == 1:
        return NameLevel.INITIAL if one[0] == other[0] else NameLevel.DIFFERENT
    if one == other:
        return NameLevel.EQUAL
    if is_same_name(one, other):
        return NameLevel.FORM
    # Two names that both exist are rather two people than one typing error.
    both_known = is_known_given(one) and is_known_given(other)
    level = _spelling_level(one, other)
    return NameLevel.CLOSE if both_known and level is NameLevel.TYPO else level


@lru_cache(maxsize=65_536)
def _spelling_level(one: str, other: str) -> NameLevel:
    similarity = JaroWinkler.similarity(one, other, score_cutoff=LITTLE)
    longest = max(len(one), len(other))
    one_edit = longest >= SHORTEST_TYPO and OSA.distance(one, other, score_cutoff=1) <= 1
    if one_edit or similarity >= NEARLY:
        return NameLevel.TYPO
    if sound(one) == sound(other):
        return NameLevel.SOUND
    return NameLevel.CLOSE if similarity >= LITTLE else NameLevel.DIFFERENT


def family_match(query: Person, record: Person) -> NameMatch:
    """Return how the family names stand, former ones included; symmetrical."""
    ours, theirs = query.family, record.family
    if not ours or not theirs:
        return _former(query, record) or MISSING
    if ours == theirs:
        return NameMatch(NameLevel.EQUAL, ours[-1], theirs[-1])
    whole_ours, whole_theirs = "".join(ours), "".join(theirs)
    level = _spelling_level(whole_ours, whole_theirs) if whole_ours != whole_theirs else None
    if level is None:
        return NameMatch(NameLevel.EQUAL, ours[-1], theirs[-1])
    if level in {NameLevel.TYPO, NameLevel.SOUND}:
        return NameMatch(level, ours[-1], theirs[-1])
    found = _former(query, record) or _shared_part(ours, theirs)
    return found or NameMatch(level, ours[-1], theirs[-1])


def _former(query: Person, record: Person) -> NameMatch | None:
    shared = {
        name
        for one, other in ((query, record), (record, query))
        for name in one.former
        if name in other.family or name in other.former
    }
    if not shared:
        return None
    name = min(shared, key=lambda name: (-WRITTEN_SHARES.family_bits(name), name))
    return NameMatch(NameLevel.FORMER, name, name)


def _shared_part(ours: tuple[str, ...], theirs: tuple[str, ...]) -> NameMatch | None:
    if len(ours) == 1 and len(theirs) == 1:
        return None
    shared = [
        (one, other)
        for one in ours
        for other in theirs
        if one == other or sound(one) == sound(other)
    ]
    if not shared:
        return None
    # Whichever side asks: the same part rather than one that sounds alike, and the rarest.
    return NameMatch(NameLevel.PART, *min(shared, key=_worth_of_part))


def _worth_of_part(pair: tuple[str, str]) -> tuple[bool, float, tuple[str, str]]:
    bits = min(WRITTEN_SHARES.family_bits(pair[0]), WRITTEN_SHARES.family_bits(pair[1]))
    return pair[0] != pair[1], -bits, _in_order(*pair)


def is_swapped(query: Person, record: Person) -> bool:
    """Tell whether each one's first name is the other's family name; one of them may be typed
    badly, both may not.
    """
    ours, theirs = query.given[:1], record.given[:1]
    if not (ours and theirs and query.family and record.family):
        return False
    first, second = ours[0], theirs[0]
    surely = _crosswise(first, record.family), _crosswise(second, query.family)
    if not any(surely):
        return False
    return (surely[0] or _crosswise_nearly(first, record.family)) and (
        surely[1] or _crosswise_nearly(second, query.family)
    )


def _crosswise(given: str, family: tuple[str, ...]) -> bool:
    if len(given) == 1:
        return False
    return any(_is_one_name(given, part) for part in family)


@lru_cache(maxsize=65_536)
def _is_one_name(one: str, other: str) -> bool:
    return sound(one) == sound(other) or is_same_name(one, other)


def _crosswise_nearly(given: str, family: tuple[str, ...]) -> bool:
    if len(given) == 1:
        return False
    return any(_spelling_level(given, part) is NameLevel.TYPO for part in family)
