"""Turns of a conversation with the shipped store."""

from collections.abc import Iterator

import pytest

from bot.settings import Settings
from knowledge.desk import Desk
from knowledge.domain import Answer, Aspect, Language, NoAnswer, Question, Reply, Turn
from tests.handlers.desks import desk_in


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Desk]:
    settings = Settings(_env_file=None, semantic="off")
    with desk_in(tmp_path_factory.mktemp("dialogue"), settings) as desk:
        yield desk


def test_a_conversation_goes_on_without_an_answer(desk):
    asked = "How much does a ticket to the moon cost?"
    refused = desk.ask(Question(asked, usual=Language.EN))
    assert isinstance(refused.outcome, NoAnswer)
    turns = (Turn(asked, (), answered=False, language=refused.language),)
    reply = desk.ask(Question("and the exact words?", turns=turns, usual=Language.EN))
    assert isinstance(reply.outcome, NoAnswer)


def test_another_day_of_a_number_is_answered_by_its_numbers(desk):
    asked = "How many drones were shot down on December 14?"
    told = desk.ask(Question(asked))
    ids = tuple(each.record.statement.id for each in told.shown)
    turns = (Turn(asked, ids, language=told.language),)
    reply = desk.ask(Question("and on the 15th?", turns=turns))
    assert {each.record.statement.id for each in reply.shown} == {
        "dec15-21-drones",
        "dec15-none-reached",
    }


def test_somebody_unknown_who_said_nothing_is_refused(desk):
    reply = desk.ask(Question("so Zelensky said nothing about it?"))
    assert isinstance(reply.outcome, NoAnswer)


@pytest.mark.parametrize(
    "text",
    ["which is larger, December 14 or 15?", "что больше, 14 или 15 декабря?",
     "що більше, 14 чи 15 грудня?"],
)  # fmt: skip
def test_two_days_are_set_beside_each_other(desk, text):
    reply = desk.ask(Question(text))
    assert [each.record.statement.id for each in reply.shown] == [
        "mod-130-drones",
        "dec15-21-drones",
    ]


def _conversation(desk: Desk, *questions: str) -> Reply:
    """The reply to the last of several questions that are asked one after the other."""
    turns: tuple[Turn, ...] = ()
    for text in questions:
        reply = desk.ask(Question(text, turns=turns, usual=Language.EN))
        ids = tuple(each.record.statement.id for each in reply.shown)
        answered = not isinstance(reply.outcome, NoAnswer)
        turns = (*turns, Turn(text, ids, answered=answered, language=reply.language))
    return reply


def _told(reply: Reply) -> list[str]:
    return [each.record.statement.id for each in reply.shown]


@pytest.mark.parametrize(
    "turns",
    [
        ("What did Podolyak say?", "what do they object?"),
        ("Что сказал Подоляк?", "а что возражают?"),
        ("Що сказав Подоляк?", "а що заперечують?"),
    ],
)
def test_what_is_objected_where_nobody_objects_is_that_nobody_does(desk, turns):
    reply = _conversation(desk, *turns)
    assert isinstance(reply.outcome, NoAnswer)
    assert _told(reply) == ["podolyak-strikes-increase"]


@pytest.mark.parametrize(
    "turns",
    [
        ("What does the Russian government say?", "what exactly does it deny?"),
        ("Что говорит правительство России?", "а что именно отрицают?"),
    ],
)
def test_what_somebody_denies_is_their_denial(desk, turns):
    reply = _conversation(desk, *turns)
    assert isinstance(reply.outcome, Answer)
    assert _told(reply) == ["russia-denies-involvement"]


def test_why_they_are_against_it_is_what_they_say(desk):
    reply = _conversation(desk, "Що каже Держдума?", "хто незгоден", "а чого вони проти")
    assert set(_told(reply)) == {"western-agencies-confirm", "duma-phrase-contested"}


@pytest.mark.parametrize(
    ("turns", "said"),
    [
        (("How many drones were launched at Moscow on December 15?", "in which year?"),
         "The article does not give the year."),
        (("Сколько беспилотников запустили на Москву 15 декабря?", "а в каком году?"),
         "Год в статье не указан."),
        (("Скільки безпілотників запустили на Москву 15 грудня?", "а в якому році?"),
         "Рік у статті не вказано."),
    ],
)  # fmt: skip
def test_a_year_that_is_not_given_is_not_made_up(desk, turns, said):
    reply = _conversation(desk, *turns)
    assert isinstance(reply.outcome, NoAnswer)
    assert reply.message.plain().startswith(said)


def test_a_year_that_is_given_is_told(desk):
    reply = _conversation(desk, "What did Podolyak say?", "in which year?")
    assert reply.message.plain().startswith("August 2023")


