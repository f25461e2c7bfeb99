"""Words that mean the same."""

from knowledge.search import Lexicon

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
