"""Names as screening lists hold them: people of many countries, companies and ships. Own words.

Each name stands for itself: the people, companies and ships are made up of parts drawn at random.
"""

from random import Random

from ppit_synthetic.chance import happens, ranked, words
from ppit_synthetic.codes import Sex
from ppit_synthetic.names import ORIGINS, make_lineage, make_name

ABROAD = {
    "slavic": """
Sergei Andrei Dmitri Vladimir Alexei Nikolai Mikhail Yuri Oleg Viktor Konstantin Pavel Boris
Roman Anton Maksim Ruslan Timur Vadim Kirill
|
Ivanovich Petrovich Sergeevich Nikolaevich Alexandrovich Mikhailovich Viktorovich
|
Ivanov Petrov Volkov Sokolov Morozov Lebedev Kozlov Novikov Pavlov Orlov Makarov Zaitsev
Kuznetsov Bondarenko Shevchenko Kovalenko Melnik Tkachenko Savchenko Belov
""",
    "arabic": """
Mohammed Ahmed Ali Hassan Hussein Omar Khalid Mahmoud Ibrahim Mustafa Yusuf Abdullah Tariq Walid
Samir Nasser Jamal Faisal Karim Saleh
|
Ahmed Ali Hassan Mohammed Abdul-Rahman Salem Said Abdullah Hamid Jaber
|
Al-Masri Al-Tikriti Al-Harbi Al-Zahrani Haddad Khoury Nasrallah Al-Shami Rahmani Saleh Bakri
Darwish Al-Obeidi Qasim Jaziri Al-Faraj Barakat Sultani Mansour Zaidi
""",
    "spanish": """
Jose Juan Carlos Luis Miguel Jorge Pedro Manuel Rafael Fernando Alberto Ricardo Hector Sergio
Diego Maria Carmen Rosa Lucia Elena
|
Antonio Alberto Enrique Eduardo Ramon Alejandro Isabel Teresa
|
Garcia Lopez Martinez Rodriguez Gonzalez Hernandez Perez Sanchez Ramirez Torres Flores Rivera
Gomez Diaz Cruz Morales Ortiz Gutierrez Castillo Mendoza
""",
    "chinese": """
Wei Xiaoming Jianguo Guoqiang Li Mingzhe Hong Zhiyuan Lihua Yong Bo Jun Haitao Weidong Chunhua
|

|
Wang Li Zhang Liu Chen Yang Huang Zhao Wu Zhou Xu Sun Ma Zhu Guo Deng Feng
""",
}
TRADITIONS = {
    name: tuple(ranked(part) if part.split() else None for part in text.split("|"))
    for name, text in ABROAD.items()
}
SYLLABLES = words(
    """
    ba be bri ca dal den dor el fa gar hel im jo ka kel lan lor ma mel nor or pa per qui ra ren
    sol ta tel tor ul va vel ver wen xan yar zan zor
    """
)
ENDINGS = words(
    """
    n r x s m co na ra ta don ton via rix tec ley mar san
    """
)
OWN_WORDS = words(
    """
    Golden Silver Blue Red Star Sun Eagle Falcon Lion Tiger Crystal Diamond Emerald Phoenix
    Horizon Summit Bridge River Ocean Harbour Castle Crown Royal Victory Pioneer Liberty Alliance
    Oak Cedar Willow Beacon Anchor Compass Arrow Shield Atlas Titan Orion Nova Apex Delta Omega
    """
)
LINES = words(
    """
    Roofing Catering Cleaning Plumbing Electrical Transport Logistics Shipping Engineering
    Construction Foods Motors Petroleum Energy Steel Mining Chemicals Textiles Aviation Security
    Software Consulting Properties Insurance Pharmaceuticals Furniture Landscaping Electronics
    """
)
BROAD = words(
    """
    Trading International Group Services Holdings Enterprises Global Solutions
    """
)
FORMS = words(
    """
    Ltd Limited LLC Inc Corp PLC LLP GmbH S.A. Co Corporation FZE B.V.
    """
)
BODIES = (
    "{place} Ministry of {line}",
    "Bank of {place}",
    "{place} {line} Authority",
    "University of {place}",
    "{own} Foundation for {line}",
    "Islamic Front of {place}",
    "{place} {own} Brigade",
)


def person_name(rng: Random) -> list[str]:
    """Return a person's words, given names first; at least two."""
    if happens(rng, 0.5):
        sex, lineage = rng.choice(tuple(Sex)), make_lineage(rng, ORIGINS.draw(rng))
        made = make_name(rng, lineage, sex, rng.randint(1935, 2000))
        return [*" ".join(made.given).split(), made.family]
    given, middle, family = TRADITIONS[rng.choice(sorted(TRADITIONS))]
    assert given is not None and family is not None  # noqa: PT018, S101  # only middles are absent
    middles = [middle.draw(rng)] if middle is not None and happens(rng, 0.55) else []
    last = family.draw(rng) if happens(rng, 0.6) else made_up(rng)
    return [given.draw(rng), *middles, last]


def made_up(rng: Random) -> str:
    """Return a word that no list holds."""
    return "".join(rng.choices(SYLLABLES, k=rng.randint(2, 3))).capitalize() + rng.choice(ENDINGS)


def own_word(rng: Random) -> str:
    """Return a word that a company calls itself by."""
    return rng.choice(OWN_WORDS) if happens(rng, 0.4) else made_up(rng)


def company_name(rng: Random) -> list[str]:
    """Return a company's words; a legal form, where there is one, is the last."""
    chance = rng.random()
    if chance < 0.15:  # noqa: PLR2004 - shares of kinds of names
        body = rng.choice(BODIES)
        filled = body.format(place=made_up(rng), line=rng.choice(LINES), own=own_word(rng))
        return filled.split()
    made = [own_word(rng) for _ in range(2 if happens(rng, 0.4) else 1)]
    if happens(rng, 0.75):
        made.append(rng.choice(LINES))
    if happens(rng, 0.45) or len(made) == 1:
        made.append(rng.choice(BROAD))
    if happens(rng, 0.12):
        made.append(rng.choice(("II", "III", "2", "3", "7")))
    return [*made, rng.choice(FORMS)] if happens(rng, 0.75) else made


def ship_name(rng: Random) -> list[str]:
    """Return a ship's words."""
    made = [own_word(rng) for _ in range(rng.choice((1, 2, 2)))]
    return [*made, str(rng.randint(1, 12))] if happens(rng, 0.3) else made
