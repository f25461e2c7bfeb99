"""The default store takes what a newer version ships, and keeps what was changed in it."""

from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace

import pytest

from bot.app import OPERATOR, SHIPPED, bring_shipped
from knowledge.domain import (
    Actor,
    Bundle,
    Edit,
    MultilingualText,
    Relation,
    RelationKind,
    Statement,
)
from knowledge.storage import Store
from tests.knowledge import factories

ANN = Actor(5, "Ann")


@pytest.fixture
def store(tmp_path) -> Iterator[Store]:
    with closing(Store(f"sqlite:///{tmp_path / 'store.db'}")) as made:
        made.upgrade()
        yield made


def brought(monkeypatch: pytest.MonkeyPatch, store: Store, bundle: Bundle, name: str) -> None:
    monkeypatch.setattr("knowledge.interchange.shipped", lambda: bundle)
    monkeypatch.setattr("knowledge.interchange.shipped_print", lambda: name)
    bring_shipped(store)


def bundle(*statements: Statement, relations: tuple[Relation, ...] = ()) -> Bundle:
    return Bundle(
        speakers=(factories.speaker(),),
        articles=(factories.article(),),
        statements=statements,
        relations=relations,
        whole=True,
    )


def one(identity: str, claim: str) -> Statement:
    return factories.statement(
        id=identity, claim=MultilingualText.of(en=claim), incident=None, places=(), phrasings=()
    )


def claims(store: Store) -> dict[str, str]:
    return {each.id: each.claim.in_language("en") for each in store.records.bundle().statements}


def test_what_a_newer_version_ships_comes_and_what_was_changed_stays(store, monkeypatch, caplog):
    first = [one(name, f"{name} as it was shipped") for name in ("as-it-is", "reworded", "gone")]
    kept = Relation("as-it-is", RelationKind.DISPUTES, "gone")
    away = Relation("reworded", RelationKind.DISPUTES, "gone")
    brought(monkeypatch, store, bundle(*first, relations=(kept, away)), "one")
    assert not caplog.records
    [held] = store.records.complete(["reworded"])
    mine = replace(held.statement, claim=MultilingualText.of(en="In my own words"))
    store.changes.change(mine, actor=ANN, reason="better")
    own = replace(one("my-own", "A claim of mine"), version=0)
    store.changes.change(own, actor=ANN, reason="new")
    store.changes.apply(Edit(unrelate=(away,)), actor=ANN, reason="no")
    newer = [one(name, f"{name}, shipped anew") for name in ("as-it-is", "reworded", "added")]
    brought(monkeypatch, store, bundle(*newer, relations=(kept, away)), "two")
    assert claims(store) == {
        "as-it-is": "as-it-is, shipped anew",
        "reworded": "In my own words",
        "gone": "gone as it was shipped",
        "added": "added, shipped anew",
        "my-own": "A claim of mine",
    }
    assert [each.source for each in store.records.bundle().relations] == ["as-it-is"]
    assert "(new: 1, changed: 1, left as they were changed here: 2)" in caplog.text


def test_nothing_is_done_twice_and_nothing_that_does_not_fit_keeps_the_rest_away(
    store, monkeypatch, caplog
):
    brought(monkeypatch, store, bundle(one("first", "One")), "one")
    last = store.revisions.newest()
    brought(monkeypatch, store, bundle(one("first", "One")), "one")
    brought(monkeypatch, store, bundle(one("first", "One")), "one, in other files")
    assert store.revisions.newest() == last
    assert not caplog.records
    homeless = replace(one("homeless", "Two"), incident="nowhere")
    brought(monkeypatch, store, bundle(homeless, one("second", "Three")), "two")
    assert claims(store) == {"first": "One", "second": "Three"}
    assert store.state.get(SHIPPED) == "two"


def test_what_was_changed_and_changed_back_by_a_load_of_the_operators_is_not_ours(
    store, monkeypatch
):
    brought(monkeypatch, store, bundle(one("first", "One")), "one")
    store.bulk.load(bundle(one("first", "Loaded")), OPERATOR, "load mine.yaml")
    brought(monkeypatch, store, bundle(one("first", "Two")), "two")
    assert claims(store) == {"first": "Loaded"}


def test_a_store_of_an_older_version_that_kept_no_mark_is_brought_up_as_well(store, monkeypatch):
    store.bulk.load(bundle(one("first", "One")), OPERATOR, "the shipped store")
    assert store.state.get(SHIPPED) is None
    brought(monkeypatch, store, bundle(one("first", "Two"), one("second", "Three")), "two")
    assert claims(store) == {"first": "Two", "second": "Three"}
