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

    @property
    def prefix(self) -> str:
        """What the names of its settings begin with."""
        return f"{self.package.upper()}_"

    @property
    def worker(self) -> str:
        """The name of the process that does its jobs."""
        return f"{self.name}-worker"


OFFICER_SAFETY = Service("officer-safety")
TRACING = Service("tracing")
VETTING = Service("vetting")
VICTIMS = Service("victims")
SERVICES = (OFFICER_SAFETY, TRACING, VETTING, VICTIMS)
