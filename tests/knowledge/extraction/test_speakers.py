"""Who stands behind a source, and on what terms."""

import pytest

from knowledge.domain import Access, Attribution, Kind
from knowledge.extraction import KnownSpeaker, candidates
from knowledge.extraction.classification import channel_of, kind_of

RESOLVED = [
    ("a title is no part of a name", "Mayor Ann Lee said it held.", "Ann Lee"),
    ("a surname is completed", "Mayor Ann Lee came. Lee said it held.", "Ann Lee"),
    ("a pronoun", "Mayor Ann Lee said it held. She said it would last.", "Ann Lee"),
    ("a plural pronoun", "The harbour union said it held. They said it was late.", "harbour union"),
    ("a short form", "The Dutch Ministry of Water said so. The ministry said it held.", "Dutch Ministry of Water"),
    ("a document and its maker", "The Dutch Ministry of Water released a report. The report said that it held.", "Dutch Ministry of Water"),
    ("a statement by somebody", "It held, according to a statement released by the Ministry of Water.", "Ministry of Water"),
    ("somebody's report", "Ann Lee's report said that it held.", "Ann Lee"),
    ("a role goes back", "A senior clerk said it held. The clerk said it was late.", "A senior clerk"),
    ("others", "Some engineers agreed, while others argued that it was late.", "other engineers"),
    ("who", "The plan was echoed by local engineers, who warned that it was late.", "local engineers"),
    ("nobody", "It said that it was late.", None),
    ("the first person", "I said that it was late.", None),
]  # fmt: skip


@pytest.mark.parametrize(
    ("text", "speaker"), [row[1:] for row in RESOLVED], ids=[row[0] for row in RESOLVED]
)
def test_a_source_is_resolved_to_its_speaker(text, speaker):
    assert candidates(text, language="en")[-1].speaker == speaker


TERMS = [
    ("Ann Lee said it held.", Attribution.NAMED),
    ("The ministry said it held.", Attribution.NAMED),
    ("Dutch officials said it held.", Attribution.UNNAMED),
    ("Some said it held.", Attribution.UNNAMED),
    ("Insiders said it held.", Attribution.ANONYMOUS),
    ("A clerk, speaking on condition of anonymity, said it held.", Attribution.ANONYMOUS),
    ("Sources close to the court said it held.", Attribution.ANONYMOUS),
    ("In May, 12 ships sank.", Attribution.NARRATOR),
]


@pytest.mark.parametrize(("text", "terms"), TERMS)
def test_a_source_is_named_unnamed_or_anonymous(text, terms):
    assert candidates(text, language="en")[0].attribution is terms


def test_who_was_anonymous_once_stays_so():
    found = candidates(
        "A clerk, speaking on condition of anonymity, said it held. The clerk said it was late."
    )
    assert {one.attribution for one in found} == {Attribution.ANONYMOUS}


def test_a_known_speaker_gives_the_name_of_the_store():
    known = [KnownSpeaker("Dr. Ann B. Lee", ("Ann Lee", "Анна Ли"))]
    assert candidates("Mayor Ann Lee said it held.", known=known)[0].speaker == "Dr. Ann B. Lee"
    assert (
        candidates("Анна Ли заявила, что мост закрыт.", known=known)[0].speaker == "Dr. Ann B. Lee"
    )


KINDS = [
    ("denied", "any part in it", "Lee", Kind.DENIAL),
    ("predicted", "a storm", "Lee", Kind.PREDICTION),
    ("said", "that it will fall", "Lee", Kind.PREDICTION),
    ("said", "it fell in May", "Lee", Kind.FACT),
    ("called", "it a farce", "Lee", Kind.CHARACTERISATION),
    ("suggested", "it was late", "Lee", Kind.ASSESSMENT),
    ("said", "it was late", "two analysts", Kind.ASSESSMENT),
]


@pytest.mark.parametrize(("cue", "content", "source", "kind"), KINDS)
def test_cue_content_and_trade_tell_the_kind(cue, content, source, kind):
    assert kind_of(cue, content, source) is kind


def test_the_most_restricted_channel_wins():
    channel = channel_of("In a statement based on a classified report, Lee said it held.")
    assert channel is not None
    assert channel.access is Access.CLASSIFIED
    assert channel_of("Lee said it held.") is None


OWN = [
    ("In May, 12 ships sank off Derby.", [("In May, 12 ships sank off Derby", Kind.FACT)]),
    ("The storm, which hit in the early hours of the morning, passed.", [("which hit in the early hours of the morning", Kind.FACT)]),
    ("The raid marked a dramatic turn for the town.", [("The raid marked a dramatic turn for the town", Kind.ASSESSMENT)]),
    ("Some 40 ships will sail in May 2030.", [("Some 40 ships will sail in May 2030", Kind.PREDICTION)]),
    ("We saw 12 ships sink.", []),
    ("Did 12 ships sink?", []),
    ("The ship sank.", []),
]  # fmt: skip


@pytest.mark.parametrize(("text", "expected"), OWN)
def test_the_narrator_is_proposed_where_there_is_something_to_check(text, expected):
    assert [(one.content.text, one.kind) for one in candidates(text, language="en")] == expected
