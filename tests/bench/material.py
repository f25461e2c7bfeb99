"""What the ranking is fitted on: train splits, and questions made from statements.

Nothing of a split that is measured is used, but for the clean questions of noiseqa, whose
misspelt twins are made here anew by random slips.
"""

import random
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from knowledge.search import Document, Passage
from knowledge.search.text_analysis import FUNCTION_WORDS
from tests.bench.sets import Asking, documents, questions

_NEAR_KEYS = {
    "a": "sq", "s": "ad", "d": "sf", "e": "wr", "r": "et", "t": "ry", "y": "tu", "u": "yi", "i": "uo",
    "o": "ip", "n": "bm", "m": "n", "l": "k", "g": "fh", "h": "gj", "c": "xv", "b": "vn", "w": "qe",
}  # fmt: skip
_INVENTED = (
    "Novalin-19", "the Brightmore matter", "KRX-4", "Halden", "the Osterby case", "Tellurin", "Veyrac",
)  # fmt: skip
_TWEETS = ("checkthat-2020", "checkthat-2022-2a", "checkthat-2022-2b")
_TITLED = ("checkthat-2020", "checkthat-2022-2b")
TOPIC = "topic-"
"""Begins the name of a store whose documents all have one topic."""
_WORD = re.compile(r"[A-Za-z]{4,}")


@dataclass(frozen=True)
class Material:
    """A store with questions to it; `weight` is what all of them together count."""

    name: str
    weight: float
    documents: list[Document]
    askings: list[Asking]


def all_material(limit: int) -> Iterator[Material]:
    """Give every store to fit on, with at most `limit` questions each."""
    for name in _TWEETS:
        yield Material(
            f"{name}-train", 1.0, list(documents(name)), questions(name, "train")[:limit]
        )
    chance = random.Random(1)
    clean = questions("noiseqa", "clean")
    slips = [Asking(misspelt(each.text, chance), "en", each.expected) for each in clean]
    paragraphs = list(documents("noiseqa"))
    yield Material("noiseqa-clean", 1.0, paragraphs, clean[:limit])
    yield Material("noiseqa-misspelt", 1.0, paragraphs, slips[:limit])
    yield _left_out(chance, limit)
    for number in range(4):
        yield _one_phrasing(chance, number)
    for name in _TITLED:
        yield _titles_ask(name, chance, limit)
        for number in range(3):
            yield _small(name, chance, number)
    yield from _topics(chance)


def misspelt(text: str, chance: random.Random) -> str:
    """Let fingers slip in every fifth longer word."""
    return " ".join(_slip(word, chance) for word in text.split())


def _slip(word: str, chance: random.Random) -> str:
    if len(word) < 4 or chance.random() > 0.2:
        return word
    at = chance.randrange(1, len(word) - 1)
    neighbour = chance.choice(_NEAR_KEYS.get(word[at].lower(), "e"))
    changes: tuple[Callable[[], str], ...] = (
        lambda: word[:at] + neighbour + word[at + 1 :],
        lambda: word[:at] + neighbour + word[at + 1 :],
        lambda: word[:at] + word[at + 1 :],
        lambda: word[:at] + word[at + 1] + word[at] + word[at + 2 :],
        lambda: word[:at] + neighbour + word[at:],
    )
    return chance.choice(changes)()


def _left_out(chance: random.Random, limit: int) -> Material:
    """Phrasings ask for their intent, which keeps some of its others."""
    store, askings = [], []
    for document in documents("clinc150"):
        phrasings = [each for each in document.passages if each.role == "phrasing"]
        chance.shuffle(phrasings)
        askings += [Asking(p.text, "en", frozenset({document.id})) for p in phrasings[:8]]
        kept = phrasings[8 : 8 + chance.choice([3, 10, 30, 90])]
        store.append(Document(document.id, (document.passages[0], *kept)))
    chance.shuffle(askings)
    return Material("clinc150-left-out", 1.0, store, askings[:limit])


