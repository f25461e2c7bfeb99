"""Who stands behind an English source, and on what terms."""

import pytest

from knowledge.domain import Access, Attribution, Kind, SpeakerKind
from knowledge.extraction.annotations import KnownSpeaker
from knowledge.extraction.article_statements import statements
from knowledge.extraction.saying_circumstances import channel_of

RESOLVED = [
    ("a title is no part of a name", "Mayor Ann Lee said it held.", "Ann Lee"),
    ("a surname is completed", "Mayor Ann Lee came. Lee said it held.", "Ann Lee"),
    ("a pronoun", "Mayor Ann Lee said it held. She said it would last.", "Ann Lee"),
    ("a short form", "The Dutch Ministry of Water said so. The ministry said it held.", "Dutch Ministry of Water"),
    ("a document and its maker", "The Dutch Ministry of Water released a report. The report said that it held.", "Dutch Ministry of Water"),
    ("a statement by somebody", "It held, according to a statement released by the Ministry of Water.", "Ministry of Water"),
    ("a role goes back", "A senior clerk said it held. The clerk said it was late.", "a senior clerk"),
    ("others", "Some engineers agreed, while others argued that it was late.", "other engineers"),
    ("who", "The plan was echoed by local engineers, who warned that it was late.", "local engineers"),
    ("role, name", "The leader of the Reform party, Rana Aziz, said the door was open.", "Rana Aziz"),
    ("his role, name", "Jens Falk came. His deputy, Elin Moe, said the figures were wrong.", "Elin Moe"),
    ("name, role", "Ann Lee, head of the Civil Rescue Directorate (CRD), said it held.", "Ann Lee"),
    ("a particle", "Florian d'Aubrac, the union's secretary, said it held. “It did,” d'Aubrac said.", "Florian d'Aubrac"),
    ("an initialism", "The Civil Aviation Office (CAO) met. The CAO said it held.", "Civil Aviation Office (CAO)"),
    ("a conjunction is no name", "Since Oria joined the pact, its neighbours argued. Oria said the pipeline would open.", "Oria"),
    ("a paper", "The newspaper Vartograd Standard reported that the driver was sober.", "Vartograd Standard"),
    ("an interview", "Ann Lee: The brakes were new.\n\nPaper: Were they?\n\nAnn Lee: They were fitted in May.", "Ann Lee"),
    ("who is unnamed and spoke last", "Mayor Ann Lee said it held. A track engineer at the site laughed. “Two months at most,” he said.", "track engineer at the site"),
]  # fmt: skip


@pytest.mark.parametrize(
    ("text", "speaker"), [row[1:] for row in RESOLVED], ids=[row[0] for row in RESOLVED]
)
def test_a_source_is_resolved_to_its_speaker(text, speaker):
    found = statements(text, language="en")[-1].speaker or ""
    assert found.removeprefix("a ").removeprefix("the ") == speaker.removeprefix("a ")


@pytest.mark.parametrize(
    "text",
    ["It said that it was late.", "I said that it was late.", "“It held up well,” he said."],
)
def test_who_cannot_be_told_is_nobody(text):
    assert [one.speaker for one in statements(text, language="en")] in ([], [None])


ROLES = [
    ("Ann Lee, head of the Civil Rescue Directorate (CRD), said it held.", "head of the Civil Rescue Directorate (CRD)"),
    ("Transport Minister Radka Oyelaran said it held.", "Transport Minister"),
    ("The firm's lawyer, Mr D'Arcy, said it held.", "firm's lawyer"),
    ("“It held,” said Amadou Holt, 34, a cook who was traveling in coach 5.", "cook"),
    ("Silk Horizon Airlines flew. Its director of operations, Capt. Rustam Ospan-Keller, said it held.", "director of operations of Silk Horizon Airlines"),
]  # fmt: skip


@pytest.mark.parametrize(("text", "role"), ROLES)
def test_the_role_of_a_speaker_is_told(text, role):
    assert statements(text, language="en")[-1].role == role


