"""One field of a statement set from what a curator typed or chose."""

from collections.abc import Callable
from dataclasses import replace

from knowledge.curation.figures import with_figure
from knowledge.curation.names import Names
from knowledge.dates import Edtf
from knowledge.model import (
    Access,
    Appearance,
    Attribution,
    Channel,
    Kind,
    Note,
    Polarity,
    RefusedInput,
    Statement,
    Texts,
)
from knowledge.wording import LANGUAGES, Words

CLAIM = 600
"""Characters of a claim; one sentence has about 120."""

NOTHING = "-"
"""What a curator types for "none"."""

CHOICES: dict[str, tuple[str, ...]] = {
    "kind": tuple(Kind),
    "polarity": tuple(Polarity),
    "attribution": tuple(Attribution),
    "access": tuple(Access),
}
"""Fields whose value is one of a few."""

FIELDS = (
    "claim", "figure", "speaker", "kind", "attribution", "said", "incident", "cue", "access",
    "polarity", "places", "quote", "paragraph", "note", "due",
)  # fmt: skip
"""All that can be set, in the order in which they are offered."""


def labels(words: Words) -> dict[str, str]:
    """What each field is called."""
    return {
        "claim": words.say("Claim"),
        "figure": words.say("Figure"),
        "speaker": words.say("Speaker"),
        "kind": words.say("Kind"),
        "attribution": words.say("Attribution"),
        "said": words.say("Date said"),
        "incident": words.say("Incident"),
        "cue": words.say("Cue verb"),
        "access": words.say("Who could hear it"),
        "polarity": words.say("Affirmed or negated"),
        "places": words.say("Places"),
        "quote": words.say("Quoted words"),
        "paragraph": words.say("Paragraph"),
        "note": words.say("Editor's note"),
        "due": words.say("Review due"),
    }


def date_of(text: str, words: Words) -> str | None:
    """EDTF as typed, or None for "-".

    Raises:
        RefusedInput: it is no date of that form.
    """
    if text.strip() == NOTHING:
        return None
    try:
        Edtf.parse(text.strip())
    except ValueError:
        raise RefusedInput(
            words.say(
                "“{text}” is no date that I understand. Write 2023-08-05, 2023-08, 2023, or "
                "XXXX-12-15 where the year is not given; - for none.",
                text=text[:40],
            )
        ) from None
    return text.strip()


def worded(texts: Texts, field: str, text: str, words: Words) -> Texts:
    """Texts with one language set; "claim.ru" names it, else the original is meant.

    Raises:
        RefusedInput: the language is none of ours, or the text is empty or too long.
    """
    language = field.partition(".")[2] or texts.original
    if language not in LANGUAGES:
        raise RefusedInput(words.say("The languages are en, ru and uk."))
    value = " ".join(text.split())
    if value == NOTHING:
        rest = {code: said for code, said in texts.by_language.items() if code != language}
        return Texts(rest, texts.original)
    if not value or len(value) > CLAIM:
        raise RefusedInput(
            words.say("Write one sentence of at most {number} characters.", number=CLAIM)
        )
    return Texts({**texts.by_language, language: value}, texts.original)


