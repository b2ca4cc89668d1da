"""A corpus: which files to read, reading each of them, and what a run leaves behind."""

from isaextract.runner.cache import StageCache, default_folder
from isaextract.runner.events import DocumentSummary, Lost, Progress, Read, Started
from isaextract.runner.inputs import KINDS, Inputs, find_inputs
from isaextract.runner.places import Place, Remote, fetched, place_of, upload
from isaextract.runner.reading import Tools, standard_tools
from isaextract.runner.run import RunResult, run
from isaextract.runner.runfile import RUN_FILE, installed_packages
from isaextract.runner.staging import Staging

__all__ = [
    "KINDS",
    "RUN_FILE",
    "DocumentSummary",
    "Inputs",
    "Lost",
    "Place",
    "Progress",
    "Read",
    "Remote",
    "RunResult",
    "StageCache",
    "Staging",
    "Started",
    "Tools",
    "default_folder",
    "fetched",
    "find_inputs",
    "installed_packages",
    "place_of",
    "run",
    "standard_tools",
    "upload",
]
