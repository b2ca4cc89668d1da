"""Worker processes that outlive each other: one that is killed costs its task a second try, no more."""

from __future__ import annotations

import signal
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from multiprocessing import get_context
from multiprocessing.connection import Connection, wait
from multiprocessing.process import BaseProcess
from types import TracebackType
from typing import Any, Generic, TypeVar

from isaextract.runner.process import settle

Task = TypeVar("Task")
Result = TypeVar("Result")

_TRIES = 2  # a task whose process died this often is set apart
_AHEAD = 4  # tasks per worker that may be done before the one that is waited for
_SPAWN = get_context("spawn")


@dataclass(frozen=True, slots=True)
class Killed:
    """A task whose process died each time; ``code`` is the exit code if known, negative for a signal."""

    code: int | None = None


@dataclass(slots=True)
class _Worker:
    process: BaseProcess
    pipe: Connection
    task: int = -1


class Pool(Generic[Task, Result]):
    """A pool over one function, which each process makes for itself.

    Parameters
    ----------
    make
        Makes the function; picklable, called once in each process.
    jobs
        How many processes.
    """

    def __init__(self, make: Callable[[], Callable[[Task], Result]], jobs: int) -> None:
        self._make, self._jobs = make, max(1, jobs)
        self._workers: list[_Worker] = []

    def __enter__(self) -> Pool[Task, Result]:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        for worker in self._workers:
            worker.pipe.close()
            worker.process.terminate()
        for worker in self._workers:
            worker.process.join()
        self._workers = []

    def map(
        self, tasks: Sequence[Task], started: Callable[[int], None] = lambda index: None
    ) -> Iterator[Result | Killed]:
        """The results in the order of the tasks, whatever the order they come in.

        Raises
        ------
        Exception
            What the function raised, when its task's turn has come.
        """
        waiting, tries = deque(range(len(tasks))), [0] * len(tasks)
        done: dict[int, Any] = {}
        for due in range(len(tasks)):
            while due not in done:
                self._hand_out(tasks, waiting, due, started)
                for index, outcome in self._gathered():
                    if not isinstance(outcome, Killed) or (tries := _counted(tries, index))[index] >= _TRIES:
                        done[index] = outcome
                    else:
                        waiting.appendleft(index)
            outcome = done.pop(due)
            if isinstance(outcome, _Raised):
                raise outcome.error
            yield outcome

    def _hand_out(
        self, tasks: Sequence[Task], waiting: deque[int], due: int, started: Callable[[int], None]
    ) -> None:
        """Give each idle process a task, none too far ahead of the one that is due."""
        while len(self._workers) < min(self._jobs, len(tasks)):
            self._workers.append(_started(self._make))
        for worker in self._workers:
            near = bool(waiting) and waiting[0] < due + self._jobs * _AHEAD
            if worker.task < 0 and near:
                worker.task = waiting.popleft()
                started(worker.task)
                try:
                    worker.pipe.send(tasks[worker.task])
                except OSError:  # it has died; what is gathered next tells
                    continue

    def _gathered(self) -> Iterator[tuple[int, Any]]:
        """What has come in: results, and tasks whose process is dead; a new one takes its place."""
        busy = {worker.pipe: worker for worker in self._workers if worker.task >= 0}
        for pipe in wait(list(busy)):
            worker = busy[pipe]  # type: ignore[index]
            index = worker.task
            try:
                outcome = worker.pipe.recv()
            except (EOFError, OSError):
                outcome = self._replaced(worker)
            worker.task = -1
            yield index, outcome

    def _replaced(self, worker: _Worker) -> Killed:
        worker.process.join()
        code = worker.process.exitcode
        worker.pipe.close()
        fresh = _started(self._make)
        worker.process, worker.pipe = fresh.process, fresh.pipe
        return Killed(code if code is not None else 0)


@dataclass(frozen=True, slots=True)
class _Raised:
    error: Exception


def _counted(tries: list[int], index: int) -> list[int]:
    tries[index] += 1
    return tries


def _started(make: Callable[[], Callable[[Any], Any]]) -> _Worker:
    ours, theirs = _SPAWN.Pipe()
    process = _SPAWN.Process(target=_serve, args=(make, theirs), daemon=True)
    process.start()
    theirs.close()  # so that its end is told when the process dies
    return _Worker(process, ours)


def _serve(make: Callable[[], Callable[[Any], Any]], pipe: Connection) -> None:
    """The life of a process: make the function, then task after task until the pipe closes."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is the parent's to answer
    settle()
    work: Callable[[Any], Any] | None = None
    while True:
        try:
            task = pipe.recv()
        except (EOFError, OSError):
            return
        try:
            work = work or make()
            pipe.send(work(task))
        except Exception as error:
            pipe.send(_Raised(error))
