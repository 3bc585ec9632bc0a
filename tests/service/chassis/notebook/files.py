"""The notebook's files: taken, kept with a fact, read back, forgotten."""

import hashlib
from uuid import UUID

from fastapi import APIRouter

from ppit_platform.access import governed
from ppit_platform.audit import AuditFact
from ppit_platform.codes import LogOperation, PurposeCode
from ppit_platform.errors import Conflict
from ppit_platform.spool import CSV, JSON_LINES, MAX_UPLOAD_BYTES, blocks
from ppit_platform.unit import AuditTrail
from ppit_platform.uploads import Upload, Uploads

router = APIRouter(prefix="/v1/files")
PURPOSES = tuple(PurposeCode)
TAKE = governed(
    scope="notebook:write",
    log=LogOperation.COLLECTION,
    purposes=PURPOSES,
    max_people=0,
    concerns=(),
    idempotent=True,
    max_body_bytes=MAX_UPLOAD_BYTES,
    consumes=[CSV, JSON_LINES],
)
TAKE_A_LITTLE = governed(
    scope="notebook:write",
    log=LogOperation.COLLECTION,
    purposes=PURPOSES,
    max_people=0,
    concerns=(),
    max_body_bytes=100,
    consumes=[CSV],
)
READ = governed(
    scope="notebook:read",
    log=LogOperation.CONSULTATION,
    purposes=PURPOSES,
    max_people=0,
    concerns=(),
)


def _fact() -> AuditFact:
    return AuditFact(LogOperation.COLLECTION, counts={"files": 1})


@router.post("", status_code=202, **TAKE)
async def take_file(upload: Upload, uploads: Uploads, trail: AuditTrail) -> dict[str, str]:
    upload_id = await uploads.keep(upload)
    trail.record(_fact())
    return {"upload_id": str(upload_id), "type": upload.content_type}


@router.post("/refused", status_code=202, **TAKE)
async def take_file_and_refuse(upload: Upload, uploads: Uploads) -> None:
    await uploads.keep(upload)
    msg = "refused after its effect"
    raise Conflict(msg)


@router.post("/little", status_code=202, **TAKE_A_LITTLE)
async def take_little_file(upload: Upload, trail: AuditTrail) -> dict[str, int]:
    trail.record(_fact())
    return {"size": upload.size}


@router.get("/{upload_id}", **READ)
async def read_file(upload_id: UUID, uploads: Uploads, trail: AuditTrail) -> dict[str, object]:
    digest, size = hashlib.sha256(), 0
    with await uploads.open(upload_id) as file:
        async for block in blocks(file):
            digest.update(block)
            size += len(block)
    trail.record(_fact())
    return {"sha256": digest.hexdigest(), "size": size}


@router.post("/{upload_id}/forgotten", **READ)
async def forget_file(upload_id: UUID, uploads: Uploads, trail: AuditTrail) -> dict[str, str]:
    await uploads.forget(upload_id)
    trail.record(_fact())
    return {"upload_id": str(upload_id)}
