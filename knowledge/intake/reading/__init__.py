"""Articles in: pasted text, files of four kinds and links, each within bounds."""

from knowledge.intake.reading.article import ReadArticle
from knowledge.intake.reading.fetching import Bounds, Fetched, fetch, is_public
from knowledge.intake.reading.files import FILE_BYTES, read_file, read_page, read_pasted
from knowledge.intake.reading.likeness import canonical_link, fingerprint, likeness

__all__ = [
    "FILE_BYTES",
    "Bounds",
    "Fetched",
    "ReadArticle",
    "canonical_link",
    "fetch",
    "fingerprint",
    "is_public",
    "likeness",
    "read_file",
    "read_page",
    "read_pasted",
]
