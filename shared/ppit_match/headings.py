"""What a heading says of its column: whole, else without what only says whose field it is."""

import re
import unicodedata
from collections import Counter
from collections.abc import Iterator, Sequence

from ppit_match.fields import IGNORED_ENDINGS, KNOWN, Field
from ppit_matching.text.word_lists import listed

_WORD = re.compile(r"[A-Z]+(?![a-z])|[A-Z]?[a-z]+")
# Before a field: whose it is, or which of several. Nobody else's than the record's own person: a
# mother's surname and the telephone of a next of kin are other fields.
_WHOSE = listed("""
    account applicant citizen claimant client contact current cust customer debtor employee holder
    home individual input latest main member my occupier orig original owner participant patient
    payer people per person present primary pupil res resident residential respondent src staff std
    student subject tenant the user usual victim visitor voter your
""")
# After it: how it is written.
_HOW = listed("""
    clean code dd ddmmyyyy desc description home iso line main mm mmddyyyy norm number
    normalised original raw registered str string text txt uk value yy yyyy yyyymmdd
""")
# What is left says too little then: a customer's number is no house's, a member's year no birth's.
_TOO_LITTLE = listed("number unit flat day month mon year file dataset register")
_SHORTENED = {
    "name": "nm",
    "first": "fst frst",
    "last": "lst",
    "middle": "mid midl",
    "date": "dt",
    "birth": "brth bth",
    "address": "ad addr adr",
    "street": "str",
    "house": "hse",
    "number": "nbr no num",
    "city": "cty",
    "town": "twn",
    "phone": "ph",
    "telephone": "tele",
    "gender": "gndr",
}
_LONG = {short: word for word, many in _SHORTENED.items() for short in many.split()}
_SHARED_BY = 3


def plain(heading: str) -> str:
    """Write a heading without signs, accents, capitals, and digits at the end ("pername1").

    The second of two such names of a person is the surname, which `pername2` alone would hide.
    """
    folded = unicodedata.normalize("NFKD", heading)
    bare = re.sub(r"[^a-z0-9]", "", folded.lower())
    return "surname" if bare == "pername2" else bare.rstrip("0123456789") or bare


def shared_words(headings: Sequence[str]) -> frozenset[str]:
    """Return the words with which so many headings begin that they say nothing of any of them."""
    begun = Counter(words[0] for words in map(_words, headings) if len(words) > 1)
    least = max(_SHARED_BY, len(headings) // 2)
    return frozenset(word for word, times in begun.items() if times >= least)


def field_of(heading: str, shared: frozenset[str] = frozenset()) -> Field | None:
    """Return the field that a heading names. `shared` words at its beginning are passed over."""
    whole = plain(heading)
    if whole in KNOWN:
        return KNOWN[whole]
    if whole.endswith(IGNORED_ENDINGS):
        return Field.IGNORE
    shorter = _shorter(_words(heading), shared)
    return next((KNOWN[one] for one in shorter if one in KNOWN and one not in _TOO_LITTLE), None)


def _words(heading: str) -> list[str]:
    folded = unicodedata.normalize("NFKD", heading)
    return [word.lower() for word in _WORD.findall(folded)]


def _shorter(words: Sequence[str], shared: frozenset[str]) -> Iterator[str]:
    """Give the heading with fewer and fewer words: first of those before, then of those after."""
    begin, whose = 0, _WHOSE | shared
    while True:
        end = len(words)
        while end > begin:
            yield "".join(words[begin:end])
            yield "".join(_LONG.get(word, word) for word in words[begin:end])
            if words[end - 1] not in _HOW:
                break
            end -= 1
        if begin >= len(words) or words[begin] not in whose:
            return
        begin += 1
