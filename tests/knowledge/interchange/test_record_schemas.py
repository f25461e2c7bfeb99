"""The shapes of curated files and the records of the domain have the same fields."""

from dataclasses import fields

import pytest

from knowledge.domain import (
    Article,
    GapQuestion,
    Incident,
    Place,
    Relation,
    Speaker,
    Statement,
    as_plain,
)
from knowledge.interchange import shipped
from knowledge.interchange.record_schemas import (
    ArticleShape,
    GapShape,
    IncidentShape,
    PlaceShape,
    RelationShape,
    SpeakerShape,
    StatementShape,
    StrictModel,
)

SHAPES: dict[type, type[StrictModel]] = {
    Article: ArticleShape,
    Place: PlaceShape,
    Speaker: SpeakerShape,
    Incident: IncidentShape,
    Statement: StatementShape,
    Relation: RelationShape,
    GapQuestion: GapShape,
}
NOT_IN_FILES = {"version"}
"""Counts the changes in one store."""


@pytest.mark.parametrize(("kind", "shape"), SHAPES.items(), ids=lambda one: one.__name__)
def test_a_field_of_a_record_is_one_of_its_shape_and_the_other_way_about(
    kind: type, shape: type[StrictModel]
):
    assert set(shape.model_fields) == {one.name for one in fields(kind)} - NOT_IN_FILES


def test_what_is_written_of_the_shipped_records_is_what_their_shapes_take():
    bundle = shipped()
    for records in (bundle.articles, bundle.speakers, bundle.incidents, bundle.statements):
        for record in records:
            SHAPES[type(record)].model_validate(as_plain(record))
