"""Measures what the rules pull out of articles: `python -m tests.bench.extraction`."""

import json
import os
import re
import sys
import time
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from knowledge.domain import Attribution
from knowledge.extraction.annotations import CandidateStatement, TextSpan
from knowledge.extraction.article_statements import statements
from knowledge.extraction.attribution_rules import attributions
from knowledge.extraction.sentence_splitting import sentences
from knowledge.extraction.tokenizer import english

Offsets = tuple[int, int]
BENCH = Path(os.environ.get("ACCORDINGTO_BENCH", "../shared/bench"))
OPENING, CLOSING = "“\"'‘”", "”\"'’"
HALF = 0.5
_ROW = re.compile(
    r"^\| `(?P<id>[a-z0-9-]+)` \| (?P<paragraphs>[\d, ]+) \| (?P<incident>[a-z0-9-]+) \| (?P<speaker>[^|]+) \| (?P<attribution>named|unnamed|anonymous|narrator)[^|]*\|",
    re.MULTILINE,
)


@dataclass(frozen=True, slots=True)
class Gold:
    """An annotated attribution by character offsets."""

    sources: tuple[Offsets, ...]
    cues: tuple[Offsets, ...]
    contents: tuple[Offsets, ...]


def spans(items: Iterable[Sequence[int]]) -> tuple[Offsets, ...]:
    return tuple((start, end) for start, end in items)


def read(name: str) -> Iterator[tuple[str, list[Gold]]]:
    """The articles of a split with their annotations."""
    with (BENCH / "polnear" / f"{name}.jsonl").open(encoding="utf-8") as lines:
        for line in lines:
            article: dict[str, Any] = json.loads(line)
            yield (
                article["text"],
                [
                    Gold(
                        spans(one["source_spans"]),
                        spans(one["cue_spans"]),
                        spans(one["content_spans"]),
                    )
                    for one in article["attributions"]
                ],
            )


@dataclass(frozen=True, slots=True)
class Spans:
    """One content with its source and cue, as the rules find them."""

    source: TextSpan | None
    cue: TextSpan
    content: TextSpan


def attributed(text: str) -> list[Spans]:
    """What the English rules find, before speakers are resolved and quotations joined."""

    def span(offsets: Offsets) -> TextSpan:
        return TextSpan(text[slice(*offsets)], *offsets)

    return [
        Spans(span(one.source) if one.source else None, span(one.cue), span(part))
        for one in attributions(list(sentences(text, "en", english())))
        for part in one.contents
    ]


def f1(hits: int, proposed: int, gold: int) -> float:
    return 200 * hits / (proposed + gold) if proposed + gold else 0.0


def span_scores(text: str, gold: list[Gold], proposed: list[Spans], counts: Counter[str]) -> None:
    """Exact spans, each counted once an article however many attributions share it."""
    wanted = {
        "source": {span for one in gold for span in one.sources},
        "cue": {span for one in gold for span in one.cues},
        "content": {span for one in gold for span in one.contents},
    }
    given = {
        "source": {(one.source.start, one.source.end) for one in proposed if one.source},
        "cue": {(one.cue.start, one.cue.end) for one in proposed if one.cue},
        "content": {(one.content.start, one.content.end) for one in proposed},
    }
    for part, right in wanted.items():
        counts[f"{part} hits"] += len(right & given[part])
        counts[f"{part} proposed"] += len(given[part])
        counts[f"{part} gold"] += len(right)
    whole = Counter(one.contents for one in gold if one.contents)
    parts: dict[Offsets, list[Offsets]] = {}
    for one in proposed:
        if one.cue:
            parts.setdefault((one.cue.start, one.cue.end), []).append(
                (one.content.start, one.content.end)
            )
    mine = Counter(tuple(sorted(part)) for part in parts.values())
    counts["whole hits"] += (whole & mine).total()
    counts["whole proposed"] += mine.total()
    counts["whole gold"] += whole.total()
    quotation_scores(text, gold, proposed, counts)


