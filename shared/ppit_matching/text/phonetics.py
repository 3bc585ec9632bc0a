"""What a name sounds like, with the spellings of many languages folded first."""

import re
from functools import lru_cache

from jellyfish import metaphone

# In order: each spelling is heard like the one that replaces it.
SPELLINGS = tuple(
    (re.compile(pattern), heard)
    for pattern, heard in (
        (r"^mac(?=[bcdfgklmnpqrtvy])", "mc"),  # MacDonald, McDonald
        (r"^rh?[yei]+(?:s|ce?|se)$", "rees"),  # Rhys, Rees, Reece
        (r"^sean$", "shaun"),
        (r"^wr", "r"),
        (r"^jh", "j"),
        (r"aw(?=[^aeiouy]|$)", "a"),
        (r"ow(?=[^aeiouy]|$)", "u"),
        (r"^ll", "l"),  # Llewelyn
        (r"^fitz", "fits"),
        (r"sz|sch|sh", "sh"),  # Polish, German
        (r"cz|tch|ch(?=[aeiouy])", "ch"),
        (r"^dz|^dj", "j"),
        (r"(?<=[aeiou])w(?=s[kc])", "v"),  # Kowalewski
        (r"w(?=[lrszn]|$)", "v"),
        (r"bh", "b"),  # South Asian aspirates
        (r"dh", "d"),
        (r"(?<!^)gh(?=[aeiou])|^gh", "g"),
        (r"kh|q|ck", "k"),
        (r"th", "t"),
        (r"ph", "f"),
        (r"[vw]", "v"),
        (r"z", "s"),
        (r"x", "ks"),
        (r"(?<=[a-z])h(?=[^aeiouy]|$)", ""),
        (r"ou|oo|ow", "u"),
        (r"ee|ea|ie|ey|y", "i"),
        (r"(.)\1+", r"\1"),
    )
)
LONGEST_CODE = 6


@lru_cache(maxsize=131_072)
def sound(name: str) -> str:
    """Return a short code that names which sound alike share; never empty for a name."""
    heard = name
    for pattern, replacement in SPELLINGS:
        heard = pattern.sub(replacement, heard)
    return metaphone(heard)[:LONGEST_CODE] or heard or name
