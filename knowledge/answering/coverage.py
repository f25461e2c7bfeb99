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
from knowledge.search.function_words import FUNCTION_WORDS, frequent

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

    The rest sets it into what it is told with (`StatementFacts.group`). Words that name the incident
    say nothing of which statement of it is asked for: `specific` is the share met of the question
    without them, `lacking` the largest share of a word that neither has. `elsewhere` is how much of
    the question only what is told with others comes near to, `beside` how much its own neighbours
    come nearer to, `nowhere` how much nothing that was found does. `retold` is how much of the
    claim stands in the question. `foreign` is 1 where it is told in no language of the question's,
    so that everything comes less near.
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
    languages = [each.languages for each in said]
    setting = _context(engine, content, said, within)
    retold = _retold(engine, said, asked.text)

    def among(words: Sequence[str]) -> list[int]:
        mended = (repaired.get(word, word) for word in words)
        return [places[word] for word in dict.fromkeys(mended) if word in places]

    focus = among(focus_in(asked.words))
    proper = among(_strangers(asked))
    source = among(credited_in(fold(asked.text)))
    counts = focus if asked.want is QuestionType.HOW_MANY else []
    counted = _near(engine, content, counts, [each.counted for each in said])
    credited = _near(engine, content, source, [each.credited for each in said])
    together = _together(rarity, np.stack(near), setting, [each.group for each in said])
    return [
        {
            **_features(rarity, values),
            **others,
            "retold": told,
            "foreign": float(bool(spoken) and asked.language not in spoken),
            "unfocused": 1 - float(values[focus].mean()) if focus else 0.0,
            "counted": by_count,
            "uncounted": 1 - by_count if counts else 0.0,
            "credited": by_source,
            "uncredited": 1 - by_source if source else 0.0,
            "strangers": float((1 - np.maximum(values, called)[proper]).sum()) if proper else 0.0,
        }
        for values, called, by_count, by_source, others, told, spoken in zip(
            near, setting, counted, credited, together, retold, languages, strict=True
        )
    ]


def _context(
    engine: Engine, content: Sequence[str], said: Sequence[StatementFacts], within: Sequence[str]
) -> NDArray[np.float32]:
    """How near what each statement is told with comes to each word of the question."""
    texts = list(dict.fromkeys(each.context for each in said))
    compared = engine.closeness(content, texts, within)
    if compared is None:
        return np.zeros((len(said), len(content)), dtype=np.float32)
    rows = dict(zip(texts, compared[1], strict=True))
    return np.stack([rows[each.context] for each in said])


def _retold(engine: Engine, said: Sequence[StatementFacts], question: str) -> list[float]:
    """How much of each claim, by rarity, the question comes near to."""
    claims = [
        [word for word in dict.fromkeys(each.claimed) if word not in FUNCTION_WORDS][:_MOST]
        for each in said
    ]
    words = list(dict.fromkeys(word for claim in claims for word in claim))
    compared = engine.closeness(words, [question]) if words else None
    if compared is None:
        return [0.0 for _ in said]
    rarity, near = compared[0], compared[1][0]
    places = {word: at for at, word in enumerate(words)}
    found = []
    for claim in claims:
        at = [places[word] for word in claim]
        total = float(rarity[at].sum())
        found.append(float((rarity[at] * near[at]).sum() / total) if total else 0.0)
    return found


def _together(
    rarity: NDArray[np.float64],
    near: NDArray[np.float32],
    setting: NDArray[np.float32],
    groups: Sequence[str],
) -> list[dict[str, float]]:
    """What each statement has of the question beside what is told with it and what is not."""
    weights = np.sqrt(rarity) + 1e-9
    whole = float(weights.sum())
    has = np.maximum(near, setting)
    most = has.max(axis=0)
    found = []
    for at, group in enumerate(groups):
        same = np.array([other == group for other in groups])
        own = has[same].max(axis=0)
        others = has[~same].max(axis=0) if not same.all() else np.zeros_like(own)
        specific = weights * (1 - setting[at]) + 1e-9
        found.append(
            {
                "specific": float((specific * near[at]).sum() / specific.sum()),
                "lacking": float((weights * (1 - has[at])).max() / whole),
                "elsewhere": float((weights * np.maximum(others - own, 0)).sum() / whole),
                "beside": float((weights * np.maximum(own - has[at], 0)).sum() / whole),
                "nowhere": float((weights * (1 - most)).sum() / whole),
            }
        )
    return found


def _near(
    engine: Engine, content: Sequence[str], chosen: Sequence[int], texts: Sequence[str]
) -> list[float]:
    """How near each text comes to the best met of the chosen words; 0 where none is chosen."""
    compared = engine.closeness([content[at] for at in chosen], texts) if chosen else None
    if compared is None:
        return [0.0 for _ in texts]
    return [float(values.max()) for values in compared[1]]


_SHOUTED = 4
"""Letters of a word in capitals that is no abbreviation."""
_CAPITAL = re.compile(rf"(?<![.!?…\"«“])(?<!^)\s[\"«“(]?([{UPPER}][\w'’-]+)")


def _strangers(asked: ParsedQuestion) -> list[str]:
    """Words with a capital that does not begin a sentence, folded; not names that the store knows.

    Who is credited wrongly, or taken for another one of the store's, is a difference to be told.
    Words that are shouted have their capitals from that.
    """
    known = {word for each in asked.mentions for word in asked.words[each.start : each.end]}
    if asked.claimant and not asked.claimant.open:
        known.update(asked.claimant.words)
    capitals = _CAPITAL.findall(asked.text)
    shouted = [each for each in capitals if each.isupper() and len(each) >= _SHOUTED]
    shouts = len(shouted) > 1
    return [
        word
        for found in capitals
        for word in words_of(fold(found))
        if not (found.isupper() and (word in frequent() or (shouts and found in shouted)))
        and word not in known
    ]


def _features(rarity: NDArray[np.float64], near: NDArray[np.float32]) -> dict[str, float]:
    weights = np.sqrt(rarity) + 1e-9
    lowest = np.sort(near)
    return {
        "soft": float((weights * near).sum() / weights.sum()),
        "worst": float((rarity * (1 - near)).max() / (rarity.sum() + 1e-9)),
        "second": float(lowest[1] if len(lowest) > 1 else lowest[0]),
    }
