"""Words that mean the same."""

import pytest

from knowledge.search import Lexicon
from knowledge.search.word_similarity import Thesaurus, shipped

CONCEPTS = [
    ("drone", [("en", "drone"), ("en", "unmanned aerial vehicle"), ("ru", "беспилотник")]),
    ("vehicle", [("en", "vehicle"), ("en", "car")]),
]


def test_a_word_stands_for_its_concept_in_any_inflection():
    assert Lexicon(CONCEPTS).terms(["two", "drone", "беспилотник"]) == ["two", "=drone", "=drone"]


def test_the_longest_phrase_goes_first():
    assert Lexicon(CONCEPTS).terms(["unman", "aerial", "vehicl"]) == ["=drone"]


def test_a_broken_off_phrase_is_its_words():
    assert Lexicon(CONCEPTS).terms(["unman", "aerial"]) == ["unman", "aerial"]


def test_a_word_of_two_concepts_stands_for_both():
    lexicon = Lexicon([("hit", [("en", "strike")]), ("walkout", [("en", "strike")])])
    assert lexicon.terms(["strike"]) == ["=hit", "=walkout"]


def test_without_concepts_words_stay():
    assert Lexicon().terms(["a", "b"]) == ["a", "b"]


def test_empty_wordings_are_nothing():
    assert Lexicon([("x", [("en", "—")])]).terms(["a"]) == ["a"]


def test_a_lexicon_knows_its_single_words_only():
    assert Lexicon(CONCEPTS).knows("drone")
    assert not Lexicon(CONCEPTS).knows("aerial")


def test_the_fingerprint_tells_lexicons_apart_by_what_they_say():
    assert Lexicon(CONCEPTS).fingerprint == Lexicon(reversed(CONCEPTS)).fingerprint
    assert Lexicon(CONCEPTS).fingerprint != Lexicon(CONCEPTS[:1]).fingerprint


def alike(one: str, other: str) -> bool:
    mine, theirs = (frozenset().union(*shipped().of(text.split())) for text in (one, other))
    return not mine.isdisjoint(theirs)


@pytest.fixture
def thesaurus() -> Thesaurus:
    return Thesaurus([["step down", "resign"], ["boat", "лодка", "човен"], ["step"], ["the"]])


def test_words_of_a_group_share_it_in_any_inflection(thesaurus):
    (english,), (russian,) = thesaurus.of(["boats"]), thesaurus.of(["лодки"])
    assert english
    assert english == russian


def test_a_phrase_counts_for_each_of_its_words(thesaurus):
    step, down, now = thesaurus.of(["step", "down", "now"])
    resign = thesaurus.of(["resigned"])[0]
    assert resign <= step
    assert resign == down
    assert not now


def test_a_function_word_alone_is_no_synonym(thesaurus):
    assert thesaurus.of(["the"]) == [frozenset()]


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("police", "cops"),
        ("resign", "quit"),
        ("died", "погибли"),
        ("полиция", "поліція"),
        ("mayor", "мэр"),
    ],
)
def test_the_shipped_thesaurus_joins_words_across_languages(one, other):
    assert alike(one, other)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("confirm", "deny"),
        ("open", "closed"),
        ("before", "after"),
        ("win", "lose"),
        ("buy", "sell"),
    ],
)
def test_opposites_are_not_alike(one, other):
    assert not alike(one, other)


def test_there_is_a_word_of_every_language_in_every_group():
    assert len(shipped()) > 10_000
