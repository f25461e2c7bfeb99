"""Who said it, in one sentence, in three languages."""

import pytest

from knowledge.answering.compose.claim_lines import name_of, said_by, says, speaker_line
from knowledge.answering.compose.outcome_messages import first_line
from knowledge.domain import (
    Access,
    Attribution,
    Channel,
    Figure,
    Language,
    Line,
    MultilingualText,
    Qualifier,
    Record,
    Span,
    SpeakerKind,
    Style,
)
from knowledge.questions.question_type import QuestionType
from tests.knowledge.factories import appearance, incident, place, record, speaker, statement

EN, RU, UK = Language
CLAIM = (Span("130 boats left"),)


def text(line: Line) -> str:
    return "".join(span.text for span in line)


def strong(line: Line) -> list[str]:
    return [span.text for span in line if span.style is Style.STRONG]


def of(attribution: Attribution, kind: SpeakerKind, name: str, **values) -> Record:
    cue = MultilingualText.of(en="said", ru="сообщили", uk="повідомили")
    who = speaker(
        name=MultilingualText.of(en=name, ru="люди", uk="люди"), kind=kind, role=MultilingualText()
    )
    mine = statement(
        appearances=(appearance(attribution=attribution, cue=cue, **values),), said=None
    )
    return record(mine, said_by=who, about=incident(when=None))


@pytest.mark.parametrize(
    ("attribution", "kind", "name", "expected"),
    [
        ("named", "person", "Ann Lee", "130 boats left, Ann Lee said"),
        (
            "named",
            "organisation",
            "Ministry of Boats",
            "130 boats left, the Ministry of Boats said",
        ),
        ("named", "organisation", "Gazprom", "130 boats left, Gazprom said"),
        ("named", "organisation", "the Harbour Office", "130 boats left, the Harbour Office said"),
        ("unnamed", "group", "harbour officials", "130 boats left, harbour officials said"),
        ("unnamed", "person", "officer", "130 boats left, an officer said"),
        ("unnamed", "person", "harbour officials", "130 boats left, harbour officials said"),
        ("unnamed", "person", "men at the port", "130 boats left, men at the port said"),
        ("unnamed", "person", "crisis adviser", "130 boats left, a crisis adviser said"),
        (
            "anonymous",
            "person",
            "two people familiar with the plan",
            "130 boats left, according to two people familiar with the plan who are not named",
        ),
        (
            "anonymous",
            "person",
            "a boss of docks",
            "130 boats left, according to a boss of docks who is not named",
        ),
        (
            "anonymous",
            "person",
            "a senior official",
            "130 boats left, according to a senior official who is not named",
        ),
        (
            "anonymous",
            "group",
            "insiders",
            "130 boats left, according to insiders who are not named",
        ),
    ],
)
def test_a_claim_goes_with_its_speaker(attribution, kind, name, expected):
    given = of(Attribution(attribution), SpeakerKind(kind), name)
    assert text(said_by(CLAIM, given, EN)) == expected


@pytest.mark.parametrize(
    ("language", "attribution", "expected"),
    [
        (RU, "named", "130 boats left, сообщили люди"),
        (UK, "named", "130 boats left, повідомили люди"),
        (RU, "anonymous", "130 boats left, сообщили люди (имена не названы)"),
        (UK, "anonymous", "130 boats left, повідомили люди (імен не названо)"),
    ],
)
def test_names_stay_in_the_nominative(language, attribution, expected):
    given = of(Attribution(attribution), SpeakerKind.GROUP, "people")
    assert text(said_by(CLAIM, given, language)) == expected


@pytest.mark.parametrize(
    ("language", "expected"),
    [
        (EN, "130 boats left, the article says, crediting nobody"),
        (RU, "130 boats left, говорится в статье без ссылки на источник"),
        (UK, "130 boats left, ідеться у статті, без посилання на джерело"),
    ],
)
def test_the_narrator_credits_nobody(language, expected):
    mine = statement(
        speaker=None, said=None, appearances=(appearance(attribution=Attribution.NARRATOR),)
    )
    given = record(mine, about=incident(when=None))
    assert text(said_by(CLAIM, given, language)) == expected
    assert text(speaker_line(given, language))
    assert name_of(given, language) in {"the article itself", "сама статья", "сама стаття"}


