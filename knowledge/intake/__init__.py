"""Files and articles in: curated files, interchange formats, attribution candidates."""

from knowledge.intake.curated import read_curated, shipped
from knowledge.intake.formats import Format, format_of, joined, read, read_stream, write
from knowledge.intake.quotations import check_quotations
from knowledge.intake.shapes import json_schema

__all__ = [
    "Format",
    "check_quotations",
    "format_of",
    "joined",
    "json_schema",
    "read",
    "read_curated",
    "read_stream",
    "shipped",
    "write",
]
