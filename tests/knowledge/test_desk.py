"""The desk answers from a real store."""

import importlib
import threading
import time
from dataclasses import replace
from itertools import pairwise

import pytest
from hypothesis import HealthCheck, given, settings, strategies as st

from knowledge.domain import (
    Answer,
    Bundle,
    Caveat,
    Choices,
    GapQuestion,
    Incident,
    Language,
    Listing,
    MultilingualText,
    NoAnswer,
    NotFound,
    Part,
    Question,
    Reply,
    Speaker,
    SpeakerKind,
    State,
    Turn,
)
from knowledge.search.fair_scheduling import AT_ONCE
from tests.knowledge.harbour import NOW, WRITER, bundle, change, desk

EN, RU, UK = Language
MASTER = MultilingualText.of(en="mast master")


@pytest.fixture(scope="module")
def harbour(tmp_path_factory):
    """A desk that no test changes."""
    with desk(tmp_path_factory.mktemp("harbour")) as (made, _):
        yield made


@pytest.fixture
def own(tmp_path):
    """A desk and its store for one test."""
    with desk(tmp_path) as both:
        yield both


def ids(reply: Reply) -> list[str]:
    return [each.record.statement.id for each in reply.shown]


def part(reply: Reply, of: Part) -> str:
    lines = (line for each in reply.message.sections if each.part is of for line in each.lines)
    return "\n".join("".join(span.text for span in line) for line in lines)


def test_a_curated_question_is_answered_with_its_figure_first(harbour):
    reply = harbour.ask(Question("How many boats were lost?"))
    assert isinstance(reply.outcome, Answer)
    assert ids(reply) == ["boats-sank"]
    assert part(reply, Part.ANSWER).startswith(
        "31 boats sank in the storm, Ann Lee (harbour master) said"
    )
    assert reply.caveats == (
        Caveat.DISPUTED, Caveat.YEAR, Caveat.SINGLE_SOURCE, Caveat.UNDATED_ARTICLE,
    )  # fmt: skip
    assert reply.ranked[0][0] == "boats-sank"
    assert reply.elapsed > 0


@pytest.mark.parametrize(
    ("question", "first"),
    [
        ("When did Ann Lee say how many boats sank?", "Date not given: 31 boats sank"),
        ("When did the boats sink in the storm?", "May 12, year not given: 31 boats sank"),
        ("Where did Ann Lee say that 31 boats sank?", "31 boats sank"),
    ],
)
def test_the_first_line_gives_no_date_or_place_that_is_of_something_else(harbour, question, first):
    assert part(harbour.ask(Question(question)), Part.ANSWER).startswith(first)


def test_what_contradicts_a_statement_stands_beside_it(harbour):
    reply = harbour.ask(Question("How many boats were lost?"))
    assert (
        part(reply, Part.OTHER_SIDE)
        == "Set against this: Tarn town council — Only 12 boats sank in the storm."
    )


def test_an_answer_is_in_the_language_of_the_question(harbour):
    reply = harbour.ask(Question("Сколько лодок затонуло?"))
    assert reply.language is RU
    assert "Во время шторма затонула 31 лодка" in part(reply, Part.ANSWER)
    assert Caveat.TRANSLATED in reply.caveats


def test_the_readers_own_language_wins(harbour):
    assert harbour.ask(Question("How many boats were lost?", UK)).language is UK


@pytest.mark.parametrize(
    ("question", "expected"),
    [
        ("everything by Ann Lee", {"boats-sank", "lamp-out"}),
        ("all figures", {"boats-sank", "boats-sank-few"}),
        ("which claims have nobody credited?", {"fog-began", "none-drowned"}),
        ("non-public statements", {"more-storms", "lamp-out"}),
        (
            "what happened in May?",
            {"boats-sank", "boats-sank-few", "none-drowned", "warned-late", "lamp-out"},
        ),
        ("tell me about the great fog", {"fog-began", "more-storms"}),
        ("all statements about the fog", {"fog-began", "more-storms"}),
        ("what happened in 2022?", {"fog-began", "more-storms"}),
        ("list the incidents", {"fog-began", "boats-sank"}),
        ("timeline", {"fog-began", "more-storms", "boats-sank"}),
        ("list all speakers", {"boats-sank", "boats-sank-few", "warned-late"}),
    ],
)
def test_lists_hold_everything_that_is_asked_for(harbour, question, expected):
    reply = harbour.ask(Question(question))
    assert isinstance(reply.outcome, Listing)
    assert set(ids(reply)) == expected
    assert [identity for identity, _ in reply.ranked[: len(expected)]] == ids(reply)


