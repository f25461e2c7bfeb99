"""One sentence as the rules see it: its tokens, what class each may belong to, and its verb groups."""

from collections.abc import Sequence
from dataclasses import dataclass

from knowledge.extraction.tokenizer import Cue, EnglishWords, Form, Token, TokenKind, english

_MOST_TOKENS = 400
_SHORT_WORD = 3  # letters; headlines leave "of" and "the" small
_FEWEST_WORDS = 3
_NEARLY_ALL = 0.8
_SHORTEST_ED = 5  # letters; "red" and "need" are no past tenses
_EDGE = Token(TokenKind.MARK, "", 0, 0)


def _all_capitals(tokens: Sequence[Token]) -> bool:
    words = [
        token for token in tokens if token.kind is TokenKind.WORD and len(token.low) > _SHORT_WORD
    ]
    capitals = sum(token.capital for token in words)
    return len(words) >= _FEWEST_WORDS and capitals >= _NEARLY_ALL * len(words)


def plural(low: str) -> bool:
    """Whether a lower-case word looks like a plural."""
    return low.endswith("s") and not low.endswith(("'s", "ss", "us", "is"))


@dataclass(frozen=True, slots=True)
class TaggedSentence:
    """The tokens of a sentence with the word lists of its language.

    Args:
        lows: the text of each token in lower case, and "" behind the last.
        headline: whether nearly every word is capitalised, so that capitals tell nothing.
    """

    tokens: tuple[Token, ...]
    words: EnglishWords
    lows: tuple[str, ...]
    headline: bool = False

    @classmethod
    def of(cls, tokens: Sequence[Token], words: EnglishWords) -> "TaggedSentence":
        """The line of a sentence; what goes on for longer than any prose does is cut off."""
        kept = tuple(tokens[:_MOST_TOKENS])
        return cls(kept, words, (*(token.low for token in kept), ""), _all_capitals(kept))

    def __len__(self) -> int:
        return len(self.tokens)

    def at(self, index: int) -> Token:
        """The token, or an empty mark beyond either end."""
        return self.tokens[index] if 0 <= index < len(self.tokens) else _EDGE

    def low(self, index: int) -> str:
        """The token's text in lower case."""
        return self.lows[index] if 0 <= index < len(self.lows) else ""

    def within(self, index: int, *classes: str) -> bool:
        """Whether the token's text belongs to one of the named word classes."""
        low = self.low(index)
        sets = self.words.classes
        for name in classes:  # noqa: SIM110 - a generator takes twice the time, and this is hot
            if low in sets[name]:
                return True
        return False

    def quote(self, index: int) -> bool:
        """Whether the token is a quotation."""
        return self.at(index).kind is TokenKind.QUOTE

    def comma(self, index: int) -> bool:
        """Whether the token is a comma."""
        return self.low(index) == ","

    def dash(self, index: int) -> bool:
        """Whether the token is a dash."""
        return self.at(index).kind is TokenKind.DASH

    def stop(self, index: int) -> bool:
        """Whether nothing more of the sentence comes: its final mark or its edge."""
        return (
            self.low(index) in {".", "?", "!", "…", ""}
            and self.at(index).kind is not TokenKind.BRACKET
        )

    def adverb(self, index: int) -> bool:
        """Whether the token is an adverb, by list or by "-ly"."""
        low = self.low(index)
        return low in self.words["adverbs"] or (
            low.endswith("ly") and not self.at(index).capital and low not in english()["no_adverbs"]
        )

    def auxiliary(self, index: int) -> bool:
        """Whether the token is a form of be, have, do or a modal."""
        return self.low(index) in self.words["auxiliaries"]

    def cue(self, index: int) -> Cue | None:
        """The attribution verb that the token is a form of, if it is one."""
        cue = self.words.cues.get(self.low(index))
        return cue if cue is not None and self.at(index).kind is TokenKind.WORD else None

    def nominal_before(self, index: int) -> bool:
        """Whether the word before makes this one a noun or an adjective."""
        low = self.low(index - 1)
        if low in self.words["pronominal"] and self.words.verbs.get(self.low(index)) is Form.PAST:
            return False
        return (
            self.within(index - 1, "determiners", "possessives")
            or (
                low in self.words["prepositions"]
                and low not in {"than", "since", "until", "except"}
            )
            or (low.endswith("'s") and low != "'s")
        )

    def verb(self, index: int) -> bool:
        """Whether the token is likely a finite verb."""
        token = self.at(index)
        if token.kind is not TokenKind.WORD or (token.capital and index > 0 and not self.headline):
            return False
        if self.auxiliary(index):
            return True
        form = self.words.verbs.get(token.low) or (
            self.words.cues[token.low].form if token.low in self.words.cues else None
        )
        if form is None:
            regular = (
                token.low.endswith("ed")
                and len(token.low) >= _SHORTEST_ED
                and not token.low.endswith("eed")
            )
            form = Form.PAST if regular else None
        if form is None or form is Form.ING or self.nominal_before(index):
            return False
        return form is not Form.BASE or (self._plural_subject(index) and self._no_noun(index))

    def _no_noun(self, index: int) -> bool:
        """Whether a form that is as often a noun ("campaign") is followed as only a verb is."""
        cue = self.words.cues.get(self.low(index))
        if cue is None or not cue.ambiguous:
            return True
        return self.at(index + 1).capital or self.within(
            index + 1, "prepositions", "determiners", "possessives", "subjects", "relatives"
        )

    def _plural_subject(self, index: int) -> bool:
        low = self.low(index - 1)
        return (
            plural(low)
            or low in english()["before_base_forms"]
            or self.within(index - 1, "modals", "adverbs")
        )

    def noun_like(self, index: int) -> bool:
        """Whether what follows "to" is no verb."""
        token = self.at(index)
        return (
            token.kind is not TokenKind.WORD
            or (token.capital and not self.headline)
            or self.within(index, "determiners", "possessives", "objects", "questions")
        )

    def noun_phrase_starts(self, index: int) -> bool:
        """Whether a noun phrase may begin here."""
        token = self.at(index)
        if token.kind is TokenKind.NUMBER or token.capital:
            return True
        if token.kind is not TokenKind.WORD:
            return False
        return self.within(index, "determiners", "possessives", "objects", "subjects") or not (
            self.within(index, "prepositions", "conjunctions", "subordinators", "auxiliaries")
            or self.adverb(index)
        )