@pytest.mark.parametrize(
    ("turns", "said"),
    [
        (("How many drones were shot down on December 14?", "and on the 15th?"),
         "That number is not in the store."),
        (("Сколько беспилотников сбили 14 декабря?", "а 15-го?"), "Такого числа в базе нет."),
        (("Скільки безпілотників збили 14 грудня?", "а 15-го?"), "Такої кількості в базі немає."),
    ],
)  # fmt: skip
def test_another_day_without_such_a_number_says_so_before_what_it_has(desk, turns, said):
    reply = _conversation(desk, *turns)
    assert _told(reply) == ["dec15-21-drones", "dec15-none-reached"]
    assert reply.message.plain().startswith(said)
    assert [each.what for each in reply.conflicts] == [Aspect.EVENT]


def test_what_was_told_is_not_of_another_day(desk):
    reply = _conversation(
        desk, "How many drones were shot down on December 14?", "and that was on the 20th?"
    )
    assert _told(reply) == ["mod-130-drones"]
    assert [each.what for each in reply.conflicts] == [Aspect.DATE]


@pytest.mark.parametrize("text", ["exact words?", "source?", "who said that?"])
def test_after_a_refusal_nothing_is_told_of_anything_else(desk, text):
    reply = _conversation(desk, "How many people were hurt?", text)
    assert isinstance(reply.outcome, NoAnswer)
    assert _told(reply) == []


def test_why_something_failed_is_no_reason_for_trying_it(desk):
    reply = _conversation(desk, "Did any drone reach its target on December 15?", "how come?")
    assert _told(reply) == ["mod-readiness"]


@pytest.mark.parametrize(
    "text", ["give me the gist", "что вообще происходит?", "розкажи що там з дронами"]
)
def test_an_overview_begins_with_the_incidents(desk, text):
    reply = desk.ask(Question(text))
    told = _told(reply)
    assert told[:4] == [
        "campaign-began-2022",
        "sobyanin-confirms-interception",
        "mod-130-drones",
        "dec15-21-drones",
    ]
    assert {"duma-gesture-of-despair", "western-agencies-confirm"} <= set(told)
    assert len(told) <= 10


def test_a_shorter_overview_has_one_statement_an_incident(desk):
    reply = _conversation(desk, "give me the gist", "too long, shorter")
    assert len(_told(reply)) == 4


@pytest.mark.parametrize(
    "text",
    ["how many of the 21 drones were shot down?", "сколько из 130 сбили над Уралом?",
     "скільки з 130 збили над Уралом?"],
)  # fmt: skip
def test_a_share_is_not_answered_by_the_whole(desk, text):
    assert isinstance(desk.ask(Question(text)).outcome, NoAnswer)


@pytest.mark.parametrize(
    "turns",
    [
        ("Who is Sobyanin?", "and his office?"),
        ("Кто такой Собянин?", "а его мэрия?"),
        ("Хто такий Собянін?", "а його мерія?"),
    ],
)
def test_what_belongs_to_a_speaker_is_found_by_its_name(desk, turns):
    assert _told(_conversation(desk, *turns)) == ["mayor-office-origin-silent"]


@pytest.mark.parametrize(
    "turns",
    [
        ("What does the Duma say?", "who exactly of the deputies?"),
        ("Что говорит Госдума?", "а кто из депутатов?"),
        ("Що каже Держдума?", "а хто саме з депутатів?"),
    ],
)
def test_nobody_of_a_body_is_named_where_the_article_names_none(desk, turns):
    reply = _conversation(desk, *turns)
    assert isinstance(reply.outcome, NoAnswer)
    assert _told(reply) == ["duma-gesture-of-despair"]


def test_who_somebody_without_a_name_is_remains_untold(desk):
    reply = desk.ask(Question("Who is the senior defense official?"))
    assert isinstance(reply.outcome, NoAnswer)
    assert reply.message.plain().startswith("The article does not name the source.")


def test_why_it_was_tried_is_asked_after_why_it_failed(desk):
    asked = (
        "What happened on December 15?",
        "why did it fail?",
        "and why were they attacked in the first place?",
    )
    assert _told(_conversation(desk, *asked)) == ["insiders-response"]


@pytest.mark.parametrize(
    "text", ["where do you get this", "откуда ты это берёшь", "звідки ти це береш"]
)
def test_where_it_all_comes_from_is_answered_by_a_sentence(desk, text):
    reply = desk.ask(Question(text))
    assert isinstance(reply.outcome, NoAnswer)
    assert _told(reply) == []