def test_who_spoke_and_where_it_stands_is_told_with_the_number_of_statements(harbour):
    spoke = harbour.ask(Question("Who spoke?"))
    assert "1. Ann Lee, harbour master — 2 statements" in part(spoke, Part.LIST)
    rests = harbour.ask(Question("What are your sources?"))
    assert isinstance(rests.outcome, Listing)
    assert part(rests, Part.ANSWER) == (
        "Articles\nEvery answer names its article and the paragraph."
    )
    assert part(rests, Part.LIST) == "1. “Storm over Tarn”, no publisher named — 7 statements"
    ukrainian = harbour.ask(Question("які джерела?"))
    assert part(ukrainian, Part.ANSWER).startswith("Статті")


def test_a_timeline_is_in_order(harbour):
    assert ids(harbour.ask(Question("timeline"))) == ["fog-began", "more-storms", "boats-sank"]


@pytest.mark.parametrize(
    ("question", "expected"),
    [
        ("all predictions", "more-storms"),
        ("anonymous sources", "warned-late"),
        ("all direct quotations", "warned-late"),
        ("disputed statements", "boats-sank"),
    ],
)
def test_a_list_of_one_is_an_answer(harbour, question, expected):
    reply = harbour.ask(Question(question))
    assert isinstance(reply.outcome, Answer)
    assert ids(reply) == [expected]


def test_who_somebody_is_is_told_by_what_they_said(harbour):
    reply = harbour.ask(Question("Who is Ann Lee?"))
    assert isinstance(reply.outcome, Listing)
    assert set(ids(reply)) == {"boats-sank", "lamp-out"}


def test_how_many_were_counted_does_not_tell_how_many_were_not(harbour):
    assert isinstance(harbour.ask(Question("How many boats were lost?")).outcome, Answer)
    assert isinstance(harbour.ask(Question("How many boats were not lost?")).outcome, NoAnswer)


@pytest.mark.parametrize(
    ("question", "expected"),
    [
        ("Does anybody dispute the figure of 31?", "boats-sank"),
        ("How reliable is it that More storms will come before winter?", "more-storms"),
    ],
)
def test_a_doubt_is_answered_by_what_is_doubted(harbour, question, expected):
    reply = harbour.ask(Question(question))
    assert isinstance(reply.outcome, Answer)
    assert ids(reply) == [expected]
    told = part(reply, Part.OTHER_SIDE)
    against = "Set against this: Tarn town council", "No statement in the store disputes this"
    assert told.startswith(against[expected != "boats-sank"])


def test_a_wrong_year_of_what_was_said_is_answered_and_said(harbour):
    reply = harbour.ask(
        Question("Did the council predict more storms before winter in August 2021?")
    )
    assert isinstance(reply.outcome, Answer)
    assert ids(reply) == ["more-storms"]
    assert part(reply, Part.ANSWER).startswith("Not August 2021: the store has ")


def test_quoted_words_are_answered_by_who_said_them_whomever_the_question_names(harbour):
    reply = harbour.ask(Question('When did Aldous Brand call the warning "too late"?'))
    assert isinstance(reply.outcome, Answer)
    assert ids(reply) == ["warned-late"]


@pytest.mark.parametrize("question", ["What type of boats sank?", "Which kind of boats was lost?"])
def test_the_type_of_a_thing_that_is_only_named_is_refused(harbour, question):
    assert isinstance(harbour.ask(Question(question)).outcome, NoAnswer)


