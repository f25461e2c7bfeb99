"""Words that mean nearly the same."""

import pytest

from knowledge.search.synonyms import Thesaurus, shipped


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
