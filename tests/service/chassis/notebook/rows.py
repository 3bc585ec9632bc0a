"""The notebook's one table of people."""

from typing import ClassVar
from uuid import UUID

from sqlalchemy import MetaData, Text
from sqlmodel import Field

from ppit_platform.db import Row
from ppit_platform.ids import new_id
from ppit_platform.people import PeopleColumns, VersionColumns

NOTEBOOK = MetaData()


class NoteRow(PeopleColumns, VersionColumns, Row, table=True):
    metadata: ClassVar[MetaData] = NOTEBOOK  # pyright: ignore[reportIncompatibleVariableOverride]

    id: UUID = Field(default_factory=new_id, primary_key=True)
    title: str = Field(sa_type=Text)
