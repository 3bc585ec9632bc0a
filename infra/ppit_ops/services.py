"""The services behind the gate, and the names that follow from each service's own."""

from dataclasses import dataclass

GATE_DATABASE = "ppit_gateway"


@dataclass(frozen=True, slots=True)
class Service:
    """One service. Its only role is named after its package, and so is its database.

    ``at_home``: it lives in the gate's database, where its effects are; in a schema of its own, if
    ``schema`` names one. ``settings`` are what it has of its own in a house on one machine.
    """

    name: str
    at_home: bool = False
    schema: str | None = None
    settings: tuple[tuple[str, str], ...] = ()

    @property
    def package(self) -> str:
        return f"ppit_{self.name.replace('-', '_')}"

    @property
    def database(self) -> str:
        return GATE_DATABASE if self.at_home else self.package

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
PARTNERS = Service("partners", at_home=True)
# In such a house partners are played, so that their receivers are on this machine too.
WEBHOOKS = Service("webhooks", settings=(("loopback", "true"),))
AUDIT = Service("audit", at_home=True, schema="audit")
SERVICES = (OFFICER_SAFETY, TRACING, VETTING, VICTIMS, PARTNERS, WEBHOOKS, AUDIT)
