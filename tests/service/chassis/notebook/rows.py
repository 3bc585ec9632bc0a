"""The notebook's one table of people."""

from typing import ClassVar
from uuid import UUID

from sqlalchemy import MetaData, Text, UniqueConstraint
from sqlmodel import Field

from ppit_platform.db import Row
from ppit_platform.ids import new_id
from ppit_platform.people import PeopleColumns, VersionColumns

NOTEBOOK = MetaData()


class NoteRow(PeopleColumns, VersionColumns, Row, table=True):
    metadata: ClassVar[MetaData] = NOTEBOOK  # pyright: ignore[reportIncompatibleVariableOverride]

    __table_args__ = (
        UniqueConstraint(
            "title", name="one_note_of_a_title", deferrable=True, initially="DEFERRED"
        ),
    )

    id: UUID = Field(default_factory=new_id, primary_key=True)
    title: str = Field(sa_type=Text)
