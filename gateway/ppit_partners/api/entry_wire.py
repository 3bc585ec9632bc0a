"""What the register says of partners, clients and agreements."""

from ppit_gateway.domain.agreements import Signature, Status
from ppit_gateway.domain.public_register import RegisterEntry, register_entry
from ppit_gateway.domain.register import Client, Partner
from ppit_partners.domain.terms import Terms, terms_of
from ppit_partners.storage.register import AgreementStands
from ppit_platform.codes import Role
from ppit_platform.tokens import PublicKey
from ppit_platform.wire import WireModel


class PartnerShown(WireModel):
    org_id: str
    name: str


class PartnerList(WireModel):
    items: tuple[PartnerShown, ...]


class ClientShown(WireModel):
    """``key_ids`` are RFC 7638 thumbprints, or the names that were registered."""

    client_id: str
    org_id: str
    status: Status
    sandbox: bool
    agreements: tuple[str, ...]
    key_ids: tuple[str, ...]


class ClientList(WireModel):
    items: tuple[ClientShown, ...]


class AgreementShown(WireModel):
    """The terms that execute, and the same agreement as the public register's entry of 18 fields.

    ``people_today`` are spent of ``people_per_day``, or reserved, since midnight in London.
    """

    agreement_id: str
    version: int
    partner: str
    status: Status
    people_today: int
    terms: Terms
    signatures: tuple[Signature, ...]
    register_entry: RegisterEntry


class AgreementList(WireModel):
    items: tuple[AgreementShown, ...]


class Me(WireModel):
    """Who asks, as the gate knows them, and every agreement that their client may act under."""

    org_id: str
    client_id: str
    user_id: str | None
    role: Role | None
    agreement_id: str
    agreement_version: int
    agreements: tuple[AgreementShown, ...]


def partner_shown(partner: Partner) -> PartnerShown:
    return PartnerShown(org_id=partner.org_id, name=partner.name)


def client_shown(client: Client) -> ClientShown:
    return ClientShown(
        client_id=client.client_id,
        org_id=client.org_id,
        status=client.status,
        sandbox=client.sandbox,
        agreements=tuple(sorted(client.agreements)),
        key_ids=tuple(PublicKey.from_jwk(key).key_id for key in client.jwks.keys),
    )


def agreement_shown(stands: AgreementStands) -> AgreementShown:
    agreement = stands.agreement
    return AgreementShown(
        agreement_id=agreement.agreement_id,
        version=agreement.version,
        partner=agreement.partner,
        status=stands.status,
        people_today=stands.people_today,
        terms=terms_of(agreement),
        signatures=agreement.signatures,
        register_entry=register_entry(agreement),
    )
