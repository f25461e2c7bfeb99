"""Cases, numbers and genders of Russian and Ukrainian words, and names in the nominative.

Russian words are looked up in pymorphy3's dictionary. Of Ukrainian there is no dictionary that may
be shipped: simplemma gives the lemma, and the endings (a table in the language's folder) the rest.
"""

import re
from dataclasses import dataclass
from functools import cache, lru_cache

import simplemma

from knowledge.extraction.language_models import russian_dictionary
from knowledge.languages.registry import lexicon

CASES = frozenset({"nomn", "gent", "datv", "accs", "ablt", "loct"})
_ANY = frozenset((case, number) for case in CASES for number in ("sing", "plur"))
_FORMS = 50_000  # words that are remembered
_SHORTEST_INITIALISM = 2
_SHORTEST_ADJECTIVE = 3


@dataclass(frozen=True, slots=True)
class Word:
    """What a word may be.

    Args:
        lemma: its dictionary form in lower case.
        pos: "noun", "adjective", "verb", "infinitive", "gerund" or "other".
        cases: (case, number) pairs that it may stand in; empty for what is not declined.
        gender: "masc", "femn", "neut" or None.
        plural: of a verb, whether its subject is many.
    """

    lemma: str
    pos: str
    cases: frozenset[tuple[str, str]]
    gender: str | None = None
    plural: bool = False

    def may(self, case: str, number: str | None = None) -> bool:
        """Whether it may stand in a case, in a number where one is given."""
        return any(one == case and number in {None, many} for one, many in self.cases)


@lru_cache(maxsize=_FORMS)
def word(text: str, language: str) -> Word:
    """What a word of Russian or Ukrainian may be.

    Args:
        text: as it stands, its capitals kept: an initialism is not declined.
        language: "ru" or "uk".
    """
    straight = text.replace("’", "'").replace("ʼ", "'")
    letters = [letter for letter in straight if letter.isalpha()]
    undeclined = not letters or (
        len(letters) >= _SHORTEST_INITIALISM
        and (all(letter.isupper() for letter in letters) or straight.isascii())
    )
    if undeclined:
        return Word(straight.lower(), "noun" if letters else "other", _ANY)
    if "-" in straight and straight[0].isupper():
        straight = straight.rpartition("-")[2] or straight
    return _russian(straight) if language == "ru" else _ukrainian(straight)


def _russian(text: str) -> Word:
    parses = russian_dictionary().parse(text)
    best = parses[0]
    cases = frozenset(
        (str(one.tag.case)[:4], str(one.tag.number))
        for one in parses
        if one.tag.case and one.tag.POS in {"NOUN", "ADJF", "PRTF", "NPRO", "NUMR"}
    )
    if text[0].isupper() and text.endswith(
        tuple(lexicon("ru", "grammar")["surname_endings"])
    ):  # a surname such as Ланской
        cases |= {("nomn", "sing")}
    cases = frozenset(
        ({"gen2": "gent", "loc2": "loct", "acc2": "accs"}.get(case, case), number)
        for case, number in cases
    )
    part = str(best.tag.POS)
    pos = {
        "NOUN": "noun", "NPRO": "noun", "ADJF": "adjective", "PRTF": "adjective", "VERB": "verb",
        "INFN": "infinitive", "GRND": "gerund", "PRTS": "short", "ADJS": "short",
    }.get(part, "other")  # fmt: skip
    if pos == "noun" and text[0].islower():
        verb = next((one for one in parses if one.tag.POS == "VERB"), None)
        if verb is not None and verb.score > best.score:
            best, pos = verb, "verb"
    return Word(
        str(best.normal_form),
        pos,
        cases if pos in {"noun", "adjective", "other"} else frozenset(),
        str(best.tag.gender) if best.tag.gender else None,
        str(best.tag.number) == "plur",
    )


