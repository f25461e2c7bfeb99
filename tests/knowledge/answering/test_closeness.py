"""What a statement speaks of, word by word, and what it leaves open."""

import pytest

from knowledge.answering.closeness import closeness, spoken_of
from knowledge.answering.understand.names import Names
from knowledge.answering.understand.reading import Reader
from knowledge.search import Document, Engine, Lexicon, Passage, encoder_named
from tests.knowledge.factories import record, speaker, statement


@pytest.fixture(scope="module")
def engine():
    made = Engine(None, encoder=encoder_named("use"), keeper=None, lexicon=Lexicon())
    texts = ("The ferry hit the pier", "Nobody on board was hurt", "The captain left the bridge")
    made.put(
        Document(str(at), (Passage("claim", "en", text),), {}, 1) for at, text in enumerate(texts)
    )
    made.commit(1)
    yield made
    made.close()


def features_of(engine: Engine, question: str, text: str) -> dict[str, float]:
    return closeness(engine, Reader(Names([])).read(question), {}, [text])[0]


def test_a_question_in_the_statements_words_is_covered(engine):
    features = features_of(engine, "Did the ferry hit the pier?", "The ferry hit the pier")
    assert features["soft"] == pytest.approx(1.0)
    assert features["worst"] == pytest.approx(0.0)
    assert features["second"] == pytest.approx(1.0)


def test_a_word_that_nothing_comes_near_to_stands_out(engine):
    known = features_of(engine, "Did the ferry hit the pier?", "The ferry hit the pier")
    strange = features_of(engine, "Did the ferry hit the zebra?", "The ferry hit the pier")
    related = features_of(engine, "Did the boat hit the pier?", "The ferry hit the pier")
    assert strange["worst"] > related["worst"] > known["worst"]
    assert strange["soft"] < related["soft"] < 1


def test_a_misspelt_word_is_compared_as_repaired(engine):
    asked = Reader(Names([])).read("Did the fery hit the pier?")
    (repaired,) = closeness(engine, asked, {"fery": "ferry"}, ["The ferry hit the pier"])
    assert repaired["soft"] == pytest.approx(1.0)


def test_without_content_words_or_without_an_encoder_there_is_nothing_to_compare(engine):
    assert features_of(engine, "who was it?", "The ferry hit the pier") == {}
    bare = Engine(None, encoder=None, keeper=None, lexicon=Lexicon())
    assert features_of(bare, "Did the ferry hit the pier?", "The ferry hit the pier") == {}
    bare.close()
    assert closeness(engine, Reader(Names([])).read("ferry"), {}, []) == []


def test_a_statement_speaks_of_its_claim_and_its_speaker():
    spoken = spoken_of(record(statement(id="a", speaker="roe"), said_by=speaker(id="roe")))
    assert spoken.startswith(statement(id="a").claim.in_language("en"))
    assert speaker(id="roe").name.in_language("en") in spoken
