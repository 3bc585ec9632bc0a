"""What a client can find out by itself: RFC 8414, RFC 9728, and the keys that sign tokens."""

from collections.abc import Iterable

from fastapi import APIRouter
from fastapi.responses import JSONResponse

from ppit_gateway.actions.issue_token import GRANT_TYPE
from ppit_platform.tokens import PublicKey


def discovery_router(issuer: str, key: PublicKey, scopes: Iterable[str]) -> APIRouter:
    """Serve three documents that do not change while the gate runs."""
    supported = sorted(set(scopes))
    server = {
        "issuer": issuer,
        "token_endpoint": f"{issuer}/oauth2/token",
        "jwks_uri": f"{issuer}/.well-known/jwks.json",
        "grant_types_supported": [GRANT_TYPE],
        "response_types_supported": [],
        "token_endpoint_auth_methods_supported": ["private_key_jwt"],
        "token_endpoint_auth_signing_alg_values_supported": ["ES256"],
        "scopes_supported": supported,
        "authorization_details_types_supported": ["ppit-disclosure"],
        "service_documentation": f"{issuer}/docs",
    }
    resource = {
        "resource": issuer,
        "authorization_servers": [issuer],
        "jwks_uri": f"{issuer}/.well-known/jwks.json",
        "scopes_supported": supported,
        "bearer_methods_supported": ["header"],
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

    @router.get("/.well-known/jwks.json")
    async def keys() -> JSONResponse:  # pyright: ignore[reportUnusedFunction]
        return JSONResponse({"keys": [key.as_jwk()]})

    return router
