"""A name as typed, taken apart: given names, family names, names used before or beside them.

Structures served: "SMITH, John", "Mr & Mrs J Smith", "John 'Jack' Smith", "Mary Jones nee Smith",
Mc/Mac/O' and ap, hyphens, Kaur and Singh beside a family name, -ski and -ska.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache

from ppit_matching.names.bare_names import bare, name_words, plain_words, without_titles
from ppit_matching.names.name_words import (
    ABBREVIATED,
    ALIAS_LINKS,
    CHILD_OF,
    DEGREES_OR_SURNAMES,
    FORMER_LINKS,
    GENERATIONS,
    HONOURS,
    JOINED_PREFIXES,
    JOINERS,
    PARTICLES,
    STATUS_NAMES,
)
from ppit_matching.names.said_beside import is_prefix_of, without_relations
from ppit_matching.text.folding import fold, words

# Said in brackets or quotation marks: the name that people use.
ASIDE = re.compile(r"""["(\[]([^")\]]+)[")\]]|(?<![a-z])'([a-z .-]+)'(?![a-z])""")
# "NicholasSmith" where no space was typed at all; McDonald, MacDonald and DeSouza stay whole.
RUN_TOGETHER = re.compile(
    r"(?<=[a-z]{2})(?<!\bMac)(?<!\bVan)(?<!\bVon)(?<!\bDel)(?<!\bSan)(?=[A-Z])"
)
APOSTROPHE_D = re.compile(r"\bd'")
# A woman's form of a family name and the form it is compared in.
FEMININE_ENDINGS = (("ska", "ski"), ("cka", "cki"), ("dzka", "dzki"), ("ova", "ov"), ("eva", "ev"))
SHORTEST_STEM = 3


@dataclass(frozen=True, slots=True)
class ParsedName:
    """Folded words; `family` of "Smith-Jones" is ("smith", "jones")."""

    given: tuple[str, ...] = ()
    family: tuple[str, ...] = ()
    known_as: tuple[str, ...] = ()
    former: tuple[str, ...] = ()
    generation: str | None = None


@lru_cache(maxsize=16_384)
def parse_full_name(text: str) -> ParsedName:
    """Take a whole name apart; the last word is the family name unless a comma says otherwise."""
    spaced = text if " " in text.strip() else RUN_TOGETHER.sub(" ", text)
    plain, asides = _without_asides(fold(spaced))
    main, former, alias = _split_links(plain)
    before, comma, after = main.partition(",")
    if comma and name_words(before) and name_words(after):
        given, family = given_words(after), family_words(before)
    else:
        given, family = _split_last(main)
    return ParsedName(
        given=given,
        family=family,
        known_as=_unique((*asides, *(alias.given or alias.family))),
        former=_unique((*family_words(former), *alias_family(alias))),
        generation=generation_of(main),
    )


def parse_name_parts(given: tuple[str, ...], family: str) -> ParsedName:
    """Take apart a name that came in two boxes, each with whatever people put beside it."""
    given_plain, pets = _without_asides(fold(" ".join(given)))
    family_plain, _ = _without_asides(fold(family))
    given_main, _, given_alias = _split_links(given_plain)
    family_main, former, alias = _split_links(family_plain)
    first_names, surnames = given_words(given_main), family_words(family_main)
    while len(first_names) > 1 and first_names[-1] in STATUS_NAMES:  # "Manpreet Kaur" + "Gill"
        beside = " ".join((first_names[-1], *surnames))
        first_names, surnames = first_names[:-1], family_words(beside)
    return ParsedName(
        given=first_names,
        family=surnames,
        known_as=_unique((*pets, *given_alias.given, *given_alias.family)),
        former=_unique((*family_words(former), *alias.family)),
        generation=generation_of(family_main) or generation_of(given_main),
    )


