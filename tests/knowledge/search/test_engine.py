"""The engine as its owner sees it: documents in, rankings out."""

import threading

import pytest

from knowledge.search import Document, Engine, Lexicon, Passage, Query
from knowledge.search.engine import MOST_PASSAGES, with_pieces
from tests.knowledge.search.conftest import document

DRONES = document(
    "drones", "Air defences shot down 130 drones over the region", "how many drones were shot down"
)
MAYOR = document("mayor", "The mayor said that none of them reached the city centre")
BRIDGE = document("bridge", "The bridge stays closed until spring")


def filled(engine: Engine, *documents: Document, revision: int = 1) -> Engine:
    engine.put(documents or (DRONES, MAYOR, BRIDGE))
    engine.commit(revision)
    return engine


@pytest.mark.parametrize("semantic", [True, False])
def test_the_document_that_answers_is_first(engine_at, semantic):
    engine = filled(engine_at(semantic=semantic))
    for question, expected in [
        ("how many drones did they shoot down", "drones"),
        ("what did the mayor say about the city", "mayor"),
        ("is the bridge open", "bridge"),
    ]:
        hits = engine.search(Query(question, "en")).hits
        assert hits[0].id == expected
        assert 0 <= hits[-1].score <= hits[0].score <= 1


def test_the_passage_that_matched_best_is_handed_back(engine_at):
    best = filled(engine_at()).search(Query("how many drones were shot down?")).hits[0].best
    assert best == Passage("phrasing", "en", "how many drones were shot down")


def test_what_is_put_and_dropped_is_seen_after_the_commit_only(engine_at):
    engine = filled(engine_at())
    engine.put([document("new", "A lighthouse burned down")])
    engine.drop(["bridge", "unheard of"])
    assert engine.search(Query("lighthouse")).hits[0].id != "new"
    assert len(engine) == 3
    engine.commit(2)
    assert engine.search(Query("lighthouse")).hits[0].id == "new"
    assert "bridge" not in {hit.id for hit in engine.search(Query("is the bridge open")).hits}
    assert (len(engine), engine.revision) == (3, 2)


def test_a_document_takes_the_place_of_the_one_with_its_id(engine_at):
    engine = filled(engine_at())
    engine.put([document("bridge", "The tunnel opened"), document("bridge", "The ferry sank")])
    engine.put([document("bridge", "The road is new")])
    engine.commit(2)
    assert len(engine) == 3
    texts = {hit.best.text for hit in engine.search(Query("bridge tunnel ferry road")).hits}
    assert "The road is new" in texts
    assert not texts & {
        "The bridge stays closed until spring",
        "The tunnel opened",
        "The ferry sank",
    }


def test_a_document_that_was_put_and_dropped_at_once_is_not_there(engine_at):
    engine = engine_at()
    engine.put([BRIDGE])
    engine.drop(["bridge"])
    engine.commit(1)
    assert len(engine) == 0
    assert engine.search(Query("bridge")).hits == ()


def test_documents_without_passages_are_passed_over(engine_at):
    engine = filled(engine_at(), Document("empty", ()), BRIDGE)
    assert len(engine) == 1


def test_an_emptied_engine_starts_from_nothing(engine_at):
    engine = filled(engine_at())
    engine.clear()
    assert (len(engine), engine.revision) == (0, 0)
    assert engine.search(Query("drones")).hits == ()
    assert len(filled(engine, BRIDGE, revision=5)) == 1


def test_concepts_bring_words_of_other_languages_together(engine_at):
    words = [("en", "drone"), ("ru", "беспилотник"), ("en", "unmanned aerial vehicle")]
    engine = filled(engine_at(lexicon=Lexicon([("drone", words)]), semantic=False))
    for question in ("беспилотники", "an unmanned aerial vehicle"):
        ranking = engine.search(Query(question))
        assert ranking.hits[0].id == "drones"
        assert ranking.unknown == ()
        assert ranking.coverage > 0.7


def test_misspelt_words_are_repaired_and_strange_ones_told(engine_at):
    ranking = filled(engine_at()).search(Query("was the brigde closed by Zorblax"))
    assert ranking.repaired == {"brigde": "bridge"}
    assert ranking.unknown == ("zorblax",)
    assert ranking.hits[0].id == "bridge"


