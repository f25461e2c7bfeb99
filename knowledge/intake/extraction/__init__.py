"""Pulls attributed statements out of an article by rules."""

from knowledge.intake.extraction.candidate import (
    Candidate,
    KnownSpeaker,
    ProposedChannel,
    ProposedFigure,
    Span,
)
from knowledge.intake.extraction.pull import candidates

__all__ = ["Candidate", "KnownSpeaker", "ProposedChannel", "ProposedFigure", "Span", "candidates"]
