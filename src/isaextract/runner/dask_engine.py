"""Reading on dask.distributed: each worker has one document at a time, and this side says which.

Dask would hand a dead worker's tasks on by itself, but it blames all that the worker had queued and
counts by the scheduler's settings. Pinned to one worker each, a death costs exactly the document that
was being read, as in the local pool.
"""

from __future__ import annotations

import hashlib
import pickle
import threading
import time
import uuid
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from types import TracebackType
from typing import Any

from isaextract.errors import EngineError
from isaextract.runner.pool import Killed

_TRIES = 2  # a task whose worker died this often is set apart
_AHEAD = 4  # tasks per worker that may be done before the one that is waited for
_LOOK = 1.0  # seconds between two looks at which workers live
_ANSWER = 15  # seconds in which a scheduler answers
_PATIENCE = 600.0  # seconds without any worker after which the run is given up

Make = Callable[[], Callable[[Any], Any]]


@dataclass(slots=True)
class _Round:
    """The tasks of one ``map``: which wait, which are where, which are done."""

    tasks: Sequence[Any]
    started: Callable[[int], None]
    waiting: deque[int]
    deaths: dict[int, int] = field(default_factory=dict)
    flying: dict[Any, tuple[int, str]] = field(default_factory=dict)  # future: task and worker
    done: dict[int, Any] = field(default_factory=dict)


class DaskEngine:
    """An engine on a cluster that runs already.

    Parameters
    ----------
    make
        Makes the function; picklable, called once in each worker process.
    scheduler
        The scheduler's address (``tcp://host:8786``), or the path of its scheduler file.
    patience
        Seconds to go on without any worker.

    Raises
    ------
    EngineError
        On entering, when dask is not installed or the scheduler does not answer; in ``map``, when no
        worker is left.
    """

    def __init__(self, make: Make, scheduler: str, patience: float = _PATIENCE) -> None:
        self._make, self._scheduler, self._patience = make, scheduler, patience
        self._name = uuid.uuid4().hex  # of the tasks on a scheduler that others use too; in no output
        self._digest = hashlib.sha256(pickle.dumps(make)).hexdigest()
        self._client: Any = None
        self._seen = time.monotonic()

    def __enter__(self) -> DaskEngine:
        self._client = _connected(self._scheduler)
        self._seen = time.monotonic()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._client.close()  # and with it what it asked for

    def map(self, tasks: Sequence[Any], started: Callable[[int], None] = lambda index: None) -> Iterator[Any]:
        """The results in the order of the tasks, `Killed` for one whose worker died twice.

        Raises
        ------
        Exception
            What the function raised, when its task's turn has come.
        """
        going = _Round(tasks, started, deque(range(len(tasks))))
        for due in range(len(tasks)):
            while due not in going.done:
                workers = self._workers()
                self._hand_out(going, due, workers)
                self._gather(going)
                self._mourn(going)
            outcome = going.done.pop(due)
            if isinstance(outcome, _Raised):
                raise outcome.error
            yield outcome

    def _workers(self) -> set[str]:
        """The workers that live.

        Raises
        ------
        EngineError
            When there was none for longer than patience lasts, or the scheduler is gone.
        """
        try:
            found = set(self._client.nthreads())
        except (OSError, TimeoutError) as error:
            raise EngineError(
                f"{self._scheduler}: the scheduler is gone; start it again, then the run"
            ) from error
        if found:
            self._seen = time.monotonic()
        elif time.monotonic() - self._seen > self._patience:
            raise EngineError(
                f"{self._scheduler}: no worker for {self._patience:g} s; start some (dask worker ADDRESS)"
            )
        return found

    def _hand_out(self, going: _Round, due: int, workers: set[str]) -> None:
        """Give each idle worker a task, none too far ahead of the one that is due: the rest waits here."""
        idle = sorted(workers - {worker for _, worker in going.flying.values()})
        for worker in idle:
            if not going.waiting or going.waiting[0] >= due + len(workers) * _AHEAD:
                return
            index = going.waiting.popleft()
            going.started(index)
            key = f"isaextract-{self._name}-{index}-{going.deaths.get(index, 0)}"
            future = self._client.submit(
                _work, self._digest, self._make, going.tasks[index], key=key, workers=[worker], pure=False
            )
            going.flying[future] = (index, worker)

    def _gather(self, going: _Round) -> None:
        """Take in what has come, or wait a little for it."""
        from distributed import KilledWorker, wait

        if not going.flying:
            time.sleep(_LOOK)
            return
        try:
            with self._client.as_current():
                finished = wait(list(going.flying), timeout=_LOOK, return_when="FIRST_COMPLETED").done
        except TimeoutError:
            return
        for future in finished:
            index, _ = going.flying.pop(future)
            try:
                going.done[index] = future.result(timeout=_ANSWER)
            except (KilledWorker, TimeoutError):  # it died, or took the result with it
                _count_death(going, index)
            except Exception as error:
                going.done[index] = _Raised(error)

    def _mourn(self, going: _Round) -> None:
        """Take back what workers had that are gone."""
        living = self._workers()
        for future, (index, worker) in list(going.flying.items()):
            if worker not in living and not future.done():
                del going.flying[future]
                future.cancel(force=True)
                _count_death(going, index)


@dataclass(frozen=True, slots=True)
class _Raised:
    error: Exception


def _count_death(going: _Round, index: int) -> None:
    going.deaths[index] = going.deaths.get(index, 0) + 1
    if going.deaths[index] >= _TRIES:
        going.done[index] = Killed()
    else:
        going.waiting.appendleft(index)


def _connected(scheduler: str) -> Any:
    try:
        from distributed import Client
    except ImportError as error:
        raise EngineError("--engine dask needs an extra; pip install 'isaextract[dask]'") from error
    try:
        if "://" not in scheduler and Path(scheduler).is_file():
            return Client(scheduler_file=scheduler, timeout=_ANSWER, set_as_default=False)
        return Client(scheduler, timeout=_ANSWER, set_as_default=False)
    except (OSError, TimeoutError, ValueError) as error:
        raise EngineError(
            f"{scheduler}: no scheduler answers there; give tcp://HOST:8786, or a scheduler file"
        ) from error


_LOCK = threading.Lock()  # a worker of several threads reads one document at a time all the same
_MADE: dict[str, Callable[[Any], Any]] = {}


def _work(digest: str, make: Make, task: Any) -> Any:
    """In a worker: make the function where it is not the one made last, and call it."""
    with _LOCK:
        if digest not in _MADE:
            _MADE.clear()
            _MADE[digest] = make()
        return _MADE[digest](task)