def test_marks_of_question_and_document_agree_or_clash(engine_at):
    engine = filled(
        engine_at(),
        document("then", "The dam broke", year="2021"),
        document("now", "The dam broke", year="2023"),
        document("once", "The dam broke"),
    )
    marks = {"year": frozenset({"2023"}), "place": frozenset()}
    hits = {
        hit.id: hit.features for hit in engine.search(Query("did the dam break", marks=marks)).hits
    }
    assert [hits[key]["agree_year"] for key in ("then", "now", "once")] == [0, 1, 0]
    assert [hits[key]["clash_year"] for key in ("then", "now", "once")] == [1, 0, 0]
    assert engine.search(Query("did the dam break", marks=marks)).hits[0].id == "now"


def test_context_decides_between_equals(engine_at):
    engine = filled(
        engine_at(semantic=False),
        Document(
            "a", (Passage("claim", "en", "The dam broke"), Passage("synonym", "en", "winter"))
        ),
        Document(
            "b", (Passage("claim", "en", "The dam broke"), Passage("synonym", "en", "summer"))
        ),
    )
    for season, key in (("winter", "a"), ("summer", "b")):
        assert (
            engine.search(Query("did the dam break", context=f"it was {season}")).hits[0].id == key
        )


def test_coverage_is_greater_the_more_of_the_question_is_found(engine_at):
    engine = filled(engine_at())
    questions = ["bridge closed until spring", "bridge closed by the pope", "volcano submarine"]
    coverages = [engine.search(Query(question)).coverage for question in questions]
    assert coverages == sorted(coverages, reverse=True)
    assert coverages[0] > 0.9
    assert coverages[-1] < 0.1


def test_a_sentence_inside_a_long_text_is_found_as_such(engine_at):
    long = " ".join(
        f"Paragraph {n} speaks of other matters and of nothing else at all." for n in range(12)
    )
    engine = filled(
        engine_at(), document("long", f"{long} A lighthouse burned down in the night of the storm.")
    )
    best = engine.search(Query("which lighthouse burned down in the storm")).hits[0].best
    assert best.text == "A lighthouse burned down in the night of the storm."


def test_no_more_hits_than_asked_for(engine_at):
    engine = filled(engine_at(), *(document(str(n), f"The dam broke {n} times") for n in range(80)))
    assert len(engine.search(Query("dam")).hits) == 50
    assert len(engine.search(Query("dam"), limit=3).hits) == 3


def test_questions_are_answered_while_documents_are_put(engine_at):
    engine = filled(engine_at())
    wrong: list[str] = []
    stop = threading.Event()

    def ask() -> None:
        while not stop.is_set():
            hits = engine.search(Query("is the bridge open")).hits
            if not hits or hits[0].id != "bridge":
                wrong.append(str(hits[:1]))

    threads = [threading.Thread(target=ask) for _ in range(4)]
    for thread in threads:
        thread.start()
    for number in range(25):
        engine.put(
            [document("moving", f"The mayor has {number} houses"), document(f"n{number}", "A gate")]
        )
        engine.drop([f"n{number - 1}"])
        engine.commit(number + 2)
    stop.set()
    for thread in threads:
        thread.join()
    assert wrong == []
    assert len(engine) == 5


def test_vectors_are_kept_by_their_text_and_asked_for_once(engine_at, keeper, encoder):
    filled(engine_at(keeper=keeper))
    encoder.encoded.clear()
    filled(engine_at(keeper=keeper), DRONES, MAYOR, BRIDGE, document("x", "A new text"))
    assert encoder.encoded == ["A new text"]


def test_kept_vectors_of_another_make_are_made_anew(engine_at, keeper, encoder):
    filled(engine_at(keeper=keeper))
    keeper.kept = dict.fromkeys(keeper.kept, b"broken")
    encoder.encoded.clear()
    assert filled(engine_at(keeper=keeper)).search(Query("bridge")).hits[0].id == "bridge"
    assert len(encoder.encoded) > 3


_ODD = "He said so on the third day of the long talks in the old town hall. "


def test_short_texts_stay_whole():
    passages = (Passage("claim", "en", "It rained. It snowed."),)
    assert with_pieces(passages) == passages


def test_a_long_text_is_followed_by_its_sentences_in_its_role():
    passages = with_pieces((Passage("claim", "en", _ODD * 5 + "No. " + _ODD.strip()),))
    assert len(passages) == 7
    assert {passage.role for passage in passages} == {"claim"}
    assert passages[1].text == _ODD.strip()
    assert passages[-1].text.startswith("No. He said")  # too short to stand alone


def test_one_long_sentence_has_no_pieces():
    assert len(with_pieces((Passage("claim", "en", "so " * 200),))) == 1


def test_the_passages_of_a_document_have_an_end():
    assert len(with_pieces((Passage("phrasing", "en", "x"),) * 9_000)) == MOST_PASSAGES
