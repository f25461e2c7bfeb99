"""A process of its own in which foreign files are read: articles, pages, PDFs, uploads.

Whatever a stranger made may be made to burn the processor, to fill the memory or to end the
process that opens it. Here that process holds nothing else: it has no secrets, no network and
little time, and is put in place again when it is gone.
"""

from knowledge.sandbox.reader_process import ReadingBounds, Sandbox, what_is_missing

__all__ = ["ReadingBounds", "Sandbox", "what_is_missing"]
