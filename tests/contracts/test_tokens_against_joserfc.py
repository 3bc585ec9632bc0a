"""Whatever our token rules accept, an independent library accepts too."""

import json
from datetime import UTC, datetime, timedelta

from hypothesis import assume, given, settings
from hypothesis import strategies as st
from joserfc import jwt
from joserfc.jwk import ECKey

from ppit_platform.tokens import Expected, InvalidToken, verify
from tests.support.jws import HandKey, base64url

NOW = datetime(2026, 3, 2, 12, 0, tzinfo=UTC)
SECOND = int(NOW.timestamp())
KEY = HandKey.new()
ORACLE_KEY = ECKey.import_key({**KEY.public.as_jwk()})
EXPECTED = Expected(frozenset({"JWT"}), "issuer", "audience", timedelta(minutes=5))
HEADER = {"alg": "ES256", "typ": "JWT", "kid": KEY.key_id}
CLAIMS = {"iss": "issuer", "aud": "audience", "iat": SECOND, "exp": SECOND + 60, "jti": "one"}

_scalars = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(),
    st.integers(SECOND - 400, SECOND + 400),
    st.floats(allow_nan=True),
    st.text(max_size=12),
    st.sampled_from(["ES256", "HS256", "none", "JWT", "at+jwt", "issuer", "audience", KEY.key_id]),
)
_values = st.one_of(_scalars, st.lists(_scalars, max_size=3), st.just({"a": {"b": 1}}))
_names = st.sampled_from(
    ["alg", "typ", "kid", "crit", "b64", "jwk", "jku", "iss", "aud", "iat", "exp", "nbf", "jti"]
)
_changes = st.dictionaries(_names, _values, max_size=2)
_edits = st.lists(
    st.tuples(st.integers(0, 600), st.sampled_from("ABab01-_.=!\n{}"), st.sampled_from("irda")),
    max_size=3,
)


def edited(raw: str, edits: list[tuple[int, str, str]]) -> str:
    """Insert, replace, delete or append single characters."""
    for place, character, kind in edits:
        at = place % (len(raw) + 1)
        skip = 0 if kind == "i" else 1
        raw = (
            raw + character
            if kind == "a"
            else raw[:at] + character * (kind != "d") + raw[at + skip :]
        )
    return raw


def we_accept(raw: str) -> bool:
    try:
        verify(raw, keys={KEY.key_id: KEY.public}, expected=EXPECTED, now=NOW)
    except InvalidToken:
        return False
    return True


def the_oracle_accepts(raw: str) -> bool:
    token = jwt.decode(raw, ORACLE_KEY, algorithms=["ES256"])
    rules = jwt.JWTClaimsRegistry(
        now=SECOND,
        leeway=10,
        iss={"essential": True, "value": "issuer"},
        aud={"essential": True, "value": "audience"},
        exp={"essential": True},
        iat={"essential": True},
    )
    rules.validate(token.claims)
    return True


@settings(max_examples=300, deadline=None)
@given(header=_changes, claims=_changes)
def test_a_signed_token_with_changed_statements_is_accepted_by_us_only_if_by_both(
    header: dict[str, object], claims: dict[str, object]
) -> None:
    raw = KEY.raw(
        json.dumps({**HEADER, **header}).encode(), json.dumps({**CLAIMS, **claims}).encode()
    )
    if we_accept(raw):
        assert the_oracle_accepts(raw)


@settings(max_examples=300, deadline=None)
@given(edits=_edits)
def test_a_token_with_edited_text_is_accepted_by_us_only_if_by_both(
    edits: list[tuple[int, str, str]],
) -> None:
    raw = edited(KEY.token(CLAIMS), edits)
    if we_accept(raw):
        assert the_oracle_accepts(raw)


@settings(max_examples=200, deadline=None)
@given(payload=st.binary(max_size=60), tail=st.text(max_size=4))
def test_arbitrary_bytes_never_let_another_error_escape(payload: bytes, tail: str) -> None:
    assume(payload != b"")
    header = json.dumps(HEADER).encode()
    assert not we_accept(KEY.raw(header, payload))
    assert not we_accept(f"{base64url(header)}.{base64url(payload)}.{tail}")


def test_both_accept_a_good_token() -> None:
    raw = KEY.token(CLAIMS)
    assert we_accept(raw)
    assert the_oracle_accepts(raw)