@cache
def _endings() -> list[tuple[str, str, str, frozenset[tuple[str, str]]]]:
    """(Ending, part of speech, gender, cases), the longest ending first."""
    rows = []
    for ending, told in lexicon("uk", "endings").tables["endings"].items():
        for reading in told.split(";"):
            pos, gender, *cases = reading.split()
            pairs = frozenset(
                (case.removesuffix("+"), "plur" if case.endswith("+") else "sing") for case in cases
            )
            rows.append((ending, pos, gender, pairs))
    return sorted(rows, key=lambda row: -len(row[0]))


def _ukrainian(text: str) -> Word:
    low = text.lower()
    lemma = simplemma.lemmatize(text, lang="uk").lower()
    words = lexicon("uk", "grammar")
    if lemma == low:
        for ending, plain in words.tables["unknown_forms"].items():
            if low.endswith(ending):
                lemma = low.removesuffix(ending) + plain  # «мерії»
                break
    woman = {lemma + one for one in words["trades_added"]}
    woman |= {lemma[:-1] + one for one in words["trades_replacing"]}
    if low in woman and not lemma.endswith(tuple(words["feminine"])):
        lemma = low  # simplemma gives the man's trade
    if low in words["undeclined"]:
        return Word(low, "other", frozenset())
    if lemma.endswith(tuple(words["infinitive"])) and low not in words["verb_like_nouns"]:
        return _verb(low, lemma)
    adjective = (
        lemma.endswith(tuple(words["adjective_lemmas"])) and len(lemma) > _SHORTEST_ADJECTIVE
    )
    known = (
        low != lemma or simplemma.is_known(low, lang="uk") or simplemma.is_known(text, lang="uk")
    )
    if not known and low.endswith(tuple(words["oblique_adjectives"])):
        adjective = True
    cases, gender = _cases(low, lemma, adjective=adjective, known=known)
    if adjective:
        return Word(lemma, "adjective", frozenset(cases), gender)
    if low == lemma:
        cases |= {("nomn", "sing")}
        gender = (
            "femn"
            if low.endswith(tuple(words["feminine"]))
            else "neut"
            if low.endswith(tuple(words["neuter"]))
            else "masc"
        )
    return Word(lemma, "noun", frozenset(cases), gender)


def _verb(low: str, lemma: str) -> Word:
    words = lexicon("uk", "grammar")
    if low.endswith(tuple(words["infinitive"])):
        return Word(lemma, "infinitive", frozenset())
    if low.endswith(tuple(words["undeclined_verbs"])):
        return Word(lemma, "gerund", frozenset())
    base = low
    for ending in words["reflexive"]:
        base = base.removesuffix(ending)
    plural = base.endswith(tuple(words["many"])) and not base.endswith(tuple(words["one_of_many"]))
    return Word(lemma, "verb", frozenset(), words.tables["past_gender"].get(base[-1:]), plural)


def _cases(
    low: str, lemma: str, *, adjective: bool, known: bool
) -> tuple[set[tuple[str, str]], str | None]:
    """(The cases that the ending allows, the gender that it tells)."""
    words = lexicon("uk", "grammar")
    soft = lemma.endswith(tuple(words["feminine"]))
    cases: set[tuple[str, str]] = set()
    gender: str | None = None
    for ending, kind, sex, pairs in _endings():
        if not low.endswith(ending) or (kind == "adjective") != adjective:
            continue
        if known and ((kind == "soft" and not soft) or (kind == "hard" and soft)):
            continue
        cases |= pairs
        gender = gender or (sex if sex != "-" else None)
    if lemma.endswith(tuple(words["third_declension"])) and low.endswith(
        tuple(words["third_declension_cases"])
    ):
        cases |= {("gent", "sing"), ("datv", "sing"), ("loct", "sing")}
    return cases, gender


@lru_cache(maxsize=_FORMS)
def tense_of(text: str, language: str) -> str | None:
    """The tense of a Russian or Ukrainian verb, "past", "pres" or "futr"; None for any other word.

    Of Ukrainian only what prefixes and endings tell: «відновлять» is future, «каже» is left open.
    """
    if len(text) < _SHORTEST_ADJECTIVE or text[:1].isupper():
        return None
    if language == "ru":
        best = russian_dictionary().parse(text)[0].tag
        return str(best.tense) if best.POS == "VERB" and best.tense else None
    words = lexicon("uk", "grammar")
    low = text.casefold().replace("’", "'").replace("ʼ", "'")
    if word(text, language).pos != "verb":
        return None
    base = low
    for ending in words["reflexive"]:
        base = base.removesuffix(ending)
    if base.endswith(tuple(words["past_forms"])):
        return "past"
    if low.endswith(tuple(words["future_forms"])):
        return "futr"
    if low.startswith(tuple(words["perfective"])) and not base.endswith(
        tuple(words["present_forms"])
    ):
        return "futr"
    return "pres"