def test_the_type_of_a_thing_that_is_told_is_answered(tmp_path):
    lamp = replace(
        bundle().statements[-1],
        claim=MultilingualText.of(en="The old gas lamp at Cape Morn was out"),
    )
    told = replace(bundle(), statements=(*bundle().statements[:-1], lamp))
    with desk(tmp_path, told) as (made, _):
        assert ids(made.ask(Question("What kind of lamp was out at Cape Morn?"))) == ["lamp-out"]


@pytest.mark.parametrize("question", ["who disputes the price of tea?", "can I trust anybody"])
def test_a_doubt_of_what_is_not_there_is_refused(harbour, question):
    assert isinstance(harbour.ask(Question(question)).outcome, NoAnswer)


def test_a_count_of_another_day_is_refused(harbour):
    asked = "How many boats were lost on May {day}?"
    assert isinstance(harbour.ask(Question(asked.format(day=12))).outcome, Answer)
    assert isinstance(harbour.ask(Question(asked.format(day=28))).outcome, NoAnswer)


def test_a_gap_question_that_asks_the_opposite_does_not_refuse(tmp_path):
    opposite = GapQuestion(
        "safe", MultilingualText.of(en="boats not lost"), (("en", "How many not lost?"),)
    )
    with desk(tmp_path, replace(bundle(), gaps=(opposite,))) as (made, _):
        assert ids(made.ask(Question("How many boats got lost, if any?"))) == ["boats-sank"]


def test_a_gap_question_is_refused_with_what_is_missing(harbour):
    reply = harbour.ask(Question("Is the damage insured?"))
    assert isinstance(reply.outcome, NoAnswer)
    assert reply.missing == ("insurance",)
    assert ids(reply) == ["boats-sank"]
    assert reply.caveats == ()
    assert part(reply, Part.ANSWER) == "The store has nothing about insurance."


def test_an_unknown_place_is_named_with_the_places_of_the_store(harbour):
    reply = harbour.ask(Question("What happened in Zanzibar?"))
    assert isinstance(reply.outcome, NoAnswer)
    assert reply.missing == ("Zanzibar",)
    assert part(reply, Part.ANSWER) == (
        "The store has nothing about “Zanzibar”; places in the store: the coast, Tarn Harbour, Cape Morn."
    )


def test_a_town_of_a_claim_is_not_called_unknown(tmp_path):
    fog = replace(
        bundle().statements[0], claim=MultilingualText.of(en="Thick fog lay over Skerry in 2022")
    )
    with desk(tmp_path, replace(bundle(), statements=(fog, *bundle().statements[1:]))) as (made, _):
        assert "Skerry" not in made.ask(Question("What happened in Skerry?")).missing


def test_a_time_that_nothing_is_dated_to_is_named(harbour):
    reply = harbour.ask(Question("What happened in October?"))
    assert isinstance(reply.outcome, NoAnswer)
    assert reply.missing == ("October",)


@pytest.mark.parametrize("text", ["hello", "привет!", "help", "delete my data", "😂", "", "?!"])
def test_small_talk_gets_example_questions(harbour, text):
    reply = harbour.ask(Question(text))
    assert isinstance(reply.outcome, NoAnswer)
    assert reply.missing == ()
    assert [action.name for row in reply.message.actions for action in row][:1] == ["ask"]


def test_a_wrong_number_is_answered_by_the_right_one_and_said(harbour):
    reply = harbour.ask(Question("Did 500 boats sink in the May storm, as Lee said?"))
    assert isinstance(reply.outcome, Answer)
    assert [(each.what.value, each.asked, each.stored) for each in reply.conflicts] == [
        ("number", "500", "31 boats")
    ]


def test_a_follow_up_is_about_the_last_answer(harbour):
    reply = harbour.ask(Question("and who said that?", turns=(Turn("how many?", ("boats-sank",)),)))
    assert isinstance(reply.outcome, Answer)
    assert part(reply, Part.ANSWER).startswith("Ann Lee (harbour master) said: 31 boats")
    gone = harbour.ask(Question("and who said that?", turns=(Turn("how many?", ("no-such-id",)),)))
    assert not isinstance(gone.outcome, Answer)