def _one_phrasing(chance: random.Random, number: int) -> Material:
    """As a page of frequent questions: one wording each, asked in others."""
    store, askings = [], []
    for document in chance.sample(list(documents("clinc150")), 70):
        texts = chance.sample([p.text for p in document.passages[1:]], 4)
        store.append(Document(document.id, (Passage("claim", "en", texts[0]),)))
        askings += [Asking(text, "en", frozenset({document.id})) for text in texts[1:]]
    return Material(f"clinc150-one-phrasing-{number}", 0.5, store, askings)


def _titles_ask(name: str, chance: random.Random, limit: int) -> Material:
    store, askings = [], []
    for document in documents(name):
        titles = [each.text for each in document.passages if each.role == "title"]
        store.append(
            Document(document.id, tuple(p for p in document.passages if p.role != "title"))
        )
        askings += [Asking(title, "en", frozenset({document.id})) for title in titles]
    return Material(f"{name}-titles", 1.0, store, chance.sample(askings, min(limit, 600)))


def _small(name: str, chance: random.Random, number: int) -> Material:
    """Long questions to a small store of one short text each."""
    whole = {document.id: document for document in documents(name)}
    askings = [each for each in questions(name, "train") if each.expected & whole.keys()]
    askings = chance.sample(askings, 80)
    wanted = {key for each in askings for key in each.expected if key in whole}
    wanted |= set(chance.sample(sorted(whole), 80))
    store = []
    for key in sorted(wanted):
        titles = [p.text for p in whole[key].passages if p.role == "title"]
        text = titles[0] if titles and number else whole[key].passages[0].text
        store.append(Document(key, (Passage("claim", "en", text),)))
    return Material(f"{name}-small-{number}", 0.3, store, askings)


def _topics(chance: random.Random) -> Iterator[Material]:
    """Small stores whose topic most questions call by another name than most documents do."""
    pairs = []
    for name in _TITLED:
        for document in documents(name):
            titles = [p.text for p in document.passages if p.role == "title"]
            pairs += [(document.passages[0].text, title) for title in titles]
    holders: dict[str, list[int]] = {}
    for place, (claim, title) in enumerate(pairs):
        for word in set(_WORD.findall(claim)) & set(_WORD.findall(title)):
            holders.setdefault(word, []).append(place)
    topics = sorted(
        w for w, at in holders.items() if 60 <= len(at) <= 500 and w.lower() not in FUNCTION_WORDS
    )
    for topic in chance.sample(topics, 24):
        yield _topic(topic, [pairs[at] for at in holders[topic]], chance)


def _topic(topic: str, pairs: list[tuple[str, str]], chance: random.Random) -> Material:
    chosen = chance.sample(pairs, min(len(pairs), chance.choice([40, 60, 90])))
    other = chance.choice(_INVENTED)
    asks_what = chance.choice(["What is {}?", "Who or what is {}?", "What does {} mean?"])
    store = [
        Document("definition", (Passage("claim", "en", asks_what.format(topic)),)),
        Document("about", (Passage("claim", "en", f"About {topic}"),)),
    ]
    askings = []
    for number, (claim, title) in enumerate(chosen):
        by_name = number < 2
        text = title if by_name else re.sub(rf"\b{topic}\b", other, title)
        store.append(Document(str(number), (Passage("claim", "en", text),)))
        if not by_name:
            askings.append(Asking(_shortened(claim, topic, chance), "en", frozenset({str(number)})))
    return Material(f"{TOPIC}{topic}", 0.08, store, chance.sample(askings, min(25, len(askings))))


def _shortened(claim: str, topic: str, chance: random.Random) -> str:
    """Make of a claim what people type into a search field."""
    words = claim.rstrip(".").split()
    if chance.random() < 0.5:
        words = [w for w in words if w.lower() not in FUNCTION_WORDS or chance.random() < 0.4]
    if len(words) > 7 and chance.random() < 0.8:
        kept = set(chance.sample(range(len(words)), chance.choice([4, 5, 6, 7])))
        kept |= {next(at for at, word in enumerate(words) if topic in word)}
        words = [word for at, word in enumerate(words) if at in kept]
    text = " ".join(words)
    return text.lower() if chance.random() < 0.6 else text
