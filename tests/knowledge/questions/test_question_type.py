"""What sort of thing answers a question, and whether a text has one."""

import pytest

from knowledge.questions.question_type import (
    AnswerType,
    QuestionType,
    asks_whence,
    credited_in,
    disputed_in,
    doubted,
    focus_in,
    is_measure,
    names_in,
    sorts_asked,
    sorts_told,
    wants_of,
    wants_of_keywords,
)
from knowledge.search.text_analysis import folded as fold, words as words_of


def asked(question: str) -> frozenset[AnswerType]:
    folded = fold(question)
    return sorts_asked(folded, wants_of(folded)[0])


@pytest.mark.parametrize(
    ("question", "sorts"),
    [
        ("Why did the boat sink?", {AnswerType.REASON}),
        ("Почему лодка затонула?", {AnswerType.REASON}),
        ("How old is the captain?", {AnswerType.AGE}),
        ("Скільки років капітанові?", {AnswerType.AGE}),
        ("Сколько лет назад это было?", set()),
        ("Which company built it?", {AnswerType.NAME}),
        ("What is the captain called?", {AnswerType.CALLED}),
        ("Как зовут капитана?", {AnswerType.CALLED}),
        ("Who repaired the boat?", {AnswerType.SOMEBODY}),
        ("Who says that the boat sank?", set()),
        ("Кто заявил о лодке?", set()),
        ("Has a boat been lost before?", {AnswerType.EARLIER}),
        ("Раньше такое случалось?", {AnswerType.EARLIER}),
        ("Did the boat sink?", set()),
        ("Why did he say that the boat sank?", set()),
        ("How much will the repair cost?", {AnswerType.MONEY}),
        ("Во сколько обошёлся ремонт?", {AnswerType.MONEY}),
        ("Яка зарплата в лоцмана?", {AnswerType.MONEY}),
        ("How long did the repair take?", {AnswerType.DURATION}),
        ("Сколько дней чинили лодку?", {AnswerType.DURATION}),
        ("Як довго ремонтували човен?", {AnswerType.DURATION}),
        ("How many boats were repaired?", set()),
    ],
)
def test_a_question_asks_for_sorts_of_things(question, sorts):
    assert asked(question) == sorts


@pytest.mark.parametrize(
    ("text", "sorts"),
    [
        ("The boat sank because of a leak", {AnswerType.REASON}),
        ("Лодка затонула из-за течи", {AnswerType.REASON}),
        ("A 41-year-old captain was aboard", {AnswerType.AGE}),
        ("In 2019 another boat sank there", {AnswerType.EARLIER}),
        ("The boat sank", set()),
        ("The repair took 14 days", {AnswerType.DURATION}),
        ("Ремонт стоил 3 млн рублей", {AnswerType.MONEY}),
        ("Ремонт триватиме до 5 травня", {AnswerType.DURATION}),
    ],
)
def test_a_text_gives_sorts_of_things(text, sorts):
    assert sorts_told(fold(text)) == sorts


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("The captain, Ann Lee, left", {"ann", "lee"}),
        ("Bruno left the boat", {"bruno"}),
        ("It sank. Nobody saw it in Oskel", {"oskel"}),
        ("Лодка ушла из Бракмера", {"бракмера"}),
    ],
)
def test_a_capital_makes_a_name_unless_it_only_begins_a_sentence(text, names):
    assert names <= names_in(text)
    assert not names_in(text) & {"the", "it", "nobody"}


@pytest.mark.parametrize(
    ("question", "want"),
    [
        ("who said so?", "who"),
        ("which unnamed official said so?", "who"),
        ("according to whom?", "who"),
        ("when did it happen?", "when"),
        ("in which year was it?", "when"),
        ("wen did it start", "when"),
        ("since when is it closed", "when"),
        ("where did they go?", "where"),
        ("how many boats left?", "how_many"),
        ("how mny boats left", "how_many"),
        ("how big was the fleet?", "how_many"),
        ("what percentage was that?", "how_many"),
        ("why did they leave?", "why"),
        ("what explains the drop?", "why"),
        ("is it true that they left?", "is_it_true"),
        ("did they leave?", "is_it_true"),
        ("they all left, is that true?", "is_it_true"),
        ("what did the master say?", "what"),
        ("boats fog", "what"),
        ("кто это сказал?", "who"),
        ("когда это случилось?", "when"),
        ("с каких пор закрыто?", "when"),
        ("где они?", "where"),
        ("сколько лодок?", "how_many"),
        ("почему они ушли?", "why"),
        ("правда ли, что ушли?", "is_it_true"),
        ("были ли лодки?", "is_it_true"),
        ("что сказал капитан?", "what"),
        ("хто це сказав?", "who"),
        ("коли це сталося?", "when"),
        ("відколи зачинено?", "when"),
        ("куди вони пливли?", "where"),
        ("скільки човнів?", "how_many"),
        ("чому вони вийшли?", "why"),
        ("чи правда, що вийшли?", "is_it_true"),
        ("чи вийшли човни?", "is_it_true"),
        ("що сказав капітан?", "what"),
    ],
)
def test_the_first_want_is_told(question, want):
    assert wants_of(question)[0] is QuestionType(want)