class Fields:
    """Sets fields of statements; names become ids."""

    def __init__(self, names: Names) -> None:
        self._names = names

    def set(self, statement: Statement, field: str, text: str, words: Words) -> Statement:
        """The statement with the field in its new state.

        Args:
            statement: as it is.
            field: one of `FIELDS`, with a language for texts ("claim.ru").
            text: the new value; "-" for none.
            words: of the curator.

        Raises:
            RefusedInput: there is no such field, or the value is none for it.
            NotFound: it names a speaker, incident or place that the store has not.
        """
        name = field.partition(".")[0]
        setters: dict[str, Callable[[], Statement]] = {
            "claim": lambda: self._claim(statement, field, text, words),
            "figure": lambda: with_figure(statement, text, words),
            "speaker": lambda: self._speaker(statement, text, words),
            "said": lambda: replace(statement, said=date_of(text, words)),
            "due": lambda: replace(statement, review_due=date_of(text, words)),
            "incident": lambda: replace(statement, incident=self._incident(text, words)),
            "places": lambda: replace(statement, places=self._places(text, words)),
            "kind": lambda: replace(statement, kind=Kind(_one_of(Kind, text, words))),
            "polarity": lambda: replace(
                statement, polarity=Polarity(_one_of(Polarity, text, words))
            ),
            "attribution": lambda: self._attributed(statement, text, words),
            "cue": lambda: self._cue(statement, field, text, words),
            "access": lambda: self._channel(statement, text, words),
            "quote": lambda: _first(statement, quotes=_quotes(text)),
            "paragraph": lambda: _first(statement, paragraphs=_numbers(text, words)),
            "note": lambda: _noted(statement, text),
        }
        if name not in setters:
            raise RefusedInput(
                words.say("There is no field “{name}”. The fields are: {fields}.",
                name=name[:40], fields=", ".join(FIELDS))
            )  # fmt: skip
        return setters[name]()

    def _claim(self, statement: Statement, field: str, text: str, words: Words) -> Statement:
        claim = worded(statement.claim, field, text.strip().rstrip("."), words)
        own = claim.in_language(claim.original) != statement.claim.in_language(claim.original)
        machine = statement.machine_extracted and not own
        return replace(statement, claim=claim, machine_extracted=machine)

    def _speaker(self, statement: Statement, text: str, words: Words) -> Statement:
        if text.strip() == NOTHING:
            narrated = tuple(
                replace(one, attribution=Attribution.NARRATOR, cue=Texts())
                for one in statement.appearances
            )
            return replace(statement, speaker=None, appearances=narrated)
        speaker = self._names.speaker(text, words)
        credited = tuple(
            replace(one, attribution=Attribution.NAMED)
            if one.attribution is Attribution.NARRATOR
            else one
            for one in statement.appearances
        )
        return replace(statement, speaker=speaker.id, appearances=credited)

    def _incident(self, text: str, words: Words) -> str | None:
        return None if text.strip() == NOTHING else self._names.incident(text, words).id

    def _places(self, text: str, words: Words) -> tuple[str, ...]:
        if text.strip() == NOTHING:
            return ()
        parts = [part for part in text.split(",") if part.strip()]
        return tuple(self._names.place(part, words).id for part in parts)

    def _attributed(self, statement: Statement, text: str, words: Words) -> Statement:
        attribution = Attribution(_one_of(Attribution, text, words))
        if attribution is Attribution.NARRATOR:
            return self._speaker(statement, NOTHING, words)
        return _first(statement, attribution=attribution)

    def _cue(self, statement: Statement, field: str, text: str, words: Words) -> Statement:
        return _first(statement, cue=worded(statement.appearances[0].cue, field, text, words))

    def _channel(self, statement: Statement, text: str, words: Words) -> Statement:
        if text.strip() == NOTHING:
            return _first(statement, channel=None)
        access, _, told = text.partition(":")
        old = statement.appearances[0].channel
        said = Texts.of(en=told.strip()) if told.strip() else (old.text if old else Texts())
        return _first(statement, channel=Channel(Access(_one_of(Access, access, words)), said))


def _first(statement: Statement, **values: object) -> Statement:
    """The statement with its first appearance changed."""
    first: Appearance = replace(statement.appearances[0], **values)  # type: ignore[arg-type]  # the caller names fields of an appearance
    return replace(statement, appearances=(first, *statement.appearances[1:]))


def _one_of(kind: type[Kind | Polarity | Attribution | Access], text: str, words: Words) -> str:
    value = text.strip().casefold().replace(" ", "_").replace("-", "_")
    if value not in set(kind):
        raise RefusedInput(words.say("It is one of: {values}.", values=", ".join(kind)))
    return value


def _quotes(text: str) -> tuple[str, ...]:
    if text.strip() == NOTHING:
        return ()
    return tuple(line.strip("“”‘’«»\"' ") for line in text.split("\n") if line.strip())


def _numbers(text: str, words: Words) -> tuple[int, ...]:
    parts = [part.strip() for part in text.split(",") if part.strip() not in {"", NOTHING}]
    if not all(part.isdecimal() and 0 < int(part) < 10_000 for part in parts):  # noqa: PLR2004  # no article has so many
        raise RefusedInput(words.say("Write the numbers of the paragraphs, such as 19, 20."))
    return tuple(int(part) for part in parts)


def _noted(statement: Statement, text: str) -> Statement:
    """One more note; "-" takes all away; a leading "!" marks the article's wording as unclear."""
    if text.strip() == NOTHING:
        return replace(statement, notes=())
    unclear = text.startswith("!")
    note = Note(Texts.of(en=" ".join(text.lstrip("!").split())), unclear)
    return replace(statement, notes=(*statement.notes, note))
