"""What a statement speaks of, word by word, and what it leaves open."""

import json
from dataclasses import replace

import pytest

from knowledge.answering.coverage import closeness
from knowledge.answering.decision import Weights
from knowledge.answering.statement_facts import StatementFacts, spoken_of
from knowledge.questions.entities import EntityIndex
from knowledge.questions.parser import QuestionParser
from knowledge.search import Document, Engine, Lexicon, Passage, encoder_named
from knowledge.training.training_examples import Bench
from tests.knowledge.factories import record, speaker, statement
from tests.knowledge.harbour import bundle


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
        spoken=text,
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
    bench = Bench(encoder_named("use"), Weights())
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
