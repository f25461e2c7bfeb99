"""Loading bundles."""

from collections.abc import Iterator
from dataclasses import replace

import pytest

from knowledge.domain import (
    Actor,
    Attribution,
    Bundle,
    Concept,
    GapQuestion,
    MultilingualText,
    Refusal,
    Relation,
    RelationKind,
    State,
    StoreProblem,
)
from knowledge.storage import Store
from knowledge.storage.record_reading import StatementFilter
from tests.knowledge.factories import (
    a_bundle,
    a_place,
    a_speaker,
    a_statement,
    an_appearance,
    an_article,
    an_incident,
)

SUPPORTS = Relation("fire-is-out", RelationKind.SUPPORTS, "fire-was-set")
FULL = a_bundle(
    a_statement(),
    a_statement("fire-was-set", phrasings=(("en", "who set it"), ("ru", "кто поджёг"))),
    relations=(SUPPORTS,),
    gaps=(GapQuestion("cost", MultilingualText.of(en="the cost"), nearest=("fire-is-out",)),),
    concepts=(Concept("fire", (("en", "fire"), ("en", "blaze"), ("ru", "пожар"))),),
    examples=(("en", "Is the fire out?"),),
)


def load(store: Store, bundle: Bundle, curator: Actor, **options: bool):
    return store.bulk.load(bundle, curator, "first load", **options)


def test_what_is_loaded_is_what_is_read(store, curator):
    load(store, FULL, curator)
    assert store.records.bundle() == FULL


def test_a_second_load_changes_nothing(store, curator):
    first = load(store, FULL, curator)
    revision = store.revisions.newest()
    second = load(store, FULL, curator)
    assert (len(first.created), first.changed) == (10, ())
    assert (second.created, second.changed, sorted(second.unchanged)) == (
        (),
        (),
        sorted(first.created),
    )
    assert store.revisions.newest() == revision


def test_a_changed_record_is_changed_and_its_version_counts(store, curator):
    load(store, FULL, curator)
    other = replace(a_statement(), claim=MultilingualText.of(en="the fire is nearly out"))
    report = load(store, a_bundle(other), curator)
    assert report.changed == ("fire-is-out",)
    assert store.records.statement("fire-is-out") == replace(other, version=2)
    [first, second] = store.revisions.history("statement", "fire-is-out")
    assert first.after == second.before
    assert "nearly out" in (second.after or "")


def test_what_a_file_no_longer_holds_stays(store, curator):
    load(store, FULL, curator)
    load(store, a_bundle(a_statement()), curator)
    assert store.records.bundle() == FULL


def test_lists_of_a_changed_record_are_renewed(store, curator):
    load(store, FULL, curator)
    village = a_place("village")
    load(
        store,
        a_bundle(
            a_statement(appearances=(an_appearance("other", attribution=Attribution.UNNAMED),)),
            articles=(an_article("other"),),
            places=(village,),
            incidents=(an_incident(places=("village",)),),
        ),
        curator,
    )
    assert store.statements.select(StatementFilter(attributions=[Attribution.UNNAMED])) == [
        "fire-is-out"
    ]
    assert store.statements.select(StatementFilter(attributions=[Attribution.NAMED])) == [
        "fire-was-set"
    ]
    assert store.statements.select(StatementFilter(places=["town"])) == []
    assert store.statements.select(StatementFilter(places=["village"])) == [
        "fire-is-out",
        "fire-was-set",
    ]


def test_a_dry_run_tells_everything_and_stores_nothing(store, curator):
    report = load(store, FULL, curator, dry_run=True)
    assert len(report.created) == 10
    assert (store.records.bundle(), store.revisions.newest()) == (Bundle(), 0)


def test_an_unknown_reference_is_refused_and_the_rest_is_stored(store, curator):
    bad = a_statement("bad", speaker="nobody", incident="nothing")
    bundle = replace(a_bundle(bad, a_statement()), lines={("statement", "bad"): "file.jsonl:7"})
    report = load(store, bundle, curator)
    assert report.refused == (
        Refusal(
            "file.jsonl:7",
            'There is no speaker "nobody"; add it first or correct the id. '
            'There is no incident "nothing"; add it first or correct the id.',
        ),
    )
    assert [one.id for one in store.records.bundle().statements] == ["fire-is-out"]


