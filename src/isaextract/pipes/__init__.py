"""READERS: from text to mentions."""

from isaextract.pipes.arbiter import Loss, Verdict, arbitrate
from isaextract.pipes.candidates import Candidate
from isaextract.pipes.mentions import find_losses, find_mentions, said_by
from isaextract.pipes.normalise import normalise
from isaextract.pipes.trained import Model, Trained, load_trained, no_model, packaged, packaged_signature

__all__ = [
    "Candidate",
    "Loss",
    "Model",
    "Trained",
    "Verdict",
    "arbitrate",
    "find_losses",
    "find_mentions",
    "load_trained",
    "no_model",
    "normalise",
    "packaged",
    "packaged_signature",
    "said_by",
]
