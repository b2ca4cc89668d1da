"""How far a run has come: a bar on a terminal, plain lines anywhere else."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager

from rich.console import Console
from rich.markup import escape
from rich.progress import (
    BarColumn,
    MofNCompleteColumn,
    Progress,
    TextColumn,
    TimeElapsedColumn,
    TimeRemainingColumn,
)

from isaextract.runner import Lost, Read, Started

Event = Started | Read | Lost


@contextmanager
def progress_of(console: Console, total: int) -> Iterator[Callable[[Event], None]]:
    """A listener for a run of ``total`` documents."""
    if not console.is_terminal:
        yield lambda event: _plain(console, event)
        return
    columns = (
        BarColumn(),
        MofNCompleteColumn(),
        TimeElapsedColumn(),
        TextColumn("left"),
        TimeRemainingColumn(),
        TextColumn("{task.description}"),
    )
    with Progress(*columns, console=console) as bar:
        task = bar.add_task("", total=total)

        def show(event: Event) -> None:
            if isinstance(event, Started):
                bar.update(task, description=escape(event.path.name))
            else:
                bar.advance(task)

        yield show


def _plain(console: Console, event: Event) -> None:
    line = _line(event)
    if line:
        console.print(line, markup=False, soft_wrap=True)


def _line(event: Event) -> str:
    match event:
        case Started(path, index, total):
            return f"[{index + 1}/{total}] {path.name}"
        case Lost(path, _):
            return f"    {path.name} could not be read"
        case _:
            return ""
