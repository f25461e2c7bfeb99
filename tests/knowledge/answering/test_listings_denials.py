"""A denial is told as one wherever a message, a button, a result or a picture tells it, however it is cut."""

from collections.abc import Iterator

import pytest

from knowledge.answering import browsing, listings
from knowledge.answering.compose import outcome_messages, record_pages
from knowledge.answering.compose.claim_lines import claim_of
from knowledge.answering.compose.context_lines import choosing, other_side, under_answer
from knowledge.answering.compose.outcome_messages import first_line
from knowledge.domain import (
    Answer,
    Choices,
    Kind,
    Language,
    Listing,
    Message,
    MultilingualText,
    NoAnswer,
    Record,
    ShownStatement,
)
from knowledge.questions.question_type import QuestionType
from tests.knowledge.factories import appearance, record, speaker, statement

EN, RU, UK = Language.EN, Language.RU, Language.UK

LONG_EN = (
    "In a letter that the harbour board sent to every household of the old town on the Friday before "
    "the inquiry began, and that two newspapers printed in full on their front pages, "
)
LONG_RU = (
    "В письме, которое правление порта разослало всем жителям старого города в пятницу накануне "
    "расследования и которое две газеты целиком напечатали на первых полосах, "
)
LONG_UK = (
    "У листі, який правління порту розіслало всім мешканцям старого міста в п'ятницю напередодні "
    "розслідування і який дві газети повністю надрукували на перших шпальтах, "
)

DENIALS = (
    (EN, "Ann Lee denies that the ferry left with more people than it may carry", "den"),
    (EN, "The harbour board denied having known of the leak", "den"),
    (EN, "Ann Lee rejected the report that her crew had been drinking", "reject"),
    (EN, "The board refuted every figure in the auditors' letter", "refut"),
    (EN, "Ann Lee dismisses the talk of a second hole in the hull", "dismiss"),
    (EN, "The harbour board disputes that it was warned twice", "disput"),
    (EN, "The ferry was not overloaded, Ann Lee says", "not"),
    (EN, "No one on the bridge had been asleep, according to Ann Lee", "no one"),
    (EN, "The crew never switched the alarm off, Ann Lee maintains", "never"),
    (EN, "Nobody at the board read the warning, its chairman insists", "nobody"),
    (EN, "There were no cracks in the pier, the board says", "no cracks"),
    (EN, "The pilot didn't leave his post, Ann Lee told reporters", "n't"),
    (EN, f"{LONG_EN}it denies that anybody had been warned of the leak", "den"),
    (EN, f"{LONG_EN}the ferry was overloaded, which its owner denies", "den"),
    (EN, "The ferry had been overloaded", ""),
    (EN, "The pilot slept through the alarm, as two passengers claim", ""),
    (RU, "Анна Ли отрицает, что на пароме было больше людей, чем положено", "отриц"),
    (RU, "Правление порта опровергло сообщения об утечке", "опроверг"),
    (RU, "Анна Ли отвергла слова о пьяной команде", "отверг"),
    (RU, "Правление порта не знало о трещинах, заявил его председатель", "не знало"),
    (RU, "На мостике никто не спал, утверждает Анна Ли", "никто"),
    (RU, "Никаких предупреждений не поступало, говорят в правлении", "никак"),
    (RU, "Лоцман не покидал поста, сказала Анна Ли", "не покидал"),
    (RU, "Трещин в причале нет, уверяют в правлении", "нет"),
    (RU, f"{LONG_RU}оно отрицает, что кого-либо предупреждали об утечке", "отриц"),
    (RU, f"{LONG_RU}говорилось о перегрузке парома, что его владелец отрицает", "отриц"),
    (RU, "Паром был перегружен", ""),
    (RU, "Лоцман проспал сигнал тревоги", ""),
    (UK, "Анна Лі заперечує, що на поромі було більше людей, ніж дозволено", "запереч"),
    (UK, "Правління порту спростувало повідомлення про витік", "спросту"),
    (UK, "Анна Лі відкинула слова про п'яну команду", "відкину"),
    (UK, "Правління порту не знало про тріщини, заявив його голова", "не знало"),
    (UK, "На містку ніхто не спав, стверджує Анна Лі", "ніхто"),
    (UK, "Жодних попереджень не надходило, кажуть у правлінні", "жодн"),
    (UK, "Лоцман не залишав поста, сказала Анна Лі", "не залишав"),
    (UK, "Тріщин у причалі немає, запевняють у правлінні", "немає"),
    (UK, f"{LONG_UK}воно заперечує, що когось попереджали про витік", "запереч"),
    (UK, f"{LONG_UK}йшлося про перевантаження порома, що його власник заперечує", "запереч"),
    (UK, "Пором був перевантажений", ""),
    (UK, "Лоцман проспав сигнал тривоги", ""),
)
"""Language, claim, and the letters that make it a denial; none where only its kind says so."""

