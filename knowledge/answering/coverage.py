"""How much of a question a statement speaks of, word by word."""

import re
from collections.abc import Mapping, Sequence

import numpy as np
from numpy.typing import NDArray

from knowledge.answering.statement_facts import StatementFacts
from knowledge.languages.letters import UPPER
from knowledge.questions.parser import ParsedQuestion
from knowledge.questions.question_type import QuestionType, credited_in, focus_in
from knowledge.questions.spelling_correction import fold, words_of
from knowledge.search.engine import Engine
from knowledge.search.function_words import FUNCTION_WORDS

_MOST = 40
"""Content words of a question that are compared; a longer one repeats itself."""


def closeness(
    engine: Engine,
    asked: ParsedQuestion,
    repaired: Mapping[str, str],
    said: Sequence[StatementFacts],
    wordings: Sequence[str] = (),
) -> list[dict[str, float]]:
    """Features of each statement; empty where the engine does not compare words.

    A statement speaks of what it says and of what its nearest phrasing asks (`wordings`, one a
    statement, empty where it has none).

    `soft` is the share of the question's words (by rarity) that the statement comes near to,
    `worst` the share of the word that it comes least near to, `second` how near it comes to the
    second least: of a question that a statement answers, one word may be new, seldom two.
    `unfocused` is how far it stays from what is asked for by name ("which *forum*"), `counted` how
    near what it counts comes to what is to be counted, `credited` how near its speaker comes to
    the one whose word is asked for, and `strangers` how much of the question's proper names it lacks;
    `uncounted` and `uncredited` are the same told as a lack.
    """
    within = [repaired.get(word, word) for word in asked.words]
    telling = (
        word
        for typed, word in zip(asked.words, within, strict=True)
        if typed not in FUNCTION_WORDS and len(word) > 1
    )
    content = list(dict.fromkeys(telling))[:_MOST]
    worded = [at for at, wording in enumerate(wordings) if wording]
    texts = [*(each.spoken for each in said), *(wordings[at] for at in worded)]
    compared = engine.closeness(content, texts, within) if said else None
    if compared is None:
        return [{} for _ in said]
    rarity, near = compared[0], compared[1][: len(said)]
    for at, by_wording in zip(worded, compared[1][len(said) :], strict=True):
        near[at] = np.maximum(near[at], by_wording)
    places = {word: at for at, word in enumerate(content)}

    def among(words: Sequence[str]) -> list[int]:
        mended = (repaired.get(word, word) for word in words)
        return [places[word] for word in dict.fromkeys(mended) if word in places]

    focus = among(focus_in(asked.words))
    proper = among(_proper(asked.text))
    source = among(credited_in(fold(asked.text)))
    counts = focus if asked.want is QuestionType.HOW_MANY else []
    counted = _near(engine, content, counts, [each.counted for each in said])
    credited = _near(engine, content, source, [each.credited for each in said])
    return [
        {
            **_features(rarity, values),
            "unfocused": 1 - float(values[focus].mean()) if focus else 0.0,
            "counted": by_count,
            "uncounted": 1 - by_count if counts else 0.0,
            "credited": by_source,
            "uncredited": 1 - by_source if source else 0.0,
            "strangers": float((1 - values[proper]).sum()) if proper else 0.0,
        }
        for values, each, by_count, by_source in zip(near, said, counted, credited, strict=True)
    ]


def _near(
    engine: Engine, content: Sequence[str], chosen: Sequence[int], texts: Sequence[str]
) -> list[float]:
    """How near each text comes to the best met of the chosen words; 0 where none is chosen."""
    compared = engine.closeness([content[at] for at in chosen], texts) if chosen else None
    if compared is None:
        return [0.0 for _ in texts]
    return [float(values.max()) for values in compared[1]]


_CAPITAL = re.compile(rf"(?<![.!?…\"«“])(?<!^)\s[\"«“(]?([{UPPER}][\w'’-]+)")


def _proper(text: str) -> list[str]:
    """Words with a capital that does not begin a sentence, folded."""
    return [word for found in _CAPITAL.findall(text) for word in words_of(fold(found))]


def _features(rarity: NDArray[np.float64], near: NDArray[np.float32]) -> dict[str, float]:
    weights = np.sqrt(rarity) + 1e-9
    lowest = np.sort(near)
    return {
        "soft": float((weights * near).sum() / weights.sum()),
        "worst": float((rarity * (1 - near)).max() / (rarity.sum() + 1e-9)),
        "second": float(lowest[1] if len(lowest) > 1 else lowest[0]),
    }
