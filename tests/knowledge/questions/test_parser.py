"""A question understood as a whole: what it names, and which list it asks for."""

import pytest

from knowledge.domain import Access, Attribution, Kind, Language
from knowledge.questions.entities import EntityIndex, EntityKind
from knowledge.questions.parser import QuestionParser
from knowledge.questions.question_type import ListingFilter, ListingSubject, QuestionType

NAMES = EntityIndex(
    [
        (EntityKind.SPEAKER, "sobyanin", ["Sobyanin", "Собянин", "Собянін", "the mayor"]),
        (EntityKind.SPEAKER, "duma", ["State Duma", "Госдума", "Держдума"]),
        (EntityKind.SPEAKER, "government", ["Russian government", "правительство России"]),
        (EntityKind.SPEAKER, "army", ["the military", "military"]),
        (
            EntityKind.SPEAKER,
            "military",
            ["military analysts", "analysts", "аналитики", "аналітики"],
        ),
        (
            EntityKind.SPEAKER,
            "intelligence",
            ["intelligence analysts", "analysts", "аналитики", "аналітики"],
        ),
        (EntityKind.PLACE, "moscow", ["Moscow", "Москва"]),
        (EntityKind.INCIDENT, "may", ["the May interception", "майский перехват"]),
    ]
)
READER = QuestionParser(
    NAMES,
    lambda word: word in {"drone", "drones", "attack", "attacks", "дронов"},
    {"may": frozenset({"may", "intercept"})},
)
HIDDEN = (Access.CLASSIFIED, Access.CLOSED_DOOR, Access.UNDISCLOSED)
OPINION = (Kind.ASSESSMENT, Kind.CHARACTERISATION)


def facet(text: str) -> ListingFilter | None:
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
    assert (found.of, found.speakers) == (ListingSubject.STATEMENTS, speakers)


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
    assert facet(text) == ListingFilter(asked=True)


@pytest.mark.parametrize(
    ("text", "of"),
    [
        ("timeline", ListingSubject.TIMELINE),
        ("хронология", ListingSubject.TIMELINE),
        ("show me the timeline of events", ListingSubject.TIMELINE),
        ("list the incidents you have", ListingSubject.INCIDENTS),
        ("what incidents are there?", ListingSubject.INCIDENTS),
        ("покажи все инциденты", ListingSubject.INCIDENTS),
        ("які інциденти у вас є", ListingSubject.INCIDENTS),
        ("what topics do you have", ListingSubject.INCIDENTS),
        ("what's new?", ListingSubject.INCIDENTS),
        ("news", ListingSubject.INCIDENTS),
        ("drones???", ListingSubject.INCIDENTS),
        ("the drone attack", ListingSubject.INCIDENTS),
        ("tell me about the attack", ListingSubject.INCIDENTS),
        ("о чём можно спросить", ListingSubject.INCIDENTS),
        ("про що можна запитати", ListingSubject.INCIDENTS),
        ("who are the speakers", ListingSubject.SPEAKERS),
        ("whose words do you have?", ListingSubject.SPEAKERS),
        ("кто вообще высказывался", ListingSubject.SPEAKERS),
        ("when did what happen", ListingSubject.TIMELINE),
        ("what are your sources?", ListingSubject.ARTICLES),
        ("where does this information come from", ListingSubject.ARTICLES),
        ("list the articles", ListingSubject.ARTICLES),
        ("what is the source of all this", ListingSubject.ARTICLES),
        ("откуда эта информация?", ListingSubject.ARTICLES),
        ("какой источник у этой информации?", ListingSubject.ARTICLES),
        ("яке джерело цієї інформації", ListingSubject.ARTICLES),
        ("какие у вас источники", ListingSubject.ARTICLES),
        ("звідки ця інформація", ListingSubject.ARTICLES),
        ("які статті є", ListingSubject.ARTICLES),
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
    assert found.want is QuestionType.HOW_MANY
    assert found.named(EntityKind.SPEAKER) == ("sobyanin",)
    assert found.named(EntityKind.PLACE) == ("moscow",)
    assert found.numbers == {130}
    assert found.negated
    assert [(when.year, set(when.months), set(when.days)) for when in found.whens] == [
        (2022, {12}, {14})
    ]
    assert found.rest == ("130", "drones", "see")


def test_the_readers_language_wins_over_a_text_that_does_not_tell():
    assert READER.read("Собянин", Language.UK).language is Language.UK
