"""Who is credited with what in Russian and Ukrainian sentences."""

import pytest

from knowledge.domain import Attribution, Kind
from knowledge.extraction import KnownSpeaker, candidates

ROWS = [
    ("«Мост закрыт», — сказал мэр Иван Котов.", "мэр Иван Котов", "«Мост закрыт»"),
    ("Мэр Иван Котов сказал: «Мост закрыт».", "Мэр Иван Котов", "«Мост закрыт»"),
    ("Министерство сообщило, что мост закрыт.", "Министерство", "что мост закрыт"),
    ("Сообщил мэр, что мост закрыт.", "мэр", "что мост закрыт"),
    ("По словам мэра, мост закрыт.", "мэра", "мост закрыт"),
    ("Мост закрыт, по данным мэрии.", "мэрии", "Мост закрыт"),
    ("Как сообщила полиция, мост закрыт.", "полиция", "мост закрыт"),
    ("— Мост закрыт, — добавила Анна Котова.", "Анна Котова", "Мост закрыт"),
    (
        "Иван Котов, мэр города, заявил, что мост закрыт.",
        "Иван Котов, мэр города",
        "что мост закрыт",
    ),
    ("Мэр заявил: мост закрыт.", "Мэр", "мост закрыт"),
    ("Міністр повідомив, що міст закрито.", "Міністр", "що міст закрито"),
    ("«Міст закрито», — сказала Олена Кіт.", "Олена Кіт", "«Міст закрито»"),
    ("За словами мера, міст закрито.", "мера", "міст закрито"),
]


ROWS += [
    ("По словам Ивана Котова, мост закрыт.", "Ивана Котова", "мост закрыт"),
    ("Мост закрыт, по словам Ивана Котова.", "Ивана Котова", "Мост закрыт"),
    ("Міст закрито, за словами Олени Кіт.", "Олени Кіт", "Міст закрито"),
    ("— Міст закрито, — додав міністр.", "міністр", "Міст закрито"),
    ("Но ранее мэр заявил, что мост закрыт.", "мэр", "что мост закрыт"),
    ("«Мост закрыт, ждите», — написал мэр. — Спасибо.", "мэр", "«Мост закрыт, ждите»"),
]

OWN = [
    ("В мае затонули 12 кораблей.", Kind.FACT, ("XXXX-05",)),
    ("15 декабря 2023 года мост закрыли.", Kind.FACT, ("2023-12-15",)),
    ("В мае 2030 года мост будет открыт.", Kind.PREDICTION, ("2030-05",)),
    ("У травні затонули 12 кораблів.", Kind.FACT, ("XXXX-05",)),
    ("Міст буде відкрито 3 травня 2030 року.", Kind.PREDICTION, ("2030-05-03",)),
]


@pytest.mark.parametrize(("text", "kind", "dates"), OWN)
def test_the_article_itself_states_figures_and_dates(text, kind, dates):
    found = candidates(text)
    assert [(one.attribution, one.kind, one.dates) for one in found] == [
        (Attribution.NARRATOR, kind, dates)
    ]


@pytest.mark.parametrize("text", ["Мы видели 12 кораблей.", "Затонули 12 кораблей?"])
def test_what_the_author_saw_or_asks_is_no_statement(text):
    assert candidates(text) == []


@pytest.mark.parametrize(("text", "source", "content"), ROWS)
def test_a_sentence_gives_its_source_and_content(text, source, content):
    found = [(one.source and one.source.text, one.content.text) for one in candidates(text)]
    assert (source, content) in found


@pytest.mark.parametrize(
    "text", ["Мост закрыт.", "Сказал.", "По словам.", "Заявил: ", "— сказал он."]
)
def test_what_credits_nobody_gives_nothing(text):
    assert candidates(text) == []


def test_a_quotation_goes_on_behind_its_speaker():
    found = candidates("«Мост закрыт», — сказал мэр. — «Ждите».")
    assert [one.quoted for one in found] == [("Мост закрыт",), ("Ждите",)]


WOVEN = (
    "«Маяк горел всю ночь, — заявила пресс-секретарь порта Мария Кольцова. — Это видели многие»."
)


def test_a_quotation_with_its_cue_within_the_marks_is_read_in_both_parts():
    found = candidates(f"Порт открыт.\n\n{WOVEN}")
    assert [one.content.text for one in found] == ["Маяк горел всю ночь", "Это видели многие"]
    assert {one.speaker for one in found} == {"Мария Кольцова"}
    assert [one.continued for one in found] == [False, True]
    assert candidates("«Маяк горел, — вот и всё. — Так».") == []


@pytest.mark.parametrize(
    ("text", "source", "speaker", "content"),
    [
        (
            "«Мост закрыт», — сообщил в понедельник начальник порта Пётр Восс.",
            "начальник порта Пётр Восс", "Пётр Восс", "«Мост закрыт»",
        ),
        (
            "«Міст закрито», — повідомила вчора Олена Кіт.",
            "Олена Кіт", "Олена Кіт", "«Міст закрито»",
        ),
        (
            "За словами речника компанії «Морські лінії», міст закрито.",
            "речника компанії «Морські лінії»", "речника компанії «Морські лінії»", "міст закрито",
        ),
        (
            "Согласно отчёту инспекции, мост закрыт.",
            "отчёту инспекции", "отчёту инспекции", "мост закрыт",
        ),
        ("Згідно зі звітом, міст закрито.", "звітом", "звітом", "міст закрито"),
        (
            "Губернатор Иван Петров пообещал, что мост откроют.",
            "Губернатор Иван Петров", "Иван Петров", "что мост откроют",
        ),
    ],
)  # fmt: skip
def test_the_speaker_is_told_from_the_day_the_role_and_the_company(text, source, speaker, content):
    [one] = candidates(text)
    assert one.source is not None
    assert (one.source.text, one.speaker, one.content.text) == (source, speaker, content)


@pytest.mark.parametrize(
    ("text", "attribution", "kind"),
    [
        ("Эксперты считают, что мост опасен.", Attribution.UNNAMED, Kind.ASSESSMENT),
        ("Берегова охорона заперечує, що маяк не працював.", Attribution.UNNAMED, Kind.DENIAL),
        ("Мэр Иван Котов пообещал, что мост откроют.", Attribution.NAMED, Kind.PREDICTION),
        (
            "Как утверждает источник в мэрии, пожелавший остаться неназванным, мост закрыт.",
            Attribution.ANONYMOUS,
            Kind.FACT,
        ),
    ],
)
def test_terms_and_kinds_are_told_in_cyrillic_as_well(text, attribution, kind):
    [one] = candidates(text)
    assert (one.attribution, one.kind) == (attribution, kind)
    assert "неназванным" not in one.content.text


def test_experts_who_are_known_by_another_name_stay_unnamed():
    known = [KnownSpeaker("military analysts", ("эксперты",))]
    [one] = candidates("Эксперты считают, что мост опасен.", known=known)
    assert (one.speaker, one.attribution) == ("military analysts", Attribution.UNNAMED)


def test_a_pronoun_goes_back_to_who_spoke_last():
    first, second = candidates("Мэр Иван Котов сказал, что мост закрыт. Он добавил, что надолго.")
    assert first.speaker == second.speaker == "Иван Котов"