def alias_family(alias: ParsedName) -> tuple[str, ...]:
    """Return the family name of "aka Jack Jones"; "aka Jack" has none."""
    return alias.family if alias.given else ()


def given_words(text: str) -> tuple[str, ...]:
    """Return given names in one spelling each, without links: "Wm. J" is ("william", "j")."""
    spoken = name_words(fold(text))
    kept = (word for at, word in enumerate(spoken) if at == 0 or word not in CHILD_OF)
    return tuple(ABBREVIATED.get(word, word) for word in kept)


def family_words(text: str) -> tuple[str, ...]:
    """Return the parts of a family name without particles, prefixes joined, feminine forms folded.

    Particles stay if nothing else is there.
    """
    joined = _join_prefixes(name_words(APOSTROPHE_D.sub("de ", fold(text))))
    kept = without_titles([word for word in joined if word not in PARTICLES] or joined)
    return _unique(_common_gender(ABBREVIATED.get(word, word)) for word in kept)


def generation_of(text: str) -> str | None:
    """Return "jr", "sr" or "iii" if the name says which of two namesakes is meant."""
    found = [GENERATIONS[word] for word in words(text) if word in GENERATIONS]
    return found[-1] if found else None


def _without_asides(folded: str) -> tuple[str, tuple[str, ...]]:
    folded = without_relations(folded)
    asides = [spoken for pair in ASIDE.findall(folded) for spoken in pair if spoken]
    nee = [aside for aside in asides if words(aside)[:1] and words(aside)[0] in FORMER_LINKS]
    said = [word for aside in asides if aside not in nee for word in given_words(aside)]
    pets = tuple(word for word in said if word not in HONOURS)
    return " ".join((ASIDE.sub(" ", folded), *nee)), pets


def _split_links(plain: str) -> tuple[str, str, ParsedName]:
    """Part "X nee Y" and "X aka Y" into the name, the former family name and the other name."""
    main: list[str] = []
    former: list[str] = []
    alias: list[str] = []
    target = main
    for word in plain.replace("a.k.a.", "aka").replace("/", " ").split():
        bare = word.strip(".,;:")
        if main and bare in FORMER_LINKS:
            target = former
        elif main and bare in ALIAS_LINKS:
            target = alias
        elif bare not in JOINERS and not (target is alias and bare == "as"):
            target.append(word)
    given, family = _split_last(" ".join(alias))
    return " ".join(main), " ".join(former), ParsedName(given=given, family=family)


def _split_last(text: str) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Part the words of a name before its family name, which starts at its particles."""
    spoken = APOSTROPHE_D.sub("de ", text).split()
    parts = without_titles([part for part in spoken if plain_words(part)])
    if not parts:
        return (), ()
    start = len(parts) - 1
    if start > 1 and bare(parts[start]) in DEGREES_OR_SURNAMES:
        start -= 1
    while start > 1 and _belongs_to_family(parts[start - 1], parts[start]):
        start -= 1
    return given_words(" ".join(parts[:start])), family_words(" ".join(parts[start:]))


def _belongs_to_family(part: str, after: str) -> bool:
    word = words(part)[-1]
    if len(word) == 1:  # "o" and "m" only count with their apostrophe: else they are initials
        return "'" in part or is_prefix_of(part, after)
    return word in PARTICLES or word in JOINED_PREFIXES or word in STATUS_NAMES


def _join_prefixes(parts: tuple[str, ...]) -> list[str]:
    joined: list[str] = []
    prefix = ""
    for part in parts:
        if part in JOINED_PREFIXES and not prefix:
            prefix = part
        else:
            joined.append(prefix + part)
            prefix = ""
    return [*joined, prefix] if prefix else joined


def _common_gender(family: str) -> str:
    for feminine, masculine in FEMININE_ENDINGS:
        if family.endswith(feminine) and len(family) - len(feminine) >= SHORTEST_STEM:
            return family.removesuffix(feminine) + masculine
    return family


def _unique(parts: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(parts))
