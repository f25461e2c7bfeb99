"""Messages for the outcomes: the same order always, short before "more"."""

import pytest

from knowledge.answering.compose.claim_lines import claim_of, ended, filled, length
from knowledge.answering.compose.outcome_messages import (
    LINES,
    LONGEST,
    answer,
    choices,
    first_line,
    listing,
    nothing_found,
    refusal,
)
from knowledge.answering.decision import Missing, sentence
from knowledge.domain import (
    Answer,
    Aspect,
    Caveat,
    Choices,
    Difference,
    Language,
    Listing,
    Message,
    MultilingualText,
    NoAnswer,
    Note,
    Part,
    RelationKind,
    Span,
    State,
    Style,
)
from knowledge.questions.question_type import QuestionType
from knowledge.translations import cut, quoted
from tests.knowledge.factories import article, incident, record, relation, shown, speaker, statement

EN, RU, UK = Language
CODES = (Caveat.DISPUTED, Caveat.ANONYMOUS, Caveat.PARTY, Caveat.YEAR, Caveat.SINGLE_SOURCE)


def parts(message: Message) -> list[Part]:
    return [section.part for section in message.sections]


def of_part(message: Message, part: Part) -> str:
    lines = (line for each in message.sections if each.part is part for line in each.lines)
    return "\n".join("".join(span.text for span in line) for line in lines)


def before_more(message: Message) -> tuple[int, int]:
    lines = [line for each in message.sections if each.part is not Part.MORE for line in each.lines]
    return len(lines), sum(len("".join(span.text for span in line)) for line in lines)


def disputed_answer(**values) -> Answer:
    mine = record(
        statement(notes=(Note(MultilingualText.of(en="Counted at dusk.")),)),
        about=incident(notes=(Note(MultilingualText.of(en="The date is of the report.")),)),
        incoming=(relation(),),
        outgoing=(relation(RelationKind.CONTRADICTS, "boats-left", "third"),),
        **values,
    )
    other = record(statement(id="other", claim=MultilingualText.of(en="Only 90 boats left")))
    third = record(statement(id="third", claim=MultilingualText.of(en="No boat left")))
    return Answer(shown(mine, CODES), (shown(other), shown(third)))


def test_the_parts_of_an_answer_stand_in_one_order():
    message = answer(
        Answer(
            disputed_answer().shown,
            disputed_answer().others,
            (Difference(Aspect.YEAR, "2021", "March 1, 2024"),),
        ),
        QuestionType.WHAT,
        EN,
    )
    assert parts(message) == [
        Part.ANSWER, Part.OTHER_SIDE, Part.CAREFUL, Part.SOURCE, Part.MORE,
    ]  # fmt: skip


def test_the_other_side_stands_beside_the_claim_with_its_speaker():
    message = answer(disputed_answer(), QuestionType.WHAT, EN)
    assert of_part(message, Part.OTHER_SIDE) == (
        "Disputes this: Ann Lee — Only 90 boats left (March 1, 2024).\n"
        "This is set against: Ann Lee — No boat left (March 1, 2024)."
    )


def test_three_caveats_are_told_and_the_rest_is_folded():
    message = answer(disputed_answer(), QuestionType.WHAT, EN)
    careful = of_part(message, Part.CAREFUL)
    assert "isputes this" in of_part(message, Part.OTHER_SIDE)
    assert "disputes this" not in careful  # said already
    assert careful.count(".") == 3
    assert of_part(message, Part.MORE).startswith("Also: one source")
    assert len(message.actions) <= 2
    assert sum(len(row) for row in message.actions) <= 4
    few = answer(Answer(shown(record(), CODES[:3])), QuestionType.WHAT, EN)
    assert "Also:" not in few.plain()


def test_editors_notes_are_told_under_more():
    more = of_part(answer(disputed_answer(), QuestionType.WHAT, EN), Part.MORE)
    assert (
        more.partition("\n")[2]
        == "Editor's note: Counted at dusk.\nEditor's note: The date is of the report."
    )