TERMS = [
    ("Ann Lee said it held.", Attribution.NAMED, None),
    ("The ministry said it held.", Attribution.NAMED, SpeakerKind.ORGANISATION),
    ("Dutch officials said it held.", Attribution.UNNAMED, SpeakerKind.GROUP),
    ("Insiders said it held.", Attribution.ANONYMOUS, SpeakerKind.GROUP),
    ("A clerk, speaking on condition of anonymity, said it held.", Attribution.ANONYMOUS, SpeakerKind.PERSON),
    ("A clerk who was not authorised to speak to the media said it held.", Attribution.ANONYMOUS, SpeakerKind.PERSON),
    ("Sources close to the court said it held.", Attribution.ANONYMOUS, SpeakerKind.GROUP),
    ("A maintenance log said that it held.", Attribution.NAMED, SpeakerKind.DOCUMENT),
]  # fmt: skip


@pytest.mark.parametrize(("text", "terms", "sort"), TERMS)
def test_a_source_is_named_unnamed_or_anonymous(text, terms, sort):
    [one] = statements(text, language="en")
    assert one.attribution is terms
    assert sort in {None, one.speaker_kind}


def test_who_was_anonymous_once_stays_so():
    found = statements(
        "A clerk, speaking on condition of anonymity, said it held. The clerk said it was late."
    )
    assert {one.attribution for one in found} == {Attribution.ANONYMOUS}


def test_a_proper_name_of_the_store_is_taken_and_an_alias_that_describes_is_not():
    known = [
        KnownSpeaker("Dr. Ann B. Lee", ("Ann Lee", "Анна Ли")),
        KnownSpeaker("Russian officials", ("officials", "authorities", "the government", "the mayor")),
        KnownSpeaker("sources within the emergency services", ("МЧС",)),
        KnownSpeaker("military analysts", ("experts", "эксперты")),
    ]  # fmt: skip
    text = (
        "Mayor Ann Lee said it held. Officials said the ferry sank. Experts said the paint burned. "
        "The government rejected the claim. The mayor said it was late."
    )
    speakers = {one.speaker for one in statements(text, known=known)}
    assert "Dr. Ann B. Lee" in speakers
    assert not speakers & {"Russian officials", "military analysts"}
    [mchs] = statements("В МЧС сообщили, что мост закрыт.", known=known)
    assert mchs.speaker == "МЧС"
    [lee] = statements("Анна Ли заявила, что мост закрыт.", known=known)
    assert lee.speaker == "Dr. Ann B. Lee"


EACH_COUNTRY_HAS_ONE = [
    ("Barges sank near Tolm. The Ministry of Defense said two were hurt.", "Ministry of Defense"),
    ("Barges sank near Tolm. The Defense Ministry denied that it was sabotage.", "Defense Ministry"),
    ("The Foreign Ministry said that the talks had ended.", "Foreign Ministry"),
    ("В Толме затонули баржи, сообщило Минобороны.", "Минобороны"),
    ("Министерство обороны заявило, что баржи затонули.", "Министерство обороны"),
    ("В МИД сообщили, что переговоры окончены.", "МИД"),
    ("Мэрия сообщила, что школы закрыты.", "Мэрия"),
    ("У Толмі затонули баржі, повідомило Міноборони.", "Міноборони"),
    ("У МЗС повідомили, що переговори завершено.", "МЗС"),
]  # fmt: skip


@pytest.mark.parametrize(("text", "speaker"), EACH_COUNTRY_HAS_ONE)
def test_a_body_that_each_country_has_is_no_other_countrys(text, speaker):
    known = [
        KnownSpeaker("Alvian Ministry of Defense of Russia", (
            "Ministry of Defense", "Defense Ministry", "Минобороны", "Министерство обороны", "Міноборони",
        )),
        KnownSpeaker("Foreign Ministry of Ukraine", ("Foreign Ministry", "МИД", "МЗС")),
        KnownSpeaker("Moscow mayor's office", ("Мэрия", "Mayor's office")),
    ]  # fmt: skip
    [one] = statements(text, known=known)[-1:]
    assert one.speaker == speaker