@pytest.mark.parametrize("text", ["link?", "source please"])
def test_the_source_of_several_statements_is_told_once(desk, text):
    reply = _conversation(
        desk, "How many drones were shot down on December 14?", "and on the 15th?", text
    )
    assert _told(reply) == ["dec15-21-drones", "dec15-none-reached"]
    assert reply.message.plain().count("Article: ") == 1


@pytest.mark.parametrize(
    ("turns", "said"),
    [
        (("What did Podolyak say?", "what else did he say?"),
         "The store has nothing else from this speaker."),
        (("Что сказал Подоляк?", "а что ещё он сказал?"),
         "Больше высказываний этого лица в базе нет."),
        (("Що сказав Подоляк?", "що ще він казав?"),
         "Інших висловлювань цієї сторони в базі немає."),
    ],
)  # fmt: skip
def test_nothing_else_from_a_speaker_is_said_before_what_there_is(desk, turns, said):
    assert _conversation(desk, *turns).message.plain().startswith(said)


@pytest.mark.parametrize("text", ["compare them", "сравни их", "порівняй їх"])
def test_what_was_told_is_set_beside_what_was_told_before_it(desk, text):
    reply = _conversation(
        desk,
        "How many drones were launched at Moscow on December 15?",
        "What did Podolyak say?",
        text,
    )
    assert _told(reply) == ["dec15-21-drones", "podolyak-strikes-increase"]


def test_an_overview_dates_what_leads_an_incident_and_counts_both(desk):
    first, *_ = desk.ask(Question("what's going on?")).message.plain().splitlines()
    assert first == "4 incidents, 10 statements"
    told = desk.ask(Question("what's going on?")).message.plain()
    assert told.count("since 2022: ") == 1


def test_a_russian_chat_goes_on_in_russian(desk):
    reply = _conversation(desk, "расскажи вкратце", "а поподробнее про май")
    assert reply.language is Language.RU


@pytest.mark.parametrize(
    ("text", "part"),
    [
        ("where do you get this?", "Article: "),
        ("who published it?", "Publisher: not given"),
        ("why should I believe this?", "No statement in the store disputes this"),
        ("is it confirmed?", "No statement in the store disputes this"),
        ("exact words?", "“the number of drone strikes on Russia will increase”"),
        ("link?", "Quoted words: "),
        ("who is he?", "adviser to the office of the Ukrainian president"),
        ("who said that?", "Mikhail Podolyak"),
        ("where?", "closed-door meeting"),
        ("who else says so?", "On the same incident:"),
    ],
)
def test_a_page_about_what_was_told(desk, text, part):
    reply = _conversation(desk, "What did Podolyak say?", text)
    assert _told(reply)[0] == "podolyak-strikes-increase"
    assert part in reply.message.plain()


@pytest.mark.parametrize("text", ["who published it?", "кто это опубликовал?"])
def test_who_published_it_all_is_told_before_anything_was_answered(desk, text):
    reply = desk.ask(Question(text))
    assert isinstance(reply.outcome, NoAnswer)
    assert "Russia’s Drone Interception" in reply.message.plain()


def test_an_article_that_the_store_does_not_hold_is_said_to_be_unknown(desk):
    reply = desk.ask(Question("https://example.org/news/17"))
    assert reply.message.plain().startswith("I do not know this article.")


def test_why_where_no_reason_is_given_says_so(desk):
    reply = _conversation(desk, "Who called it a gesture of despair?", "when?", "why?")
    assert isinstance(reply.outcome, NoAnswer)
    assert reply.message.plain().startswith("I found no statement that gives a reason.")


def test_the_name_of_somebody_withheld_is_not_told(desk):
    reply = _conversation(desk, "What does the senior defense official say?", "what is his name?")
    assert isinstance(reply.outcome, NoAnswer)
    assert reply.message.plain().startswith("The article does not name the source.")


def test_what_else_somebody_said_is_the_other_statement(desk):
    reply = _conversation(desk, "Did Sobyanin speak on television?", "what else did he say?")
    assert _told(reply) == ["sobyanin-confirms-interception"]


def test_the_only_one_who_stands_against_it_is_told_alone(desk):
    reply = _conversation(desk, "Was Ukraine involved in the strikes?", "who disagrees?")
    assert _told(reply) == ["duma-gesture-of-despair"]


def test_of_many_questions_the_first_are_looked_up(desk):
    asked = (
        "What did Podolyak say? What does the Duma say? How many drones were shot down on "
        "December 14? How many drones were launched at Moscow on December 15? Did Sobyanin speak "
        "on television? Who denies involvement?"
    )
    reply = desk.ask(Question(asked))
    assert "I looked up the first 4 questions." in reply.message.plain()


def test_the_other_one_is_the_other_statement_of_the_same_speaker(desk):
    reply = _conversation(desk, "Did Sobyanin speak on television?", "and the other one?")
    assert _told(reply) == ["sobyanin-confirms-interception"]


