"""No file of ours names a package registry or a folder of somebody's machine."""

import re
from collections.abc import Iterator

import pytest

from tests.architecture.our_files import our_files, text_of

# In pieces, so that this file does not contain what it forbids.
REGISTRIES = tuple(
    ".".join(pieces)
    for pieces in (
        ("pypi", "org"),
        ("pypi", "python", "org"),
        ("pythonhosted", "org"),
        ("npmjs", "org"),
        ("npmjs", "com"),
        ("yarnpkg", "com"),
        ("anaconda", "org"),
        ("crates", "io"),
        ("docker", "io"),
        ("quay", "io"),
        ("ghcr", "io"),
        ("gcr", "io"),
    )
)
REGISTRY = re.compile("|".join(rf"(?<![\w-]){re.escape(host)}\b" for host in REGISTRIES))
MACHINE_PATH = re.compile(r"(?<![\w.~>)}*-])/(?:work|root|home|Users|tmp)/\w")


def offences(text: str) -> Iterator[str]:
    if not any(host in text for host in REGISTRIES) and not MACHINE_PATH.search(text):
        return  # nearly every file, and quickly
    for number, line in enumerate(text.splitlines(), start=1):
        for found in (REGISTRY.search(line), MACHINE_PATH.search(line)):
            if found:
                yield f"{number}: {found[0]}"


@pytest.mark.parametrize("host", REGISTRIES)
def test_a_registry_host_is_found(host: str) -> None:
    assert list(offences(f"fine\nindex-url = https://{host}/simple")) == [f"2: {host}"]


@pytest.mark.parametrize("folder", ["work", "root", "home", "Users", "tmp"])
def test_a_path_of_a_machine_is_found(folder: str) -> None:
    assert list(offences(f"see /{folder}/anna/notes")) == [f"1: /{folder}/a"]


@pytest.mark.parametrize("folder", ["work", "home", "root"])
def test_paths_and_hosts_of_the_product_are_not_found(folder: str) -> None:
    said = f"~/{folder}/x docs/{folder}/a.md {{base}}/{folder}/7 https://gate.kent.example/{folder}"
    assert list(offences(said)) == []


def test_no_file_of_ours_names_a_registry_or_a_machine() -> None:
    files = our_files()
    assert "pyproject.toml" in files
    assert [f"{path}:{one}" for path in files for one in offences(text_of(path))] == []


def test_no_lock_file_that_would_name_a_registry_is_ours() -> None:
    assert our_files("pyproject.toml")
    assert our_files("uv.lock", "pylock*.toml", "poetry.lock", "Pipfile.lock") == []
