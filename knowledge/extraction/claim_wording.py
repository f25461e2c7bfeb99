"""One sentence that reads alone: how a statement is worded as a claim, in the article's language.

A denial stays a denial, with the article's own verb and the one who denies in it, so that no list
or preview can turn it round. Words of the first person and fragments keep their speaker as well.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

from knowledge.extraction.morphology import is_common
from knowledge.languages.registry import WordLists, lexicon
from knowledge.languages.scripts import UPPER

_MARKS = "«»„“”\"'‘’"
_PAIRS = {"«": "»", "„": "“", "“": "”", '"': '"', "'": "'", "‘": "’"}
_SPACES = re.compile(r"\s+")
_WORD = re.compile(r"[^\W\d_]+(?:['’ʼ][^\W\d_]+)*")
_DATELINE = re.compile(
    rf"^(?:[{UPPER}][{UPPER}'’ .-]{{2,40}})(?:,[^—–:;]{{2,60}}?)?(?:\([^()]{{2,60}}\)[^—–:;]{{0,20}})?\s*(?:[—–]|\s-)\s+"
)
_SPOKEN = frozenset({"quote", "label"})
_POSTED = frozenset({"post", "quote", "that", "bare", "according"})
_COMMA_WITHIN = re.compile(r",(?=[’”»\"']+$)")
_SYMBOLS = re.compile(r"[^\w«„“\"'‘№$€£(+\-]{0,8}")
_BRACKETED = re.compile(r"^\[?(\w{1,2})\](?=\w)")
_APOSTROPHE = re.compile(r"(?<=\w)['’](?=\w)")
_FRAGMENT = 4  # words; a shorter quotation says little without its speaker
_LONGEST = 600  # characters of a claim
_LONGEST_CLAUSE = 220
_LONGEST_TAIL = 25


@dataclass(frozen=True, slots=True)
class ClaimParts:
    """What a claim is made of.

    Args:
        parts: the stretches of the content as they stand.
        who: the speaker's name, or what stands for it; "" for the article itself.
        cue: the cue as it stands.
        family: the rule that found it.
        denial: whether it is one.
        takes_object: whether the content is what the cue governs ("rejected the claim").
        pronoun: the words by which the content may mean its speaker ("she"), lower case.
        plural: whether the speaker is many.
        instead: whether a denial's content is what the speaker says in place of what is denied.
        named: the speaker's name with the role; "" where there is none.
        denied: of a denial that says "this", the clause that it means; "" where that is not known.
    """

    parts: Sequence[str]
    who: str
    cue: str = ""
    family: str = ""
    denial: bool = False
    takes_object: bool = False
    pronoun: frozenset[str] = frozenset()
    plural: bool = False
    instead: bool = False
    named: str = ""
    denied: str = ""

    @property
    def called(self) -> str:
        """The speaker as a claim names one."""
        return self.named or self.who


def claim(wording: ClaimParts, language: str, added: Sequence[tuple[str, str]] = ()) -> str:
    """The claim; always of some length, at most 600 characters and then cut at a word.

    Args:
        wording: what it is made of.
        language: ISO 639-1.
        added: (cue, content) of what goes on within the sentence: "..., saying nobody was hurt";
            with an empty cue a quotation that supports a denial.
    """
    text = _claim(wording, language)
    words = lexicon(language, "claims")
    if (
        added
        and added[0][0] not in {"", ";"}
        and wording.who
        and not wording.denial
        and wording.family in _POSTED
    ):
        text = words.forms["says"].format(
            who=_capital(wording.who), what=lowered(text, words).rstrip(".")
        )  # so that "dismissing it" has a subject
    for cue, content in added:
        bare = _bare(content).rstrip(".")
        if cue == ";":
            text = f"{text}; {bare}" if bare else text
        elif cue:
            text = f"{text}, {cue} {bare}"
        elif wording.denial and not text.endswith(("”", "»")):
            text = words.forms["with_quote"].format(claim=text, what=bare)
    return _cut(text)


def _claim(wording: ClaimParts, language: str) -> str:
    words = lexicon(language, "claims")
    quoted = all(_is_quotation(one) for one in wording.parts) and bool(wording.parts)
    text = _joined(
        [
            _bare(one) if quoted or len(wording.parts) == 1 else one.strip(" ,")
            for one in wording.parts
        ],
        quoted=quoted,
    )
    text = _rejoined(_without_credits(without_dateline(_balanced(text)), words), words)
    if wording.who and wording.denial:
        return _cut(_denied(wording, text, words, quoted=quoted))
    gerund = (
        text.split(" ", 1)[0].casefold().endswith(tuple(words["gerunds"]))
        if words["gerunds"]
        else False
    )
    if wording.who and (wording.takes_object or gerund):
        cue = _lower_cue(wording.cue)
        rest = lowered(_without_cue(text, cue), words)
        return _cut(_sentence(f"{wording.who} {cue} {rest}"))
    if wording.who and (_needs_speaker(text, words, quoted=quoted) or (wording.denial and quoted)):
        form = "says_quote" if quoted or wording.family in _SPOKEN else "says"
        who, what = _capital(wording.called), text.rstrip(".")
        if form == "says":
            who, what = _capital(_before_verb(wording, words)), lowered(what, words)
        return _cut(words.forms[form].format(who=who, what=what))
    if not quoted:
        text = _with_subject(text, wording, words)
    return _cut(_sentence(text))


def _without_credits(text: str, words: WordLists) -> str:
    """Without «, настаивает он,» or ", she added," in the middle."""
    if not words.phrases.get("put_in"):
        return text
    found = words.pattern("put_in")
    position, kept = 0, []
    for match in found.finditer(text):
        before, after = text[: match.start()].rstrip(), text[match.end() :].lstrip()
        if before.endswith(",") and after.startswith(","):
            kept.append(before[position:].rstrip(","))
            position = len(text) - len(after) + 1
    return _SPACES.sub(" ", " ".join([*kept, text[position:]])).strip()


def _denied(wording: ClaimParts, text: str, words: WordLists, *, quoted: bool) -> str:
    if wording.instead and quoted:
        return words.forms["says_quote"].format(who=_capital(wording.called), what=text.rstrip("."))
    who = _capital(_before_verb(wording, words))
    cue = _lower_cue(wording.cue)
    if wording.takes_object and (told := _called_false(wording, text, cue, words)):
        return told
    cue = _plain_cue(cue, words)
    if wording.instead and wording.denied and cue.split()[-1].casefold() not in words["takes_that"]:
        text = "" if text.casefold() == cue.casefold() else text
        cue = words.forms["deny"]
        text = text or cue
    if wording.instead and not quoted and not _needs_speaker(text, words, quoted=False):
        form = "denies_what" if wording.denied else "denies_this"
        if wording.denied and text.casefold() == cue.casefold():
            form = "denies_only"
        what = lowered(text, words).rstrip(".")
        return words.forms[form].format(who=who, cue=cue, denied=wording.denied, what=what)
    if quoted or (_needs_speaker(text, words, quoted=False) and not wording.takes_object):
        return words.forms["denies_quote"].format(who=who, cue=cue, what=text.rstrip("."))
    if wording.takes_object:
        told = lowered(_without_cue(text, _lower_cue(wording.cue)), words)
        return _sentence(f"{who} {cue} {told}")
    inner = _with_subject(lowered(_unbound(text, words), words), wording, words, inside=True)
    return words.forms["denies"].format(who=who, cue=cue, what=inner.rstrip("."))


def _plain_cue(cue: str, words: WordLists) -> str:
    """The verb of a denial as a claim has it: «відкинула» is told as «заперечує»."""
    *led, last = cue.split(" ")
    return " ".join([*led, words.tables.get("denies_plainly", {}).get(last.casefold(), last)])


def _called_false(wording: ClaimParts, text: str, cue: str, words: WordLists) -> str:
    """The claim where somebody calls reports false: "X dismisses the reports as a hoax"; else ""."""
    called = words.tables.get("calls", {})
    if not cue or cue.rsplit(maxsplit=1)[-1].casefold() not in called:
        return ""
    found = _rejecting_words(words["called_false"]).search(_without_cue(text, cue))
    if found is None:
        return ""
    told = _without_cue(text, cue)
    before, behind = told[: found.start()].strip(" ,"), told[found.end() :].strip(" ,")
    if bool(before) == bool(behind):
        return ""  # nothing that it is said of, or more than that
    form = f"dismisses_{called[cue.rsplit(maxsplit=1)[-1].casefold()]}"
    return _sentence(
        words.forms[form].format(
            who=_capital(_before_verb(wording, words)),
            what=lowered(before or behind, words),
            called=found["called"],
        )
    )


@cache
def _rejecting_words(listed: frozenset[str]) -> re.Pattern[str]:
    alternatives = "|".join(sorted(map(re.escape, listed), key=len, reverse=True))
    return re.compile(
        rf"[«„“\"]?(?<!\w)(?P<called>(?:an? )?(?:{alternatives}))(?!\w)[»”“\"]?", re.IGNORECASE
    )


def _without_cue(text: str, cue: str) -> str:
    """A content that takes its cue in, without it."""
    if cue and text.casefold().endswith(cue.casefold()):
        text = text[: -len(cue)].strip()
    return (
        text[len(cue) :].strip()
        if cue and text.casefold().startswith(f"{cue.casefold()} ")
        else text
    )


def _before_verb(wording: ClaimParts, words: WordLists) -> str:
    """The speaker before a verb: a role behind the name is closed by a comma."""
    who = wording.called
    behind = wording.who and who.startswith(f"{wording.who}, ")
    return f"{who}," if behind and words.forms["named"].endswith("{role}") else who


def as_clause(pieces: Sequence[str], language: str) -> str:
    """A content as the clause of "denies that …"; "" for what cannot be one."""
    words = lexicon(language, "claims")
    text = _joined([_bare(one) for one in pieces], quoted=False)
    text = _without_credits(without_dateline(_balanced(text)), words).rstrip(" .")
    if not text or len(text) > _LONGEST_CLAUSE or text.endswith(("?", "!", "…")) or ". " in text:
        return ""
    if _needs_speaker(text, words, quoted=False):
        return ""
    return lowered(_unbound(text, words), words)


def _rejoined(text: str, words: WordLists) -> str:
    """Without the second "that" of "… and that an interim report was expected"."""
    first, _, rest = text.partition(" ")
    if first.casefold() in words["binding"] and rest:
        return f"{first} {_rejoined(rest, words)}"
    pattern = _second_that(
        "|".join(words["joining"]), "|".join(words["binding"]), words.forms["clause_opens"]
    )
    return pattern.sub(r"\1 ", text)


@cache
def _second_that(joining: str, binding: str, opens: str) -> re.Pattern[str]:
    return re.compile(rf"(?<!\w)({joining}) (?:{binding}) (?={opens})")


def _lower_cue(cue: str) -> str:
    return cue[:1].lower() + cue[1:]


def _unbound(text: str, words: WordLists) -> str:
    """Without the "that" of the article."""
    first = text.split(maxsplit=1)
    return first[1] if len(first) > 1 and first[0].casefold() in words["binding"] else text


def _needs_speaker(text: str, words: WordLists, *, quoted: bool) -> bool:
    spoken = [one.casefold().replace("’", "'") for one in _WORD.findall(text)]
    if set(spoken) & words["first_person"]:
        return True
    if text.rstrip(_MARKS).endswith("?"):
        return True
    return quoted and (len(spoken) < _FRAGMENT or spoken[0] in words.tables["third"])


def _with_subject(text: str, wording: ClaimParts, words: WordLists, *, inside: bool = False) -> str:
    """The claim with its speaker for a pronoun that opens it, and without its "that"."""
    text = _unbound(text, words)
    first, _, rest = text.partition(" ")
    low = first.casefold().strip(_MARKS)
    if wording.who and low in wording.pronoun and rest and not inside:
        return f"{wording.who}{words.tables['possessives'].get(low, '')} {rest}"
    return text


def _is_quotation(text: str) -> bool:
    text = text.strip(" ,.")
    return (
        len(text) > 1
        and text[0] in _PAIRS
        and text[-1] in _PAIRS[text[0]] + "”"
        and _PAIRS[text[0]] not in _APOSTROPHE.sub("", text[1:-1])
    )


def _bare(text: str) -> str:
    text = text.strip()
    stripped = text.strip(" ,.")
    if _is_quotation(text):
        return stripped[1:-1].strip().rstrip(",")
    return text.strip(" ,;:—–-")


def _joined(parts: Sequence[str], *, quoted: bool) -> str:
    """The stretches as one text: quotations as sentences, the halves of a clause with a blank."""
    text = ""
    for part in parts:
        piece = _SPACES.sub(" ", part).strip()
        if not piece:
            continue
        if not text:
            text = piece
        elif quoted or piece[:1].isupper() or text[-1:] in ".?!…":
            if piece[:1].islower():
                text = (
                    f"{text.rstrip(',')}, {piece}" if text[-1:] not in ".?!…" else f"{text} {piece}"
                )
            else:
                text = f"{text.rstrip(',')}{'' if text[-1:] in '.?!…' else '.'} {piece}"
        else:
            text = f"{text} {piece}"
    return text


def _balanced(text: str) -> str:
    """Without quotation marks that have lost their fellows."""
    pairs = (("«", "»"), ("„", "“")) if "„" in text else (("«", "»"), ("“", "”"))
    for opening, closing in pairs:
        if text.count(opening) != text.count(closing):
            text = text.replace(opening, "").replace(closing, "")
    return text.replace('"', "") if text.count('"') % 2 else text


def without_dateline(text: str) -> str:
    """A first sentence without its place, date and agency."""
    found = _DATELINE.match(text)
    return text[found.end() :] if found and found.end() < len(text) - _LONGEST_TAIL else text


def lowered(text: str, words: WordLists) -> str:
    """A sentence as a part of another: small where its first word is no name."""
    first, _, rest = text.partition(" ")
    first = first.strip(_MARKS + ",")
    named = rest[:1].isupper() and not rest[:2].isupper()  # «Андрій Пустовойт»
    common = first.casefold() in words["lowered"] or (not named and is_common(first))
    return text[:1].lower() + text[1:] if common else text


def _capital(text: str) -> str:
    bare = text.lstrip("«„“\"‘'")
    return text[: len(text) - len(bare)] + bare[:1].upper() + bare[1:]


def _sentence(text: str) -> str:
    text = _BRACKETED.sub(r"\1", _SPACES.sub(" ", text)).strip(" ,;:—–").rstrip(".")
    text = text[_SYMBOLS.match(text).end() :]  # type: ignore[union-attr]  # it matches nothing too
    return _capital(_bare(text))


def _cut(text: str) -> str:
    text = _COMMA_WITHIN.sub("", text)
    if len(text) <= _LONGEST:
        return text
    return text[:_LONGEST].rpartition(" ")[0].rstrip(",;:") + "…"
