"""What sort of thing is said: fact, denial, assessment, characterisation or prediction."""

from knowledge.domain import Kind
from knowledge.extraction.mentions import Credit
from knowledge.languages.lexicon import lexicon

_MARKS = "«»„“”\"'‘’.,;:!?"
_PREDICATE = 2  # last words, which say what the subject is
_OPENING = 48  # characters in which a denial begins


def slavic_kind(credit: Credit, content: str, language: str) -> Kind:
    """The kind of a Russian or Ukrainian statement, by its cue and its content.

    Args:
        credit: who is credited and how.
        content: the words.
        language: "ru" or "uk".
    """
    words = lexicon(language, "attribution")
    if credit.denial or refuses(content, language):
        return Kind.DENIAL
    if credit.characterisation:
        return Kind.CHARACTERISATION
    spoken = set(content.casefold().split())
    if credit.promise or spoken & words["future"]:
        return Kind.PREDICTION
    if credit.assessment or spoken & words["weighing"]:
        return Kind.ASSESSMENT
    return Kind.FACT


def refuses(content: str, language: str) -> bool:
    """Whether the content itself is worded as a denial ("there is no sign of sabotage")."""
    words = lexicon(language, "attribution")
    ending = [one.strip(_MARKS).casefold() for one in content.split()[-_PREDICATE:]]
    if set(ending) & words["rejecting"]:
        return True  # "reports of a fire were false"
    found = words.pattern("denial_openings").search(content)
    return found is not None and found.start() < _OPENING


def english_kind(credit: Credit, content: str, source: str) -> Kind:
    """The kind of an English statement, by its cue, its content and the trade of its source."""
    words = lexicon("en", "attribution")
    spoken = content.casefold().replace("’", "'").split()
    if credit.denial or refuses(content, "en"):
        return Kind.DENIAL
    if credit.cue_lemma in words["insisting"] and set(spoken) & words["negations"]:
        return Kind.DENIAL
    if credit.characterisation:
        return Kind.CHARACTERISATION
    if (
        credit.promise
        or set(spoken) & words["future"]
        or words.pattern("future_phrases").search(content)
    ):
        return Kind.PREDICTION
    trade = {word.strip(",.") for word in source.casefold().split()}
    if credit.assessment or set(spoken) & words["weighing"] or trade & words["experts"]:
        return Kind.ASSESSMENT
    return Kind.FACT
