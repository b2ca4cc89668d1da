"""What runs the reading: one after the other here, in processes here, or on a cluster."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from types import TracebackType
from typing import Any, Protocol, TypeVar

from isaextract.runner.pool import Killed

Task = TypeVar("Task")
Result = TypeVar("Result")


class Engine(Protocol[Task, Result]):
    """Maps one function over tasks; entered before use and left after it."""

    def __enter__(self) -> Engine[Task, Result]: ...

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None: ...

    def map(self, tasks: Sequence[Task], started: Callable[[int], None] = ...) -> Iterator[Result | Killed]:
        """The results in the order of the tasks; `Killed` for a task whose process died twice."""
        ...


EngineOf = Callable[[Callable[[], Callable[[Any], Any]]], Engine[Any, Any]]
"""Makes an engine over the function that a process makes for itself."""


class OneByOne:
    """Each task in this process when its turn has come."""

    def __init__(self, make: Callable[[], Callable[[Any], Any]]) -> None:
        self._make = make

    def __enter__(self) -> OneByOne:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Nothing is left to end."""

    def map(self, tasks: Sequence[Any], started: Callable[[int], None] = lambda index: None) -> Iterator[Any]:
        """The results, one at a time."""
        work = self._make()
        for index, task in enumerate(tasks):
            started(index)
            yield work(task)
