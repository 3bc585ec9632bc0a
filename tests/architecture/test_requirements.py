"""The pinned requirements: with hashes, one version of each package, a reason for each."""

import re

import pytest

from tests.architecture.our_files import ROOT, text_of

LAYERS = ("runtime", "demo", "dev")
NAME = re.compile(r"^([A-Za-z0-9][A-Za-z0-9._-]*)")


def canonical(name: str) -> str:
    return re.sub(r"[-_.]+", "-", name).lower()


def asked_for(layer: str) -> dict[str, str]:
    """Return each package that a layer asks for with the reason beside it."""
    asked: dict[str, str] = {}
    for line in text_of(f"requirements/{layer}.in").splitlines():
        found = NAME.match(line)
        if found:
            asked[canonical(found[1])] = line.partition("#")[2].strip()
    return asked


def pinned(layer: str) -> dict[str, str]:
    """Return each pin with what belongs to it: version, marker and hashes."""
    text = text_of(f"requirements/{layer}.txt").replace("\\\n", " ")
    pins = (
        line.partition("==") for line in text.splitlines() if "==" in line and line[0].isalnum()
    )
    return {canonical(name): rest for name, _, rest in pins}


@pytest.mark.parametrize("layer", [*LAYERS, "bootstrap"])
def test_every_pin_carries_hashes(layer: str) -> None:
    assert pinned(layer)
    assert [name for name, rest in pinned(layer).items() if "--hash=sha256:" not in rest] == []


@pytest.mark.parametrize("layer", [*LAYERS, "bootstrap"])
def test_all_that_is_asked_for_is_pinned(layer: str) -> None:
    assert asked_for(layer)
    assert asked_for(layer).keys() - pinned(layer).keys() == set()


@pytest.mark.parametrize(("inner", "outer"), [("runtime", "demo"), ("demo", "dev")])
def test_what_is_tested_is_what_runs(inner: str, outer: str) -> None:
    version = {name: rest.split()[0] for name, rest in pinned(inner).items()}
    beyond = {name: rest.split()[0] for name, rest in pinned(outer).items()}
    assert version
    assert {name: beyond.get(name) for name in version} == version


@pytest.mark.parametrize("layer", [*LAYERS, "bootstrap"])
def test_every_package_that_is_asked_for_says_why(layer: str) -> None:
    assert [name for name, reason in asked_for(layer).items() if not reason] == []


def test_the_wheel_of_the_workspace_asks_for_nothing_of_its_own() -> None:
    assert "dependencies" not in (ROOT / "pyproject.toml").read_text("utf-8").split("[tool.", 1)[0]
