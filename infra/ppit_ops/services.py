"""The services behind the gate, and the names that follow from each service's own."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Service:
    """One service. Its database and its only role are both named after its package."""

    name: str

    @property
    def package(self) -> str:
        return f"ppit_{self.name.replace('-', '_')}"

    @property
    def program(self) -> str:
        return f"ppit-{self.name}"


SERVICES = tuple(map(Service, ("officer-safety", "tracing", "vetting", "victims")))