def quotation_scores(
    text: str, gold: list[Gold], proposed: list[Spans], counts: Counter[str]
) -> None:
    """Annotated contents that are quotations: overlapped by half, credited right, cut right."""
    for one in gold:
        for start, end in one.contents:
            if text[start] not in OPENING or text[end - 1] not in CLOSING:
                continue
            counts["quotations"] += 1
            best = max(proposed, key=lambda mine: overlap(mine, start, end), default=None)
            if best is None or overlap(best, start, end) < HALF * (end - start):
                continue
            counts["found"] += 1
            source = (best.source.start, best.source.end) if best.source else None
            counts["credited"] += source in one.sources if one.sources else source is None
            counts["exact"] += (best.content.start, best.content.end) == (start, end)


def overlap(one: Spans, start: int, end: int) -> int:
    return min(one.content.end, end) - max(one.content.start, start)


def measure(name: str) -> None:
    counts: Counter[str] = Counter()
    spent = 0.0
    articles = 0
    for text, gold in read(name):
        started = time.process_time()
        proposed = attributed(text)
        spent += time.process_time() - started
        articles += 1
        span_scores(text, gold, proposed, counts)
    print(
        f"{name}: {articles} articles, {1000 * spent / articles:.1f} ms of processor time an article"
    )
    for part in ("source", "cue", "content", "whole"):
        hits, given, right = (counts[f"{part} {kind}"] for kind in ("hits", "proposed", "gold"))
        label = "content, all its parts" if part == "whole" else part
        print(
            f"  {label:<24} P {100 * hits / given:5.1f}  R {100 * hits / right:5.1f}  F1 {f1(hits, given, right):5.1f}"
        )
    shares = ", ".join(
        f"{kind} {100 * counts[kind] / counts['quotations']:.1f} %"
        for kind in ("found", "credited", "exact")
    )
    print(f"  quotations ({counts['quotations']}): {shares}")


def first_article() -> None:
    """Which statements of the first article's inventory are proposed, by paragraph and terms."""
    seed = BENCH.parent / "seed"
    text = next(seed.glob("*.txt")).read_text(encoding="utf-8")
    rows = list(_ROW.finditer((seed / "INVENTORY.md").read_text(encoding="utf-8")))
    free = statements(text)
    found = speakers = terms = 0
    for row in rows:
        paragraphs = {int(number) for number in row["paragraphs"].split(",")}
        best = max(
            (one for one in free if one.paragraph in paragraphs),
            key=lambda one: agreement(row, one),
            default=None,
        )
        near = best is not None and agreement(row, best) > (0, 0, 0)
        if best is not None and near:
            free.remove(best)
        right = best is not None and near and same_speaker(row["speaker"], best)
        same = best is not None and near and best.attribution == row["attribution"]
        found, speakers, terms = found + near, speakers + right, terms + same
        print(
            f"  {row['id']:<32} {'found' if near else '-':<6} {'speaker' if right else '-':<8} {'terms' if same else '-'}"
        )
    print(
        f"first article: {found} of {len(rows)} proposed, {speakers} with the right speaker, {terms} with the right attribution, {len(free)} more candidates"
    )


def agreement(row: re.Match[str], one: CandidateStatement) -> tuple[int, int, int]:
    """Narrator with narrator and speaker with speaker; then the words shared with the row."""
    own = row["attribution"] == "narrator"
    if own != (one.attribution is Attribution.NARRATOR):
        return (0, 0, 0)
    line = row.string[row.start() : row.string.index("\n", row.start())].lower()
    words = {word for word in re.findall(r"\w{4,}", one.content.text.lower()) if word in line}
    return (len(words) > 0, same_speaker(row["speaker"], one), len(words))


def same_speaker(wanted: str, one: CandidateStatement) -> bool:
    """Whether every word of the speaker's name, or of what stands before its role, is there."""
    if one.attribution is Attribution.NARRATOR:
        return wanted.strip() == "–"
    name = set(re.findall(r"\w+", re.split(r"[,(]", wanted)[0].lower())) - {"the", "a"}
    mine = set(re.findall(r"\w+", (one.speaker or "").lower())) - {"the", "a"}
    return name == mine or (len(mine) > 1 and mine < name) or (len(name) > 0 and name < mine)


def main() -> None:
    if not (BENCH / "polnear").is_dir():
        print(f"No {BENCH / 'polnear'}: set ACCORDINGTO_BENCH to the folder of the public sets.")
        return
    for name in sys.argv[1:] or ["dev"]:
        measure(name)
    first_article()


if __name__ == "__main__":
    main()
