"""Of which days a document says it is."""

from datetime import UTC, date, datetime
from typing import Annotated, Any
from uuid import UUID

import pytest

from blog.document import PostDocument
from documents.days import Day
from documents.document import Document
from documents.kinds import kinds
from network.document import ProjectDocument

WHEN = datetime(2026, 1, 2, tzinfo=UTC)
ROW = {"id": UUID(int=1), "locale": "en", "title": "x", "slug": "x", "url": "x", "updated_at": WHEN}
ONE, OTHER = date(2026, 5, 1), date(2027, 5, 1)


class Fair(Document, kind="fair", collection="fairs"):
    """Something that has a day, or begins and ends."""

    opens: Annotated[date | None, Day()] = None
    closes: Annotated[date | None, Day()] = None


@pytest.mark.parametrize(
    ("fields", "days"),
    [
        ({"opens": ONE, "closes": OTHER}, ["2026-05-01", "2027-05-01"]),
        ({"opens": ONE}, ["2026-05-01", ""]),
        ({"closes": ONE}, ["", "2026-05-01"]),
        ({}, None),
    ],
)
def test_a_side_that_is_open_is_empty(fields: dict[str, Any], days: list[str] | None) -> None:
    assert Fair(**ROW, type="fair", **fields).orders().get("days") == days


def test_a_post_is_of_its_date_and_a_project_of_its_period() -> None:
    assert PostDocument(**ROW, type="post", date=ONE).orders()["days"] == ["2026-05-01"] * 2
    assert ProjectDocument(**ROW, type="project", start=ONE).orders()["days"] == ["2026-05-01", ""]
    assert sorted(kind.name for kind in kinds if kind.is_dated) == ["post", "project"]