def test_one_refusal_refuses_a_whole_bundle(store, curator):
    bundle = replace(a_bundle(a_statement(speaker="x")), whole=True)
    for dry_run in (True, False):
        report = load(store, bundle, curator, dry_run=dry_run)
        assert (len(report.refused), report.created) == (1, ())
    assert store.records.bundle() == Bundle()


def test_lines_that_could_not_be_read_are_reported_as_refused(store, curator):
    line = Refusal("file.csv:2", "no claim")
    report = load(store, replace(a_bundle(), refused=(line,)), curator)
    assert report.refused == (line,)
    assert "fire-is-out" in report.created


@pytest.mark.parametrize(
    ("statement", "reason"),
    [
        (a_statement(appearances=()), "stands in no article"),
        (a_statement(speaker=None), "no speaker and is not the narrator's"),
        (
            a_statement(appearances=(an_appearance(attribution=Attribution.NARRATOR),)),
            'yet its attribution is "narrator"',
        ),
        (a_statement(claim=MultilingualText()), "has no claim"),
        (a_statement(state=State.MERGED), "names the one that took its place"),
    ],
)
def test_a_statement_that_breaks_the_promise_is_refused(store, curator, statement, reason):
    report = load(store, a_bundle(statement), curator)
    assert [reason in refusal.reason for refusal in report.refused] == [True]
    assert store.records.bundle().statements == ()


def test_an_id_that_stands_twice_is_refused_the_second_time(store, curator):
    report = load(store, a_bundle(a_statement(), a_statement()), curator)
    assert ["stands here twice" in one.reason for one in report.refused] == [True]


def test_a_chain_that_hangs_on_a_refused_record_is_refused(store, curator):
    chain = (
        a_place("house", within="street"),
        a_place("street", within="lost"),
        a_place("town", within="land"),
        a_place("land"),
    )
    report = load(store, a_bundle(places=chain), curator)
    assert [refusal.where for refusal in report.refused] == ["house", "street"]
    assert [place.id for place in store.records.places()] == ["town", "land"]


def test_a_relation_to_nothing_is_refused(store, curator):
    report = load(store, a_bundle(relations=(SUPPORTS,)), curator)
    assert [refusal.where for refusal in report.refused] == ["fire-is-out supports fire-was-set"]


def test_a_relation_with_another_note_is_changed(store, curator):
    load(store, FULL, curator)
    noted = replace(SUPPORTS, note=MultilingualText.of(en="by the way"))
    report = load(store, replace(FULL, relations=(noted,)), curator)
    assert report.changed == ("fire-is-out supports fire-was-set",)
    assert store.records.bundle().relations == (noted,)


def test_what_a_line_only_implies_never_changes_what_is_there(store, curator):
    load(store, FULL, curator)
    poorer = a_speaker(name=MultilingualText.of(en="Mayor"))
    bundle = replace(
        a_bundle(a_statement("third"), speakers=(poorer,)),
        implied=frozenset({("speaker", "mayor")}),
    )
    report = load(store, bundle, curator)
    assert (report.created, report.changed) == (("third",), ())
    assert store.records.speaker("mayor") == a_speaker()


def test_a_stream_is_one_load_whose_later_parts_refer_to_earlier_ones(store, curator):
    parts = (
        Bundle(articles=(an_article(),), places=(a_place(),), speakers=(a_speaker(),)),
        Bundle(incidents=(an_incident(),)),
        Bundle(statements=(a_statement(),)),
    )
    assert len(store.bulk.load(iter(parts), curator, "stream").created) == 5


def test_the_parts_of_a_stream_may_come_in_any_order(store, curator):
    merged = a_statement("old", state=State.MERGED, merged_into="fire-is-out")
    parts = (
        Bundle(relations=(Relation("old", RelationKind.SUPPORTS, "fire-is-out"),)),
        Bundle(statements=(merged, a_statement("bad", merged_into="x", state=State.MERGED))),
        a_bundle(),
    )
    report = store.bulk.load(iter(parts), curator, "stream")
    assert [refusal.where for refusal in report.refused] == ["bad"]
    assert [one.id for one in store.records.bundle().statements] == ["fire-is-out", "old"]
    assert len(store.records.bundle().relations) == 1


