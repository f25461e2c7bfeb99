"""Texts that try to break the search: always a ranking, soon."""

import time

import pytest
from hypothesis import HealthCheck, given, settings, strategies as st

from knowledge.search import Engine, Lexicon, Query, Ranking
from tests.knowledge.search.conftest import BagOfWords, document


@pytest.fixture(scope="module")
def engine():
    engine = Engine(
        None, encoder=BagOfWords(), keeper=None, lexicon=Lexicon([("d", [("en", "drone")])])
    )
    engine.put(
        document(str(n), f"Claim {n}: drone {n * 7} fell in city {n % 5}", f"what of {n}?")
        for n in range(60)
    )
    engine.put([document("odd", "⟦∅⟧ \u202e\u200b", "'''", "0")])
    engine.commit(1)
    yield engine
    engine.close()


@pytest.mark.parametrize(
    "text",
    [
        "",
        "x",
        "?",
        "?!…—«»()[]{}" * 50,
        "drone " * 2000,
        "a" * 10_000,
        "\u202eenord\u200b \u200f\u2066drone",
        "מה אמרו על הרחפנים",
        "drone дрон ドローン 무인기",
        "1234567890 " * 100,
        'claim:* AND -( OR "',
        "key:\x00state",
        "'; DROP TABLE statement; --",
        "<b>drone</b> &amp; <script>",
        "(a+)+$ " + "a" * 40 + "!",
        "#" + "A" * 3000,
        "@" * 3000,
        "— " * 1000 + "(@x) May 3, 2019",
        "https://" * 500,
        "\ud800 drone",
        "\x00\x01\x02",
        "ﷺ" * 3000,
        "drone'" * 1000,
        "1,1,1,1," * 1000,
    ],
)
def test_a_hostile_text_gets_its_ranking_within_100_ms(engine, text):
    engine.search(Query("warm up"))
    began = time.thread_time()
    ranking = engine.search(Query(text, "en", context=text))
    assert time.thread_time() - began < 0.1
    assert isinstance(ranking, Ranking)
    assert all(0 <= hit.score <= 1 for hit in ranking.hits)
    assert 0 <= ranking.coverage <= 1


@pytest.mark.no_cover
@settings(
    max_examples=200, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(st.text(max_size=300), st.sampled_from(["", "en", "uk", "zz"]))
def test_any_text_gets_a_ranking(engine, text, language):
    ranking = engine.search(Query(text, language))
    assert len({hit.id for hit in ranking.hits}) == len(ranking.hits) <= 50


@settings(max_examples=60, deadline=None)
@given(st.lists(st.tuples(st.text(min_size=1, max_size=12), st.text(max_size=60)), max_size=8))
def test_any_documents_can_be_put_and_found_again(pairs):
    engine = Engine(None, encoder=None, keeper=None, lexicon=Lexicon())
    engine.put(document(key, text) for key, text in pairs)
    engine.commit(1)
    assert len(engine) == len({key for key, _ in pairs})
    for _, text in pairs:
        engine.search(Query(text))
    engine.close()