def test_a_statement_is_shown_by_its_id(harbour):
    reply = harbour.show("boats-sank", EN)
    assert ids(reply) == ["boats-sank"]
    with pytest.raises(NotFound, match="no statement"):
        harbour.show("nothing", EN)


@pytest.mark.parametrize("language", list(Language))
def test_every_page_opens_in_every_language(harbour, language):
    pages = [
        harbour.browse.source("warned-late", language),
        harbour.browse.source("more-storms", language),
        harbour.browse.others("boats-sank", language),
        harbour.browse.others("fog-began", language),
        harbour.browse.caveats("boats-sank", language),
        harbour.browse.incidents(language),
        harbour.browse.incident("storm", language),
        harbour.browse.speakers(language),
        harbour.browse.speaker("lee", language),
        harbour.browse.speaker("council", language),
        harbour.browse.speaker("silent", language),
        harbour.browse.timeline(language),
        harbour.browse.about(language),
    ]
    assert all(page.plain().strip() for page in pages)


def test_pages_say_what_they_are_about(harbour):
    assert "Quoted words: “too late”" in harbour.browse.source("warned-late", EN).plain()
    assert "Publisher: not given" in harbour.browse.source("warned-late", EN).plain()
    assert "Set against this: Tarn town council" in harbour.browse.others("boats-sank", EN).plain()
    assert "disputes this; that" not in harbour.browse.others("boats-sank", EN).plain()
    assert (
        "No statement in the store disputes this" in harbour.browse.others("lamp-out", EN).plain()
    )
    assert "• Somebody else disputes this." in harbour.browse.caveats("boats-sank", EN).plain()
    assert "May 12, year not given" in harbour.browse.incident("storm", EN).plain()
    assert "Where: Tarn Harbour" in harbour.browse.incident("storm", EN).plain()
    assert "Ann Lee, harbour master — 2 statements" in harbour.browse.speakers(EN).plain()
    assert "Tom Quiet" not in harbour.browse.speakers(EN).plain()
    assert "a party to the matter" in harbour.browse.speaker("council", EN).plain()
    assert "no statement by this speaker" in harbour.browse.speaker("silent", EN).plain()
    assert "Anonymous source: " in harbour.browse.about(EN).plain()


def test_incidents_and_speakers_open_by_name_too(harbour):
    assert harbour.browse.incident("the May storm", EN) == harbour.browse.incident("storm", EN)
    assert harbour.browse.speaker("Lee", EN) == harbour.browse.speaker("lee", EN)
    with pytest.raises(NotFound):
        harbour.browse.incident("the great flood of nowhere", EN)


def test_a_part_of_a_name_misspelt_opens_it_too(harbour):
    assert harbour.browse.incident("strom", EN) == harbour.browse.incident("storm", EN)
    assert harbour.browse.speaker("habour master", EN) == harbour.browse.speaker("lee", EN)


def test_words_of_what_was_said_open_its_incident(harbour):
    assert harbour.browse.incident("boats sank", EN) == harbour.browse.incident("storm", EN)


