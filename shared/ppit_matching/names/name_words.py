"""Words in names that are not anyone's name: titles, particles, links; and words that many share.

Written from general knowledge of names in the United Kingdom, not taken from a list.
"""

from ppit_matching.text.word_lists import listed

TITLES = listed(
    "mr mrs ms miss mx mstr master dr doctor prof professor rev revd reverend fr father sr sister "
    "sir dame lord lady hon cllr councillor capt captain col colonel maj major sgt sergeant pc "
    "messrs madam imam sheikh haji hajji pan pani shri smt sri lt flt brig chief alhaji alhaja "
    "engr mst the late estate executor executors exors of"
)
# Said after a name. Titles and honours count only where they stand: Major and Sheikh are surnames.
HONOURS = listed("esq esquire mbe obe cbe jp phd bsc dec deceased")
# A degree or a surname: the word before it may be the family name, or it may be the family name.
DEGREES_OR_SURNAMES = frozenset({"ba", "ma"})
# Titles that name a couple's two members when joined by "and".
MALE_TITLES = frozenset({"mr", "sir", "lord"})
GENERATIONS = {
    "jr": "jr", "jnr": "jr", "junior": "jr", "ii": "jr", "iii": "iii",
    "snr": "sr", "senior": "sr",
}  # fmt: skip
# Small words before a family name. They are dropped: half of all forms leave them out.
PARTICLES = listed(
    "de da di do dos das del della du la le van von der den ter ten te el al ul ap ab ferch verch "
    "bin binti binte bint ibn ben y e zu af av"
)
# Links within given names: "Gwen ferch Llywelyn Jones", "Ahmed bin Salem Al Harbi".
CHILD_OF = listed("ap ab ferch verch bin binti binte bint ibn")
# Prefixes that belong to the family name and are only sometimes written apart.
JOINED_PREFIXES = frozenset({"mc", "mac", "o", "fitz", "ni", "nic", "m", "saint", "st"})
# Names of faith, standing or sex that stand beside the family name, or in its place: they are
# shared by very many people and left out by many forms.
STATUS_NAMES = listed(
    "kaur singh begum bibi khatun khatoon devi kumari kumar bahadur maya bano banu khanum khanam "
    "akhtar akter akhter sultana parveen miah ullah uddin bai ben bhai lal prasad"
)
# Given names so often followed by the name in daily use that the second counts as a first.
LEADING_HONOURS = frozenset({"mohammed", "abdul", "syed", "maria"})
# Said of another name of the same person.
FORMER_LINKS = listed("nee formerly fka ne prev previously fosta nascuta geb domu")
ALIAS_LINKS = frozenset({"aka", "alias", "known", "kas"})
JOINERS = frozenset({"and", "&", "+"})
ABBREVIATED = {
    "wm": "william", "thos": "thomas", "geo": "george", "chas": "charles", "jas": "james",
    "jno": "john", "robt": "robert", "margt": "margaret", "eliz": "elizabeth", "mhd": "mohammed",
    "md": "mohammed", "mohd": "mohammed", "muhd": "mohammed", "mohamed": "mohammed",
    "mohammad": "mohammed", "muhammad": "mohammed", "muhammed": "mohammed", "mohamad": "mohammed",
    "mohamud": "mohammed", "muhamed": "mohammed", "mahomed": "mohammed", "bdr": "bahadur",
    "kr": "kumar", "abdel": "abdul", "sayed": "syed", "sayyid": "syed", "said": "syed",
}  # fmt: skip
