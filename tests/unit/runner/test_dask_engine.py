from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from pathlib import Path
from typing import Any

import pytest

from isaextract.errors import EngineError
from isaextract.runner import Read, find_inputs, run, standard_tools
from isaextract.runner.dask_engine import DaskEngine
from isaextract.runner.pool import Killed
from support.runs import POISON, dying, dying_once_tools, other_tools, poisoned_tools, raising, squares

distributed = pytest.importorskip("distributed")
pytestmark = pytest.mark.filterwarnings("ignore")  # of dask's own, when its workers are killed

NOTE = "{name} trial (NCT0123456{n}), a phase 3 study, gave {drug} or placebo. The ORR was 41% with {drug}.\n"


@pytest.fixture(scope="module")
def cluster() -> Iterator[Any]:
    """Two worker processes; each is started anew when it dies."""
    with distributed.LocalCluster(
        n_workers=2, threads_per_worker=1, processes=True, dashboard_address=None, silence_logs=50
    ) as made:
        yield made


def _engine(make: Any, cluster: Any) -> DaskEngine:
    return DaskEngine(make, cluster.scheduler_address, patience=60)


def _folder(path: Path, *names: str) -> Path:
    path.mkdir()
    for number, name in enumerate(names):
        text = NOTE.format(name="HARBOR-9" + str(number), n=number, drug="lorlatinib")
        (path / f"{name}.txt").write_text(f"A review of {name}\n\n{text}", encoding="utf-8")
    return path


def _files(folder: Path) -> dict[str, bytes]:
    return {p.relative_to(folder).as_posix(): p.read_bytes() for p in folder.rglob("*") if p.is_file()}


def _made(folder: Path, cluster: Any, tmp_path: Path, make: Any, **options: Any) -> Any:
    engine = partial(DaskEngine, scheduler=cluster.scheduler_address, patience=60)
    return run(
        find_inputs([folder]), tmp_path / "dask", standard_tools(), make=make, engine=engine, **options
    )


def test_results_come_in_the_order_of_the_tasks(cluster: Any) -> None:
    with _engine(squares, cluster) as engine:
        assert list(engine.map(range(20))) == [number**2 for number in range(20)]


def test_few_tasks_are_under_way_at_a_time(cluster: Any) -> None:
    begun: list[int] = []
    with _engine(squares, cluster) as engine:
        next(engine.map(range(1000), begun.append))
    assert len(begun) <= 10


def test_what_the_function_raises_is_raised_here(cluster: Any) -> None:
    with _engine(raising, cluster) as engine, pytest.raises(ValueError, match="three"):
        list(engine.map(range(6)))


def test_a_task_that_kills_each_worker_is_set_apart(cluster: Any, tmp_path: Path) -> None:
    with _engine(partial(dying, tmp_path, False), cluster) as engine:
        found = list(engine.map(range(6)))
    assert found[2] == Killed()
    assert [outcome[0] for outcome in found if not isinstance(outcome, Killed)] == [0, 1, 3, 4, 5]


def test_a_worker_killed_on_the_way_loses_no_row_and_doubles_none(cluster: Any, tmp_path: Path) -> None:
    folder = _folder(tmp_path / "in", "a", "b", POISON, "q", "z")
    run(find_inputs([folder]), tmp_path / "local", standard_tools(), parquet=True)
    read: list[str] = []
    _made(
        folder,
        cluster,
        tmp_path,
        partial(dying_once_tools, tmp_path),
        parquet=True,
        progress=lambda event: read.append(event.path.name) if isinstance(event, Read) else None,
    )
    assert (tmp_path / "seen").exists(), "no worker was killed"
    assert read == sorted(path.name for path in folder.iterdir())
    assert _files(tmp_path / "dask") == _files(tmp_path / "local")


def test_a_document_that_kills_its_workers_is_named(cluster: Any, tmp_path: Path) -> None:
    result = _made(_folder(tmp_path / "in", "a", POISON, "z"), cluster, tmp_path, poisoned_tools)
    assert [summary.doc for summary in result.summaries] == ["a", "z"]
    (failure,) = result.failures
    assert f"{POISON}.txt: the process that read it died twice, " in failure.reason


def test_a_worker_with_other_words_is_refused(cluster: Any, tmp_path: Path) -> None:
    with pytest.raises(EngineError, match="another isaextract"):
        _made(_folder(tmp_path / "in", "a"), cluster, tmp_path, other_tools)
    assert not (tmp_path / "dask").exists()


def test_a_scheduler_that_does_not_answer_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("isaextract.runner.dask_engine._ANSWER", 0.5)
    with pytest.raises(EngineError, match="no scheduler answers there"):
        DaskEngine(squares, "tcp://127.0.0.1:1").__enter__()


def test_a_run_without_workers_ends() -> None:
    with (
        distributed.LocalCluster(n_workers=0, processes=False, dashboard_address=None) as empty,
        DaskEngine(squares, empty.scheduler_address, patience=0.1) as engine,
        pytest.raises(EngineError, match="no worker for"),
    ):
        list(engine.map(range(2)))