def test_what_is_too_long_to_list_says_that_there_is_more(own):
    made, store = own
    lee = store.records.statement("boats-sank")
    many = [replace(lee, id=f"sank-{number}", phrasings=()) for number in range(60)]
    others = [
        Speaker(
            f"witness-{number}", MultilingualText.of(en=f"Witness {number}"), SpeakerKind.PERSON
        )
        for number in range(60)
    ]
    seen = [replace(lee, id=f"by-{one.id}", phrasings=(), speaker=one.id) for one in others]
    store.bulk.load(Bundle(speakers=tuple(others), statements=(*many, *seen)), WRITER, "many")
    made.refresh()
    said = "The first 50 are listed; the store has more."
    everything = made.ask(Question("show me all statements"))
    assert isinstance(everything.outcome, Listing)
    assert len(everything.shown) == 50
    assert part(everything, Part.ANSWER).startswith(f"Statements\n{said}")
    assert made.browse.speakers(EN).plain().count(". Witness") == 47
    assert "Ann Lee, harbour master — 62 statements" in made.browse.speakers(EN).plain()
    pages = (
        made.browse.speakers(EN),
        made.browse.speaker("lee", EN),
        made.browse.incident("storm", EN),
    )
    assert all(said in page.plain() for page in pages)
    assert said not in made.browse.speaker("council", EN).plain()
    assert "Ann Lee — 62 statements" in made.browse.speakers_chart(EN).text
    assert len(made.browse.timeline_chart(EN).entries) <= 50
    assert "Storm over Tarn" in made.ask(Question("what are your sources?")).message.plain()