def adjective_in(lemma: str, gender: str | None) -> str:
    """A Ukrainian adjective in the nominative of a gender."""
    hard, soft = lexicon("uk", "grammar").phrases["adjective_endings"]
    for row in (hard, soft):
        masculine, feminine, neuter = row.split()
        if lemma.endswith(masculine):
            stem = lemma.removesuffix(masculine)
            return stem + {"femn": feminine, "neut": neuter}.get(gender or "", masculine)
    return lemma


def is_common(text: str) -> bool:
    """Whether a Russian or Ukrainian word is a common one, so that it may begin small."""
    if text.isascii() or not text[:1].isupper() or text[1:2].isupper():
        return False
    if set(text.casefold()) & lexicon("uk", "letters")["own"]:
        return bool(simplemma.is_known(text.lower(), lang="uk"))
    parses = russian_dictionary().parse(text)
    proper = {"Name", "Surn", "Patr", "Geox", "Orgn", "Trad"}
    if any(mark in parse.tag for parse in parses for mark in proper):
        return False
    return bool(parses and parses[0].is_known) or bool(simplemma.is_known(text.lower(), lang="uk"))


_SHOUTED = 3  # letters; longer ones in capitals are a byline's way of writing
_SHORTEST = 5  # letters of a surname in «-ова»
_INITIAL = re.compile(r"[^\W\d_]\.")


def nominative(
    words: tuple[str, ...], language: str, *, subject: bool = False
) -> tuple[str, str | None]:
    """A person's name in the nominative, and "masc" or "femn" where the name tells it.

    Args:
        words: the parts of the name as they stand.
        language: "ru" or "uk".
        subject: whether the name is a subject, and so may stand in the nominative already:
            «Валерия Шубина» is then a woman, else perhaps a man's genitive.
    """
    parts = list(words)
    if subject and (sex := _of_subject(parts, language)) is not None:
        return " ".join(_title(one) for one in parts), sex
    gender = _gender(parts, language)
    case = _case(parts, language, gender)
    if case == "nomn":
        return " ".join(_title(one) for one in parts), gender
    changed = [
        one
        if _INITIAL.fullmatch(one)
        else "-".join(_piece(piece, language, gender) for piece in one.split("-"))
        for one in parts
    ]
    return " ".join(_title(one) for one in changed), gender


def _of_subject(parts: list[str], language: str) -> str | None:
    """The gender of a Russian name of several words that stands in the nominative as it is."""
    full = _first_names(parts)
    if language != "ru" or len(full) <= 1:
        return None
    for parse in russian_dictionary().parse(full[0]):
        sex = parse.tag.gender
        if (
            "Name" in parse.tag
            and parse.tag.number == "sing"
            and parse.tag.case == "nomn"
            and sex in {"masc", "femn"}
            and all(_may(one, "nomn", language, str(sex)) for one in full[1:])
        ):
            return str(sex)
    return None


def _title(one: str) -> str:
    return one.title() if len(one) > _SHOUTED and one.isupper() else one


def _first_names(parts: list[str]) -> list[str]:
    return [one for one in parts if not _INITIAL.fullmatch(one)]


