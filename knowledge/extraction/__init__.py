"""Pulls attributed statements out of an article by rules."""

from knowledge.extraction.candidate_statements import (
    Candidate,
    KnownSpeaker,
    ProposedChannel,
    ProposedFigure,
    Span,
)
from knowledge.extraction.extractor import candidates

__all__ = ["Candidate", "KnownSpeaker", "ProposedChannel", "ProposedFigure", "Span", "candidates"]
