"""A mention: the words that stand for a speaker, taken apart into name, role and kind."""

from dataclasses import dataclass

from knowledge.domain import SpeakerKind

Offsets = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Mention:
    """One phrase that stands for a speaker.

    Args:
        start, end: where it stands in the article.
        name: the proper name in the nominative, or None.
        role: what the phrase says of the named one, in the nominative ("head of the port").
        head: the lower-case lemma of its chief noun ("minister", "компания"), or of the pronoun.
        phrase: the whole in the nominative, for who has no name ("two people briefed on it").
        kind: what sort of speaker.
        pronoun: whether only coreference can tell who it is ("she", "who", "його").
        definite: whether it points back to somebody ("the ministry", «ведомство»).
        gender: "masc", "femn", "neut" or None where it is open.
        plural: whether it stands for many.
        anonymous: whether the phrase itself says that the name is withheld.
        organisation: the organisation that the role belongs to, as it stands.
        governed: whether it stood in an oblique case, so that the nominative is a guess.
    """

    start: int
    end: int
    name: str | None = None
    role: str | None = None
    head: str = ""
    phrase: str = ""
    kind: SpeakerKind = SpeakerKind.PERSON
    pronoun: bool = False
    definite: bool = False
    gender: str | None = None
    plural: bool = False
    anonymous: bool = False
    organisation: str | None = None
    governed: bool = False


@dataclass(frozen=True, slots=True)
class Credit:
    """An attribution: who is credited, by which cue, with which stretches of the article.

    Args:
        mention: who; None where the sentence names nobody and the speaker goes on.
        cue: where the cue stands.
        contents: what is attributed, in the order of the article.
        family: the rule that found it, as in `CONFIDENCE`.
        paragraph, begun: the paragraph and the sentence that hold the cue.
        sentence: the last sentence that the contents reach.
        cue_lemma: the cue in its dictionary form.
        denial, characterisation, assessment, promise: what the cue alone makes of the content.
        back: what is denied stands elsewhere ("denied this: …"); the content is the speaker's own.
    """

    mention: Mention | None
    cue: Offsets
    contents: tuple[Offsets, ...]
    family: str
    paragraph: int
    begun: int
    sentence: int
    cue_lemma: str = ""
    denial: bool = False
    characterisation: bool = False
    assessment: bool = False
    promise: bool = False
    back: bool = False
