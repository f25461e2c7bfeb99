"""Articles in: pasted text, files of four kinds and links, each within bounds.

What parses foreign bytes (`files`) is imported by the process that reads alone: see `sandbox`.
"""

from knowledge.articles.document import ReadArticle, canonical_link, fingerprint, likeness
from knowledge.articles.fetch import Bounds, Fetched, fetch, is_public

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
