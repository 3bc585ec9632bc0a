"""Every operation says how the gate must treat it, or is named by the check."""

from fastapi import APIRouter

from ppit_platform.governance import operations, ungoverned_operations
from ppit_platform.service import create_service
from tests.service.chassis.notebook.routes import router


def _openapi(*routers: APIRouter) -> dict[str, object]:
    return create_service("notebook", title="Notebook", version="1", routers=routers).openapi()


def test_a_governed_service_has_no_ungoverned_operation_and_not_no_operations() -> None:
    document = _openapi(router)
    assert ungoverned_operations(document) == []
    assert len(operations(document)) > 5


def test_a_route_added_without_a_scope_is_named() -> None:
    bare = APIRouter(prefix="/v1")

    @bare.get("/everybody")
    async def everybody() -> dict[str, str]:  # pyright: ignore[reportUnusedFunction]
        return {}

    assert ungoverned_operations(_openapi(router, bare)) == ["GET /v1/everybody"]


def test_a_declaration_with_a_gap_is_none() -> None:
    document = {"paths": {"/v1/a": {"get": {"x-ppit": {"scope": "a:b"}}}}}
    assert ungoverned_operations(document) == ["GET /v1/a"]
    assert ungoverned_operations(document, open_paths={"/v1/a"}) == []


def test_the_document_is_openapi_3_1_and_every_failure_is_a_problem() -> None:
    document = _openapi(router)
    assert str(document["openapi"]).startswith("3.1")
    assert "HTTPValidationError" not in str(document)
    for operation in operations(document).values():
        assert "application/problem+json" in str(operation["responses"])


def test_a_service_describes_itself_the_same_each_time() -> None:
    app = create_service("notebook", title="Notebook", version="1", routers=[router])
    assert app.openapi() == app.openapi()
