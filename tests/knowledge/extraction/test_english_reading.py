"""Who is credited with what in English sentences."""

import pytest

from knowledge.extraction.annotations import CandidateStatement
from knowledge.extraction.article_statements import statements
from knowledge.extraction.attribution_rules import attributions
from knowledge.extraction.sentence_splitting import sentences
from knowledge.extraction.tokenizer import english


def credited(text: str) -> list[tuple[object, object, str]]:
    """Source, cue and content of every attribution that the rules find."""
    return [
        (one.source and text[slice(*one.source)], text[slice(*one.cue)], text[slice(*part)])
        for one in attributions(list(sentences(text, "en", english())))
        for part in one.contents
    ]


ONE = [
    ("that", "The mayor said that the bridge was closed.", ("The mayor", "said", "that the bridge was closed")),
    ("bare", "Officials say the dam is safe.", ("Officials", "say", "the dam is safe")),
    ("auxiliaries", "The council has repeatedly denied that it paid.", ("The council", "has repeatedly denied", "that it paid")),
    ("postposed", "The dam is safe, the engineer said.", ("the engineer", "said", "The dam is safe")),
    ("quotation", "“We will rebuild,” Ann Lee said on Monday.", ("Ann Lee", "said", "“We will rebuild,”")),
    ("inverted", "“We will rebuild,” said Ann Lee, a city engineer.", ("Ann Lee, a city engineer", "said", "“We will rebuild,”")),
    ("straight marks", '"We will rebuild," she said.', ("she", "said", '"We will rebuild,"')),
    ("doubled marks", "''We will rebuild,'' she said.", ("she", "said", "''We will rebuild,''")),
    ("colon", "Lee wrote: “Not yet.”", ("Lee", "wrote:", "“Not yet.”")),
    ("question", "“Why now?” the clerk asked.", ("the clerk", "asked", "“Why now?”")),
    ("unlisted verb", "“Never,” the captain hissed back.", ("the captain", "hissed back", "“Never,”")),
    ("unlisted inverted", "“Never,” laughed the captain.", ("the captain", "laughed", "“Never,”")),
    ("according first", "According to the harbour office, two ships sank.", ("the harbour office", "According to", "two ships sank")),
    ("according last", "Two ships sank, according to the harbour office.", ("the harbour office", "according to", "Two ships sank")),
    ("apposition", "Ann Lee, the town's engineer, said that it held.", ("Ann Lee, the town's engineer,", "said", "that it held")),
    ("age and apposition", "Ann Lee, 53, a nurse from Salem, said it held.", ("Ann Lee, 53, a nurse from Salem,", "said", "it held")),
    ("age alone", "Lee, 53, said it held.", ("Lee", "said", "it held")),
    ("insertion", "Lee, however, said it held.", ("Lee", "said", "it held")),
    ("name after role", "Her brother, Tom Lee, said it held.", ("Her brother, Tom Lee,", "said", "it held")),
    ("name after an opening", "After the vote in Derby, Gov. Tom Lee (I), said it held.", ("Gov. Tom Lee (I)", "said", "it held")),
    ("weekday", "The clerk on Friday said that it held.", ("The clerk", "said", "that it held")),
    ("last week", "The clerk last week said that it held.", ("The clerk", "said", "that it held")),
    ("setting", "Lee in her speech said that it held.", ("Lee", "said", "that it held")),
    ("town and state", "Ann Lee of Salem, Oregon says it held.", ("Ann Lee of Salem, Oregon", "says", "it held")),
    ("relative clause within", "Voters who backed him said it held.", ("Voters who backed him", "said", "it held")),
    ("pollsters", "A poll released on Friday found that it held.", ("A poll released on Friday", "found", "that it held")),
    ("joined", "Lee and her deputy said it held.", ("Lee and her deputy", "said", "it held")),
    ("opening word", "But critics said it failed.", ("critics", "said", "it failed")),
    ("told", "The guard told two reporters that it held.", ("The guard", "told", "that it held")),
    ("told bare", "The guard told reporters he was tired.", ("The guard", "told", "he was tired")),
    ("urged", "The board urged the town to wait.", ("The board", "urged", "the town to wait")),
    ("promised", "The firm promised on Friday to pay.", ("The firm", "promised", "to pay")),
    ("asked whether", "The clerk asked whether it held.", ("The clerk", "asked", "whether it held")),
    ("object", "The union criticized the plan.", ("The union", "criticized", "the plan")),
    ("predicate", "Critics called the plan “a farce.”", ("Critics", "called", "the plan “a farce.”")),
    ("phrase", "The union called for a strike.", ("The union", "called for", "a strike")),
    ("pointed out", "Lee pointed out that it held.", ("Lee", "pointed out", "that it held")),
    ("put it", "As Lee put it: “Enough.”", ("Lee", "put it:", "“Enough.”")),
    ("silence", "The firm has remained silent on the leak.", ("The firm", "has remained silent on", "the leak")),
    ("passive", "The raid was described by villagers as a mistake.", ("villagers", "was described", "as a mistake")),
    ("passive with a noun", "The claim has been challenged by two laboratories, which disagree.", ("two laboratories", "has been challenged", "The claim")),
    ("went on to", "The firm went on to say that it held.", ("The firm", "went on to say", "that it held")),
    ("label", "Harbour office: “No ship sank.”", ("Harbour office", ":", "“No ship sank.”")),
    ("signed", "“It was cold.” — Ann Lee", ("Ann Lee", "—", "“It was cold.”")),
    ("asked first", "Asked whether it held, the clerk laughed.", (None, "Asked", "whether it held")),
    ("short quotation in a name", "The “Blue Door” editor said it held.", ("The “Blue Door” editor", "said", "it held")),
    ("title kept", "Ms. Lee said it held.", ("Ms. Lee", "said", "it held")),
    ("lower-case quotation goes on", "Lee said “too many” ships had sunk.", ("Lee", "said", "“too many” ships had sunk")),
    ("with a participle", "The day ended badly, with Lee addressing the crowd.", ("Lee", "addressing", "the crowd")),
    ("two in three", "About 4 in 10 say they would move.", ("About 4 in 10", "say", "they would move")),
    ("single marks", "‘We won’t move,’ the clerk said.", ("the clerk", "said", "‘We won’t move,’")),
    ("plural genitive within single marks", "The clerk spoke of ‘the workers’ rights’ at noon.", ("The clerk", "spoke of", "‘the workers’ rights’ at noon")),
    ("contraction", "She’s calling for a strike.", ("She", "’s calling for", "a strike")),
    ("inverted pronoun", "“It held,” says he.", ("he", "says", "“It held,”")),
    ("a quoted name behind the cue", "“It held,” said the editor of the “Blue Door” yesterday.", ("the editor of the “Blue Door”", "said", "“It held,”")),
    ("two names behind the cue", "“It held,” said Ann Lee and Tom Roe.", ("Ann Lee and Tom Roe", "said", "“It held,”")),
    ("a description behind the cue", "“It held,” said a spokesman for the city on Monday.", ("a spokesman for the city", "said", "“It held,”")),
    ("who behind the cue", "“It held,” said Ann Lee, who built it.", ("Ann Lee, who built it", "said", "“It held,”")),
    ("who with a cue behind the cue", "“It held,” said Ann Lee, who said so twice.", ("Ann Lee", "said", "“It held,”")),
    ("an apposition before a quotation goes on", "“It held,” said Ann Lee, a nurse, “and it will.”", ("Ann Lee, a nurse,", "said", "“It held,”")),
    ("an apposition before a participle", "“It held,” said Ann Lee, a nurse, smiling.", ("Ann Lee, a nurse", "said", "“It held,”")),
    ("a paper of a weekday", "“It held,” reads a Monday note.", ("a Monday note", "reads", "“It held,”")),
    ("no apposition but a clause", "“It held,” said Ann Lee, but nobody came.", ("Ann Lee", "said", "“It held,”")),
    ("dash", "Lee said the wall was dry – a surprise to all.", ("Lee", "said", "the wall was dry")),
    ("pair of dashes", "Lee said the wall – a new one – was dry.", ("Lee", "said", "the wall – a new one – was dry")),
    ("while", "Lee said it held, while others ran.", ("Lee", "said", "it held")),
    ("and with a comma", "Lee said it held, and praised the crew.", ("Lee", "said", "it held")),
    ("and with an auxiliary", "Lee said it held and has praised the crew.", ("Lee", "said", "it held")),
    ("object up to a while", "The union criticized the plan while others slept.", ("The union", "criticized", "the plan")),
    ("semicolon before", "It rained; the wall held, Lee said.", ("Lee", "said", " the wall held".strip())),
    ("quotation that ends a clause", "The wall is “dry as a bone,” Lee said.", ("Lee", "said", "The wall is “dry as a bone,”")),
    ("and before a quotation", "And “it held,” Lee said.", ("Lee", "said", "And “it held,”")),
    ("mark outside the quotation", "“It held”, Lee said.", ("Lee", "said", "“It held”")),
    ("out and a clause", "Lee pointed out the wall was dry.", ("Lee", "pointed out", "the wall was dry")),
    ("colon and no marks", "Lee wrote: the wall is dry.", ("Lee", "wrote:", "the wall is dry")),
    ("day before a clause", "Lee said Monday the wall was dry.", ("Lee", "said", "the wall was dry")),
    ("adverbial", "Lee said in a letter that it held.", ("Lee", "said", "that it held")),
    ("adverbial before a pronoun", "Lee said in a letter she would stay.", ("Lee", "said", "she would stay")),
    ("adverbial and no content", "Lee said in May the town slept.", ("Lee", "said", "in May the town slept")),
    ("clause opener", "Lee said if it rains the wall falls.", ("Lee", "said", "if it rains the wall falls")),
    ("this is", "Lee said this is fine.", ("Lee", "said", "this is fine")),
    ("inserted subject", "Lee, it seems, said that it held.", ("Lee", "said", "that it held")),
    ("inserted like", "Some clerks, like their friends, say it held.", ("Some clerks, like their friends,", "say", "it held")),
    ("second apposition", "Tom Roe, the head of the board, which met on Monday, said it held.", ("Tom Roe, the head of the board, which met on Monday,", "said", "it held")),
    ("another friend", "“It held,” another friend, Tom Roe told us.", ("another friend, Tom Roe", "told", "“It held,”")),
    ("a clause before the subject", "When the rain and the wind came, Lee said it held.", ("Lee", "said", "it held")),
    ("an adverbial before the subject", "In May 2021 Lee said it held.", ("Lee", "said", "it held")),
    ("an adverbial before a described subject", "At noon the clerk said it held.", ("the clerk", "said", "it held")),
    ("and after a verb", "The rain came and Lee said it held.", ("Lee", "said", "it held")),
    ("a bracket within", "The clerk (a new one) said it held.", ("The clerk (a new one)", "said", "it held")),
    ("catenative with an adverb", "Lee has never sought to explain why it fell.", ("Lee", "has never sought to explain", "why it fell")),
    ("shared with no cue before", "Lee walked home and said it held.", ("Lee", "said", "it held")),
    ("opening participle", "Citing the flood, the clerk closed the wall.", ("the clerk", "Citing", "the flood")),
    ("according label", "According to the harbour office: “It held.”", ("the harbour office", ":", "“It held.”")),
    ("unlisted verb far off", "“Never,” the old man by the wall hissed.", ("the old man by the wall", "hissed", "“Never,”")),
    ("and according", "But according to Lee, it held.", ("Lee", "according to", "it held")),
    ("a quotation behind a month", "“It held,” Lee told us in May. “It will again.”", ("Lee", "told", "“It will again.”")),
    ("an initial before a quotation", "The clerk said that J. “Jo” Lee left.", ("The clerk", "said", "that J. “Jo” Lee left")),
    ("cue first", "Said Ann Lee, who built it, “It held.”", ("Ann Lee, who built it,", "Said", "“It held.”")),
    ("cue first and a colon", "Continued Lee: “It held.”", ("Lee", "Continued", "“It held.”")),
    ("put it and a comma", "As Lee put it, “It held.”", ("Lee", "put it", "“It held.”")),
    ("now", "“It held,” Mr. Roe, now 81 and retired in Salem, Mass., said.", ("Mr. Roe, now 81 and retired in Salem, Mass.,", "said", "“It held,”")),
    ("two initialisms", "“It held,” said Ann Lee of the A.B.C.-D.E.F. He slept.", ("Ann Lee of the A.B.C.-D.E.F.", "said", "“It held,”")),
    ("unlisted verb first", "At the gate the captain boomed, “Never.”", ("the captain", "boomed", "“Never.”")),
    ("unlisted verb and a colon", "The captain turned to the crowd: “Never.”", ("The captain", "turned", "“Never.”")),
    ("participle of the main clause", "Lee shared a note that Roe had left, writing that it held.", ("Lee", "writing", "that it held")),
    ("participle behind a clause of time", "When Roe left, Lee wrote a note, saying that it held.", ("Lee", "saying", "that it held")),
    ("object up to the next speaker", "A girl asked for a boat and Lee said it sank.", ("A girl", "asked for", "a boat")),
    ("object up to the next pronoun", "A girl asked for a boat and he said it sank.", ("A girl", "asked for", "a boat")),
    ("a new sentence of nothing but a credit", "“It held.” The clerk said.", ("The clerk", "said", "“It held.”")),
    ("a question and an apposition", "“Why?” the tall clerk, Roe, asked.", ("the tall clerk, Roe,", "asked", "“Why?”")),
    ("an inverted relative clause", "“It held,” said a clerk who built it.", ("a clerk who built it", "said", "“It held,”")),
    ("an inverted adverb", "“It held,” said Ann Lee, quickly leaving.", ("Ann Lee", "said", "“It held,”")),
    ("an inverted age", "“It held,” said Ann Lee, 53.", ("Ann Lee", "said", "“It held,”")),
    ("an inverted participle", "“It held,” said Ann Lee, told so.", ("Ann Lee", "said", "“It held,”")),
    ("an apposition with a colon", "“It held,” said Ann Lee, a nurse, who said so twice.", ("Ann Lee, a nurse", "said", "“It held,”")),
    ("an apposition without the", "“It held,” said Ann Lee, editor of the note, and Tom Roe left.", ("Ann Lee, editor of the note, and Tom Roe left", "said", "“It held,”")),
    ("an apposition and a remark", "“It held,” said Ann Lee, a nurse, but nobody came.", ("Ann Lee, a nurse", "said", "“It held,”")),
    ("a noun that is a verb as well", "Lee said groups attack the wall.", ("Lee", "said", "groups attack the wall")),
    ("it is", "Lee said it is falling.", ("Lee", "said", "it is falling")),
    ("quotation and a pronoun behind", "Lee said “it held” she ran.", ("Lee", "said", "“it held”")),
    ("no second half behind a verb", "“It held,” Lee said, and smiled, “twice.”", ("Lee", "said", "“It held,”")),
    ("a second half behind a colon", "“It held,” Lee said: “Twice.”", ("Lee", "said", "“Twice.”")),
    ("a quoted name is no second half", "“It held,” Lee said the “Blue Door” closed.", ("Lee", "said", "“It held,”")),
    ("an inverted clause", "It held, said Lee.", ("Lee", "said", "It held")),
    ("a clause opener", "Lee said there are ships.", ("Lee", "said", "there are ships")),
    ("colon before a quotation within", "Lee said it read: “No.”", ("Lee", "said", "it read")),
    ("a poll of last week", "A poll released last week found that it held.", ("A poll released last week", "found", "that it held")),
    ("adverb before a plural's verb", "They often say it held.", ("They", "often say", "it held")),
    ("shared by a verb with an adverb", "Lee quickly came and argued that it held.", ("Lee", "argued", "that it held")),
    ("three sentences in a quotation", "“It held. It will. It must,” Lee said.", ("Lee", "said", "“It held. It will. It must,”")),
    ("object up to a colon", "Lee praised the note: “No.”", ("Lee", "praised", "the note")),
    ("object up to a postposed credit", "Lee praised the note, Roe said.", ("Roe", "said", "Lee praised the note")),
    ("two nouns in a clause of its own", "It held when rain and wind came, Lee said.", ("Lee", "said", "It held when rain and wind came")),
    ("a fact that critics and friends deny", "It fell because Lee and Roe said it held.", ("Lee and Roe", "said", "it held")),
    ("silent", "The firm was silent on Monday’s leak.", ("The firm", "was silent on", "Monday’s leak")),
    ("had and a participle", "Lee had been saying that it held.", ("Lee", "had been saying", "that it held")),
    ("shared by and", "Lee came and then left, and argued that it held.", ("Lee", "argued", "that it held")),
    ("participle behind a quoted clause", "Saying “it held,” the clerk left.", ("the clerk", "Saying", "“it held,”")),
    ("mid", "“It held,” Lee said. He slept.", ("Lee", "said", "“It held,”")),
]  # fmt: skip


