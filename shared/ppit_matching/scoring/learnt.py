"""The shipped model that was learnt: from synthetic lists of tuning seeds, without their labels.

`learnt.json` says how, and how well it did. A list that is linked learns its own weights and takes
from here how much of what weights say proves true: that is fitted where the truth is known. Single
questions are weighed by the estimate still (see `default`).
"""

import json
from importlib.resources import files
from typing import cast

from ppit_matching.scoring.model_json import model_from_json

FILE = "learnt.json"


def _stored() -> dict[str, object]:
    text = files("ppit_matching.scoring").joinpath(FILE).read_text(encoding="utf-8")
    return cast("dict[str, object]", json.loads(text))


LEARNT = model_from_json(_stored())
