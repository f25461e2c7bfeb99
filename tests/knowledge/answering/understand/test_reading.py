"""A question understood as a whole: what it names, and which list it asks for."""

import pytest

from knowledge.answering.understand.asking import Want
from knowledge.answering.understand.facets import Facet, Of
from knowledge.answering.understand.names import Named, Names
from knowledge.answering.understand.reading import Reader
from knowledge.model import Access, Attribution, Kind, Language

NAMES = Names(
    [
        (Named.SPEAKER, "sobyanin", ["Sobyanin", "Собянин", "Собянін", "the mayor"]),
        (Named.SPEAKER, "duma", ["State Duma", "Госдума", "Держдума"]),
        (Named.SPEAKER, "government", ["Russian government", "правительство России"]),
        (Named.SPEAKER, "army", ["the military", "military"]),
        (Named.SPEAKER, "military", ["military analysts", "analysts", "аналитики", "аналітики"]),
        (
            Named.SPEAKER,
            "intelligence",
            ["intelligence analysts", "analysts", "аналитики", "аналітики"],
        ),
        (Named.PLACE, "moscow", ["Moscow", "Москва"]),
        (Named.INCIDENT, "may", ["the May interception", "майский перехват"]),
    ]
)
READER = Reader(
    NAMES,
    lambda word: word in {"drone", "drones", "attack", "attacks", "дронов"},
    {"may": frozenset({"may", "intercept"})},
)
HIDDEN = (Access.CLASSIFIED, Access.CLOSED_DOOR, Access.UNDISCLOSED)
OPINION = (Kind.ASSESSMENT, Kind.CHARACTERISATION)


def facet(text: str) -> Facet | None:
    return READER.read(text).facet


@pytest.mark.parametrize(
    ("text", "speakers"),
    [
        ("everything by Sobyanin", ("sobyanin",)),
        ("What did Sobyanin say?", ("sobyanin",)),
        ("everything from the State Duma and the Russian government", ("duma", "government")),
        ("what do analysts say", ("military", "intelligence")),
        ("все заявления Собянина", ("sobyanin",)),
        ("Что сказал Собянин?", ("sobyanin",)),
        ("что говорят аналитики", ("military", "intelligence")),
        ("усі заяви Собяніна", ("sobyanin",)),
        ("що кажуть аналітики?", ("military", "intelligence")),
        ("what has the State Duma claimed", ("duma",)),
        ("tell me everything about Sobyanin", ("sobyanin",)),
        ("who is Sobyanin", ("sobyanin",)),
        ("who's the mayor?", ("sobyanin",)),
        ("кто такой Собянин", ("sobyanin",)),
        ("хто такий Собянін?", ("sobyanin",)),
        ("what's Sobyanin's job?", ("sobyanin",)),
        ("who are the military analysts", ("military",)),
        ("какая должность у Собянина", ("sobyanin",)),
        ("sobyanin", ("sobyanin",)),
        ("Госдума?", ("duma",)),
    ],
)
def test_a_list_by_speaker_is_seen(text, speakers):
    found = facet(text)
    assert found is not None
    assert (found.of, found.speakers) == (Of.STATEMENTS, speakers)


@pytest.mark.parametrize(
    ("text", "field", "value"),
    [
        ("all anonymous sources", "attributions", (Attribution.ANONYMOUS,)),
        ("anonymous sources", "attributions", (Attribution.ANONYMOUS,)),
        ("все анонимные источники, пожалуйста", "attributions", (Attribution.ANONYMOUS,)),
        ("усі анонімні джерела", "attributions", (Attribution.ANONYMOUS,)),
        (
            "which claims have nobody credited, just the article itself?",
            "attributions",
            (Attribution.NARRATOR,),
        ),
        ("statements without a source", "attributions", (Attribution.NARRATOR,)),
        ("что статья пишет без указания источника?", "attributions", (Attribution.NARRATOR,)),
        ("all unnamed speakers", "attributions", (Attribution.UNNAMED, Attribution.ANONYMOUS)),
        ("all predictions", "kinds", (Kind.PREDICTION,)),
        ("predictions", "kinds", (Kind.PREDICTION,)),
        ("какие прогнозы есть?", "kinds", (Kind.PREDICTION,)),
        ("які прогнози є?", "kinds", (Kind.PREDICTION,)),
        ("list all denials", "kinds", (Kind.DENIAL,)),
        ("all opinions", "kinds", OPINION),
        ("everything classified", "access", (Access.CLASSIFIED,)),
        ("what do you have from secret reports?", "access", (Access.CLASSIFIED,)),
        ("non-public statements", "access", HIDDEN),
        ("all statements made behind closed doors", "access", (Access.CLOSED_DOOR,)),
        ("все секретные доклады", "access", (Access.CLASSIFIED,)),
        ("all direct quotations", "quoted", True),
        ("все цитаты", "quoted", True),
        ("give me all the numbers", "figures", True),
        ("все цифры", "figures", True),
        ("disputed statements", "disputed", True),
        ("what is disputed?", "disputed", True),
        ("спорные утверждения", "disputed", True),
        ("are there any direct quotes?", "quoted", True),
        ("who spoke anonymously", "attributions", (Attribution.ANONYMOUS,)),
        ("що каже стаття від себе", "attributions", (Attribution.NARRATOR,)),
        ("какие заявления не были публичными", "access", HIDDEN),
        ("що заперечується", "disputed", True),
    ],
)
def test_a_list_by_another_property_is_seen(text, field, value):
    found = facet(text)
    assert found is not None
    assert getattr(found, field) == value


