"""Misspelt words taken for words of the store."""

import pytest

from knowledge.search.repair import repaired


class Words(dict[str, int]):
    """A vocabulary of words with how often they are used."""

    def about(self, word: str, slips: int) -> list[str]:
        del slips
        return sorted(other for other in self if other.startswith(word[0]))

    def frequency(self, field: str, term: str) -> int:
        return self.get(term, 0) if field == "surface" else 0


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