def test_without_a_cue_the_speaker_stands_behind_a_dash():
    mine = statement(appearances=(appearance(cue=MultilingualText()),), said=None)
    given = record(mine, about=incident(when=None))
    assert text(said_by(CLAIM, given, EN)) == "130 boats left — Ann Lee, harbour master"
    assert text(says(CLAIM, given, EN)) == "Ann Lee (harbour master): 130 boats left"


def test_a_nameless_source_without_a_cue_is_still_told_in_russian():
    given = of(Attribution.ANONYMOUS, SpeakerKind.PERSON, "x")
    mine = statement(
        appearances=(appearance(attribution=Attribution.ANONYMOUS, cue=MultilingualText()),),
        said=None,
    )
    bare = record(mine, said_by=given.speaker, about=incident(when=None))
    assert text(said_by(CLAIM, bare, RU)) == "130 boats left — люди (имя не названо)"


@pytest.mark.parametrize(
    ("said", "when", "channel", "expected"),
    [
        ("2024-03-01", "2022/..", None, " (March 1, 2024)"),
        (None, "XXXX-03-01", None, " (March 1, year not given)"),
        (None, "2022/..", None, ""),
        (None, None, None, ""),
        ("2024-03-01", None, "a meeting", " (a meeting, March 1, 2024)"),
        ("2024-03", None, "a meeting in March 2024", " (a meeting in March 2024)"),
        ("XXXX-03", None, "a meeting in March", " (a meeting in March, year not given)"),
        ("2024", None, "a meeting of 2024", " (a meeting of 2024)"),
        (None, None, "a meeting", " (a meeting)"),
    ],
)
def test_where_and_when_it_was_said_is_told_once(said, when, channel, expected):
    told = Channel(Access.PUBLIC, MultilingualText.of(en=channel)) if channel else None
    mine = statement(said=said, appearances=(appearance(channel=told),))
    given = record(mine, said_by=speaker(role=MultilingualText()), about=incident(when=when))
    assert text(said_by(CLAIM, given, EN)) == f"130 boats left, Ann Lee said{expected}"


def test_brackets_do_not_follow_brackets():
    given = record(statement(said="2024-03-01"), about=incident(when=None))
    line = text(said_by(CLAIM, given, RU))
    assert line == "130 boats left, сказала Энн Ли (капитан порта; 1 марта 2024 года)"


def test_who_is_asked_for_stands_first():
    given = record(statement(said=None), about=incident(when=None))
    line = first_line(given, QuestionType.WHO, EN, frozenset())
    assert text(line) == "Ann Lee (harbour master) said: 130 boats left the harbour."
    assert strong(line) == ["Ann Lee"]


def test_who_is_asked_for_and_nobody_is_credited():
    mine = statement(
        speaker=None, said=None, appearances=(appearance(attribution=Attribution.NARRATOR),)
    )
    line = first_line(record(mine, about=incident(when=None)), QuestionType.WHO, EN, frozenset())
    assert text(line).startswith("Nobody is credited; the article itself says: 130 boats")


def test_an_anonymous_speaker_that_is_asked_for_stands_first():
    given = of(Attribution.ANONYMOUS, SpeakerKind.PERSON, "a senior official")
    line = first_line(given, QuestionType.WHO, EN, frozenset())
    assert text(line).startswith("A senior official who is not named said: ")


def test_the_figure_that_is_asked_for_stands_out():
    line = first_line(record(), QuestionType.HOW_MANY, EN, frozenset())
    assert strong(line)[0] == "130 boats"
    assert text(line).startswith("130 boats left the harbour, Ann Lee")


def test_a_figure_inside_the_claim_stands_out_and_is_told_once():
    line = first_line(record(), QuestionType.HOW_MANY, RU, frozenset())
    assert strong(line)[0] == "130 лодок"
    assert text(line).startswith("Из гавани вышли 130 лодок, сказала")


def test_the_figure_of_the_question_is_chosen():
    figures = (
        Figure(MultilingualText.of(en="none"), 0, "boats", text=MultilingualText.of(en="none")),
        Figure(MultilingualText.of(en="boats"), 130, "boats", Qualifier.ABOUT),
    )
    line = first_line(
        record(statement(figures=figures)), QuestionType.HOW_MANY, EN, frozenset({130.0})
    )
    assert strong(line)[0] == "130 boats"


def test_a_statement_without_figures_is_told_as_it_is():
    line = first_line(record(statement(figures=())), QuestionType.HOW_MANY, EN, frozenset())
    assert strong(line) == ["Ann Lee"]