@pytest.mark.parametrize(
    "text",
    [
        "show me all statements",
        "list all claims",
        "all statments",
        "покажи все заявления",
        "всі заяви",
    ],
)
def test_all_statements_are_a_list_too(text):
    assert facet(text) == Facet(asked=True)


@pytest.mark.parametrize(
    ("text", "of"),
    [
        ("timeline", Of.TIMELINE),
        ("хронология", Of.TIMELINE),
        ("show me the timeline of events", Of.TIMELINE),
        ("list the incidents you have", Of.INCIDENTS),
        ("what incidents are there?", Of.INCIDENTS),
        ("покажи все инциденты", Of.INCIDENTS),
        ("які інциденти у вас є", Of.INCIDENTS),
        ("what topics do you have", Of.INCIDENTS),
        ("what's new?", Of.INCIDENTS),
        ("news", Of.INCIDENTS),
        ("drones???", Of.INCIDENTS),
        ("the drone attack", Of.INCIDENTS),
        ("tell me about the attack", Of.INCIDENTS),
        ("о чём можно спросить", Of.INCIDENTS),
        ("про що можна запитати", Of.INCIDENTS),
        ("who are the speakers", Of.SPEAKERS),
        ("whose words do you have?", Of.SPEAKERS),
        ("кто вообще высказывался", Of.SPEAKERS),
        ("when did what happen", Of.TIMELINE),
        ("what are your sources?", Of.ARTICLES),
        ("where does this information come from", Of.ARTICLES),
        ("list the articles", Of.ARTICLES),
        ("what is the source of all this", Of.ARTICLES),
        ("откуда эта информация?", Of.ARTICLES),
        ("какой источник у этой информации?", Of.ARTICLES),
        ("яке джерело цієї інформації", Of.ARTICLES),
        ("какие у вас источники", Of.ARTICLES),
        ("звідки ця інформація", Of.ARTICLES),
        ("які статті є", Of.ARTICLES),
    ],
)
def test_lists_of_other_records_are_seen(text, of):
    found = facet(text)
    assert found is not None
    assert found.of is of


@pytest.mark.parametrize(
    ("text", "months", "days", "year"),
    [
        ("what happened in december", {12}, set(), None),
        ("what happened on December 15", {12}, {15}, None),
        ("What happened in the October drone attacks?", {10}, set(), None),
        ("tell me about the 2021 attacks", set(), set(), 2021),
        ("что произошло в декабре?", {12}, set(), None),
        ("що сталося 15 грудня?", {12}, {15}, None),
        ("December 15", {12}, {15}, None),
        ("в декабре", {12}, set(), None),
    ],
)
def test_a_list_by_time_is_seen(text, months, days, year):
    found = facet(text)
    assert found is not None
    (when,) = found.whens
    assert (set(when.months), set(when.days), when.year) == (months, days, year)


@pytest.mark.parametrize(
    "text",
    [
        "tell me about the May interception",
        "tell me everything about the interception in May",
        "what do you have on the interception",
        "what's the latest on the May interception?",
        "майский перехват",
        "расскажи всё о майском перехвате",
    ],
)
def test_a_list_about_an_incident_is_seen(text):
    found = facet(text)
    assert found is not None
    assert found.incidents == ("may",)


@pytest.mark.parametrize(
    "text",
    [
        "What did Sobyanin say on television?",
        "What does the Russian government deny?",
        "sobyanin tv",
        "where was Sobyanin",
        "what happened in Belgorod",
        "Which detail of the classified report has the ministry not publicly disclosed?",
        "Who said gesture of despair?",
        "how many drones in december",
        "What did Sobyanin say in May?",
        "all 130 drones",
        "Who is to blame, Sobyanin?",
        "Which drone was that and what happened with the Duma?",
        "tell me everything about the flood",
        "hello",
        "",
    ],
)
def test_a_question_for_one_statement_is_no_list(text):
    assert facet(text) is None


def test_every_part_of_a_question_is_told():
    found = READER.read(
        "Hello! How many of the 130 drones did Sobyanin not see over Moscow on December 14, 2022?"
    )
    assert found.language is Language.EN
    assert found.want is Want.HOW_MANY
    assert found.named(Named.SPEAKER) == ("sobyanin",)
    assert found.named(Named.PLACE) == ("moscow",)
    assert found.numbers == {130}
    assert found.negated
    assert [(when.year, set(when.months), set(when.days)) for when in found.whens] == [
        (2022, {12}, {14})
    ]
    assert found.rest == ("130", "drones", "see")


def test_the_readers_language_wins_over_a_text_that_does_not_tell():
    assert READER.read("Собянин", Language.UK).language is Language.UK
