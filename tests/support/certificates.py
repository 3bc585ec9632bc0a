"""Certificates for an hour, of an authority that only this test knows."""

import ssl
import tempfile
from datetime import UTC, datetime, timedelta
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat

_LIFE = timedelta(hours=1)


def certificates(name: str) -> tuple[ssl.SSLContext, ssl.SSLContext]:
    """Return what a caller trusts, and what a server of this name shows."""
    authority_key, key = (ec.generate_private_key(ec.SECP256R1()) for _ in range(2))
    authority = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "A test")])
    root = _signed(authority, authority, authority_key, authority_key, ca=True)
    server = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, name)])
    leaf = _signed(server, authority, key, authority_key, ca=False)
    trusting = ssl.create_default_context(cadata=root.public_bytes(Encoding.PEM).decode())
    showing = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    secret = key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "server.pem"
        file.write_bytes(secret + leaf.public_bytes(Encoding.PEM))
        showing.load_cert_chain(file)
    return trusting, showing


def _signed(
    subject: x509.Name,
    issuer: x509.Name,
    key: ec.EllipticCurvePrivateKey,
    by: ec.EllipticCurvePrivateKey,
    *,
    ca: bool,
) -> x509.Certificate:
    now = datetime.now(UTC)
    name = str(subject.get_attributes_for_oid(x509.NameOID.COMMON_NAME)[0].value)
    builder = (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(issuer)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - _LIFE)
        .not_valid_after(now + _LIFE)
        .add_extension(x509.BasicConstraints(ca=ca, path_length=None), critical=True)
    )
    if not ca:
        named = x509.SubjectAlternativeName([x509.DNSName(name)])
        builder = builder.add_extension(named, critical=False)
    return builder.sign(by, hashes.SHA256())