@pytest.mark.parametrize(
    "text",
    [
        "Баржи затонули, сообщило Минобороны Толмии. Позже Минобороны уточнило, что пострадали двое.",
        "Баржі затонули, повідомило Міноборони Толмії. Пізніше Міноборони уточнило, що постраждали двоє.",
    ],
)
def test_the_bare_noun_after_the_whole_name_is_that_body(text):
    assert len({one.speaker for one in statements(text)}) == 1
    assert " " in (statements(text)[-1].speaker or "")


def test_two_bodies_of_a_kind_leave_the_bare_noun_alone():
    text = (
        "МИД Толмии заявил, что граница открыта. МИД Альвии заявил, что граница закрыта. "
        "В МИД отметили, что переговоры окончены."
    )
    assert [one.speaker for one in statements(text)] == ["МИД Толмии", "МИД Альвии", "МИД"]


def test_a_company_named_in_two_scripts_is_one():
    text = "Компания «Толм Гидро» отрицает, что затвор открыли. Толм цел. Tolm Hydro сообщила, что дамбу чинят."
    assert {one.speaker for one in statements(text)} == {"Толм Гидро"}


@pytest.mark.parametrize(
    "text",
    [
        "The operator Tolm Hydro dismissed as premature reports that the gate had failed.",
        "Mayor Ann Lee rejected as nonsense claims that the staff had slept.",
    ],
)
def test_what_is_dismissed_as_something_is_denied_by_whoever_dismisses(text):
    [one] = statements(text)
    assert one.speaker in {"Tolm Hydro", "Ann Lee"}
    assert one.kind is Kind.DENIAL
    assert "dismissed as" in one.claim or "rejected as" in one.claim


KINDS = [
    ("Lee denied any part in it.", Kind.DENIAL),
    ("Lee predicted a storm.", Kind.PREDICTION),
    ("Lee said that it will fall.", Kind.PREDICTION),
    ("Lee said that it may have fallen.", Kind.FACT),
    ("Lee said it fell in May.", Kind.FACT),
    ("Lee called it a farce.", Kind.CHARACTERISATION),
    ("Lee suggested it was late.", Kind.ASSESSMENT),
    ("Two analysts said it was late.", Kind.ASSESSMENT),
]


@pytest.mark.parametrize(("text", "kind"), KINDS)
def test_cue_content_and_trade_tell_the_kind(text, kind):
    [one] = statements(text, language="en")
    assert one.kind is kind


def test_a_classified_report_that_is_spoken_of_is_no_classified_source():
    channel = channel_of("In a statement based on a classified report, Lee said", "en")
    assert channel is not None
    assert channel.access is Access.CLASSIFIED
    assert channel_of("Lee mishandled classified information, Roe said", "en") is None
    [one] = statements("Lee said Roe mishandled classified documents.", language="en")
    assert one.channel is None


SPLIT = [
    ("“We looked at every blade,” Ann Lee told reporters. “We found no bird.”", 1),
    ("“I have signed 11 certificates,” Ann Lee said. “I have seen 12 more.”", 1),
    ("Mayor Ann Lee said 11 had died. “I cannot explain it,” Lee said.", 1),
    ("Mayor Ann Lee said 11 had died. “We have 40 beds,” Lee said.", 2),
]


@pytest.mark.parametrize(("text", "count"), SPLIT)
def test_a_quotation_that_carries_on_is_joined_and_one_with_a_new_figure_is_not(text, count):
    assert len(statements(text, language="en")) == count


JUNK = [
    "Read more: The long night",
    "Sign up for the free morning email and never miss a story.",
    "Photo: A crane lifts coach 5.",
    "Both spoke on condition of anonymity because they were not authorised to discuss the case.",
    "Police did not reply to 2 requests for comment in May.",
]


@pytest.mark.parametrize("text", JUNK)
def test_what_is_no_statement_is_not_proposed(text):
    assert statements(f"Title\n\nThe harbour slept.\n\n{text}", language="en") == []
