"""A1 to A4: what a token endpoint grants and refuses.

RFC 6749, RFC 7523 with the audience of draft-ietf-oauth-rfc7523bis, RFC 9449, and the modules of
the FAPI 2.0 conformance suite that concern client credentials, by what they ask.
"""

from base64 import b64encode
from collections.abc import Mapping
from urllib.parse import quote

from ppit_conformance.check import Check, Expected, expected
from ppit_conformance.hand import NO_CHANGES, At, Changes
from ppit_conformance.kit import Form, Kit, Reply, Unseen

GRANTED = Expected(frozenset({200}), frozenset({""}))
UNPROVEN = expected(400, 401, errors="invalid_client")
NO_PROOF = expected(400, 401, errors="invalid_dpop_proof invalid_request")
HOUR = 3600
_LONGEST_SECONDS = 300
_NO_ASSERTION: Mapping[str, str | None] = {
    "client_assertion": None,
    "client_assertion_type": None,
}


def _form(name: str, fields: Mapping[str, str | None], clause: str, error: str) -> Check:
    return Check(
        clause, name, expected(400, 401, errors=error), lambda kit: kit.token(Form(fields=fields))
    )


def _claims(name: str, claims: Changes) -> Check:
    return Check("A3", name, UNPROVEN, lambda kit: kit.token(Form(claims=claims)))


def _header(clause: str, name: str, header: Changes) -> Check:
    return Check(clause, name, UNPROVEN, lambda kit: kit.token(Form(header=header)))


def _proof(name: str, claims: Changes, header: Changes = NO_CHANGES) -> Check:
    return Check(
        "A4", name, NO_PROOF, lambda kit: kit.token(Form(proof=claims, proof_header=header))
    )


def _granted(clause: str, name: str, form: Form) -> Check:
    return Check(clause, name, GRANTED, lambda kit: kit.token(form))


def _happy(kit: Kit) -> Reply:
    """Ask for a token, and look at more of the answer than its status."""
    reply = kit.token()
    life = reply.body.get("expires_in")
    lasting = type(life) is int and 0 < life <= _LONGEST_SECONDS
    bound = str(reply.body.get("token_type", "")).lower() == "dpop"
    kept = "no-store" not in reply.headers.get("cache-control", "")
    if reply.status == 200 and (kept or not lasting or not bound):  # noqa: PLR2004  # a status
        return Reply(reply.status, "token-of-another-kind", reply.headers, reply.body)
    return reply


def _again(kit: Kit) -> Reply:
    assertion = kit.hand.assertion()
    _must_be_granted(kit.token(Form(assertion=assertion)))
    return kit.token(Form(assertion=assertion))


def _proof_again(kit: Kit) -> Reply:
    _must_be_granted(kit.token())  # and so the nonce is known
    proof = kit.token_proof()
    _must_be_granted(kit.token(Form(proofs=[proof])))
    return kit.token(Form(proofs=[proof]))


def _must_be_granted(reply: Reply) -> None:
    if not GRANTED.met(reply):
        msg = f"the first was not granted: {reply.status} {reply.error}"
        raise Unseen(msg)


def _audience(kit: Kit, *, array: bool) -> Reply:
    aud = [kit.target.issuer] if array else kit.target.token_url
    return kit.token(Form(claims={"aud": aud}))


def _basic(kit: Kit) -> Reply:
    secret = b64encode(f"{quote(kit.target.client_id)}:secret".encode()).decode()
    return kit.token(Form(fields=_NO_ASSERTION, headers={"Authorization": f"Basic {secret}"}))


def _private_key(kit: Kit) -> Reply:
    jwk = {**kit.hand.key.point, "d": kit.hand.key.point["x"]}
    return kit.token(Form(proof_header={"jwk": jwk}))


def _forged(kit: Kit) -> Reply:
    head, payload, signature = kit.token_proof().split(".")
    return kit.token(Form(proofs=[f"{head}.{payload}.{signature[:-4]}AAAA"]))


def _no_secret(kit: Kit) -> Reply:
    fields = {**_NO_ASSERTION, "client_id": kit.target.client_id, "client_secret": "secret"}
    return kit.token(Form(fields=fields))


def _wrong_nonce(kit: Kit) -> Reply:
    """Expect the nonce to use, beside the error (RFC 9449 s.8)."""
    reply = kit.token(Form(proof={"nonce": "a-nonce-of-nobody"}))
    if "dpop-nonce" not in reply.headers:
        return Reply(reply.status, f"{reply.error}-without-dpop-nonce", reply.headers, reply.body)
    return reply


