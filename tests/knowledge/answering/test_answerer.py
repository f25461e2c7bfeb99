"""The answerer joins reading, search, order and decision into one reply, on a real store."""

from dataclasses import replace
from pathlib import Path

import pytest

from knowledge.domain import (
    Answer,
    Bundle,
    Choices,
    Figure,
    Language,
    Listing,
    MultilingualText,
    NoAnswer,
    Relation,
    RelationKind,
    Reply,
    Statement,
    Turn,
)
from tests.knowledge.answering.conftest import answering_from
from tests.knowledge.factories import article, speaker, statement
from tests.knowledge.harbour import bundle, change

EN, RU, UK = Language
LOST = Turn("How many boats were lost?", ("boats-sank",), answered=True, language=EN)


def ids(reply: Reply) -> list[str]:
    return [each.record.statement.id for each in reply.shown]


def first_line(reply: Reply) -> str:
    return reply.message.plain().partition("\n")[0]


@pytest.mark.parametrize(
    ("question", "outcome", "shown"),
    [
        ("How many boats were lost?", Answer, ["boats-sank"]),
        ("Сколько лодок затонуло?", Answer, ["boats-sank"]),
        ("Who is Ann Lee?", Listing, ["boats-sank", "lamp-out"]),
        ("Did somebody drown?", Choices, ["none-drowned", "fog-began"]),
        ("Does insurance pay for the boats?", NoAnswer, ["boats-sank"]),
        ("What happened in Zanzibar?", NoAnswer, []),
        ("Who discovered penicillin?", NoAnswer, []),
    ],
)
def test_each_question_gets_its_outcome(shared, question, outcome, shown):
    reply = shared.ask(question)
    assert isinstance(reply.outcome, outcome)
    assert ids(reply) == shown


def test_the_reply_holds_the_question_as_asked_and_what_competed_for_it(shared):
    reply = shared.ask("how many boats were LOST??")
    assert reply.question.text == "how many boats were LOST??"
    assert reply.language is EN
    assert [identity for identity, _ in reply.ranked][:2] == ["boats-sank", "boats-sank-few"]
    assert all(0 <= score <= 1 for _, score in reply.ranked)
    assert reply.elapsed > 0


def test_a_denied_question_is_told_that_the_store_says_the_opposite(shared):
    reply = shared.ask("Were 31 boats not lost?")
    assert ids(reply) == ["boats-sank"]
    assert [one.what.value for one in reply.conflicts] == ["negation"]
    assert first_line(reply).startswith("The store says the opposite.")


@pytest.mark.parametrize("text", ["", "   ", "?!", "\x00", "😀😀", "-" * 4096])
def test_what_holds_nothing_is_refused_and_raises_nothing(shared, text):
    reply = shared.ask(text)
    assert isinstance(reply.outcome, NoAnswer)
    assert ids(reply) == []


def test_the_language_is_that_of_the_question_unless_one_is_chosen(shared):
    assert shared.ask("Сколько лодок затонуло?").language is RU
    assert shared.ask("Сколько лодок затонуло?", language=UK).language is UK


def test_a_question_that_leans_is_answered_from_what_was_told_before(shared):
    assert first_line(shared.ask("and who said that?", LOST)).startswith("Ann Lee")
    other = shared.ask("Who disagrees?", LOST)
    assert ids(other) == ["boats-sank-few"]
    alone = shared.ask("and who said that?")
    assert isinstance(alone.outcome, NoAnswer)


def test_a_question_that_stands_alone_is_not_bent_to_what_was_told(shared):
    reply = shared.ask("When did the fog begin?", LOST)
    assert ids(reply) == ["fog-began"]


def test_the_same_question_is_answered_from_memory_until_the_store_changes(own):
    first, again = own.ask("How many boats were lost?"), own.ask("How many boats were lost?")
    assert first.message is again.message
    statement = own.store.records.statement("boats-sank")
    claim = statement.claim.by_language | {"en": "33 boats sank in the storm"}
    change(own.store, "boats-sank", claim=type(statement.claim).of(**claim), figures=())
    changed = own.ask("How many boats were lost?")
    assert first_line(changed).startswith("33 boats sank")