def test_what_is_asked_at_once_is_thought_about_once(harbour):
    together = threading.Barrier(8)
    replies: list[Reply] = []

    def ask() -> None:
        together.wait()
        replies.append(harbour.ask(Question("how many boats went down that night?")))

    threads = [threading.Thread(target=ask) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len({id(reply.outcome) for reply in replies}) <= AT_ONCE


def test_of_several_with_that_name_one_is_chosen(own):
    made, store = own
    twins = Bundle(
        incidents=(Incident("mast", MultilingualText.of(en="the loss of a mast in the storm")),),
        speakers=(
            Speaker("mate", MultilingualText.of(en="Bo Berg"), SpeakerKind.PERSON, role=MASTER),
        ),
    )
    store.bulk.load(twins, WRITER, "more of that name")
    which = made.browse.incident("the storm", EN)
    assert which.plain().startswith("Several incidents fit that name. Which one?")
    assert ("incident", "mast") in {(each.name, each.subject) for (each,) in which.actions}
    assert made.browse.speaker("master", EN).plain().startswith("Several speakers fit that name")


def test_what_is_typed_is_looked_up_by_its_words(harbour):
    def found(text: str) -> list[str]:
        return [each.identity for each in harbour.browse.look_up(text, EN, 20)]

    assert "boats-sank" in found("boats")
    assert found("boa")  # a word that is begun
    assert found("boats s")  # its first letter
    assert found("volcano") == found("🙂") == found("boats volcano") == []
    assert found("") == found("the") == found("b")  # nothing said yet


def test_the_latest_incidents_are_those_of_now(own):
    made, store = own
    assert made.browse.look_up("", EN, 20) == made.browse.look_up("", EN, 20)
    change(
        store, "boats-sank", claim=MultilingualText.of(en="34 boats sank in the storm"), figures=()
    )
    assert "34 boats" in "".join(each.title for each in made.browse.look_up("", EN, 20))


def test_several_look_ups_make_one_message(harbour):
    first, *rest = harbour.browse.look_up("boats sank; who warned late", EN, 20)
    assert first.identity == ""
    assert first.title == "2 answers in one message"
    assert "31 boats sank" in first.message.plain()
    assert len({each.identity for each in rest}) == len(rest) > 1
    assert harbour.browse.look_up("boats sank; volcano", EN, 20)[0].identity


def test_examples_are_in_the_language(harbour):
    assert "How many boats sank?" in harbour.browse.examples(EN)
    assert harbour.browse.examples(UK) == []


def test_a_change_is_in_the_next_answer(own):
    made, store = own
    change(
        store, "boats-sank", claim=MultilingualText.of(en="33 boats sank in the storm"), figures=()
    )
    assert "33 boats" in part(made.ask(Question("How many boats were lost?")), Part.ANSWER)


def test_a_retracted_statement_answers_no_more_and_disputes_no_more(own):
    made, store = own
    change(store, "boats-sank-few", state=State.RETRACTED, reason="misread")
    reply = made.ask(Question("How many boats were lost?"))
    assert Caveat.DISPUTED not in reply.caveats
    assert part(reply, Part.OTHER_SIDE) == ""
    told = made.show("boats-sank-few", EN)
    assert Caveat.RETRACTED in told.caveats
    assert "Withdrawn: misread" in told.message.plain()
    assert "boats-sank-few" not in [
        identity for identity, _ in made.ask(Question("boats sank few")).ranked
    ]


def test_new_names_are_understood_at_once(own):
    made, store = own
    speakers = bundle().speakers
    renamed = tuple(
        replace(each, aliases=(*each.aliases, "Captain Zed")) if each.id == "lee" else each
        for each in speakers
    )
    store.bulk.load(replace(bundle(), speakers=renamed), WRITER, "test")
    assert set(ids(made.ask(Question("everything by Captain Zed")))) == {"boats-sank", "lamp-out"}


def test_a_gap_that_is_added_refuses_at_once(own):
    made, store = own
    gap = replace(
        bundle().gaps[0],
        id="names",
        missing=MultilingualText.of(en="the boats' names"),
        phrasings=(("en", "What were the boats called?"),),
    )
    store.bulk.load(replace(bundle(), gaps=(*bundle().gaps, gap)), WRITER, "test")
    assert made.ask(Question("What were the boats called?")).missing[0] == "the boats' names"


def test_many_changes_are_taken_up_beside_the_question(own):
    made, store = own
    new = tuple(
        replace(
            bundle().statements[1],
            id=f"extra-{number}",
            phrasings=(("en", f"What about boat number {number}?"),),
        )
        for number in range(80)
    )
    store.bulk.load(replace(bundle(), statements=(*bundle().statements, *new)), WRITER, "test")
    made.ask(Question("What about boat number 7?"))
    made.refresh()
    assert ids(made.ask(Question("What about boat number 7?"))) == ["extra-7"]


def test_threads_ask_while_a_curator_edits(own):
    made, store = own
    wrong: list[object] = []

    def ask() -> None:
        for _ in range(8):
            reply = made.ask(Question("How many boats were lost?"))
            if ids(reply) != ["boats-sank"] or "boats sank" not in reply.message.plain():
                wrong.append(reply)

    threads = [threading.Thread(target=ask) for _ in range(10)]
    for thread in threads:
        thread.start()
    for number in range(5):
        change(
            store,
            "boats-sank",
            claim=MultilingualText.of(en=f"{number + 40} boats sank in the storm"),
        )
    for thread in threads:
        thread.join()
    assert wrong == []


def test_questions_feedback_and_deliveries_are_kept(own):
    made, store = own
    reply = made.ask(Question("How many boats were lost?"))
    number = made.remember(reply)
    made.feedback(number, helpful=True)
    made.delivered(5, (6,), reply, asked=4)
    kept = store.questions.get(number)
    assert (kept.text, kept.outcome, kept.helpful) == ("How many boats were lost?", "answer", True)
    assert made.answer_to(5, 4) == 6
    assert made.answer_to(5, 9) is None
    for text, outcome in [("Is the damage insured?", "no_answer"), ("timeline", "listing")]:
        assert store.questions.get(made.remember(made.ask(Question(text)))).outcome == outcome


def test_a_chat_keeps_its_language(own):
    made, _ = own
    assert made.language_of(1) is None
    made.set_language(1, UK)
    assert made.language_of(1) is UK


def test_the_state_is_told_in_numbers(harbour):
    status = harbour.status()
    assert status["statements"] == 7
    assert status["revision"] == status["indexed_revision"]


def test_the_clock_is_asked_for_overdue_reviews(tmp_path):
    due = tuple(replace(each, review_due="2024-06-01") for each in bundle().statements)
    with desk(tmp_path, replace(bundle(), statements=due), lambda: NOW.replace(month=7)) as (
        made,
        _,
    ):
        assert Caveat.STALE in made.show("boats-sank", EN).caveats


def test_an_empty_store_refuses(tmp_path):
    empty = replace(bundle(), statements=(), relations=(), gaps=())
    with desk(tmp_path, empty) as (made, _):
        for text in ("How many boats were lost?", "timeline", "everything by Lee"):
            assert isinstance(made.ask(Question(text)).outcome, NoAnswer)


@pytest.mark.no_cover  # hundreds of questions
@settings(
    max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(st.text(max_size=300))
def test_no_text_makes_a_question_fail(harbour, text):
    reply = harbour.ask(Question(text))
    assert reply.message.plain()


@pytest.mark.parametrize(
    "text",
    [
        "a",
        "x" * 10_000,
        "boats " * 2_000,
        "!?.,;:" * 200,
        "\u202eevael staob ohw\u200b\u200d",
        "Кто said що?",
        "130 31 12 2022",
        "'; DROP TABLE statement; --",
        "<b>&\"'</b>",
        "claim:* AND -(boats OR NOT [a TO b]) ^2 ~3",
        "(a+)+$" + "a" * 400 + "!",
        "What did " + "a, " * 300 + "say?",
        "\ud800 lone surrogate",
    ],
)
def test_odd_input_gets_an_outcome(harbour, text):
    reply = harbour.ask(Question(text))
    assert isinstance(reply.outcome, Answer | Choices | Listing | NoAnswer)
    assert reply.elapsed < 2_000


def test_warming_up_counts_as_no_question(own):
    desk, _ = own
    desk.warm_up()
    assert not desk.elapsed


def test_a_question_beyond_its_deadline_ends(harbour):
    harbour.deadline = 0.0
    try:
        with pytest.raises(TimeoutError):
            harbour.ask(Question("how many boats were never asked about before?"))
    finally:
        harbour.deadline = None
    assert harbour.ask(Question("how many boats were never asked about before?"))


ENDLESS = {
    "words": "how many boats did the mast master say went down on Monday ? " * 70,
    "letters": "".join(
        chr(97 + number * 7 % 26) + " " * (number % 5 == 0) for number in range(4096)
    ),
    "Cyrillic": "".join(
        chr(1072 + number * 7 % 32) + " " * (number % 5 == 0) for number in range(4096)
    ),
    "dates": ", ".join(f"{number % 28 + 1} December {1900 + number}" for number in range(250)),
    "numbers": " ".join(str(number * 37) for number in range(900)),
    "questions": "who said that? " * 270,
    "quotes": "\"a\" 'b' «c» " * 330,
    "brackets": "(" * 2048 + ")" * 2048,
    "ligatures": "\ufdfa" * 4096,
    "invisible": "a\u200b" * 2048,
    "negations": "not " * 1024,
    "slashes": "a/" * 2048,
    "lines": "a\n" * 2048,
}


@pytest.mark.parametrize("text", ENDLESS.values(), ids=ENDLESS)
def test_no_step_between_two_checks_takes_long(harbour, monkeypatch, text):
    """What is checked for between the steps is done soon only where every step is short."""
    times = [time.thread_time()]
    for name in (
        "answering.answerer",
        "answering.candidates",
        "search.engine",
        "questions.parser",
    ):
        module = importlib.import_module(f"knowledge.{name}")
        monkeypatch.setattr(module, "check", lambda: times.append(time.thread_time()))
    harbour.ask(Question(text[:4096]))
    times.append(time.thread_time())
    assert len(times) > 8
    assert max(after - before for before, after in pairwise(times)) < 0.7


def test_what_a_question_gets_by_itself_is_worked_out_once_for_all_chats(own, monkeypatch):
    desk, _ = own
    searched = []
    search = desk.engine.search

    def counted(query, *further):
        searched.append(query.text)
        return search(query, *further)

    monkeypatch.setattr(desk.engine, "search", counted)
    turns = [(Turn("how many?", (identity,)),) for identity in ("boats-sank", "fog-began")]
    asked = "Did the coastguard say that nobody had drowned there?"
    first = desk.ask(Question(asked, turns=turns[0]))
    times = len(searched)
    desk.ask(Question(asked, turns=turns[1]))
    again = desk.ask(Question(asked, turns=turns[0]))
    assert len(searched) - times < times
    assert again.message == first.message