AT_TOKEN_ENDPOINT = (
    Check("A1", "a-good-request-is-granted", GRANTED, _happy),
    _form("no-password-grant", {"grant_type": "password"}, "A1", "unsupported_grant_type"),
    _form("no-implicit-grant", {"grant_type": "implicit"}, "A1", "unsupported_grant_type"),
    _form("a-grant-is-named", {"grant_type": None}, "A1", "invalid_request"),
    Check(
        "A1",
        "a-parameter-stands-once",
        expected(400, errors="invalid_request"),
        lambda kit: kit.token(Form(twice="grant_type")),
    ),
    _form("an-assertion-is-needed", _NO_ASSERTION, "A2", "invalid_client invalid_request"),
    _form(
        "the-assertion-is-of-the-client",
        {"client_id": "somebody-else"},
        "A2",
        "invalid_client invalid_request",
    ),
    _header("A2", "alg-rs256", {"alg": "RS256"}),
    _header("A2", "alg-ps256", {"alg": "PS256"}),
    _header("A2", "alg-none", {"alg": "none"}),
    Check(
        "A2",
        "hs256-with-the-public-key",
        UNPROVEN,
        lambda kit: kit.token(Form(assertion=kit.hand.shared_secret())),
    ),
    Check("A2", "no-basic-authentication", UNPROVEN, _basic),
    Check("A2", "no-client-secret", UNPROVEN, _no_secret),
    Check("A3", "aud-an-array", UNPROVEN, lambda kit: _audience(kit, array=True)),
    Check("A3", "aud-the-token-endpoint", UNPROVEN, lambda kit: _audience(kit, array=False)),
    _claims("aud-missing", {"aud": None}),
    _claims("aud-another", {"aud": "https://elsewhere.example"}),
    _claims("iss-another", {"iss": "somebody-else"}),
    _claims("sub-missing", {"sub": None}),
    _claims("sub-another", {"sub": "somebody-else"}),
    _claims("exp-missing", {"exp": None}),
    _claims("exp-5-minutes-past", {"iat": At(-360), "exp": At(-300)}),
    _claims("exp-an-hour-ahead", {"exp": At(HOUR)}),
    _claims("exp-a-list", {"exp": [1]}),
    _claims("exp-true", {"exp": True}),
    _claims("exp-infinite", {"exp": 10**400}),
    _claims("iat-60-seconds-ahead", {"iat": At(60), "exp": At(120)}),
    _claims("nbf-60-seconds-ahead", {"nbf": At(60)}),
    _granted("A3", "iat-8-seconds-ahead-is-good", Form(claims={"iat": At(8)})),
    _granted("A3", "nbf-8-seconds-ahead-is-good", Form(claims={"nbf": At(8)})),
    _claims("jti-missing", {"jti": None}),
    Check("A3", "jti-once", UNPROVEN, _again),
    _header("A3", "kid-missing", {"kid": None}),
    _header("A3", "kid-unknown", {"kid": "../../etc/passwd"}),
    _header("A3", "jku", {"jku": "http://127.0.0.1:1/keys"}),
    _header("A3", "x5u", {"x5u": "http://127.0.0.1:1/keys"}),
    _header("A3", "crit", {"crit": ["exp"]}),
    Check(
        "A3",
        "jwk-of-its-own",
        UNPROVEN,
        lambda kit: kit.token(Form(header={"jwk": kit.hand.key.point})),
    ),
    Check(
        "A3",
        "another-key",
        UNPROVEN,
        lambda kit: kit.token(Form(assertion=kit.hand.assertion(key=kit.hand.stranger))),
    ),
    Check("A4", "a-proof-is-needed", NO_PROOF, lambda kit: kit.token(Form(proofs=[]))),
    Check(
        "A4",
        "one-proof",
        NO_PROOF,
        lambda kit: kit.token(Form(proofs=[kit.token_proof(), kit.token_proof()])),
    ),
    Check("A4", "proof-no-token", NO_PROOF, lambda kit: kit.token(Form(proofs=["a.b.c"]))),
    Check("A4", "proof-badly-signed", NO_PROOF, _forged),
    Check("A4", "proof-with-a-private-key", NO_PROOF, _private_key),
    Check("A4", "proof-once", NO_PROOF, _proof_again),
    Check("A4", "nonce-of-nobody", expected(400, 401, errors="use_dpop_nonce"), _wrong_nonce),
    _proof("proof-htm-missing", {"htm": None}),
    _proof("proof-htm-another", {"htm": "GET"}),
    _proof("proof-htu-missing", {"htu": None}),
    _proof("proof-htu-another", {"htu": "https://elsewhere.example/token"}),
    _proof("proof-jti-missing", {"jti": None}),
    _proof("proof-iat-missing", {"iat": None}),
    _proof("proof-iat-an-hour-ago", {"iat": At(-HOUR)}),
    _proof("proof-iat-an-hour-ahead", {"iat": At(HOUR)}),
    _proof("proof-typ-missing", {}, {"typ": None}),
    _proof("proof-typ-another", {}, {"typ": "JWT"}),
    _proof("proof-alg-none", {}, {"alg": "none"}),
    _proof("proof-alg-rs256", {}, {"alg": "RS256"}),
    _proof("proof-jwk-missing", {}, {"jwk": None}),
    _granted("A4", "proof-iat-10-seconds-ago-is-good", Form(proof={"iat": At(-10)})),
    _granted("A4", "proof-iat-10-seconds-ahead-is-good", Form(proof={"iat": At(10)})),
    _granted("A4", "proof-with-more-claims-is-good", Form(proof={"extra": {"more": [1]}})),
)
