"""A partner's key pair: the private half stays, the public half goes into the register."""

from dataclasses import dataclass, field

from ppit_client.signing import ClientKey


@dataclass(frozen=True, slots=True)
class KeyPair:
    """``private_pem`` is PKCS8 without a password: keep it where only the client reads it."""

    private_pem: bytes = field(repr=False)

    @property
    def jwks(self) -> dict[str, list[dict[str, str]]]:
        """The public half as the register file takes it (RFC 7517)."""
        key = ClientKey.from_pem(self.private_pem)
        return {"keys": [{**key.point, "kid": key.key_id, "alg": "ES256", "use": "sig"}]}


def new_key_pair() -> KeyPair:
    return KeyPair(ClientKey.new().pem)