def test_one_statement_is_told_in_full(shared):
    (record,) = shared.cache.records(["warned-late"])
    reply = shared.answerer.one(record, EN)
    assert ids(reply) == ["warned-late"]
    assert "insiders" in first_line(reply)


def test_what_takes_longer_than_it_may_says_so_and_the_next_one_is_answered(own):
    with pytest.raises(TimeoutError):
        own.ask("How many boats were lost?", within=0.0)
    assert ids(own.ask("How many boats were lost?", within=30.0)) == ["boats-sank"]


@pytest.mark.parametrize("text", ["What happened in Zanzibar?", "Were boats lost in Zanzibar?"])
def test_an_unknown_place_has_no_neighbours(shared, text):
    reply = shared.ask(text)
    assert isinstance(reply.outcome, NoAnswer)
    assert reply.outcome.missing == ("Zanzibar",)
    assert ids(reply) == []


@pytest.mark.parametrize("text", ["what's going on?", "вкратце", "що відбувається?"])
def test_a_store_without_incidents_is_told_by_its_articles(tmp_path: Path, text):
    bare = bundle()
    untended = replace(
        bare,
        incidents=(),
        statements=tuple(replace(each, incident=None) for each in bare.statements),
        gaps=(),
    )
    with answering_from(tmp_path, untended) as made:
        reply = made.ask(text)
    assert isinstance(reply.outcome, Listing)
    told = {each.record.articles[0].id for each in reply.shown}
    assert 0 < len(told) == len(reply.shown)


def _counts(identity: str, claim: str, number: float, *, day: str) -> Statement:
    what = MultilingualText.of(en="people taken ashore")
    figure = Figure(what, number, "people", text=MultilingualText.of(en=f"{number:g} people"))
    return statement(
        id=identity,
        claim=MultilingualText.of(en=claim),
        figures=(figure,),
        said=day,
        incident=None,
        places=(),
        phrasings=(),
    )


@pytest.mark.parametrize(
    ("question", "shown"),
    [
        ("How many people were taken ashore?", "third"),
        ("how many were taken ashore from the lighthouse", "third"),
        ("How many people were missing at the lighthouse?", "first"),
        ("Were 40 people taken ashore?", "first"),
    ],
)
def test_who_asks_how_many_is_told_the_newest_number(tmp_path, question, shown):
    claims = (
        ("first", "40 people were taken ashore from the lighthouse and 2 people were missing", 40),
        ("second", "52 people were taken ashore by the evening", 52),
        ("third", "55 people were taken ashore from the lighthouse", 55),
    )
    made = [
        _counts(identity, claim, number, day=f"2024-05-0{at}")
        for at, (identity, claim, number) in enumerate(claims, start=3)
    ]
    updates = (("second", "first"), ("third", "first"), ("third", "second"))
    of = Bundle(
        speakers=(speaker(),),
        articles=(article(),),
        statements=tuple(made),
        relations=tuple(Relation(one, RelationKind.UPDATES, other) for one, other in updates),
    )
    with answering_from(tmp_path, of) as answering:
        reply = answering.ask(question)
        assert ids(reply)[:1] == [shown], reply.message.plain()
        if shown == "first":
            assert "Updates this" in reply.message.plain()


@pytest.mark.parametrize(
    ("question", "shown"),
    [
        ("Was anybody arrested at the lighthouse?", "now"),
        ("Has the keeper of the lighthouse been arrested?", "now"),
    ],
)
def test_what_had_not_come_about_is_not_told_as_if_it_still_had_not(tmp_path, question, shown):
    claims = (
        ("before", "Nobody has been arrested at the lighthouse so far"),
        ("now", "The keeper of the lighthouse was arrested in the evening"),
    )
    made = [
        statement(
            id=identity, claim=MultilingualText.of(en=claim), said=f"2024-05-0{at}",
            incident=None, places=(), phrasings=(), figures=(),
        )
        for at, (identity, claim) in enumerate(claims, start=3)
    ]  # fmt: skip
    of = Bundle(
        speakers=(speaker(),),
        articles=(article(),),
        statements=tuple(made),
        relations=(Relation("now", RelationKind.UPDATES, "before"),),
    )
    with answering_from(tmp_path, of) as answering:
        reply = answering.ask(question)
        assert ids(reply)[:1] == [shown], reply.message.plain()
