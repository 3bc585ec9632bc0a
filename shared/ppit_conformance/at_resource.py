"""B1 to B3: what a resource answers to a token that is bound to a key (RFC 9449 s.7)."""

from ppit_conformance.check import Check, Expected, expected
from ppit_conformance.hand import NO_CHANGES, At, Changes
from ppit_conformance.kit import Call, Kit, Reply

ANSWERED = Expected(frozenset({200}), frozenset({""}))
NO_PROOF = expected(401, errors="invalid_dpop_proof invalid_token")
HOUR = 3600


def _proof(name: str, claims: Changes, header: Changes = NO_CHANGES) -> Check:
    return Check(
        "B2", name, NO_PROOF, lambda kit: kit.call(Call(proof=claims, proof_header=header))
    )


def _answered(name: str, call: Call) -> Check:
    return Check("B2", name, ANSWERED, lambda kit: kit.call(call))


def _challenged(kit: Kit) -> Reply:
    """Ask without a token: the challenge is DPoP's, and says of no error (RFC 9449 s.7.1)."""
    reply = kit.get(kit.target.resource, [])
    if not reply.headers.get("www-authenticate", "").startswith("DPoP "):
        return Reply(reply.status, "no-dpop-challenge", reply.headers, reply.body)
    return reply


def _forged(kit: Kit) -> Reply:
    head, payload, signature = kit.call_proof(Call()).split(".")
    return kit.call(Call(proofs=[f"{head}.{payload}.{signature[:-4]}AAAA"]))


def _private_key(kit: Kit) -> Reply:
    jwk = {**kit.hand.key.point, "d": kit.hand.key.point["x"]}
    return kit.call(Call(proof_header={"jwk": jwk}))


def _again(kit: Kit) -> Reply:
    proof = kit.call_proof(Call())
    kit.call(Call(proofs=[proof]))
    return kit.call(Call(proofs=[proof]))


def _beyond(kit: Kit) -> Reply | None:
    beyond = kit.target.beyond
    return None if beyond is None else kit.call(Call(url=beyond))


def _spelled(kit: Kit) -> Reply:
    scheme, _, rest = kit.target.resource.partition("://")
    host, slash, path = rest.partition("/")
    url = f"{scheme.upper()}://{host.upper()}{slash}{path}"
    return kit.call(Call(proof={"htu": url}))


AT_RESOURCE = (
    Check("B1", "no-token", Expected(frozenset({401}), frozenset({""})), _challenged),
    Check(
        "B1",
        "a-bound-token-is-no-bearer-token",
        expected(401, errors="invalid_token"),
        lambda kit: kit.call(Call(scheme="Bearer", proofs=[])),
    ),
    Check(
        "B1",
        "nor-with-a-proof",
        expected(401, errors="invalid_token"),
        lambda kit: kit.call(Call(scheme="Bearer")),
    ),
    _answered("a-good-call-is-answered", Call()),
    _answered("lower-case-scheme-is-good", Call(scheme="dpop")),
    _answered("iat-10-seconds-ago-is-good", Call(proof={"iat": At(-10)})),
    _answered("iat-10-seconds-ahead-is-good", Call(proof={"iat": At(10)})),
    _answered("more-claims-are-good", Call(proof={"extra": {"more": [1]}})),
    Check("B2", "htu-in-upper-case-is-good", ANSWERED, _spelled),
    Check("B2", "no-proof", NO_PROOF, lambda kit: kit.call(Call(proofs=[]))),
    Check(
        "B2",
        "two-proofs",
        NO_PROOF,
        lambda kit: kit.call(Call(proofs=[kit.call_proof(Call()), kit.call_proof(Call())])),
    ),
    Check("B2", "no-token-as-proof", NO_PROOF, lambda kit: kit.call(Call(proofs=["a.b.c"]))),
    Check("B2", "another-key", NO_PROOF, lambda kit: kit.call(Call(by_stranger=True))),
    Check("B2", "badly-signed", NO_PROOF, _forged),
    Check("B2", "a-private-key", NO_PROOF, _private_key),
    Check("B2", "jti-once", NO_PROOF, _again),
    _proof("jti-missing", {"jti": None}),
    _proof("htm-missing", {"htm": None}),
    _proof("htm-another", {"htm": "POST"}),
    _proof("htu-missing", {"htu": None}),
    _proof("htu-another-path", {"htu": "https://elsewhere.example/"}),
    _proof("htu-no-url", {"htu": "not a url"}),
    _proof("iat-missing", {"iat": None}),
    _proof("iat-no-number", {"iat": "soon"}),
    _proof("iat-an-hour-ago", {"iat": At(-HOUR)}),
    _proof("iat-an-hour-ahead", {"iat": At(HOUR)}),
    _proof("exp-past", {"exp": At(-HOUR)}),
    _proof("nbf-ahead", {"nbf": At(HOUR)}),
    _proof("ath-missing", {"ath": None}),
    _proof("ath-of-another-token", {"ath": "x" * 43}),
    _proof("typ-missing", {}, {"typ": None}),
    _proof("typ-another", {}, {"typ": "JWT"}),
    _proof("alg-none", {}, {"alg": "none"}),
    _proof("alg-rs256", {}, {"alg": "RS256"}),
    _proof("alg-hs256", {}, {"alg": "HS256"}),
    _proof("jwk-missing", {}, {"jwk": None}),
    _proof("crit", {}, {"crit": ["b64"], "b64": False}),
    _proof("jku", {}, {"jku": "http://127.0.0.1:1/keys"}),
    Check(
        "B3", "a-scope-that-was-not-granted", expected(403, errors="insufficient_scope"), _beyond
    ),
)