MARKS = {EN: "denial: ", RU: "опровержение: ", UK: "заперечення: "}


def denial(language: Language, claim: str, cue: str = "") -> Record:
    """A denial of a named speaker; of the last words of the claim, where it is long."""
    cues = MultilingualText.of(**{language.value: cue}) if cue else MultilingualText()
    return record(
        statement(
            id="denied",
            claim=MultilingualText({language.value: claim}, language.value),
            kind=Kind.DENIAL,
            appearances=(appearance(cue=cues),),
            figures=(),
        ),
        said_by=speaker(name=MultilingualText.of(en="Piet Vos", ru="Пит Вос", uk="Піт Вос")),
    )


def said(message: Message) -> Iterator[str]:
    """Every line and label of a message."""
    yield from message.plain().splitlines()
    yield from (each.label for row in message.actions for each in row)


def told_everywhere(of: Record, language: Language) -> Iterator[str]:
    """Every line in which a statement is told."""
    shown = ShownStatement(of, 1.0, ())
    for want in QuestionType:
        line = first_line(of, want, language, frozenset())
        yield "".join(span.text for span in line)
        yield from said(outcome_messages.answer(Answer(shown), want, language))
    beside = record()
    for other in (other_side(beside, shown, language),):
        yield "".join(span.text for span in other)
    yield from said(outcome_messages.listing(Listing("Statements", (shown,)), language))
    yield from said(outcome_messages.choices(Choices((shown,)), language))
    near = NoAnswer(nearest=(shown,))
    yield from said(outcome_messages.refusal(near, "Nothing.", language, ()))
    yield from said(outcome_messages.answers([(Answer(shown), QuestionType.WHAT)] * 2, language))
    yield from said(record_pages.source(shown, language))
    yield from said(record_pages.cautions(shown, language))
    yield from said(record_pages.others(shown, (), (shown,), language, against=False))
    assert of.incident is not None
    assert of.speaker is not None
    yield from said(record_pages.incident_page(of.incident, (shown,), {}, language))
    yield from said(record_pages.speaker_page(of.speaker, (shown,), language))
    yield from (each.label for row in choosing((shown,), language, none=False) for each in row)
    yield from (each.label for row in under_answer(shown, language) for each in row)
    yield claim_of(of, language, browsing.LONGEST_TITLE)
    yield listings.timeline((shown,), language).entries[0].claim


@pytest.mark.parametrize(("language", "claim", "marks"), DENIALS)
@pytest.mark.parametrize("cue", ["", "denied", "отрицает", "заперечує"])
def test_no_line_tells_a_denial_as_an_assertion(language, claim, marks, cue):
    of = denial(language, claim, cue)
    begins = claim.casefold()[4:18]
    met = 0
    for line in told_everywhere(of, language):
        folded = line.casefold()
        if begins not in folded:
            continue
        met += 1
        mark = MARKS[language]
        assert mark in folded or (marks and marks in folded), line
        assert folded.count(mark) <= 1, line
    assert met > 20


@pytest.mark.parametrize(("language", "claim", "marks"), DENIALS)
def test_a_denial_is_not_denied_once_more(language, claim, marks):
    cue = {EN: "denied", RU: "отрицает", UK: "заперечує"}[language]
    line = first_line(denial(language, claim, cue), QuestionType.WHO, language, frozenset())
    text = "".join(span.text for span in line).casefold()
    assert f"{cue}:" not in text
    assert not text.endswith(f"{cue}.") or claim.casefold().endswith(cue)
    assert marks in text


def test_a_statement_of_another_kind_is_told_as_it_is():
    plain = record()
    assert claim_of(plain, EN).startswith("130")
