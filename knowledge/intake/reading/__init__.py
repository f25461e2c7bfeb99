"""Articles in: pasted text, files of four kinds and links, each within bounds.

What parses foreign bytes (`files`) is imported by the process that reads alone: see `sandbox`.
"""

from knowledge.intake.reading.article import ReadArticle
from knowledge.intake.reading.fetching import Bounds, Fetched, fetch, is_public
from knowledge.intake.reading.likeness import canonical_link, fingerprint, likeness

__all__ = [
    "Bounds",
    "Fetched",
    "ReadArticle",
    "canonical_link",
    "fetch",
    "fingerprint",
    "is_public",
    "likeness",
]
