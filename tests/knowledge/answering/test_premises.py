"""What a question takes for granted against what a statement says: numbers, people, polarity."""

import pytest

from knowledge.answering.agreement import agreement
from knowledge.answering.candidates import Candidate, CandidatePool, credited_rightly
from knowledge.answering.premises import differences
from knowledge.answering.statement_facts import facts_of
from knowledge.domain import Difference, Kind, Language, MultilingualText, Record
from knowledge.questions.entities import EntityIndex
from knowledge.questions.parser import ParsedQuestion, QuestionParser
from knowledge.search import Hit, Passage
from tests.knowledge.factories import incident, record, speaker, statement

PARSER = QuestionParser(EntityIndex([]))


def about(
    claim: str,
    *,
    language: str = "en",
    name: str = "Jana Novak",
    role: str = "harbour master",
    kind: Kind = Kind.FACT,
) -> Record:
    return record(
        statement(
            claim=MultilingualText.of(**{language: claim}),
            figures=(),
            kind=kind,
            said=None,
            phrasings=(),
        ),
        said_by=speaker(
            name=MultilingualText.of(**{language: name}),
            role=MultilingualText.of(**{language: role}),
            aliases=(),
        ),
        about=incident(name=MultilingualText.of(en="it"), when=None),
        places=(),
    )


def told(question: str, given: Record) -> dict[str, Difference]:
    asked = PARSER.read(question)
    facts = facts_of(given, {})
    language = Language(next(iter(given.statement.claim.by_language)))
    found = differences(asked, given, agreement(asked, facts, {}), {}, language)
    return {each.what.value: each for each in found}


@pytest.mark.parametrize(
    ("question", "claim", "asked", "stored"),
    [
        ("Was the bridge shut for nine hours?",
         "The bridge was shut for five hours and nine buses were cancelled", "nine", "five hours"),
        ("Did it rise to 42,600 feet?", "The balloon rose to 24,600 feet", "42,600", "24,600 feet"),
        ("Is the debt 3.2 million crowns?", "The debt is 2.3 million crowns",
         "3.2 million", "2.3 million crowns"),
    ],
)  # fmt: skip
def test_a_number_of_the_same_thing_is_set_against(question, claim, asked, stored):
    difference = told(question, about(claim))["number"]
    assert (difference.asked, difference.stored) == (asked, stored)


@pytest.mark.parametrize(
    ("question", "claim"),
    [
        ("Is the debt 2,300,000 crowns?", "The debt is 2.3 million crowns"),
        ("Was the school no. 6 shut in 2 hours?", "The school shut for 2 hours"),
        ("Did flat 47 burn for 3 hours?", "The flat burnt for 3 hours"),
        ("Did she, a mother of 4, speak of the bridge?", "The bridge was shut for five hours"),
    ],
)
def test_a_number_that_is_the_same_or_of_something_else_is_not(question, claim):
    assert "number" not in told(question, about(claim))


def test_numbers_are_compared_across_languages():
    given = about("Долг компании вырос до 2,3 млн рублей", language="ru", name="Яна Новак", role="")
    assert told("Did the company's debt grow to 3.2 million?", given)["number"].stored.startswith(
        "2,3 млн"
    )
    assert "number" not in told("Did the company's debt grow to 2.3 million?", given)


@pytest.mark.parametrize(
    ("credited", "name", "role"),
    [
        ("Did the hospital say", "Jana Novak", "spokeswoman for St Mary's Hospital"),
        ("Did the doctors say", "Jana Novak", "medical director of St Mary's Hospital"),
        ("Did minister Novak say", "Jana Novak", "minister of transport"),
        ("Did the HRD say", "Harbour Rescue Directorate", ""),
        ("Did Harbour Rescue say", "Jana Novak", "head of the Harbour Rescue Directorate"),
        ("Did the firefighters say", "Jana Novak", "head of the fire service"),
        ("Did the authorities say", "Jana Novak", "mayor of Port"),
        ("Did a Norwegian official say", "Jana Novak", "mayor of Port"),
    ],
)
def test_one_source_by_another_name_is_no_difference(credited, name, role):
    given = about("Four boats sank in the harbour", name=name, role=role)
    assert "speaker" not in told(f"{credited} that four boats sank?", given)


def test_a_source_is_the_same_in_another_language():
    given = about("Four boats sank", name="Jana Novak", role="spokeswoman for St Mary's Hospital")
    assert "speaker" not in told("По словам врачей больницы, затонули 4 лодки?", given)
    assert "speaker" not in told("У лікарні сказали, що затонули 4 човни?", given)
    assert "speaker" not in told("Новак сказала, що затонули 4 лодки?", given)
    assert "speaker" in told("В полиции сказали, что затонули 4 лодки?", given)


