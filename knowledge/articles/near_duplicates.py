"""Whether two texts are the same article: by their links, and by the runs of words they share."""

import heapq
import re
from hashlib import blake2b
from urllib.parse import parse_qsl, urlencode, urlsplit

RUN = 5
"""Words in a run: shorter ones are shared by chance, longer ones break at every edit."""

KEPT = 128
"""Smallest hashes of runs that are kept of a text: its likeness to another is then known to
within about 0.04 (Broder 1997, bottom-k sketches)."""

SAME = 0.7
"""Likeness from which two texts are the same article, edited."""

_WORD = re.compile(r"\w+")
_TRACKING = re.compile(r"utm_.*|fbclid|gclid|yclid|ref|cmpid|at_.*|mc_.*", re.IGNORECASE)


def canonical_link(url: str) -> str:
    """The link without what differs between two links to one page: scheme, www, tracking, fragment."""
    parts = urlsplit(url.strip())
    host = (parts.hostname or "").removeprefix("www.").removeprefix("m.")
    query = [pair for pair in parse_qsl(parts.query) if not _TRACKING.fullmatch(pair[0])]
    path = parts.path.rstrip("/").removesuffix("/amp")
    return host + path + (f"?{urlencode(sorted(query))}" if query else "")


def fingerprint(text: str) -> tuple[int, ...]:
    """The smallest hashes of the text's runs of words, in order."""
    words = _WORD.findall(text.casefold())
    runs = {" ".join(words[at : at + RUN]) for at in range(max(1, len(words) - RUN + 1))}
    return tuple(heapq.nsmallest(KEPT, {_hash(run) for run in runs}))


def likeness(one: tuple[int, ...], other: tuple[int, ...]) -> float:
    """How much of their runs of words two texts share, 0 to 1, from their fingerprints."""
    union = heapq.nsmallest(KEPT, set(one) | set(other))
    return len(set(one) & set(other) & set(union)) / len(union) if union else 0.0


def _hash(run: str) -> int:
    return int.from_bytes(blake2b(run.encode(), digest_size=6).digest())