def test_a_question_for_the_truth_is_told_who_disputes_or_that_nobody_does():
    alone = answer(Answer(shown()), QuestionType.IS_IT_TRUE, EN, undisputed=True)
    assert "does not make it true" in of_part(alone, Part.OTHER_SIDE)
    both = answer(disputed_answer(), QuestionType.IS_IT_TRUE, EN)
    assert "does not make it true" not in of_part(both, Part.OTHER_SIDE)


@pytest.mark.parametrize(
    ("what", "asked", "stored", "expected"),
    [
        (Aspect.SPEAKER, "Vale", "Ann Lee", "The store has no such words from Vale."),
        (Aspect.YEAR, "2021", "March", "Not 2021: the store has March."),
        (Aspect.DATE, "May", "March", "Not May: the store has March."),
        (Aspect.NUMBER, "12", "130 boats", "Not 12: the store has 130 boats."),
        (Aspect.PLACE, "the bay", "the harbour", "Not the bay: the store has the harbour."),
        (Aspect.NEGATION, "negated", "", "The store says the opposite."),
        (Aspect.ACTOR, "a", "b", "The store says so of somebody else."),
        (
            Aspect.EVENT,
            "a",
            "b",
            "The store does not say that; it says something else.",
        ),
    ],
)
def test_a_difference_is_told_before_all_else(what, asked, stored, expected):
    outcome = Answer(shown(), (), (Difference(what, asked, stored),))
    said = of_part(answer(outcome, QuestionType.WHAT, EN), Part.ANSWER)
    assert said.startswith(f"{expected} 130 boats left the harbour, ")


def test_the_source_names_title_publisher_date_paragraph_and_review():
    source = of_part(answer(Answer(shown()), QuestionType.WHAT, EN), Part.SOURCE)
    assert source == (
        "Source: “Boats leave”, Harbour News, March 2, 2024, paragraph 3,"
        " 2 articles in all, 2 independent sources (as of March 3, 2024)."
    )


def test_a_source_that_names_nobody_says_so_and_links_where_it_can():
    bare = article(publisher=None, published=None, url="https://example.org/boats")
    message = answer(
        Answer(shown(record(statement(reviewed=None), articles=(bare,)))), QuestionType.WHAT, RU
    )
    assert of_part(message, Part.SOURCE) == "Источник: «Boats leave», издатель не указан, абзац 3."
    spans = [span for each in message.sections for line in each.lines for span in line]
    assert [span.target for span in spans if span.style is Style.LINK] == [
        "https://example.org/boats"
    ]


def test_a_statement_without_an_article_has_no_source_line():
    assert Part.SOURCE not in parts(
        answer(Answer(shown(record(articles=()))), QuestionType.WHAT, EN)
    )


@pytest.mark.parametrize("language", list(Language))
def test_a_long_answer_stays_short_before_more(language):
    long = MultilingualText.of(
        **dict.fromkeys(("en", "ru", "uk"), "Boats left the harbour again and again, " * 12)
    )
    mine = record(
        statement(claim=long),
        incoming=(relation(),),
        outgoing=(relation(source="boats-left", target="third"),),
    )
    others = tuple(shown(record(statement(id=each, claim=long))) for each in ("other", "third"))
    message = answer(Answer(shown(mine, CODES), others), QuestionType.WHAT, language)
    lines, characters = before_more(message)
    assert lines <= LINES
    assert characters <= LONGEST
    assert "again and again" in of_part(message, Part.MORE)


def test_a_retracted_statement_says_why():
    gone = record(statement(state=State.RETRACTED, reason="miscounted"))
    message = answer(Answer(shown(gone, (Caveat.RETRACTED,))), QuestionType.WHAT, EN)
    assert "withdrawn from the store" in of_part(message, Part.CAREFUL)
    assert of_part(message, Part.MORE) == "Withdrawn: miscounted"


