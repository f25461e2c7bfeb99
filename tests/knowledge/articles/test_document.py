"""The same article is known by its link and by its words."""

import random

import pytest

from knowledge.articles import canonical_link, fingerprint, likeness
from knowledge.articles.document import SAME

CHANCE = random.Random(4)
WORDS = [f"w{number}" for number in range(4_000)]
TEXT = CHANCE.choices(WORDS, k=600)


@pytest.mark.parametrize(
    "other",
    [
        "http://www.news.example/a/ferry/",
        "https://news.example/a/ferry?utm_source=x&fbclid=1#top",
        "https://m.news.example/a/ferry/amp",
    ],
)
def test_links_to_one_page_are_the_same(other: str):
    assert canonical_link(other) == canonical_link("https://news.example/a/ferry")


def test_links_to_two_pages_differ():
    assert canonical_link("https://n.example/?id=1") != canonical_link("https://n.example/?id=2")


def test_an_article_is_like_itself_with_a_few_words_changed():
    edited = list(TEXT)
    for at in (10, 200, 201, 399):
        edited[at] = "changed"
    same = likeness(fingerprint(" ".join(TEXT)), fingerprint(" ".join(edited).upper()))
    assert SAME < same < 1


def test_an_article_is_not_like_another_of_the_same_words():
    other = CHANCE.sample(TEXT, k=600)
    assert likeness(fingerprint(" ".join(TEXT)), fingerprint(" ".join(other))) < 0.1


def test_nothing_is_like_nothing():
    assert likeness((), ()) == 0.0
    assert likeness(fingerprint("one two"), fingerprint("one two")) == 1.0
