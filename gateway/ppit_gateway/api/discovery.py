"""What a client can find out by itself: RFC 8414, RFC 9728, and the keys that sign tokens."""

from collections.abc import Callable, Iterable, Mapping

from fastapi import APIRouter
from fastapi.responses import JSONResponse

from ppit_gateway.actions.issue_token import GRANT_TYPES, TOKEN_PATH
from ppit_gateway.api.token import INTROSPECTION_PATH, REVOCATION_PATH
from ppit_platform.tokens import PublicKey

JWKS_PATH = "/.well-known/jwks.json"
_BY_KEY = ["private_key_jwt"]
_ES256 = ["ES256"]


def discovery_router(
    issuer: str, keys: Callable[[], Mapping[str, PublicKey]], scopes: Iterable[str]
) -> APIRouter:
    """Serve two documents that do not change while the gate runs, and its keys, which do."""
    supported = sorted(set(scopes))
    server = {
        "issuer": issuer,
        "token_endpoint": f"{issuer}{TOKEN_PATH}",
        "revocation_endpoint": f"{issuer}{REVOCATION_PATH}",
        "introspection_endpoint": f"{issuer}{INTROSPECTION_PATH}",
        "jwks_uri": f"{issuer}{JWKS_PATH}",
        "grant_types_supported": list(GRANT_TYPES),
        "response_types_supported": [],
        "token_endpoint_auth_methods_supported": _BY_KEY,
        "token_endpoint_auth_signing_alg_values_supported": _ES256,
        "revocation_endpoint_auth_methods_supported": _BY_KEY,
        "revocation_endpoint_auth_signing_alg_values_supported": _ES256,
        "introspection_endpoint_auth_methods_supported": _BY_KEY,
        "introspection_endpoint_auth_signing_alg_values_supported": _ES256,
        "dpop_signing_alg_values_supported": _ES256,
        "scopes_supported": supported,
        "authorization_details_types_supported": ["ppit-disclosure"],
        "service_documentation": f"{issuer}/docs",
    }
    resource = {
        "resource": issuer,
        "authorization_servers": [issuer],
        "jwks_uri": f"{issuer}{JWKS_PATH}",
        "scopes_supported": supported,
        "bearer_methods_supported": ["header"],
        "dpop_signing_alg_values_supported": _ES256,
        # Of partners: a client of the sandbox may do without (see the documentation).
        "dpop_bound_access_tokens_required": True,
        "authorization_details_types_supported": ["ppit-disclosure"],
        "resource_documentation": f"{issuer}/docs",
    }
    router = APIRouter(include_in_schema=False)

    @router.get("/.well-known/oauth-authorization-server")
    async def authorization_server() -> JSONResponse:  # pyright: ignore[reportUnusedFunction]
        return JSONResponse(server)

    @router.get("/.well-known/oauth-protected-resource")
    async def protected_resource() -> JSONResponse:  # pyright: ignore[reportUnusedFunction]
        return JSONResponse(resource)

    @router.get(JWKS_PATH)
    async def published() -> JSONResponse:  # pyright: ignore[reportUnusedFunction]
        return JSONResponse({"keys": [key.as_jwk() for key in keys().values()]})

    return router
