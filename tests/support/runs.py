"""What worker processes make for themselves in tests: functions and tools that die or raise."""

from __future__ import annotations

import os
import signal
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

from isaextract.runner import Tools, standard_tools
from isaextract.schema import Document, Extraction, Mention

POISON = "poison"


def squares() -> Callable[[int], int]:
    return lambda number: number * number


def raising() -> Callable[[int], int]:
    def work(number: int) -> int:
        if number == 3:
            raise ValueError("three")
        return number

    return work


def dying(flags: Path, once: bool) -> Callable[[int], tuple[int, int]]:
    """Number 2 kills its process: always, or the first time only (a file in ``flags`` remembers)."""

    def work(number: int) -> tuple[int, int]:
        if number == 2:
            seen = flags / "seen"
            if not (once and seen.exists()):
                seen.touch()
                os.kill(os.getpid(), signal.SIGKILL)
        return number, os.getpid()

    return work


def poisoned_tools() -> Tools:
    """The tools of the house, but the document called ``POISON`` kills its process."""
    tools = standard_tools()

    def assemble(document: Document, mentions: tuple[Mention, ...]) -> Extraction:
        if document.name == POISON:
            os.kill(os.getpid(), signal.SIGKILL)
        return tools.assemble(document, mentions)

    return replace(tools, assemble=assemble)


def dying_once_tools(flags: Path) -> Tools:
    """The tools of the house, but the document called ``POISON`` kills the first process that reads it."""
    tools = standard_tools()

    def assemble(document: Document, mentions: tuple[Mention, ...]) -> Extraction:
        if document.name == POISON and not (flags / "seen").exists():
            (flags / "seen").touch()
            os.kill(os.getpid(), signal.SIGKILL)
        return tools.assemble(document, mentions)

    return replace(tools, assemble=assemble)


def other_tools() -> Tools:
    """Tools that say to have other words."""
    return replace(standard_tools(), lexicon_digest="other")
