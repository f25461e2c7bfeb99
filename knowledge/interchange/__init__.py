"""Files and articles in: curated files, interchange formats, attribution candidates."""

from knowledge.interchange.curated_files import (
    check_quotations,
    read_curated,
    shipped,
    shipped_print,
)
from knowledge.interchange.formats import Format, format_of, joined, read, read_stream, write
from knowledge.interchange.record_schemas import json_schema

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
    "shipped_print",
    "write",
]