@pytest.mark.parametrize(
    ("text", "expected"), [row[1:] for row in ONE], ids=[row[0] for row in ONE]
)
def test_a_sentence_gives_its_source_cue_and_content(text, expected):
    assert expected in credited(text)


MANY = [
    ("“It held,” Lee said. “It will hold again.”", [("Lee", "said", "“It held,”"), ("Lee", "said", "“It will hold again.”")]),
    ("“It held,” Lee said, “and it will.”", [("Lee", "said", "“It held,”"), ("Lee", "said", "“and it will.”")]),
    ("Answered the clerk:\n“It held.”", [("the clerk", "Answered", "“It held.”")]),
    ("The wall stands:\n“It held.”", []),
    ("The clerk answered at length:\n“It held.”", [("The clerk", "answered", "“It held.”")]),
    ("Lee said it held and called the critics liars.", [("Lee", "said", "it held"), ("Lee", "called", "the critics liars")]),
    ("Lee said it held, adding that nobody fell.", [("Lee", "said", "it held"), ("Lee", "adding", "that nobody fell")]),
    ("Recalling the flood, the mayor urged the town to wait.", [("the mayor", "Recalling", "the flood"), ("the mayor", "urged", "the town to wait")]),
]  # fmt: skip


@pytest.mark.parametrize(("text", "expected"), MANY)
def test_several_contents_share_a_speaker(text, expected):
    assert credited(text) == expected


