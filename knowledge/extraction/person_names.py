"""Names of persons in Russian and Ukrainian: from any case to the nominative, and their gender."""

import re

from knowledge.extraction.language_models import russian_dictionary
from knowledge.extraction.morphology import word
from knowledge.languages.lexicon import lexicon

_SHOUTED = 3  # letters; longer ones in capitals are a byline's way of writing
_SHORTEST = 5  # letters of a surname in «-ова»
_INITIAL = re.compile(r"[^\W\d_]\.")


def nominative(words: tuple[str, ...], language: str) -> tuple[str, str | None]:
    """A person's name in the nominative, and "masc" or "femn" where the name tells it.

    Args:
        words: the parts of the name as they stand.
        language: "ru" or "uk".
    """
    parts = list(words)
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
