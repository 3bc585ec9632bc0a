"""Words in names of organisations: which prove nothing, little, or who it is.

Written from general knowledge of registers in the United Kingdom and abroad; no list was copied.
"""

from ppit_matching.text.word_lists import listed

LEGAL_FORMS = listed(
    "ltd limited plc llp lp llc llllp inc incorporated corp corporation co company cic cio cyf "
    "cyfyngedig ccc pac cbc gmbh mbh ag kg kgaa ohg gbr ug ev sa sas sasu sarl srl snc sca sl slu "
    "sau bv nv cv vof oy oyj ab hb as asa aps spa sapa ooo oao zao pao ao jsc pjsc ojsc cjsc tov "
    "tovarystvo fze fzco fzc fzllc dmcc wll bsc saog saoc pty pvt pte bhd sdn kk kft zrt rt doo dd "
    "ad ead eood ood fsue fgup zoo spzoo sro se eurl scs ltda eireli cia unlimited "
    "psc ulc lda"
)
SMALL = listed("the and of a an for in on at de la le les des du del der die das und et y e i")
GENERIC = listed(
    "group holding holdings trading trade trust international global worldwide service services "
    "solution solutions enterprise enterprises management uk gb britain england kent business "
    "businesses house firm partner partners partnership associate associates general commercial "
    "development developments investment investments industries industry industrial organisation "
    "venture ventures agency bureau office centre foundation"
)
# Lines of work and words of place: two names that share one need another word in common.
COMMON = listed(
    "roofing building builders building construction plumbing heating electrical catering cleaning "
    "transport transportation logistics shipping marine maritime freight haulage travel tours "
    "aviation airlines air export exports import imports foods food farms farm agriculture "
    "agricultural engineering technology technologies software systems digital computer data "
    "telecom telecommunications energy power electric oil gas petroleum petrochemical chemical "
    "chemicals mining minerals metal metals steel iron gold bank banking finance financial capital "
    "insurance assurance fund funds securities credit exchange consultancy consulting consultants "
    "advisory property properties estate estates homes housing care health medical pharma "
    "pharmaceutical pharmaceuticals hospital school college university institute academy council "
    "ministry department national state federal royal central bank east west north south eastern "
    "western northern southern europe european asia asian africa african american america middle "
    "gulf london motors motor cars auto automotive garage garages gardens landscaping security "
    "media press publishing design print printing interiors furniture textile textiles fashion "
    "retail stores store shop supplies supply products product distribution manufacturing works "
    "contractors contracting maintenance repairs restaurant hotel hotels leisure sports club "
    "association society union charity church sons brothers family new first united public"
)
SPELT_OUT = {
    "bros": "brothers", "brthrs": "brothers", "brother": "brothers", "son": "sons",
    "intl": "international", "int": "international", "intnl": "international",
    "internat": "international", "grp": "group", "groupe": "group", "gruppe": "group",
    "grupo": "group", "comm": "commercial", "mfg": "manufacturing", "mfr": "manufacturing",
    "engr": "engineering", "eng": "engineering", "engg": "engineering",
    "constr": "construction", "const": "construction", "constrn": "construction",
    "transp": "transport", "trans": "transport", "dist": "distribution", "distr": "distribution",
    "props": "properties", "prop": "property", "bldrs": "builders", "bldg": "building",
    "svcs": "services", "svc": "service", "serv": "services", "ents": "enterprises",
    "ent": "enterprise", "mgmt": "management", "mgt": "management", "mngt": "management",
    "tech": "technology", "techs": "technologies", "natl": "national", "nat": "national",
    "ind": "industries", "inds": "industries", "dev": "development", "devt": "development",
    "devs": "developments", "assoc": "associates", "assocs": "associates", "assn": "association",
    "univ": "university", "inst": "institute", "dept": "department", "govt": "government",
    "min": "ministry", "corpn": "corporation", "hldgs": "holdings", "hldg": "holding",
    "invs": "investments", "inv": "investment", "invest": "investment", "fin": "finance",
    "ins": "insurance", "pharm": "pharmaceutical", "chem": "chemical", "elec": "electrical",
    "electl": "electrical", "mktg": "marketing", "equip": "equipment", "ctr": "centre",
    "center": "centre", "organization": "organisation", "org": "organisation",
    "trdg": "trading", "shpg": "shipping", "mar": "marine", "agri": "agricultural",
    "telecoms": "telecommunications", "stn": "station", "st": "saint",
    "dr": "doctor", "ltda": "ltd", "limitada": "ltd", "corps": "corporation", "&": "and",
}  # fmt: skip
# Legal forms in so many words, longest first, and the letters that stand for them.
PHRASES = (
    ("limited liability partnership", "llp"),
    ("limited liability company", "llc"),
    ("limited liability co", "llc"),
    ("with limited liability", "llc"),
    ("limited partnership", "lp"),
    ("public limited company", "plc"),
    ("public joint stock company", "pjsc"),
    ("open joint stock company", "ojsc"),
    ("closed joint stock company", "cjsc"),
    ("private joint stock company", "pjsc"),
    ("joint stock company", "jsc"),
    ("joint stock co", "jsc"),
    ("community interest company", "cic"),
    ("charitable incorporated organisation", "cio"),
    ("gesellschaft mit beschrankter haftung", "gmbh"),
    ("aktiengesellschaft", "ag"),
    ("societe anonyme", "sa"),
    ("sociedad anonima", "sa"),
    ("sociedade anonima", "sa"),
    ("societe a responsabilite limitee", "sarl"),
    ("sociedad de responsabilidad limitada", "srl"),
    ("societa a responsabilita limitata", "srl"),
    ("societa per azioni", "spa"),
    ("besloten vennootschap", "bv"),
    ("naamloze vennootschap", "nv"),
    ("obshchestvo s ogranichennoi otvetstvennostyu", "ooo"),
    ("obshchestvo s ogranichennoy otvetstvennostyu", "ooo"),
    ("aktsionernoe obshchestvo", "ao"),
    ("free zone establishment", "fze"),
    ("federal state unitary enterprise", "fsue"),
    ("private limited", "ltd"),
    ("proprietary limited", "ltd"),
    ("sp z o o", "spzoo"),
    ("s r o", "sro"),
    ("d o o", "doo"),
    ("de c v", ""),
    ("de cv", ""),
)
ROMAN = {
    "ii": "2", "iii": "3", "iv": "4", "vi": "6", "vii": "7", "viii": "8", "ix": "9", "xi": "11",
    "xii": "12",
}  # fmt: skip
# A single letter is a number only where a name ends: "Fund V".
ROMAN_LAST = {"i": "1", "v": "5", "x": "10"}
SPOKEN_NUMBERS = {
    "one": "1", "two": "2", "three": "3", "four": "4", "five": "5", "six": "6", "seven": "7",
    "eight": "8", "nine": "9", "ten": "10", "eleven": "11", "twelve": "12",
}  # fmt: skip
# Said before the name of a ship.
SHIP_PREFIXES = listed("mv mt ss ms hms fv rv mts")
# Said before a number and worth nothing by itself.
NUMBER_SIGNS = listed("no number nr num")
