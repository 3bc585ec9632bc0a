"""How common a name is among people in the United Kingdom: a rare name agreed on weighs more.

Orders of magnitude from public knowledge (the commonest surname is borne by about one person in
a hundred, the commonest two hundred by about one in three), written by hand in tiers: no list was
copied. A name that stands in no tier gets the share of a typical one outside the lists. Names of
faith or standing (Kaur, Begum) stand high, so that sharing one proves little.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from math import log2

from ppit_matching.names.pet_names import FULL_FORMS, full_forms

FAMILY_TIERS: Mapping[float, str] = {
    0.011: """
smith
""",
    0.006: """
jones williams taylor brown davies khan singh patel
""",
    0.0035: """
evans wilson johnson roberts robinson thompson wright walker white edwards hughes
green hall lewis harris clarke jackson wood ahmed hussain ali begum kaur
""",
    0.0018: """
clark turner hill cooper morris ward moore martin king baker
harrison morgan allen
james thomas scott phillips watson davis parker price bennett young
griffiths mitchell kelly cook
carter richardson bailey collins bell shaw murphy miller cox richards marshall anderson
simpson ellis adams lee campbell stewart robertson reid murray ross bibi shah akhtar
""",
    0.0008: """
mohammed foster wilkinson chapman webb rogers gray mason hunt palmer holmes mills powell
butler russell stevens lloyd barnes knight fisher jenkins pearson barker dixon harvey
fletcher graham howard gibson andrews reynolds elliott ford payne fox day owen stone
west perry spencer brooks pearce grant dean burton hart lawrence cole newman rose lane
walsh wells ryan kennedy bradley sharma gill rahman islam iqbal
malik mahmood sandhu dhillon
sidhu grewal chaudhry choudhury uddin miah hassan hussein nowak kovalski kowalski gurung
rai tamang thapa limbu magar shrestha popescu popa ionescu okafor adeyemi adebayo
wisniewski wojcik kaminski lewandowski obrien oconnor osullivan mcdonald macdonald
kumar devi khatun mehmood mirza qureshi butt raja stan dumitru
""",
    0.0004: """
hudson webster hayes watts gardner burns chambers may saunders black matthews hawkins
barrett armstrong carr lawson simmons austin townsend atkinson warren woods bird
cunningham stephenson cooke hunter marsh freeman francis crawford bishop riley ball
harper williamson nicholson sutton hamilton coleman jordan fuller lowe lynch booth
porter page wallace read parsons holland porter nash potter walton oneill mccarthy
gordon duncan douglas boyd sinclair burgess bryant bond field goodwin harding hardy
reeves shepherd sharp stephens todd tucker wade walters weston willis wilkins york
tran nguyen chen wang li zhang wong chan das roy dutta nair thomas joseph mathew
zielinski szymanski wozniak dabrowski kozlowski jankowski mazur krawczyk pun bhandari
stoica gheorghe rusu radu munteanu okonkwo eze obi ibrahim bello mensah osei owusu
""",
}
GIVEN_TIERS: Mapping[float, str] = {
    0.015: """
john david michael james paul mohammed
""",
    0.009: """
robert peter andrew stephen william richard christopher mark thomas daniel margaret mary
susan sarah elizabeth anthony matthew george joseph
""",
    0.005: """
kevin ian brian alan kenneth gary graham colin keith simon martin philip neil barry
stuart jonathan benjamin samuel jack harry charles edward adam luke ryan lee jason
patricia christine linda julie karen jane ann anne catherine helen jacqueline jean joan
jennifer nicola emma claire rebecca laura rachel amy lisa michelle samantha charlotte
victoria sandra carol janet ali maria singh kaur
""",
    0.002: """
raymond roger derek dennis terence leslie donald ronald frank albert arthur frederick
gordon eric ernest nicholas timothy jeremy craig dean darren wayne carl scott sean
nathan aaron jordan liam connor callum joshua oliver alexander dominic patrick gareth
ahmed hassan ibrahim omar imran abdul piotr krzysztof andrzej tomasz pawel marcin
dorothy joyce doris irene kathleen brenda sheila barbara pauline maureen eileen hazel
ruth judith gillian deborah angela amanda tracey sharon joanne louise hannah jessica
lauren katie holly chloe sophie emily olivia grace lucy ella georgia natalie stephanie
fatima aisha anna katarzyna magdalena agnieszka joanna elena alexandra ana ioana
alexandru andrei mihai adrian lily evie freya isla jacob noah leo alfie archie henry
""",
}
OTHER_FAMILY = 5e-5
OTHER_GIVEN = 3e-4


def _table(tiers: Mapping[float, str]) -> dict[str, float]:
    table: dict[str, float] = {}
    for share, names in tiers.items():
        for name in names.split():
            table.setdefault(name, share)
    return table


FAMILY_SHARES = _table(FAMILY_TIERS)
GIVEN_SHARES = _table(GIVEN_TIERS)


@dataclass(frozen=True, slots=True)
class NameShares:
    """The share of people who bear a name, 0 to 1; names that are not listed bear the others'."""

    family: Mapping[str, float]
    given: Mapping[str, float]
    other_family: float
    other_given: float

    def family_bits(self, name: str) -> float:
        """Return how surprising it is, in bits, that a stranger bears this family name."""
        return -log2(self.family.get(name, self.other_family))

    def given_bits(self, name: str) -> float:
        """Return how surprising it is that a stranger bears this given name in any form."""
        return -log2(max(self.given.get(form, self.other_given) for form in full_forms(name)))


WRITTEN_SHARES = NameShares(FAMILY_SHARES, GIVEN_SHARES, OTHER_FAMILY, OTHER_GIVEN)
"""The shares written by hand above: also what tells, of several names that agree, the rarest."""


def is_known_given(name: str) -> bool:
    """Tell whether this spelling is common enough to be a name of its own."""
    return name in GIVEN_SHARES or name in FULL_FORMS
