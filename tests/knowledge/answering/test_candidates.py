"""What competes for an answer, in which order, and when a gap question does."""

from dataclasses import replace

import pytest

from knowledge.answering.candidates import (
    LOOKED_AT,
    Candidate,
    CandidatePool,
    joined,
    log_odds,
    pool_of,
    statements_first,
)
from knowledge.answering.index_sync import GAP
from knowledge.search import Hit, Passage, Ranking


def ids(pool: CandidatePool) -> list[str]:
    return [each.id for each in pool.candidates]


def hit(identity: str, score: float, text: str = "", role: str = "claim") -> Hit:
    return Hit(identity, score, {}, Passage(role, "en", text))


def pool(shared, question: str, *hits: Hit, weights=None, gap_asked=None) -> CandidatePool:
    """The candidates of hits that a test names, looked at as they stand in the store."""
    ranking = Ranking(hits)
    held = shared.cache.records(statements_first(ranking))
    facts = shared.cache.facts(held, shared.library.places)
    records = {one.statement.id: (one, said) for one, said in zip(held, facts, strict=True)}
    asked = shared.read(question)
    return pool_of(
        asked, ranking, records, shared.library.places, weights or {},
        closeness={}, gap_asked=gap_asked,
    )  # fmt: skip


@pytest.mark.parametrize("chance", [0.0, 1.0, 0.5, -1.0, 2.0])
def test_log_odds_are_finite_for_any_number(chance):
    assert -14 < log_odds(chance) < 14


def test_without_agreements_the_order_is_that_of_the_search(shared):
    found = pool(shared, "Which lamp?", hit("fog-began", 0.9), hit("lamp-out", 0.5))
    assert ids(found) == ["fog-began", "lamp-out"]
    assert [each.worth for each in found.candidates] == [log_odds(0.9), log_odds(0.5)]


def test_what_agrees_is_put_before_what_the_search_liked_better(shared):
    hits = hit("boats-sank-few", 0.6), hit("boats-sank", 0.55)
    question = "Did Ann Lee say how many boats sank?"
    assert ids(pool(shared, question, *hits)) == ["boats-sank-few", "boats-sank"]
    told = pool(shared, question, *hits).candidates[1].features
    agreeing = {name: 5.0 for name, value in told.items() if name.endswith("agrees") and value > 0}
    assert agreeing
    assert ids(pool(shared, question, *hits, weights=agreeing)) == ["boats-sank", "boats-sank-few"]


def test_a_question_in_the_words_of_a_curated_one_is_that_one(shared):
    found = pool(
        shared, "how many boats were lost", hit("boats-sank-few", 0.99), hit("boats-sank", 0.01)
    )
    assert ids(found)[0] == "boats-sank"
    assert found.candidates[0].asked
    assert not found.candidates[1].asked


def test_a_gap_is_no_candidate_but_competes(shared):
    asked = "Is the damage insured?"
    gap = hit(f"{GAP}insurance", 0.9, asked, "phrasing")
    found = pool(shared, asked, gap, hit("boats-sank", 0.4), gap_asked=f"{GAP}insurance")
    assert ids(found) == ["boats-sank"]
    assert found.gap == gap
    assert found.gap_asked


def test_a_gap_that_only_denies_what_is_asked_is_left_out(shared):
    gap = hit(f"{GAP}unsunk", 0.9, "How many boats did not sink?", "phrasing")
    assert pool(shared, "How many boats did sink?", gap, hit("boats-sank", 0.4)).gap is None
    assert pool(shared, "How many boats did not sink?", gap, hit("boats-sank", 0.4)).gap == gap


def test_what_was_not_looked_at_stands_behind_with_its_hit_alone(shared):
    known = hit("boats-sank", 0.1)
    found = pool(shared, "How many boats?", hit("merged-away", 0.9), known)
    assert ids(found) == ["boats-sank", "merged-away"]
    assert found.candidates[1].record is None
    assert found.candidates[1].phrased, "nothing is known of it"


def test_only_statements_are_looked_at_and_only_the_first():
    hits = [hit(f"{GAP}one", 0.9), *(hit(f"s{at}", 0.5) for at in range(LOOKED_AT + 5))]
    first = statements_first(Ranking(tuple(hits)))
    assert list(first) == [f"s{at}" for at in range(LOOKED_AT)]


def test_two_searches_make_one_order_in_which_only_what_was_looked_at_leads(shared):
    held = {one.statement.id: one for one in shared.cache.records(["boats-sank", "lamp-out"])}
    alone = CandidatePool(
        (
            Candidate(hit("boats-sank", 0.5), 1.0, held["boats-sank"]),
            Candidate(hit("unseen", 0.9), 9.0),
        ),
        gap=hit(f"{GAP}insurance", 0.2),
    )
    context = CandidatePool(
        (
            Candidate(hit("lamp-out", 0.8), 4.0, held["lamp-out"]),
            Candidate(hit("boats-sank", 0.7), 3.0, held["boats-sank"]),
        )
    )
    both = joined(alone, context)
    # (4 + 1) / 2 where the first search lacks it, (1 + 3) / 2 where both have it.
    assert [(each.id, each.worth) for each in both.candidates] == [
        ("lamp-out", 2.5), ("boats-sank", 2.0), ("unseen", 6.0),
    ]  # fmt: skip
    assert both.candidates[1].hit.score == 0.5, "the hit of the question alone"
    assert both.gap == alone.gap
    assert ids(joined(CandidatePool(), context)) == ["lamp-out", "boats-sank"]


def test_nearness_counts_by_whether_there_are_phrasings(shared):
    (phrased, bare) = shared.cache.records(["boats-sank", "lamp-out"])
    near = Candidate(hit("boats-sank", 0.5), 0.0, phrased, closeness={"covered": 0.7})
    assert near.features["covered_phrased"] == 0.7
    assert "covered" not in near.features
    assert replace(near, record=bare).features["covered"] == 0.7
