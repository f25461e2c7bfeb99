"""Files and articles in: curated files, interchange formats, attribution candidates."""

from knowledge.intake.curated import read_curated, shipped
from knowledge.intake.shapes import json_schema

__all__ = ["json_schema", "read_curated", "shipped"]
