"""What competes for an answer, in which order, and when a gap question does."""

import json
from dataclasses import replace

import pytest

from knowledge.answering.candidates import (
    LOOKED_AT,
    Candidate,
    CandidatePool,
    closeness,
    joined,
    log_odds,
    pool_of,
    statements_first,
)
from knowledge.answering.snapshot import GAP
from knowledge.answering.statement_facts import StatementFacts, spoken_of
from knowledge.answering.weighing import DecisionWeights
from knowledge.questions.entities import EntityIndex
from knowledge.questions.parser import QuestionParser
from knowledge.questions.question_type import AnswerType
from knowledge.search import Document, Engine, Hit, Lexicon, Passage, Ranking, encoder_named
from knowledge.training.training_examples import Bench
from tests.knowledge.factories import record, speaker, statement
from tests.knowledge.harbour import bundle


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


def said(
    text: str, counted: str = "", credited: str = "", context: str = "", group: str = ""
) -> StatementFacts:
    nothing: frozenset[str] = frozenset()
    return StatementFacts(
        None,
        None,
        (),
        (),
        numbers=frozenset(),
        places=nothing,
        negated=False,
        acting=None,
        spoken=f"{text} {credited}",
        own=text,
        counted=counted,
        credited=credited,
        claimed=tuple(text.casefold().split()),
        context=context,
        group=group,
    )


def features_of(engine: Engine, question: str, text: str, **more: str) -> dict[str, float]:
    return closeness(
        engine, QuestionParser(EntityIndex([])).read(question), {}, [said(text, **more)]
    )[0]


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
    asked = QuestionParser(EntityIndex([])).read("Did the fery hit the pier?")
    (repaired,) = closeness(engine, asked, {"fery": "ferry"}, [said("The ferry hit the pier")])
    assert repaired["soft"] == pytest.approx(1.0)


def test_a_statement_speaks_of_what_its_nearest_phrasing_asks(engine):
    asked = QuestionParser(EntityIndex([])).read("Did the ferry hit the zebra?")
    claims = [said("The ferry hit the pier"), said("The ferry hit the pier")]
    plain, worded = closeness(engine, asked, {}, claims, ["", "Was a zebra there?"])
    alone = closeness(engine, asked, {}, claims)[0]
    besides = {"beside", "nowhere"}
    assert {name: plain[name] for name in alone.keys() - besides} == {
        name: alone[name] for name in alone.keys() - besides
    }
    assert plain["beside"] > alone["beside"]
    assert worded["soft"] == pytest.approx(1.0)
    assert worded["worst"] == pytest.approx(0.0)
    assert plain["soft"] < 1


def test_a_question_in_a_phrasings_words_comes_nearer_than_the_claim_alone(tmp_path):
    path = tmp_path / "gold.jsonl"
    path.write_text(json.dumps({"question": "boats lost?", "expect": ["boats-sank"]}), "utf-8")
    bench = Bench(encoder_named("use"), DecisionWeights())
    (phrased,) = bench.gold("harbour", bundle(), path)
    assert phrased.right
    assert phrased.features["soft"] == pytest.approx(1.0)


def test_without_content_words_or_without_an_encoder_there_is_nothing_to_compare(engine):
    assert features_of(engine, "who was it?", "The ferry hit the pier") == {}
    bare = Engine(None, encoder=None, keeper=None, lexicon=Lexicon())
    assert features_of(bare, "Did the ferry hit the pier?", "The ferry hit the pier") == {}
    bare.close()
    assert closeness(engine, QuestionParser(EntityIndex([])).read("ferry"), {}, []) == []


def test_a_statement_speaks_of_its_claim_and_its_speaker():
    spoken = spoken_of(record(statement(id="a", speaker="roe"), said_by=speaker(id="roe")))
    assert spoken.startswith(statement(id="a").claim.in_language("en"))
    assert speaker(id="roe").name.in_language("en") in spoken


def test_what_is_asked_for_by_name_has_to_be_there(engine):
    there = features_of(engine, "Which pier was it?", "The ferry hit the pier")
    missing = features_of(engine, "Which zebra was it?", "The ferry hit the pier")
    assert there["unfocused"] < missing["unfocused"]
    assert features_of(engine, "Did it hit the pier?", "The ferry")["unfocused"] == 0


def test_what_is_counted_has_to_be_what_the_number_counts(engine):
    text = "The ferry with 12 boats hit the pier"
    met = features_of(engine, "How many boats were there?", text, counted="boats")
    missed = features_of(engine, "How many piers were there?", text, counted="boats")
    assert met["counted"] > missed["counted"]
    assert met["uncounted"] < missed["uncounted"]


