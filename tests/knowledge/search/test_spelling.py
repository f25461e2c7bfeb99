"""Misspelt words taken for words of the store."""

import random
from collections.abc import Sequence
from string import ascii_lowercase

import pytest
from rapidfuzz.distance import OSA

from knowledge.search import Engine, Query, spelling
from knowledge.search.spelling import SpellingBook, repaired
from tests.knowledge.search.conftest import document


class Words(dict[str, int]):
    """A vocabulary of words with how often they are used."""

    def about(self, word: str, slips: int) -> list[str]:
        del slips
        return sorted(other for other in self if other.startswith(word[0]))

    def frequencies(self, field: str, terms: Sequence[str]) -> list[int]:
        return [self.get(term, 0) if field == "surface" else 0 for term in terms]


USED = Words(
    drones=9, drive=2, interception=3, interceptions=5, victoria=1, bacteria=4, tesla=2, собянин=3
)


@pytest.mark.parametrize(
    ("word", "meant"),
    [
        ("dronse", "drones"),  # transposed
        ("intercpetion", "interception"),
        ("intercepions", "interceptions"),  # one slip before two
        ("bictoria", "victoria"),  # a wrong first letter, before two slips elsewhere
        ("esla", "tesla"),  # a missing one
        ("etsla", "tesla"),  # a transposed one
        ("ттесла", None),  # another script is another word
        ("сабянин", "собянин"),
        ("собяннин", "собянин"),
        ("dron", None),  # everything else is too far or too short
        ("dri", None),
        ("zzzzzz", None),
        ("s300x", None),  # not a word
        ("turning", None),  # everyday words are no misspellings
    ],
)
def test_the_nearest_word_is_meant(word, meant):
    assert repaired([word], USED, USED).get(word) == meant


def test_of_two_as_near_the_commoner_is_meant():
    words = Words(drone=5, drove=2)
    assert repaired(["droze"], words, words) == {"droze": "drone"}


def test_a_word_that_is_used_no_more_is_not_meant():
    words = Words(drone=0, drove=2)
    assert repaired(["droze"], words, words) == {"droze": "drove"}


def nobody_knows(word: str) -> bool:
    del word
    return False


@pytest.fixture
def book(tmp_path):
    opened = SpellingBook(tmp_path, {})
    yield opened
    opened.close()


def slipped(word: str, chance: random.Random) -> str:
    """The word with one letter changed, left out, put in, or put after the next."""
    place, letter = chance.randrange(1, len(word)), chance.choice(ascii_lowercase)
    before, after = word[:place], word[place:]
    return chance.choice(
        [
            before + letter + after[1:],
            before + after[1:],
            before + letter + after,
            before + after[1:2] + after[:1] + after[2:],
        ]
    )


def test_every_word_so_many_slips_away_is_among_those_given(book):
    chance = random.Random(1)
    words = {"".join(chance.choices(ascii_lowercase, k=chance.randint(4, 12))) for _ in range(500)}
    words |= {"собянин", "зеленський", "дрони", "s300", "b52"}
    book.learn(sorted(words), nobody_knows)
    book.settle()
    spellings = book.spellings()
    for word in sorted(words):
        for slips in (1, 2):
            asked = word
            for _ in range(slips):
                asked = slipped(asked, chance)
            given = spellings.about(asked, slips)
            assert word in given
            near = {w for w in words if w[0] == asked[0] and OSA.distance(w, asked) <= slips}
            assert near <= set(given)


def test_words_that_are_far_are_not_given(book):
    book.learn(["drone", "drawing", "bridge", "dr"], nobody_knows)
    book.settle()
    assert book.spellings().about("droen", 1) == ["drone"]
    assert book.spellings().about("xylophone", 2) == []


def test_a_word_is_written_down_once_and_never_an_endless_one(book):
    book.learn(["drone", "drone", "known", "o" * 100], lambda word: word == "known")
    book.learn(["drone"], nobody_knows)
    book.settle()
    assert book.spellings().about("drone", 1) == ["drone"]
    assert book.spellings().about("known", 1) == []
    assert book.counts()["spellings.log"] == len("drone")


def test_words_that_are_remembered_no_more_are_looked_up(book, monkeypatch):
    monkeypatch.setattr(spelling, "REMEMBERED", 0)
    book.learn(["drone"], nobody_knows)
    book.settle()
    book.learn(["drone", "tower"], lambda word: word == "drone")
    book.settle()
    assert book.counts()["spellings.log"] == len("dronetower")


def test_what_was_confirmed_is_found_after_the_next_start_and_the_rest_is_cut_off(book, tmp_path):
    book.learn(["drone"], nobody_knows)
    book.settle()
    counts = book.counts()
    book.learn(["drona"], nobody_knows)
    book.settle()
    again = SpellingBook(tmp_path, counts)
    assert again.spellings().about("drone", 1) == ["drone"]
    again.close()


def test_a_slip_is_mended_from_the_words_of_every_commit_and_of_an_earlier_run(engine_at, tmp_path):
    def mended(engine: Engine, word: str) -> str | None:
        return engine.search(Query(f"where is the {word}")).repaired.get(word)

    engine = engine_at(tmp_path)
    engine.put([document("bridge", "The drawbridge stays closed")])
    engine.commit(1)
    engine.put([document("tower", "The watchtower fell")])
    assert mended(engine, "wacthtower") is None
    engine.commit(2)
    assert mended(engine, "wacthtower") == "watchtower"
    assert mended(engine, "drawbrigde") == "drawbridge"
    engine.close()
    again = engine_at(tmp_path)
    assert mended(again, "wacthtower") == "watchtower"
    again.put([document("bridge", "The bridge stays closed"), document("mill", "A windmill turns")])
    again.commit(3)
    assert mended(again, "windmlil") == "windmill"
