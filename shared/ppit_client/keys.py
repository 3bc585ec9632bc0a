"""A partner's key pair: the private half stays, the public half goes into the register."""

from dataclasses import dataclass, field

from ppit_platform.tokens import SigningKey, new_private_key


@dataclass(frozen=True, slots=True)
class KeyPair:
    """``private_pem`` is PKCS8 without a password: keep it where only the client reads it."""

    private_pem: bytes = field(repr=False)

    @property
    def jwks(self) -> dict[str, list[dict[str, str]]]:
        """The public half as the register file takes it (RFC 7517)."""
        return {"keys": [SigningKey.from_pem(self.private_pem).public.as_jwk()]}


def new_key_pair() -> KeyPair:
    return KeyPair(new_private_key())