@pytest.mark.parametrize(
    ("said", "when", "date"),
    [
        ("2024-03-01", "XXXX-05", "May, year not given"),
        ("2024-03-01", "2022/..", "March 1, 2024"),
        ("2024-03-01", None, "March 1, 2024"),
        (None, "2022/..", "Date not given"),
        (None, None, "Date not given"),
    ],
)
def test_the_date_that_is_asked_for_stands_first(said, when, date):
    given = record(statement(said=said), about=incident(when=when))
    assert strong(first_line(given, QuestionType.WHEN, EN, frozenset()))[0] == date


def test_how_long_a_matter_lasts_dates_only_what_tells_of_it():
    began = MultilingualText.of(en="The fog began in 2022")
    given = record(statement(claim=began, said=None), about=incident(when="2022/.."))
    assert strong(first_line(given, QuestionType.WHEN, EN, frozenset()))[0] == "2022"


def test_when_it_was_said_is_not_when_it_happened():
    given = record(statement(said="2024-03-01"), about=incident(when="XXXX-05"))
    assert strong(first_line(given, QuestionType.WHEN_SAID, EN, frozenset()))[0] == "March 1, 2024"
    unknown = record(statement(said=None), about=incident(when="XXXX-05"))
    assert (
        strong(first_line(unknown, QuestionType.WHEN_SAID, EN, frozenset()))[0] == "Date not given"
    )
    timed = record(statement(claim=MultilingualText.of(en="The fog came in May"), said=None))
    assert text(first_line(timed, QuestionType.WHEN_SAID, EN, frozenset())).startswith(
        "The fog came"
    )


def test_the_place_that_is_asked_for_stands_first_unless_the_claim_tells_it():
    there = place(id="bay", name=MultilingualText.of(en="the bay"))
    elsewhere = record(statement(places=("bay",)), places=(place(), there))
    assert text(first_line(elsewhere, QuestionType.WHERE, EN, frozenset())).startswith(
        "The bay: 130 boats"
    )
    russian = MultilingualText.of(en="Several Russian boats left")
    country = place(id="bay", name=MultilingualText.of(en="Russia"))
    adjective = record(statement(claim=russian, places=("bay",)), places=(place(), country))
    assert text(first_line(adjective, QuestionType.WHERE, EN, frozenset())).startswith(
        "Several Russian"
    )
    told = record(statement(places=("harbour",)))
    assert text(first_line(told, QuestionType.WHERE, EN, frozenset())).startswith(
        "130 boats left the harbour"
    )


@pytest.mark.parametrize(
    ("claim", "name", "language", "cue"),
    [
        ("Velm Hydro denies that the gate leaked", "Velm Hydro", EN, "denied"),
        ("Velm Hydro denies that the gate leaked", "Velm Hydro", EN, "said"),
        ("The director Tom Rehn rejected the report", "Tom Rehn", EN, "rejected"),
        ("Tom Rehn, who runs the dam, said it would hold", "Tom Rehn", EN, "said"),
        ("Компания «Вельм Гидро» отрицает, что затвор тёк", "Вельм Гидро", RU, "заявила"),
        ("Компанія «Вельм Гідро» заперечує, що затвор тік", "Вельм Гідро", UK, "заявила"),
    ],
)
def test_a_claim_that_tells_who_says_it_is_not_told_so_twice(claim, name, language, cue):
    told = statement(
        claim=MultilingualText({language: claim}, language),
        appearances=(appearance(cue=MultilingualText({language: cue}, language)),),
        said=None,
    )
    who = speaker(name=MultilingualText({language: name}, language), role=MultilingualText())
    one = record(told, said_by=who, about=incident(when=None))
    for line in (said_by((Span(claim),), one, language), says((Span(claim),), one, language)):
        assert text(line) == claim
        assert strong(line) == [name]


def test_who_does_something_is_told_to_say_it_and_a_role_stands_behind_the_name():
    told = statement(claim=MultilingualText.of(en="Tom Rehn saw the gate"), said=None)
    who = speaker(name=MultilingualText.of(en="Tom Rehn"), role=MultilingualText.of(en="director"))
    one = record(told, said_by=who, about=incident(when=None))
    assert "Tom Rehn (director) " in text(said_by((Span("Tom Rehn saw the gate"),), one, EN))
    denied = (Span("Tom Rehn denied that it leaked"),)
    assert text(said_by(denied, one, EN)) == "Tom Rehn (director) denied that it leaked"