def test_a_sum_and_a_time_are_met_by_their_units_and_a_thing_is_not(engine):
    asked = "How many hours did it take?"
    with_hours = replace(said("It took nine hours"), sorts=frozenset({AnswerType.DURATION}))
    question = QuestionParser(EntityIndex([])).read(asked)
    (met,) = closeness(engine, question, {}, [with_hours])
    (missed,) = closeness(engine, question, {}, [said("It took nine boats")])
    assert (met["counted"], met["uncounted"], met["unfocused"]) == (1, 0, 0)
    assert missed["uncounted"] > 0


def test_the_one_whose_word_is_asked_for_has_to_have_said_it(engine):
    asked = "How many boats according to the captain?"
    met = features_of(engine, asked, "12 boats", credited="Ann Lee, captain of the ferry")
    missed = features_of(engine, asked, "12 boats", credited="Tom Roe, lawyer")
    assert met["credited"] == 1
    assert met["uncredited"] < missed["uncredited"]


def test_a_proper_name_that_a_statement_lacks_makes_it_strange(engine):
    text = "The ferry hit the pier in Oskel"
    assert features_of(engine, "Did the ferry hit Oskel?", text)["strangers"] == 0
    assert features_of(engine, "Did the ferry hit Brackmere?", text)["strangers"] > 0.3


def test_names_are_heard_across_scripts(engine):
    heard = features_of(engine, "Паром у Дусквейлі?", "The ferry in Dusqueli")
    assert heard["worst"] < 0.5


def test_what_the_incident_is_called_tells_no_statement_of_it_from_another(engine):
    asked = QuestionParser(EntityIndex([])).read("How long was the repair of the ferry?")
    context = "Ferry hits the pier"
    told, other = closeness(
        engine, asked, {},
        [said("The repair took a week", context=context), said("The ferry was full", context=context)],
    )  # fmt: skip
    assert told["specific"] > other["specific"]
    assert other["beside"] > told["beside"]


def test_a_statement_of_another_incident_is_told_by_what_only_others_have(engine):
    asked = QuestionParser(EntityIndex([])).read("How many were hurt on the train?")
    ferry, train = closeness(
        engine, asked, {},
        [
            said("Nobody was hurt", context="Ferry hits the pier", group="ferry"),
            said("Two were hurt", context="Train leaves the rails", group="train"),
        ],
    )  # fmt: skip
    assert ferry["elsewhere"] > train["elsewhere"] == 0
    assert ferry["nowhere"] == train["nowhere"]


def test_how_much_of_a_claim_is_asked_about(engine):
    whole = features_of(engine, "Did the ferry hit the pier?", "The ferry hit the pier")
    part = features_of(
        engine, "Did the ferry hit the pier?", "The ferry hit the pier and sank at noon"
    )
    assert whole["retold"] == pytest.approx(1.0)
    assert part["retold"] < 1


def test_what_is_shouted_is_no_name(engine):
    text = "The ferry hit the pier"
    asked = "Listen, the PRESS keeps QUIET that a ferry hit the pier"
    assert features_of(engine, asked, text)["strangers"] == 0
    assert (
        features_of(engine, "Did the ferry of the CIA or of MI6 hit it?", text)["strangers"] > 0.3
    )


@pytest.mark.parametrize(
    ("asked", "told"),
    [("Was it near Verbohrad?", "Пожежа була поблизу Вербограда"), ("Поблизу Вербограда?", "A fire near Verbohrad")],
)  # fmt: skip
def test_names_are_heard_in_either_script(engine, asked, told):
    assert features_of(engine, asked, told)["strangers"] < 0.05


def test_a_statement_in_another_language_than_the_question_is_foreign(engine):
    asked = QuestionParser(EntityIndex([])).read("Чи врізався пором у пірс?")
    text = "The ferry hit the pier"
    foreign, own = closeness(
        engine,
        asked,
        {},
        [
            replace(said(text), languages=frozenset({"en"})),
            replace(said(text), languages=frozenset({"en", "uk"})),
        ],
    )
    assert (foreign["foreign"], own["foreign"]) == (1.0, 0.0)


def test_how_old_somebody_is_asks_not_how_many_there_were(engine):
    question = "How old were the passengers who died?"
    counted = "Four passengers died, a sailor of 61 lives"
    assert features_of(engine, question, counted, counted="passengers died")["counted"] < 0.2
    many = "How many passengers died?"
    assert features_of(engine, many, counted, counted="passengers died")["counted"] > 0.8
