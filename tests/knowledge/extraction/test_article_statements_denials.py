"""Who says no to what: denials are worded as denials, and a "no" to nobody is none."""

import pytest

from knowledge.domain import Attribution, Kind
from knowledge.extraction.article_statements import statements

DAY = "2026-06-15"  # a Monday


def last(text: str, language: str):
    return statements(f"A title\n\n{text}", language=language, published=DAY)[-1]


@pytest.mark.parametrize(
    ("text", "language", "speaker", "claim"),
    [
        (
            "The mayor, Ann Lee, called the reports a lie.", "en", "Ann Lee",
            "Ann Lee, mayor, dismisses the reports as a lie",
        ),
        (
            "Глава компании Олег Гай назвал обвинения в халатности ложью.", "ru", "Олег Гай",
            "Глава компании Олег Гай опровергает обвинения в халатности, называя это «ложью»",
        ),
        (
            "В мэрии слухи об эвакуации назвали фейком.", "ru", "мэрия",
            "В мэрии опровергают слухи об эвакуации, называя это «фейком»",
        ),
        (
            "Нина Охлопкова сказала, что бетон хороший. Она назвала «домыслами» сообщения о том, что рабочие жаловались.",
            "ru", "Нина Охлопкова",
            "Нина Охлопкова опровергает сообщения о том, что рабочие жаловались, называя это «домыслами»",
        ),
        (
            "Керівник заводу Олег Гай назвав звинувачення вигадкою.", "uk", "Олег Гай",
            "Керівник заводу Олег Гай спростовує звинувачення, називаючи це «вигадкою»",
        ),
        (
            "Тарас Гудима оглянув дамбу. Чутки про підрив він спростував.", "uk", "Тарас Гудима",
            "Тарас Гудима спростував чутки про підрив",
        ),
        (
            "У мерії чутки про евакуацію спростували.", "uk", "мерія",
            "У мерії спростували чутки про евакуацію",
        ),
        (
            "Мерка Ганна Лось відкинула, що дамбу підірвали.", "uk", "Ганна Лось",
            "Мерка Ганна Лось заперечує, що дамбу підірвали",
        ),
        (
            "“The port is open,” the harbour master, Elis Thorne, told the Post, dismissing reports that ships had been turned away.",
            "en", "Elis Thorne",
            "Elis Thorne said the port is open, dismissing reports that ships had been turned away",
        ),
    ],
)  # fmt: skip
def test_whatever_way_somebody_says_no_is_worded_so(text, language, speaker, claim):
    found = last(text, language)
    assert (found.speaker, found.kind, found.claim) == (speaker, Kind.DENIAL, claim)


@pytest.mark.parametrize(
    ("text", "language", "kind"),
    [
        ("There was nobody in the house, the fire chief, Ann Lee, said.", "en", Kind.FACT),
        ("Людей внутри не было, сообщили в МЧС.", "ru", Kind.FACT),
        ("Людей усередині не було, повідомили в ДСНС.", "uk", Kind.FACT),
        ("«Світла вже не було», — сказала мешканка Ганна Лось.", "uk", Kind.FACT),
        (
            "Posts claimed that a second tank had exploded. “There was no second tank,” the fire chief, Ann Lee, said.",
            "en", Kind.DENIAL,
        ),
        (
            "Жильцы говорят, что пахло газом. «Никакого запаха газа не было», — сказал директор Олег Гай.",
            "ru", Kind.DENIAL,
        ),
        (
            "Очевидці чули вибух. «Жодного вибуху не було», — сказала речниця ДСНС Ганна Лось.",
            "uk", Kind.DENIAL,
        ),
    ],
)  # fmt: skip
def test_a_no_is_a_denial_only_where_somebody_said_the_opposite(text, language, kind):
    assert last(text, language).kind is kind


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("Nobody knows yet what made the valve fail. Nobody said why.", "en"),
        ("The company did not respond to a request for comment on the fines.", "en"),
        ("Никто не знает, что стало причиной. Никто не сказал почему.", "ru"),
        ("Ніхто не знає, що стало причиною. Ніхто не сказав чому.", "uk"),
    ],
)
def test_nobody_is_no_speaker(text, language):
    found = statements(f"A title\n\n{text}", language=language, published=DAY)
    assert all(one.attribution is Attribution.NARRATOR for one in found)


@pytest.mark.parametrize(
    ("text", "language", "speaker", "said"),
    [
        (
            "A person briefed on the inquiry said arson was ruled out.\n\nHugo Brandt-Amadi, a spokesman for Sealink Corrin, was asked on Sunday. Brandt-Amadi would not confirm this. “We never comment,” he said.",
            "en", "Hugo Brandt-Amadi", None,
        ),
        (
            "The Environment Inspectorate (EI) ordered the plant shut. The agency said it had found no fault.",
            "en", "Environment Inspectorate (EI)", None,
        ),
        (
            "Двоє працівників, які побажали залишитися неназваними, розповіли, що тріщини бачили ще в лютому.",
            "uk", "двоє працівників", None,
        ),
        (
            "Как следует из акта от 12 марта, с которым ознакомился «Курьер», опору предлагалось усилить до 1 мая.",
            "ru", "акт", "2026-03-12",
        ),
        (
            "Проте в акті планової перевірки від 3 вересня, копія якого є в редакції, йдеться про шість тонн фарби і несправну сигналізацію.",
            "uk", "акт планової перевірки", "2025-09-03",
        ),
        (
            "The ferry sank late on Sunday. The operator said in a statement at 11:30 p.m. that all were safe.",
            "en", "operator", "2026-06-14",
        ),
    ],
)  # fmt: skip
def test_who_spoke_and_when(text, language, speaker, said):
    found = last(text, language)
    assert (found.speaker, found.said) == (speaker, said)


@pytest.mark.parametrize(
    ("text", "language", "day"),
    [
        ("Уже во вторник в школах возобновятся занятия, сообщила министр Дарья Щеглова.", "ru", "16 июня 2026"),
        ("Школы откроют в среду, сообщила министр Дарья Щеглова.", "ru", "17 июня 2026"),
        ("У вівторок поліція затримала двох, повідомив мер Остап Дрань.", "uk", "9 червня 2026"),
        ("Each would get twice what the mayor promised on Tuesday, minister Kari Nygaard said.", "en", "9 June 2026"),
    ],
)  # fmt: skip
def test_a_weekday_is_of_the_week_that_its_verb_means(text, language, day):
    assert f"({day})" in last(text, language).claim


def test_what_only_describes_a_speaker_is_no_part_of_the_words():
    found = last("«Нас не предупредили», — говорит пенсионерка Раиса Кононова, живущая рядом со складом.", "ru")  # fmt: skip
    assert found.claim == "Пенсионерка Раиса Кононова: «Нас не предупредили»"
