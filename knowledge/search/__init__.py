"""Finds texts by words and by meaning; knows texts and ids, not the domain."""

from knowledge.search.documents import (
    Document,
    Encoder,
    Hit,
    IndexUnusable,
    Passage,
    Query,
    Ranking,
    SearchProblem,
    VectorKeeper,
)
from knowledge.search.encoders import EncoderMissing, encoder_named
from knowledge.search.engine import Engine
from knowledge.search.word_similarity import Lexicon

__all__ = [
    "Document",
    "Encoder",
    "EncoderMissing",
    "Engine",
    "Hit",
    "IndexUnusable",
    "Lexicon",
    "Passage",
    "Query",
    "Ranking",
    "SearchProblem",
    "VectorKeeper",
    "encoder_named",
]