def test_a_load_that_breaks_off_leaves_nothing(store, curator):
    def parts() -> Iterator[Bundle]:
        yield a_bundle()
        raise StoreProblem("the file is gone")

    with pytest.raises(StoreProblem):
        store.bulk.load(parts(), curator, "stream")
    assert (store.records.bundle(), store.revisions.newest()) == (Bundle(), 0)


def test_a_load_in_many_batches_is_whole(store, curator, monkeypatch):
    monkeypatch.setattr("knowledge.storage.record_writing.BATCH", 3)
    monkeypatch.setattr("knowledge.storage.record_rows.CHUNK", 2)
    monkeypatch.setattr("knowledge.storage.record_reading.PAGE", 2)
    monkeypatch.setattr("knowledge.storage.record_reading.PAGE", 2)
    statements = tuple(a_statement(f"s{number}") for number in range(11))
    load(store, a_bundle(*statements), curator)
    assert [record.statement for record in store.records.documents()] == list(statements)
    ids = [statement.id for statement in reversed(statements)]
    assert sorted(record.statement.id for record in store.records.documents(ids)) == sorted(ids)
    assert [record.statement.id for record in store.records.complete(ids)] == ids


def steps(last: int = 4) -> Iterator[Bundle]:
    """Bundles of one statement each, all of one speaker and article."""
    for number in range(last):
        yield a_bundle(a_statement(f"fire-{number}", phrasings=()))


def test_others_write_between_the_steps_of_a_load(store, curator):
    def bundles() -> Iterator[Bundle]:
        for number, bundle in enumerate(steps()):
            if number:
                assert store.records.counts()["statements"] == number
                store.questions.remember("Is it out?", "en", "answer", 0.9)
            yield bundle

    report = store.bulk.load(bundles(), curator, "in steps", apart=True)
    assert store.records.counts()["statements"] == 4
    assert [one for one in report.created if one.startswith("fire-")] == [
        f"fire-{number}" for number in range(4)
    ]


def test_a_load_in_steps_that_was_cut_off_goes_on_and_reports_all_of_it(store, curator):
    def cut_off() -> Iterator[Bundle]:
        yield from steps(2)
        raise OSError("killed")

    with pytest.raises(OSError, match="killed"):
        store.bulk.load(cut_off(), curator, "in steps", apart=True, update_id=7)
    assert store.records.counts()["statements"] == 2
    report = store.bulk.load(steps(), curator, "in steps", apart=True, update_id=7)
    whole = store.bulk.load(steps(), curator, "in steps", dry_run=True)
    assert len(report.created) == len(set(report.created)) == 4 + 4
    assert (report.changed, report.unchanged, report.refused) == ((), (), ())
    assert (whole.created, whole.changed) == ((), ())
    assert all(
        len(store.revisions.history("statement", f"fire-{number}")) == 1 for number in range(4)
    )


def test_references_across_the_steps_are_met(store, curator):
    first = Bundle(statements=(a_statement(),))
    report = store.bulk.load(
        iter([first, replace(a_bundle(), statements=())]), curator, "in steps", apart=True
    )
    assert report.refused == ()
    assert store.records.counts()["statements"] == 1


def test_a_trial_of_a_stream_counts_what_the_load_will_do(store, curator):
    parts = [*steps(), a_bundle(a_statement("fire-9", phrasings=()), relations=())]
    named = ("article", "report"), ("place", "town"), ("speaker", "mayor"), ("incident", "fire")
    implied = frozenset(named)
    stream = [replace(one, implied=implied) for one in parts]
    tried = store.bulk.load(iter(stream), curator, "trial", dry_run=True)
    done = store.bulk.load(iter(stream), curator, "in steps", apart=True)
    assert sorted(tried.created) == sorted(done.created)
    assert tried.refused == done.refused == ()


def test_a_bundle_that_is_whole_is_loaded_in_one_step_or_not_at_all(store, curator):
    bad = a_statement("bad", speaker="nobody")
    bundle = replace(a_bundle(bad, a_statement()), whole=True)
    report = store.bulk.load(iter([bundle]), curator, "in steps", apart=True)
    assert len(report.refused) == 1
    assert store.records.counts()["statements"] == 0