def _gender(parts: list[str], language: str) -> str | None:
    full = _first_names(parts)
    if not full:
        return None
    endings = lexicon(language, "names")
    for one in full:
        low = one.lower()
        if low.endswith(tuple(endings["feminine_patronymics"])):
            return "femn"
        if low.endswith(tuple(endings["masculine_patronymics"])):
            return "masc"
    if len(full) > 1:
        first = full[0].lower()
        if first in endings["masculine_in_a"]:
            return "masc"
        if language == "ru":
            for parse in russian_dictionary().parse(full[0]):
                if (
                    "Name" in parse.tag
                    and parse.tag.number == "sing"
                    and parse.tag.gender in {"masc", "femn"}
                ):
                    return str(parse.tag.gender)
        lemma = word(full[0], language).lemma
        if lemma in endings["masculine_in_a"]:
            return "masc"
        if lemma.endswith(tuple(endings["feminine_first"])) or first.endswith(
            tuple(endings["feminine_instrumental"])
        ):
            return "femn" if lemma not in endings["masculine_soft"] else "masc"
        return "masc"
    if len(parts) > 1 and not _tells_gender(full[0], language):
        return None
    low = full[0].lower()
    if low.endswith(tuple(endings["feminine_surnames"])):
        return "femn" if not low.endswith(tuple(endings["open_surnames"])) else None
    return "masc" if low.endswith(tuple(endings["masculine_surnames"])) else None


def _tells_gender(surname: str, language: str) -> bool:
    """Whether a surname behind initials tells the gender: «Крылова» may be a man's genitive."""
    return not surname.lower().endswith(tuple(lexicon(language, "names")["telling_nothing"]))


def _case(parts: list[str], language: str, gender: str | None) -> str:
    """The case in which the name stands: the first one that all its parts may share."""
    full = _first_names(parts)
    if not full:
        return "nomn"
    for case in ("nomn", "gent", "datv", "ablt", "accs", "loct"):
        if all(_may(one, case, language, gender) for one in full):
            return case
    return "nomn" if _may(full[0], "nomn", language, gender) else "gent"


def _may(one: str, case: str, language: str, gender: str | None) -> bool:
    low = one.lower()
    if (
        case == "nomn"
        and gender == "masc"
        and low.endswith(tuple(lexicon(language, "names")["masculine_genitive"]))
        and len(low) > _SHORTEST
    ):
        return False
    if (
        low.endswith(tuple(lexicon(language, "names")["open_surnames"]))
        and language == "ru"
        and case == "nomn"
        and gender != "femn"
        and one[:1].isupper()
    ):
        return True
    if language == "ru":
        parses = russian_dictionary().parse(one.rpartition("-")[2])
        named = [
            parse
            for parse in parses
            if parse.tag.case
            and parse.tag.number == "sing"
            and (gender is None or parse.tag.gender in {gender, None} or "Ms-f" in parse.tag)
        ]
        if named:
            return any(str(parse.tag.case)[:4] == case for parse in named)
        return case == "nomn"
    found = word(one, language)
    if gender == "femn" and found.gender == "masc" and low == found.lemma:
        return True  # a woman's surname that ends in a consonant is not declined
    return found.may(case, "sing") or (not found.cases and case == "nomn")


def _piece(one: str, language: str, gender: str | None) -> str:
    low = one.lower()
    endings = lexicon(language, "names")
    for ending, replaced in endings.tables.get(gender or "masc", {}).items():
        if low.endswith(ending) and len(low) > len(ending) + 1:
            found = low[: -len(ending)] + ("" if replaced == "_" else replaced)
            return found[:1].upper() + found[1:]
    if language == "ru":
        parses = [
            parse
            for parse in russian_dictionary().parse(one)
            if parse.tag.case
            and parse.tag.number == "sing"
            and (gender is None or parse.tag.gender in {gender, None})
        ]
        parses = [
            parse
            for parse in parses
            if "Name" in parse.tag or "Surn" in parse.tag or "Patr" in parse.tag
        ] or parses
        if parses:
            changed = parses[0].inflect(
                {"nomn", "sing"} | ({gender} if gender and parses[0].tag.POS == "ADJF" else set())
            )
            found = str(changed.word) if changed else str(parses[0].normal_form)
            return found[:1].upper() + found[1:]
        return one
    if (
        gender == "femn"
        and word(one, language).gender == "masc"
        and low == word(one, language).lemma
    ):
        return one
    found = word(one, language).lemma
    return found[:1].upper() + found[1:]
