"""READERS: from text to mentions."""

from isaextract.pipes.arbiter import Loss, Verdict, arbitrate
from isaextract.pipes.candidates import Candidate
from isaextract.pipes.mentions import build_pipeline, find_losses, find_mentions
from isaextract.pipes.normalise import normalise

__all__ = [
    "Candidate",
    "Loss",
    "Verdict",
    "arbitrate",
    "build_pipeline",
    "find_losses",
    "find_mentions",
    "normalise",
]
