"""Which questions ask for the same."""

import numpy as np
import pytest

from knowledge.curation.unanswered import QuestionClusters, Vector, no_meaning
from knowledge.search.encoders.use import SAME_QUESTION

PRICE, PLACE = np.array([1, 0], np.float32), np.array([0, 1], np.float32)


def meaning(text: str, _language: str) -> Vector | None:
    """What something costs, or where it is."""
    return PRICE if "cost" in text or "worth" in text or "стоит" in text else PLACE


def groups(likeness: QuestionClusters, *texts: str) -> list[int]:
    heads = likeness.heads()
    return [heads.like(text, "en") for text in texts]


@pytest.mark.parametrize(
    ("texts", "alone", "with_meaning"),
    [
        (("What did it cost?", "what did it cost"), [0, 0], [0, 0]),
        (("What did it cost?", "How much was the drone worth?"), [0, 1], [0, 0]),
        (("What did it cost?", "Сколько это стоит?", "Where?"), [0, 1, 2], [0, 0, 1]),
        (("Did 12 of them cost it?", "Did 15 of them cost it?"), [0, 1], [0, 1]),
    ],
)
def test_questions_go_together_by_words_and_by_meaning(texts, alone, with_meaning):
    assert groups(QuestionClusters(no_meaning), *texts) == alone
    assert groups(QuestionClusters(meaning, SAME_QUESTION), *texts) == with_meaning


def test_a_question_is_looked_up_once_and_few_are_remembered(monkeypatch):
    monkeypatch.setattr("knowledge.curation.unanswered.KEPT", 200)
    asked = []

    def counted(text: str, language: str) -> Vector | None:
        asked.append(text)
        return meaning(text, language)

    likeness = QuestionClusters(counted)
    for _ in range(3):
        groups(likeness, "What did it cost?")
    assert len(asked) == 1
    groups(likeness, *(f"cost {number}" for number in range(200)))
    groups(likeness, "What did it cost?")
    assert asked.count("What did it cost?") == 2