def test_choices_name_their_speakers_and_end_with_none_of_these():
    options = (
        shown(),
        shown(record(statement(id="other", claim=MultilingualText.of(en="No boat left")))),
    )
    message = choices(Choices(options, (Difference(Aspect.YEAR, "2021", "March"),)), EN)
    assert of_part(message, Part.ANSWER) == (
        "Not 2021: the store has March. Did you mean one of these?\n"
        "1. Ann Lee: 130 boats left the harbour\n2. Ann Lee: No boat left"
    )
    assert [row[0].name for row in message.actions] == ["choose", "choose", "none"]
    assert [row[0].subject for row in message.actions] == ["boats-left", "other", ""]


def test_a_refusal_is_one_sentence_then_the_nearest():
    message = refusal(NoAnswer(("the crew",), (shown(),)), "Nothing about the crew.", EN, ("Who?",))
    assert of_part(message, Part.ANSWER) == "Nothing about the crew."
    assert of_part(message, Part.OTHER_SIDE).splitlines() == [
        "Nearest in the store:",
        "1. Ann Lee: 130 boats left the harbour",
    ]
    assert message.actions[0][0].name == "choose"


def test_a_refusal_with_nothing_near_offers_example_questions():
    message = refusal(NoAnswer(), "Nothing.", EN, ("Who left?", "When?"))
    actions = [action for row in message.actions for action in row if action.name == "ask"]
    assert [action.label for action in actions] == ["Who left?", "When?"]


@pytest.mark.parametrize(
    ("lack", "expected"),
    [
        (Missing(subject="the crew"), "The store has nothing about the crew."),
        (Missing(times=("May", "2021")), "The store has nothing with this date: May, 2021."),
        (Missing(person="Peter Vale"), "The store has no words of Peter Vale."),
        (
            Missing(subject="other towns", place=("Paris",)),
            "The store has nothing about “Paris”; places in the store: the harbour, the bay.",
        ),
        (Missing(), nothing_found(EN)),
        (
            Missing(nothing=True),
            "Ask on whenever you like: about what was said, by whom, or when.",
        ),
    ],
)
def test_a_refusal_names_what_is_missing(lack, expected):
    assert sentence(lack, ["the harbour", "the bay"], EN) == expected


def test_what_is_missing_is_listed_once_the_place_first():
    lack = Missing("other towns", ("May",), ("Paris",), "Vale")
    assert lack.missing == ("Paris", "Vale", "other towns", "May")


def test_a_list_counts_its_statements_and_names_each_speaker():
    items = tuple(shown(record(statement(id=f"s{n}")), CODES[:1]) for n in range(7))
    message = listing(Listing("Statements: figures", items), EN)
    assert of_part(message, Part.ANSWER) == "Statements: figures (7 statements)"
    told = of_part(message, Part.LIST).splitlines()
    assert told[0] == "1. 130 boats left the harbour — Ann Lee, harbour master"
    assert len(told) == 7
    assert [each.number for row in message.actions for each in row] == list(range(1, 8))
    assert of_part(message, Part.CAREFUL) == "Be careful: disputed"


def test_whoever_the_head_names_is_not_named_in_every_line():
    items = tuple(shown(record(statement(id=f"s{n}"))) for n in range(2))
    told = of_part(listing(Listing("Statements: Ann Lee", items), EN), Part.LIST)
    assert told.splitlines()[0] == "1. 130 boats left the harbour"


def test_a_list_of_everything_says_its_number_once():
    items = tuple(shown(record(statement(id=f"s{n}"))) for n in range(3))
    assert of_part(listing(Listing("Statements", items), EN), Part.ANSWER) == "3 statements"


def test_a_caution_of_some_lines_is_not_said_of_all():
    items = (shown(record(statement(id="a")), CODES[:1]), shown(record(statement(id="b"))))
    told = listing(Listing("Statements: Ann Lee", items), EN)
    assert of_part(told, Part.CAREFUL) == "Some of these: disputed"


def test_a_list_of_incidents_is_dated():
    may = incident(id="may", when="XXXX-05")
    long = incident(id="long", when="2022/..")
    items = (
        shown(record(statement(said=None), about=may)),
        shown(record(statement(said="2023-08"), about=long)),
        shown(record(statement(said=None), about=incident(id="none", when=None))),
    )
    message = listing(Listing("Timeline", items, (may, long)), EN)
    lines = of_part(message, Part.LIST).splitlines()
    assert lines[0].startswith("1. May, year not given: ")
    assert lines[1].startswith("2. August 2023: ")
    assert lines[2].startswith("3. 130 boats")