@pytest.mark.parametrize(
    ("credited", "role"),
    [
        ("Did the police say", "spokeswoman for St Mary's Hospital"),
        ("Did the pilot say", "mayor of Port"),
        ("Did minister Kowalski say", "minister of transport"),
        ("Kowalski said", "mayor of Port"),
    ],
)
def test_another_source_is_told(credited, role):
    given = about("Four boats sank in the harbour", role=role)
    assert told(f"{credited} that four boats sank?", given)["speaker"].stored == "Jana Novak"


def test_somebody_unknown_stands_in_the_words_of_the_question():
    given = about("Затонули четыре лодки", language="ru", name="Яна Новак", role="мэр")
    assert told("По словам Ковальского, затонули четыре лодки?", given)["speaker"].asked == (
        "«По словам Ковальского»"
    )
    assert told("Ковальский заявил, что затонули четыре лодки?", given)["speaker"].asked == (
        "Ковальский"
    )


@pytest.mark.parametrize(
    "question",
    [
        "is the missing boat thing confirmed?",
        "what about the boats in Kowalski Bay, do they say they sank?",
        "Kowalski's announcement about the boats",
    ],
)
def test_what_credits_nobody_tells_of_no_speaker(question):
    assert "speaker" not in told(question, about("Four boats sank in the harbour"))


DENIAL = "The harbour master denies that the crew opened the valve"


@pytest.mark.parametrize(
    ("question", "claim"),
    [
        ("Why did the crew open the valve?", DENIAL),
        ("PASS IT ON!!! The crew opened the valve, everybody knows", DENIAL),
        ("When did the crew open the valve?", DENIAL),
        ("Why did the firefighters not reach the valve?",
         "The harbour master denies that the firefighters did not reach the valve: it was dry"),
        ("Did the crew close the valve?", "The valve of the crew was not closed"),
    ],
)  # fmt: skip
def test_what_is_denied_and_taken_for_granted_is_told(question, claim):
    assert "negation" in told(question, about(claim, kind=Kind.DENIAL))


@pytest.mark.parametrize(
    "question",
    [
        "valve crew opened",
        "Did anybody of the crew open the valve at all?",
        "Why does the harbour master deny that the crew opened the valve?",
        "When did the harbour master speak of the crew and the valve?",
        "What is known of the crew and the valve?",
        "And the other thing, the lighthouse?",
    ],
)
def test_what_takes_nothing_for_granted_is_not_told_the_opposite(question):
    assert "negation" not in told(question, about(DENIAL, kind=Kind.DENIAL))


@pytest.mark.parametrize(
    "question",
    [
        "Could the strike spread to the port if nobody negotiates?",
        "The strike spreads to the port, they will not change the figure",
    ],
)
def test_a_negation_of_something_else_negates_nothing(question):
    assert "negation" not in told(question, about("The strike could spread to the port"))


def test_somebody_else_in_the_same_part_is_told():
    claim = "The governor told his deputy Darina Tkach to inspect the warehouses of the region"
    given = about(claim, role="governor")
    assert "actor" in told("Did the governor tell Pustovoit to inspect the warehouses?", given)
    assert "actor" not in told("Did the governor tell Tkach to inspect the warehouses?", given)
    assert "actor" not in told("Who was told to inspect the warehouses in Lviv?", given)


def test_a_denial_of_somebody_who_says_so_is_told():
    given = about("The crew opened the valve", role="mayor")
    assert "negation" in told("Does the mayor deny that the crew opened the valve?", given)
    assert "negation" not in told("Does the mayor say the crew opened the valve?", given)


def test_that_something_was_not_there_negates_no_words_about_it():
    given = about("The water in the hydrant was brought from the river")
    assert "negation" not in told("Why was there no water in the hydrant?", given)


def test_words_are_given_to_who_said_them():
    said = about("Eleven people died in the storm at sea", name="Ada Lind", role="chief doctor")
    asked = PARSER.read("Why did the mayor say that eleven people died in the storm?")
    near = about("The mayor expects a report in May", role="mayor")
    found = CandidatePool(tuple(candidate(asked, each) for each in (near, said)))
    assert credited_rightly(asked, found).candidates[0].record is said
    open_question = PARSER.read("What did the mayor say of the storm?")
    found = CandidatePool(tuple(candidate(open_question, each) for each in (near, said)))
    assert credited_rightly(open_question, found) is found


def candidate(asked: ParsedQuestion, given: Record) -> Candidate:
    facts = facts_of(given, {})
    passage = Passage("claim", "en", "")
    return Candidate(Hit("one", 0.5, {}, passage), 0.0, given, agreement(asked, facts, {}), facts)