NONE = [
    "The report was long.",
    "Her claims were widely read.",
    "They walked home in the rain.",
    "The attack on the harbour lasted an hour.",
    "The so-called expert left.",
    "Said.",
    "According to.",
    "According to Lee.",
    "“Never,” and they walked on.",
    "The wall was described by.",
    "A thing that there said.",
    "“Never,” they had.",
    "The plan was approved by the board.",
    "; the wall, she",
    "Lee said him.",
    "The silent man left.",
    "Lee had saying.",
    "Lee said that.",
    "“Why?” Roe, tall and old, sat.",
    "Lee went to say.",
    "“Stop that now” the clerk said.",
    "“It held.” Lee of the Salem board said no.",
    "“Never,” and the very old man hissed.",
    "“Never,” walked there.",
    "The captain had: “Never.”",
    "It rained, “Never.”",
    "He ran; “Run”: “Never.”",
    "Then it was over, “Never.”",
    "“It held.” — the clerk",
    "“It held.” — Ann ran",
    "In the note was written:\n“It held.”",
    "Once:\n“It held.”",
    "In summer, Lee said.",
    "Seeing Roe, Lee said.",
    "The wall, Lee said.",
    "“It held” —",
    "“It held” — of a very old book on ships that nobody has read.",
]


@pytest.mark.parametrize("text", NONE)
def test_nouns_and_plain_sentences_credit_nobody(text):
    assert credited(text) == []


def test_a_view_within_a_statement_is_no_candidate_of_its_own():
    assert credited("Lee said that she thinks it held.") == [
        ("Lee", "said", "that she thinks it held")
    ]


def test_a_headline_states_nothing():
    found = statements("Mayor: Bridge Will Open\n\nThe mayor said the bridge was closed.")
    assert [one.paragraph for one in found] == [1]


def test_the_second_part_of_a_quotation_belongs_to_the_first():
    [one] = statements("“It held,” Lee said. “It will hold again.”", language="en")
    assert one.quoted == ("It held", "It will hold again.")


def test_spans_count_characters_of_the_given_text():
    text = "Élan was shut.\n\nThe mayor said that the café was closed."
    for one in statements(text):
        assert spans_match(text, one)


def spans_match(text: str, one: CandidateStatement) -> bool:
    return all(
        text[span.start : span.end] == span.text
        for span in (one.source, one.cue, one.content, *one.parts)
        if span is not None
    )
