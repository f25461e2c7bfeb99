"""What is attributed: the stretches of a sentence that a credit leaves over."""

import re
from collections.abc import Callable, Sequence

from knowledge.extraction.annotations import Offsets
from knowledge.extraction.article_segmentation import SlavicToken, SlavicTokenKind
from knowledge.extraction.cue_subjects import DELIMITERS, Clause
from knowledge.extraction.noun_phrases import Phrases
from knowledge.extraction.passage_values import quantities_in

WORD = re.compile(r"[^\W\d_]+(?:['’ʼ-][^\W\d_]+)*")
"""A word with its apostrophes and hyphens."""

_TO_THAT = 16  # tokens between a cue and its "that"
_BREAKING = frozenset({SlavicTokenKind.COMMA, SlavicTokenKind.DASH, SlavicTokenKind.COLON})
_FEWEST_CONTENT = 2  # words
_FEWEST_OBJECT = 3  # words; «другие цифры» say nothing


class FrameContents:
    """Finds the contents of credits in one article.

    Args:
        text: the article.
        phrases: reads its noun phrases.
        is_cue: tells a cue.
    """

    def __init__(
        self, text: str, phrases: Phrases, is_cue: Callable[[SlavicToken], str | None]
    ) -> None:
        self.text = text
        self.phrases = phrases
        self.words = phrases.words
        self.is_cue = is_cue

    def that_clause(self, tokens: Sequence[SlavicToken], stop: int) -> int | None:
        """The first token of the clause that «что» opens behind the cue's clause, or None."""
        for at in range(stop, min(len(tokens), stop + _TO_THAT)):
            token = tokens[at]
            if token.kind is SlavicTokenKind.WORD and token.low in self.words["that"]:
                before = tokens[at - 1]
                if (
                    before.kind is SlavicTokenKind.COMMA
                    or before.low in self.words["that_pronouns"]
                    or at == stop
                ):
                    return at + 1 if at + 1 < len(tokens) else None
            if token.kind in {SlavicTokenKind.COLON, SlavicTokenKind.STOP, SlavicTokenKind.DASH}:
                return None
            if token.kind is SlavicTokenKind.QUOTE and not self.phrases.is_name_quote(token):
                return None
            if (
                token.kind is SlavicTokenKind.WORD
                and self.phrases.word(token).pos == "verb"
                and at > stop
            ):
                return None
        return None

    def rest(self, tokens: Sequence[SlavicToken], start: int) -> tuple[Offsets, ...]:
        """The first token of the clause that «что» opens behind the cue's clause, or None."""
        last = len(tokens) - 1
        while last >= start and tokens[last].kind is SlavicTokenKind.STOP:
            last -= 1
        while start <= last and tokens[start].kind in _BREAKING:
            start += 1
        return ((tokens[start].start, tokens[last].end),) if start <= last else ()

    def before(
        self, tokens: Sequence[SlavicToken], start: int, *, whole: bool = True
    ) -> tuple[Offsets, ...]:
        """What stands before the clause of the cue, back to the beginning of the sentence.

        Where the credit is put into its content, only back to a colon or semicolon.
        """
        last = start - 1
        if (
            not whole
            and last >= 0
            and (tokens[last].kind is SlavicTokenKind.COLON or tokens[last].text == ";")
        ):
            return ()
        while last >= 0 and tokens[last].kind in _BREAKING:
            last -= 1
        first = 0
        if not whole:
            first = max(
                (
                    at + 1
                    for at in range(last)
                    if tokens[at].kind is SlavicTokenKind.COLON or tokens[at].text == ";"
                ),
                default=0,
            )
        while first <= last and (
            tokens[first].kind in {SlavicTokenKind.DASH, SlavicTokenKind.STOP}
            or (tokens[first].kind is SlavicTokenKind.MARK and not tokens[first].text.isalnum())
        ):
            first += 1
        return ((tokens[first].start, tokens[last].end),) if first <= last else ()

    def closes(self, tokens: Sequence[SlavicToken], stop: int) -> bool:
        """From a token to the end of the sentence, without its full stop."""
        return (
            stop >= len(tokens)
            or tokens[stop].kind in DELIMITERS
            or tokens[stop].kind is SlavicTokenKind.QUOTE
        )

    def second_half(self, tokens: Sequence[SlavicToken], stop: int) -> tuple[Offsets, ...]:
        """The content that goes on behind a credit that was put in."""
        if stop >= len(tokens):
            return ()
        at = stop
        if tokens[at].kind is SlavicTokenKind.STOP and at + 1 >= len(tokens):
            return ()
        while at < len(tokens) and tokens[at].kind in DELIMITERS:
            at += 1
        return self.rest(tokens, at)

    def behind_citation(self, tokens: Sequence[SlavicToken], stop: int) -> int:
        """Behind «, посилаючись на страховий поліс,» and «со ссылкой на …,»."""
        at = stop
        while at < len(tokens):
            following = at + 1
            if following < len(tokens) and (
                self.phrases.word(tokens[following]).pos == "gerund"
                or self.words.pattern("citing").match(
                    self.text, tokens[following].start, tokens[-1].end
                )
                or (tokens[following].low in self.words["relatives"])
                or (
                    following + 1 < len(tokens)
                    and tokens[following].low in self.words["prepositions"]
                    and tokens[following + 1].low in self.words["relatives"]
                )
                or self.words.pattern("anonymous_phrases").match(
                    self.text, tokens[following].start, tokens[-1].end
                )
            ):
                at = following
                while at < len(tokens) and tokens[at].kind is not SlavicTokenKind.COMMA:
                    at += 1
                continue
            return following
        return len(tokens)

    def governed(
        self,
        tokens: Sequence[SlavicToken],
        at: int,
        last: int,
        clause: Clause,
        phrase: tuple[int, int],
        lemma: str,
    ) -> tuple[Offsets, ...] | None:
        """What a verb such as «назвал» or «отвергает» takes without a clause of its own."""
        listed = lemma in self.words["object"] or lemma in self.words["denial"]
        about = (
            last + 1 < len(tokens)
            and tokens[last + 1].low in self.words["about"]
            and lemma in self.words["speech"]
        )
        if not (listed or about) or (about and lemma in self.words["writing"]):
            return None
        end = len(tokens)
        if lemma in self.words["characterisation"] and self._called(
            tokens, last, min(clause.stop + 1, end)
        ):
            clause = Clause(clause.start, end)  # «назвала „домыслами“ сообщения о том, что …»
        if any(self.is_cue(tokens[place]) for place in range(clause.stop, len(tokens))):
            end = clause.stop
        while end > 0 and tokens[end - 1].kind is SlavicTokenKind.STOP:
            end -= 1
        places = [
            place
            for place in range(clause.start, min(clause.stop, end))
            if not (phrase[0] <= place < phrase[1]) and not (at <= place <= last)
        ]
        rest = [
            place
            for place in places
            if tokens[place].kind in {SlavicTokenKind.QUOTE, SlavicTokenKind.NUMBER}
            or (
                tokens[place].kind is SlavicTokenKind.WORD
                and not self.phrases.is_small(tokens[place])
                and tokens[place].low not in self.words["demonstratives"]
                and tokens[place].low not in self.words["first_person"]
            )
        ]
        behind = [place for place in rest if place > last]
        if behind and (place := behind[0]) is not None:
            first = place
            while (
                first - 1 > last
                and not (phrase[0] <= first - 1 < phrase[1])
                and tokens[first - 1].kind is SlavicTokenKind.WORD
            ):
                first -= 1
            span = (tokens[first].start, tokens[end - 1].end)
            thing = [place for place in rest if place < phrase[0]]
            led = (
                ((tokens[thing[0]].start, tokens[phrase[0] - 1].end),)
                if thing and thing[-1] == phrase[0] - 1
                else ()
            )
            between = [place for place in rest if phrase[1] <= place < at]
            if not led and between and between[-1] == at - 1 and self._called(tokens, last, end):
                led = ((tokens[between[0]].start, tokens[at - 1].end),)  # «в мэрии слухи назвали»
            if (
                not led
                and lemma not in self.words["denial"]
                and not self._called(tokens, last, clause.stop)
                and len(WORD.findall(self.text[span[0] : span[1]])) < _FEWEST_OBJECT
                and not quantities_in(self.text[span[0] : span[1]], self.phrases.language)
            ):
                return None
            return (*led, span)
        if lemma in self.words["denial"]:
            ahead = [place for place in rest if place < phrase[0]]
            is_thing = bool(ahead) and self.phrases.word(tokens[ahead[0]]).pos in {
                "noun",
                "adjective",
            }
            if is_thing and len(ahead) > 1 and phrase[0] - 1 == ahead[-1] and phrase[1] == at:
                return (
                    (tokens[ahead[0]].start, tokens[ahead[-1]].end),
                )  # «Чутки про підрив він спростував»
            return self.inner_object(tokens, at, clause, phrase) or None
        return None

    def _called(self, tokens: Sequence[SlavicToken], last: int, stop: int) -> bool:
        """Whether a word such as «домыслами» stands behind the verb."""
        return any(
            one.casefold() in self.words["rejecting"]
            for token in tokens[last + 1 : stop]
            for one in WORD.findall(token.text)
        )

    def inner_object(
        self, tokens: Sequence[SlavicToken], at: int, clause: Clause, phrase: tuple[int, int]
    ) -> tuple[Offsets, ...]:
        """The object between a speaker and the verb: «Корж вину отрицает»."""
        for place in range(max(clause.start, phrase[1]), at):
            token = tokens[place]
            if (
                token.kind is SlavicTokenKind.WORD
                and not self.phrases.is_small(token)
                and token.low not in self.words["demonstratives"]
                and self.phrases.word(token).pos == "noun"
                and self.phrases.word(token).may("accs")
            ):
                return ((token.start, tokens[at].end),)
        return ()

    def only_this(self, tokens: Sequence[SlavicToken], clause: Clause) -> bool:
        """Whether a cue governs no more than "this": «это отрицает»."""
        return any(
            tokens[place].low in self.words["demonstratives"]
            for place in range(clause.start, clause.stop)
        )

    def enough(self, spans: Sequence[Offsets]) -> bool:
        """Whether stretches have the words of a content between them."""
        words = sum(len(WORD.findall(self.text[start:end])) for start, end in spans)
        return words >= _FEWEST_CONTENT

    def around(self, tokens: Sequence[SlavicToken], start: int, end: int) -> tuple[Offsets, ...]:
        """What stands before and behind the words of a source, as one content or two."""
        before = self.before(
            tokens, start, whole=end >= len(tokens) or tokens[end].kind is SlavicTokenKind.STOP
        )
        if before and all(
            one.low in self.words["opening"] or one.kind in DELIMITERS for one in tokens[:start]
        ):
            before = ()
        after = self.rest(tokens, end) if end < len(tokens) else ()
        if (
            before
            and after
            and start > 0
            and tokens[start - 1].kind is not SlavicTokenKind.COMMA
            and tokens[start - 1].kind is not SlavicTokenKind.DASH
        ):
            return (*before, *after)
        return (*before, *after)
