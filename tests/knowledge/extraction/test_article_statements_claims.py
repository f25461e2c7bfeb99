"""A claim reads alone: whom, which day and what "this" means is told in it, or left as it stands."""

import pytest

from knowledge.extraction.article_statements import statements
from knowledge.extraction.decontextualisation import (
    Surroundings,
    Topic,
    leading,
    opening_lines,
    topic_of,
)

DAY = "2025-06-04"  # a Wednesday


def claims(text: str, language: str | None = None) -> list[str]:
    return [one.claim for one in statements(text, language=language, published=DAY)]


@pytest.mark.parametrize(
    ("text", "claim"),
    [
        (
            "A car ferry ran aground early on Wednesday, the coastguard said.",
            "A car ferry ran aground early on Wednesday (4 June 2025)",
        ),
        (
            "An inquiry into the reef would begin on Friday, minister Kari Nygaard said.",
            "An inquiry into the reef would begin on Friday (6 June 2025)",
        ),
        (
            "Операции перенесли на четверг, сообщила главврач Наталья Гущина.",
            "Операции перенесли на четверг (5 июня 2025)",
        ),
        (
            "Водогін прорвало у вівторок увечері, повідомив мер Остап Дрань.",
            "Водогін прорвало у вівторок увечері (3 червня 2025)",
        ),
    ],
)
def test_a_weekday_is_told_with_its_day(text, claim):
    assert claims(text) == [claim]


def test_a_day_that_the_sentence_gives_is_not_told_again():
    around = Surroundings("ru", DAY)
    assert around.dated("Четверг, 5 июня, объявлен днём траура") == (
        "Четверг, 5 июня, объявлен днём траура"
    )
    assert around.dated("Накануне закрыли мост", told=True) == "Накануне закрыли мост"
    assert around.dated("«Вчера» закрыли мост") == "«Вчера» закрыли мост"


@pytest.mark.parametrize(
    ("text", "claim"),
    [
        # the speaker's own pronoun, and one that another may be meant by
        (
            "Minister Kari Nygaard spoke on Monday. She still expected trains to run, she said.",
            "Kari Nygaard still expected trains to run",
        ),
        (
            "Union leader Jon Falk said the driver had told colleagues that he braked.",
            "The driver had told colleagues that he braked",
        ),
        (
            "По словам Зои Белоконь, в диспетчерскую она звонила дважды.",
            "В диспетчерскую Зоя Белоконь звонила дважды",
        ),
        # what stands before it in the article, where it can be but one thing
        (
            "Найгучніша суперечка — про гідрант. Рятувальники твердять, що він був порожній.",
            "Гідрант був порожній",
        ),
        # a quotation keeps its words
        (
            "“She is holding, but she is not going anywhere,” harbour master Ingrid Bolt said.",
            "Harbour master Ingrid Bolt: “She is holding, but she is not going anywhere”",
        ),
    ],
)
def test_a_pronoun_is_told_or_left(text, claim):
    assert claim in claims(text)


@pytest.mark.parametrize(
    ("text", "claim"),
    [
        (
            "На Литейной нашли шестую погибшую. Это Марина Ковтун, 34 года, подтвердил глава района Игорь Ланской.",
            "На Литейной нашли шестую погибшую; это Марина Ковтун, 34 года",
        ),
        (
            "В Офісі прокурора минулого тижня говорили про 112 млн грн.",
            "В Офісі прокурора говорили про 112 млн грн",
        ),
        (
            "The board said only that the recorder had been sent away and that a report was expected soon.",
            "The recorder had been sent away and a report was expected soon",
        ),
        (
            "The Standard reported on its website, citing police, that the driver had been sober.",
            "Standard reported on its website, citing police, that the driver had been sober",
        ),
        (
            "According to two people briefed on the talks, who asked not to be named, the loan is worth 40 million.",
            "The loan is worth 40 million",
        ),
        (
            "Inflation, the finance minister told reporters in Oslo, “is not where it ought to be”.",
            "Inflation “is not where it ought to be”",
        ),
    ],
)
def test_a_claim_is_a_whole_sentence(text, claim):
    assert claims(text)[-1] == claim


@pytest.mark.parametrize(
    ("text", "speaker", "content"),
    [
        (
            "У Заріччі згорів склад, загинули троє людей. Про це повідомляє пресслужба ДСНС області.",
            "пресслужба ДСНС області",
            "У Заріччі згорів склад, загинули троє людей",
        ),
        (
            "В Заречье сгорел склад, погибли трое. Об этом говорится в отчёте мэрии.",
            "отчёт мэрии",
            "В Заречье сгорел склад, погибли трое",
        ),
    ],
)
def test_this_was_reported_by_somebody(text, speaker, content):
    (found,) = statements(text)
    assert (found.speaker, found.claim) == (speaker, content)


def test_what_another_is_credited_with_is_not_given_to_who_reports_it():
    text = "«Склад згорів», — розповів Петро Восс.\n\nПро це повідомляє пресслужба ДСНС області."
    assert [one.speaker for one in statements(text)] == ["Петро Восс"]


@pytest.mark.parametrize(
    ("lines", "places", "language", "line"),
    [
        (["Night train derails", "A train came off the rails outside the town of Dolny Brez."], [], "en", "Dolny Brez derailment"),
        (["Mill on fire", "A blaze at Oria closed the road."], [], "en", "Oria blaze"),
        (["Число погибших при взрыве газа в Лужанске выросло"], [], "ru", "Взрыв газа в Лужанске"),
        (["Тиждень після пожежі на Заводській"], [], "uk", "Пожежа на Заводській"),
        (["Rates go up", "The bank raised its rate."], [], "en", ""),
    ],
)  # fmt: skip
def test_an_article_tells_what_it_is_about(lines, places, language, line):
    assert topic_of(lines, places, language).line == line


def test_only_a_short_claim_that_names_nobody_is_told_with_what_it_is_about():
    topic = topic_of(["A blaze at Oria closed the road."], [], "en")
    around = Surroundings("en", DAY, topic)
    assert around.anchored("Two boats were lost") == "Oria blaze: Two boats were lost"
    assert around.anchored("Ann Lee lost two boats") == "Ann Lee lost two boats"
    assert around.anchored("The blaze took two boats") == "The blaze took two boats"
    assert Surroundings("en", DAY, Topic()).anchored("Two boats were lost") == "Two boats were lost"


def test_bylines_are_no_lines_of_the_article():
    assert opening_lines(["Mill burns", "By Ann Lee", "4 June 2025", "The mill burned down."]) == [
        "Mill burns",
        "The mill burned down.",
    ]


def test_a_conjunction_that_opens_a_claim_is_left_out():
    assert leading("Але висновки будуть", "uk") == "висновки будуть"
    assert leading("But, he was late", "en") == "he was late"
    assert leading("Butter is dear", "en") == "Butter is dear"
