"""Long texts cut into sentences."""

from knowledge.search import Passage
from knowledge.search.document_preparation import MOST_PASSAGES, with_pieces

_ODD = "He said so on the third day of the long talks in the old town hall. "


def test_short_texts_stay_whole():
    passages = (Passage("claim", "en", "It rained. It snowed."),)
    assert with_pieces(passages) == passages


def test_a_long_text_is_followed_by_its_sentences_in_its_role():
    passages = with_pieces((Passage("claim", "en", _ODD * 5 + "No. " + _ODD.strip()),))
    assert len(passages) == 7
    assert {passage.role for passage in passages} == {"claim"}
    assert passages[1].text == _ODD.strip()
    assert passages[-1].text.startswith("No. He said")  # too short to stand alone


def test_one_long_sentence_has_no_pieces():
    assert len(with_pieces((Passage("claim", "en", "so " * 200),))) == 1


def test_the_passages_of_a_document_have_an_end():
    assert len(with_pieces((Passage("phrasing", "en", "x"),) * 9_000)) == MOST_PASSAGES
