"""Reads docker-compose.yml as Compose does: merged, with its variables filled in."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TypeAlias, cast

from ruamel.yaml import YAML

from tests.architecture.our_files import ROOT

Node: TypeAlias = Mapping[str, object]
COMPOSE_FILE = ROOT / "docker-compose.yml"
MOUNTED = "/run/"
_VARIABLE = re.compile(r"\$\{(\w+)(?::([-?])([^}]*))?\}")


@dataclass(frozen=True, slots=True)
class Container:
    """One service of the file."""

    name: str
    node: Node

    @property
    def command(self) -> list[str]:
        return list(cast("Sequence[str]", self.node.get("command") or ()))

    @property
    def environment(self) -> Mapping[str, str]:
        return cast("Mapping[str, str]", self.node.get("environment") or {})

    @property
    def secrets(self) -> Mapping[str, str]:
        """Name of the secret by the path at which it is mounted."""
        found: dict[str, str] = {}
        for one in cast("Sequence[str | Mapping[str, str]]", self.node.get("secrets") or ()):
            source = one if isinstance(one, str) else one["source"]
            target = source if isinstance(one, str) else one["target"]
            path = target if target.startswith("/") else f"/run/secrets/{target}"
            found[path] = source
        return found

    @property
    def volumes(self) -> Mapping[str, tuple[str, bool]]:
        """Volume or file, and whether it may be written to, by where it is mounted."""
        given = cast("Sequence[str]", self.node.get("volumes") or ())
        parts = [one.split(":") for one in given]
        return {part[1]: (part[0], part[2:] != ["ro"]) for part in parts}

    @property
    def probe(self) -> list[str]:
        """What its health check runs; empty where it has none."""
        check = cast("Node", self.node.get("healthcheck") or {})
        return list(cast("Sequence[str]", check.get("test") or ()))[1:]

    @property
    def waits_for(self) -> Mapping[str, str]:
        """The condition by the name of what must have reached it."""
        needs = cast("Mapping[str, Mapping[str, str]]", self.node.get("depends_on") or {})
        return {name: need["condition"] for name, need in needs.items()}

    def strings(self, key: str) -> list[str]:
        return list(cast("Sequence[str]", self.node.get(key) or ()))

    def option(self, name: str) -> str:
        """Return what follows ``name`` in the command."""
        return self.command[self.command.index(name) + 1]


@dataclass(frozen=True, slots=True)
class Compose:
    """The file, with every variable that it requires set to ``ppit.example``."""

    document: Node

    @property
    def containers(self) -> dict[str, Container]:
        services = cast("Mapping[str, Node]", self.document["services"])
        return {name: Container(name, node) for name, node in services.items()}

    @property
    def networks(self) -> Mapping[str, Node]:
        return cast("Mapping[str, Node]", self.document["networks"])

    @property
    def secret_files(self) -> Mapping[str, str]:
        """Each secret's file, from the folder of the secrets."""
        named = cast("Mapping[str, Mapping[str, str]]", self.document["secrets"])
        return {name: one["file"].removeprefix("./secrets/") for name, one in named.items()}


def read_compose() -> Compose:
    loaded = cast("object", YAML(typ="safe").load(COMPOSE_FILE))  # pyright: ignore[reportUnknownMemberType]
    return Compose(cast("Node", _filled(loaded)))


def _filled(node: object) -> object:
    if isinstance(node, str):
        return _VARIABLE.sub(_value, node)
    if isinstance(node, dict):
        return {key: _filled(one) for key, one in cast("dict[str, object]", node).items()}
    if isinstance(node, list):
        return [_filled(one) for one in cast("list[object]", node)]
    return node


def _value(found: re.Match[str]) -> str:
    return str(found[3]) if found[2] == "-" else "ppit.example"
