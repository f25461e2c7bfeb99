"""What the values of closed vocabularies are called, in the curator's language, and typed as."""

from collections.abc import Mapping
from enum import StrEnum
from typing import TypeVar

from knowledge.domain import (
    Access,
    Attribution,
    Kind,
    Polarity,
    Qualifier,
    RefusedInput,
    RelationKind,
    Role,
    SpeakerKind,
)
from knowledge.translations import Words

E = TypeVar("E", bound=StrEnum)


def value_names(words: Words) -> Mapping[type[StrEnum], Mapping[str, str]]:
    """By vocabulary: its values, and what they are called."""
    return {
        Kind: {
            Kind.FACT: words.say("fact"),
            Kind.DENIAL: words.say("denial"),
            Kind.ASSESSMENT: words.say("assessment"),
            Kind.CHARACTERISATION: words.say("characterisation"),
            Kind.PREDICTION: words.say("prediction"),
        },
        Polarity: {
            Polarity.AFFIRMED: words.say("affirmed"),
            Polarity.NEGATED: words.say("negated"),
        },
        Attribution: {
            Attribution.NAMED: words.say("by name"),
            Attribution.UNNAMED: words.say("by role, without a name"),
            Attribution.ANONYMOUS: words.say("anonymous"),
            Attribution.NARRATOR: words.say("the article itself"),
        },
        Access: {
            Access.PUBLIC: words.say("public"),
            Access.LIMITED: words.say("before a few"),
            Access.CLOSED_DOOR: words.say("behind closed doors"),
            Access.CLASSIFIED: words.say("classified"),
            Access.UNDISCLOSED: words.say("not disclosed"),
        },
        SpeakerKind: {
            SpeakerKind.PERSON: words.say("person"),
            SpeakerKind.ORGANISATION: words.say("organisation"),
            SpeakerKind.GROUP: words.say("group"),
            SpeakerKind.DOCUMENT: words.say("document"),
        },
        RelationKind: {
            RelationKind.CONTRADICTS: words.say("contradicts"),
            RelationKind.DISPUTES: words.say("disputes"),
            RelationKind.DENIES: words.say("denies"),
            RelationKind.SUPPORTS: words.say("supports"),
            RelationKind.COMMENTS_ON: words.say("comments on"),
            RelationKind.UPDATES: words.say("updates"),
        },
        Qualifier: {
            Qualifier.EXACTLY: words.say("exactly"),
            Qualifier.ABOUT: words.say("about"),
            Qualifier.AT_LEAST: words.say("at least"),
            Qualifier.AT_MOST: words.say("at most"),
            Qualifier.MORE_THAN: words.say("more than"),
            Qualifier.LESS_THAN: words.say("less than"),
        },
        Role: {
            Role.REVIEWER: words.say("reviewer"),
            Role.CURATOR: words.say("curator"),
            Role.OWNER: words.say("owner"),
        },
    }


def called(value: StrEnum, words: Words) -> str:
    """What a value is called."""
    return value_names(words)[type(value)][value]


def typed_as(vocabulary: type[E], text: str, words: Words) -> E | None:
    """The value that was typed, in English, in the curator's language, or as it is stored."""
    wanted = " ".join(text.replace("_", " ").split()).casefold()
    for value, name in value_names(words)[vocabulary].items():
        if wanted in {name.casefold(), value.replace("_", " ")}:
            return vocabulary(value)
    return None


def chosen(vocabulary: type[E], text: str, words: Words) -> E:
    """The value that was typed; raises RefusedInput, naming all."""
    found = typed_as(vocabulary, text, words)
    if found is None:
        names = ", ".join(value_names(words)[vocabulary].values())
        raise RefusedInput(words.say("It is one of: {values}.", values=names))
    return found
