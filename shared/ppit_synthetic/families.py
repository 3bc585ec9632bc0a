"""Surnames by naming tradition. The British ones: Faker's 500 with their weights, and a tail.

Faker's en_GB list carries real frequencies but ends at 39.5% of the people, and no longer open list
of UK surnames is published as a package. The tail is therefore put together from the parts that
English place surnames are made of: rare names that look right, not a measured distribution.
"""

from typing import cast

from faker.providers.person.en_GB import Provider

from ppit_synthetic.chance import Weighted, ranked, weighted, words
from ppit_synthetic.codes import Origin

_TAIL_SHARE = (
    0.45  # below the true 60%: more common names, so more namesakes, which is the hard way
)
_FIRST = words(
    "Ash Apple Bark Black Brad Brook Cald Chat Clay Cole Cran Dun East Elm Fair Farn Gold Green "
    "Hal Hart Hazel Hol Kings Lang Lin Mar Mead Nor Oak Par Pen Rad Red Row Sel Shel Stan Stock "
    "Thorn Under Wad Wal West Whit Win Wood Wool Wy"
)
_SECOND = words(
    "borne bury combe cott croft den don field ford grove ham hurst land ley man mere ridge sden "
    "stead ston ton well wick worth yard"
)


def _british() -> Weighted[str]:
    # Faker types its lists as names alone; this one carries weights.
    known = cast("dict[str, float]", Provider.last_names)
    listed = sorted(known.items())
    tail = [first + second for first in _FIRST for second in _SECOND]
    each = sum(weight for _, weight in listed) * _TAIL_SHARE / (1 - _TAIL_SHARE) / len(tail)
    return weighted((*listed, *((name, each) for name in tail)))


FAMILIES = {
    Origin.BRITISH: _british(),
    Origin.WELSH: ranked(
        "Jones Williams Davies Evans Thomas Roberts Hughes Lewis Morgan Griffiths Edwards Owen "
        "Rees Morris Price Lloyd Pritchard Llewellyn Gwynne Probert Bebb Parry-Jones Rhys-Evans "
        "Vaughan Maddocks"
    ),
    Origin.IRISH: ranked(
        "Murphy Kelly O'Brien Walsh O'Sullivan Byrne Ryan O'Connor O'Neill Doyle McCarthy "
        "Gallagher Doherty McLoughlin Fitzgerald Quinn O'Leary McDonagh Ní-Bhriain Ó-Súilleabháin "
        "MacNamara O'Dwyer Hegarty Foley Cullinane"
    ),
    # The masculine form: -ski, -cki and -dzki become -ska, -cka and -dzka for a woman.
    Origin.POLISH: ranked(
        "Nowak Kowalski Wiśniewski Wójcik Kowalczyk Kamiński Lewandowski Zieliński Szymański "
        "Woźniak Dąbrowski Kozłowski Jankowski Mazur Krawczyk Piotrowski Grabowski Pawłowski "
        "Michalski Król Wieczorek Jabłoński Majewski Olszewski Stępień Malinowski Jaworski Dudek "
        "Górski Sikora Baran Rutkowski"
    ),
    Origin.NEPALI: ranked(
        "Gurung Rai Limbu Thapa Tamang Magar Pun Shrestha Ghale Rana Sunuwar Chhetri Adhikari "
        "Basnet Karki Lama Sherpa Khadka"
    ),
    Origin.NIGERIAN: ranked(
        "Okafor Adeyemi Okonkwo Adebayo Ogunleye Eze Nwosu Balogun Okeke Afolabi Obi Adeleke Igwe "
        "Nwachukwu Ojo Olawale Chukwu Onyeka Akinola Bakare Uzoma Ogundipe"
    ),
    Origin.ROMANIAN: ranked(
        "Popescu Ionescu Popa Radu Dumitru Stan Stoica Gheorghe Matei Ciobanu Rusu Munteanu "
        "Constantinescu Georgescu Lungu Șerban Țurcanu Dragomir Nistor Văcărescu Moldoveanu "
        "Căpățână"
    ),
}
SIKH_FAMILIES = ranked(
    "Gill Sandhu Dhillon Sidhu Grewal Bains Dhaliwal Sohal Johal Purewal Virdee Atwal Mann Rai"
)
HINDU_FAMILIES = ranked(
    "Patel Shah Sharma Mistry Desai Parmar Solanki Chauhan Joshi Mehta Trivedi Pandya Gandhi"
)
MUSLIM_FAMILIES = ranked(
    "Khan Ahmed Hussain Ali Malik Iqbal Akhtar Rahman Chowdhury Uddin Mahmood Miah Qureshi Sheikh"
)
MUSLIM_WOMENS_LAST = ranked("Begum Bibi Khatun Akhtar Kausar Khanam")