@dataclass(frozen=True, slots=True)
class VerbGroup:
    """A verb group; `first` and `last` are indexes of its tokens.

    Args:
        passive: "was told", and participles behind a noun ("described by").
        participle: an "-ing" form without a form of "be".
        infinitive: follows "to".
    """

    cue: Cue
    first: int
    last: int
    passive: bool
    participle: bool
    infinitive: bool


def group_at(line: TaggedSentence, index: int) -> VerbGroup | None:
    """The verb group whose main verb is the token, or None where it is no such verb."""
    cue = line.cue(index)
    if cue is None:
        return None
    first = index
    if cue.lemma in english()["silent"]:
        first -= 1
        if line.low(first) not in english()["staying"] or line.low(index + 1) not in cue.after:
            return None
    elif _is_noun(line, index, cue):
        return None
    helper = False
    while _helps(line, first - 1):
        first -= 1
        helper = helper or line.auxiliary(first)
    if first == 0 and not helper:
        first = index
    being = any(line.within(at, "being") for at in range(first, index))
    having = any(
        line.low(at) in {"has", "have", "had", "having", "'ve"} for at in range(first, index)
    )
    if cue.form is Form.ING and line.low(first) in {"has", "have", "had"} and not being:
        return None
    passive = cue.form is Form.PAST and being and cue.lemma != "go" and not (having and not being)
    return VerbGroup(
        cue,
        first,
        index,
        passive,
        participle=cue.form is Form.ING and not being,
        infinitive=line.low(first - 1) == "to",
    )


def _helps(line: TaggedSentence, index: int) -> bool:
    token = line.at(index)
    if token.kind is not TokenKind.WORD:
        return False
    return line.auxiliary(index) or (
        line.adverb(index) and token.low not in english()["time_adverbs"]
    )


def _is_noun(line: TaggedSentence, index: int, cue: Cue) -> bool:
    token = line.at(index)
    if token.capital and index > 0 and not line.headline and not line.stop(index - 1):
        return True
    if cue.form is not Form.ING and line.nominal_before(index) and line.low(index - 1) != "to":
        return True
    if cue.form is Form.ING:
        return line.within(index - 1, "determiners", "possessives")
    if cue.form is Form.BASE:
        return not _takes_base_form(line, index)
    if (
        cue.form is Form.THIRD
        and cue.ambiguous
        and not line.within(index + 1, "determiners", "subjects", "relatives", "questions")
        and not line.at(index + 1).capital
    ):
        return line.low(index - 1).endswith("s") or line.cue(index - 1) is not None
    return False


def _takes_base_form(line: TaggedSentence, index: int) -> bool:
    before = index - 1
    while line.adverb(before):
        before -= 1
    low = line.low(before)
    if (
        line.at(before).kind is TokenKind.NUMBER
        or line.low(before) in english()["small_numbers"]
        or _plural_before_preposition(line, before)
    ):
        return True
    if line.within(before, "modals") or low in english()["before_verbs"]:
        return True
    return (
        plural(low)
        or line.comma(before)
        or line.at(before).kind is TokenKind.BRACKET
        or low in english()["plural_heads"]
    )


def _plural_before_preposition(line: TaggedSentence, last: int) -> bool:
    """Whether the head of "files from the city" is a plural."""
    for at in range(last, max(0, last - 6), -1):
        if not line.at(at).word or line.verb(at):
            return False
        if line.within(at, "prepositions"):
            return plural(line.low(at - 1))
    return False