def test_what_else_a_ministry_said_is_a_list(desk):
    reply = _conversation(
        desk, "How many drones were shot down on December 14?", "what else did they say?"
    )
    assert set(_told(reply)) == {
        "mod-readiness",
        "mod-report-volga-urals",
        "mod-report-civilian-areas",
    }


@pytest.mark.parametrize("text", ["-" * 900, "\U0001f600" * 600, "“”" * 400])
def test_of_signs_alone_no_words_are_said_to_be_looked_up(desk, text):
    told = desk.ask(Question(text)).message.plain()
    assert "Looked up" not in told


@pytest.mark.parametrize(
    "turns",
    [
        ("How many drones were shot down on December 14?", "wasn't it 150?"),
        ("Сколько дронов сбили 14 декабря?", "разве не 150?"),
        ("Скільки дронів збили 14 грудня?", "а я чув 150"),
    ],
)
def test_another_number_than_was_told_is_put_right(desk, turns):
    reply = _conversation(desk, *turns)
    assert _told(reply) == ["mod-130-drones"]
    assert [each.what for each in reply.conflicts] == [Aspect.NUMBER]


def test_the_name_of_a_group_that_was_told_is_not_made_up(desk):
    reply = _conversation(desk, "Who talks about a broader conflict?", "names of those analysts?")
    assert isinstance(reply.outcome, NoAnswer)


@pytest.mark.parametrize(
    "turns",
    [
        ("Is Ukraine behind the drone attacks, according to Western intelligence?", "but the Duma says otherwise"),
        ("What does the ministry say about the 130 drones?", "and who says 21?"),
    ],
)  # fmt: skip
def test_another_speaker_or_number_of_the_matter_is_found(desk, turns):
    assert not isinstance(_conversation(desk, *turns).outcome, NoAnswer)


def test_he_is_nobody_who_was_told_before_a_question_that_was_refused(desk):
    turns = ("What did Podolyak say?", "How much does a ticket to the moon cost?")
    reply = _conversation(desk, *turns, "when did he say it?")
    assert isinstance(reply.outcome, NoAnswer)


@pytest.mark.parametrize("text", ["you're useless", "ты тупой бот", "ти дурний"])
def test_an_insult_is_no_question(desk, text):
    reply = _conversation(desk, text)
    assert isinstance(reply.outcome, NoAnswer)
    assert not reply.shown


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("дякую, а українською можна?", Language.UK),
        ("а по-русски можно?", Language.RU),
        ("can you answer in English please?", Language.EN),
    ],
)
def test_another_language_is_asked_for(desk, text, language):
    reply = _conversation(desk, "Who said gesture of despair?", text)
    assert (type(reply.outcome), reply.language) == (NoAnswer, language)
    assert not reply.shown


@pytest.mark.parametrize("pick", ["2", "the second one", "№ 2"])
def test_one_of_several_that_were_told_is_picked(desk, pick):
    turns = ("What happened on December 15?",)
    told = _told(_conversation(desk, *turns))
    assert _told(_conversation(desk, *turns, pick)) == told[1:2]


def test_another_number_leaves_the_question_as_it_was(desk):
    turns = ("How many drones were shot down on December 14?", "wasn't it 150?", "and on the 15th?")
    assert set(_told(_conversation(desk, *turns))) == {"dec15-21-drones", "dec15-none-reached"}


def test_more_questions_than_can_be_looked_up_are_said_to_be_too_many(desk):
    text = " ".join(f"How many drones were shot down on May {day}?" for day in range(1, 31))
    reply = _conversation(desk, text)
    assert isinstance(reply.outcome, NoAnswer)
    assert "one question" in reply.message.plain()


def test_another_number_of_another_thing_is_not_set_against_what_was_told(desk):
    turns = ("How many drones were shot down on December 14?", "I heard 50 minutes")
    assert isinstance(_conversation(desk, *turns).outcome, NoAnswer)


def test_which_of_them_is_one_of_those_that_were_told(desk):
    turns = ("What happened on December 15?", "which of them comes from the ministry?")
    assert _told(_conversation(desk, *turns)) == ["mod-readiness"]


def test_another_day_after_one_was_picked_is_asked_of_everything(desk):
    turns = ("що відбувається?", "1", "а 15-го?")
    assert "dec15-21-drones" in _told(_conversation(desk, *turns))


def test_the_office_of_a_speaker_is_not_the_speaker(desk):
    turns = ("What did Sobyanin say on television?", "ok and what about the mayor's office")
    assert _told(_conversation(desk, *turns)) == ["mayor-office-origin-silent"]
