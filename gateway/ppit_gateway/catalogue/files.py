"""Reads what is published: an OpenAPI document per service, and the table of house calls."""

import json
from collections.abc import Mapping
from importlib.resources import files
from typing import cast

_SUFFIX = ".openapi.json"
_HOUSE_CALLS = "house_calls.json"


def documents() -> dict[str, Mapping[str, object]]:
    """Return each service's document by the service's name."""
    folder = files("ppit_gateway.catalogue")
    return {
        file.name.removesuffix(_SUFFIX): cast("Mapping[str, object]", json.loads(file.read_text()))
        for file in folder.iterdir()
        if file.name.endswith(_SUFFIX)
    }


def house_calls() -> object:
    return json.loads(files("ppit_gateway.catalogue").joinpath(_HOUSE_CALLS).read_text())