@pytest.mark.parametrize(
    ("question", "whence"),
    [
        ("where did the boats come from?", True),
        ("where were they launched?", True),
        ("which port did they leave from?", False),
        ("from which port?", True),
        ("откуда они пришли?", True),
        ("звідки вони?", True),
        ("where are the boats?", False),
        ("где они?", False),
    ],
)
def test_where_something_came_from_is_told_from_where_it_is(question, whence):
    assert asks_whence(question) is whence


def test_a_question_can_ask_for_several_things():
    assert wants_of("when and where did she say it?") == (QuestionType.WHEN, QuestionType.WHERE)


@pytest.mark.parametrize(
    ("question", "source"),
    [
        ("How many boats sank according to the harbour master?", {"harbour", "master"}),
        ("How long did it last, in the union's version?", {"union"}),
        ("How many boats does the union count?", {"boats", "union"}),
        ("Why, as the captain says, did it sink?", {"captain"}),
        ("Сколько лодок, по словам капитана?", {"капитана"}),
        ("Сколько лодок насчитал профсоюз?", {"профсоюз", "лодок"}),
        ("Скільки човнів, за даними порту?", {"порту"}),
        ("Did the boat sink?", set()),
        ("When was it?", set()),
    ],
)
def test_a_source_is_found_in_three_languages(question, source):
    assert set(credited_in(fold(question))) == source


@pytest.mark.parametrize(
    ("question", "what"),
    [
        ("does anybody dispute the loss of 31 boats?", "the loss of 31 boats?"),
        ("has anyone questioned the warning", "the warning"),
        ("how reliable are the town's numbers", "the town's numbers"),
        ("can we trust the harbour master", "the harbour master"),
        ("is the town council's tally disputed?", "the town council's tally"),
        ("does anyone dispute the figure of 31?", "31"),
        ("is the 31 figure independently verified?", "31"),
        ("чи підтверджено втрату 31 човна", "втрату 31 човна"),
        ("оспаривает ли кто-нибудь цифру 31", "31"),
        ("можно ли верить совету города", "совету города"),
        ("насколько достоверно число 31?", "31"),
        ("чи можна вірити міській раді", "міській раді"),
        ("наскільки точні дані ради", "дані ради"),
        ("who denies the loss?", None),
        ("how many boats are disputed", None),
        ("is it true that 31 boats sank?", None),
        ("", None),
    ],
)
def test_what_is_doubted_is_told(question, what):
    assert doubted(question) == what


@pytest.mark.parametrize(
    ("question", "what"),
    [
        ("Who else disputes the harbour master's words", "the harbour master's words"),
        ("who disagrees with the council?", "the council?"),
        ("кто оспаривает слова Ли?", "слова Ли?"),
        ("а кто спорит с советом?", "советом?"),
        ("хто оспорює слова Лі?", "слова Лі?"),
        ("хто не згоден з радою?", "радою?"),
        ("who said so?", None),
    ],
)
def test_of_what_the_opponents_are_asked_is_told(question, what):
    assert disputed_in(question) == what


@pytest.mark.parametrize(
    ("question", "focus"),
    [
        ("Which foreign port sent the boat?", ("foreign", "port", "sent")),
        ("What kind of boat was it?", ("boat",)),
        ("What is the address of the harbour office?", ("address",)),
        ("How many boats left?", ("boats", "left")),
        ("how mny of the boats left", ()),
        ("Сколько лодок вышло?", ("лодок", "вышло")),
        ("Який човен затонув?", ("човен", "затонув")),
        ("What did she say?", ()),
        ("Did the boat sink?", ()),
        ("Which of the boats sank?", ()),
        ("What is it?", ()),
    ],
)
def test_what_is_asked_for_stands_after_the_question_word(question, focus):
    assert focus_in(words_of(fold(question))) == focus


@pytest.mark.parametrize(
    ("question", "focus"),
    [
        ("скільки човнів відплило", ("човнів",)),
        ("у скільки гавань оцінює збитки", ()),
        ("во сколько обошелся ремонт", ()),
    ],
)
def test_what_it_comes_to_counts_none(question, focus):
    assert focus_in(words_of(question))[:1] == focus


@pytest.mark.parametrize(
    ("words", "want"),
    [
        ("repair cost pier", "how_many"),
        ("start time repair", "when"),
        ("сумма ремонт причал", "how_many"),
        ("дата ремонт причал", "when"),
        ("причина аварії причал", "why"),
        ("місце аварії човен", "where"),
    ],
)
def test_a_noun_among_keywords_tells_what_is_asked_for(words, want):
    assert wants_of_keywords(words) == (QuestionType(want),)
    assert wants_of_keywords("boats left pier") == ()


def test_measures_and_units_are_no_things_that_are_counted():
    assert all(map(is_measure, ("sum", "hours", "сумму", "часов", "суму", "годин")))
    assert not any(map(is_measure, ("boats", "лодок", "човнів")))