def test_other_bearings_have_their_words():
    for kind in RelationKind:
        mine = record(incoming=(relation(kind),))
        line = of_part(
            answer(
                Answer(shown(mine), (shown(record(statement(id="other"))),)), QuestionType.WHAT, EN
            ),
            Part.OTHER_SIDE,
        )
        assert line.split(":")[0].endswith("this")
    unrelated = answer(
        Answer(shown(), (shown(record(statement(id="other"))),)), QuestionType.WHAT, EN
    )
    assert of_part(unrelated, Part.OTHER_SIDE).startswith("Same incident: ")


def test_words_are_cut_at_a_word():
    assert cut("one two three", 9) == "one two…"
    assert cut("one", 8) == "one"
    assert cut("abcdefghij", 5) == "abcd…"


def test_templates_are_filled_by_words_and_styles():
    line = filled("{who} said {what}", who=Span("Ann", Style.STRONG), what=(Span("a"), Span("b")))
    assert [span.text for span in line] == ["Ann", " said ", "a", "b"]
    assert length((line,)) == len("Ann said ab") + 1
    assert ended((Span("ab"),))[-1].text == "."
    assert ended((Span("ab?"),))[-1].text == "ab?"
    assert ended(()) == ()


def test_claims_have_the_quotation_marks_of_their_language():
    claim = MultilingualText.of(en='A "great" day.', ru='"Великий" день')
    mine = record(statement(claim=claim))
    assert claim_of(mine, "en") == "A “great” day"
    assert claim_of(mine, "ru") == "«Великий» день"
    assert claim_of(mine, "uk") == "A “great” day"
    assert quoted("“x”", "ru") == "«x»"


def test_a_group_of_speakers_has_no_article():
    mine = record(said_by=speaker(name=MultilingualText.of(en="Ann Lee")))
    assert "1. Ann Lee" in of_part(choices(Choices((shown(mine),)), EN), Part.ANSWER)


WHAT, NONE = QuestionType.WHAT, frozenset[float]()


def long_claim(**texts: str):
    return record(
        statement(claim=MultilingualText.of(**texts), figures=(), said=None),
        about=incident(when=None),
    )


def test_a_long_claim_comes_behind_its_speaker():
    claim = (
        "The harbour " + "was searched from one end to the other by everybody who had a boat " * 2
    )
    line = "".join(each.text for each in first_line(long_claim(en=claim), WHAT, Language.EN, NONE))
    assert line.startswith("Ann Lee (harbour master) said: The harbour was searched")


@pytest.mark.parametrize(
    ("language", "claim", "told"),
    [
        (Language.RU, "На пристани нашли письмо", ": на пристани нашли письмо"),
        (Language.RU, "Лодки нашли у пристани", ": лодки нашли у пристани"),
        (Language.RU, "Тарн закрыл пристань", ": Тарн закрыл пристань"),
        (Language.UK, "На пристані знайшли лист", ": на пристані знайшли лист"),
        (Language.EN, "In the harbour a letter was found", ": In the harbour a letter was found"),
    ],
)
def test_what_follows_a_colon_begins_as_the_language_has_it(language, claim, told):
    of = record(
        statement(
            claim=MultilingualText.of(**{language.value: claim}),
            phrasings=(("ru", "где нашли лодки и что закрыл Тарн?"),),
            figures=(),
            said=None,
        ),
        about=incident(when=None),
    )
    line = "".join(each.text for each in first_line(of, QuestionType.WHO, language, NONE))
    assert told in line


def test_a_short_month_in_another_case_is_not_told_again():
    of = record(
        statement(
            claim=MultilingualText.of(ru="Лодки нашли в мае у пристани"), figures=(), said=None
        ),
        about=incident(when="XXXX-05"),
    )
    line = "".join(each.text for each in first_line(of, QuestionType.WHEN, Language.RU, NONE))
    assert line.casefold().count("ма") == 1
