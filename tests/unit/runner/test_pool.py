from __future__ import annotations

import multiprocessing
import pickle
from functools import partial
from pathlib import Path

import pytest

from isaextract.runner import Lost, Read, Started, find_inputs, run, standard_tools
from isaextract.runner.pool import Killed, Pool
from support.runs import POISON, dying, poisoned_tools, raising, squares

NOTE = "{name} trial (NCT0123456{n}), a phase 3 study, gave {drug} or placebo. The ORR was 41% with {drug}.\n"


def test_results_come_in_the_order_of_the_tasks() -> None:
    with Pool(squares, 2) as pool:
        assert list(pool.map(range(20))) == [number**2 for number in range(20)]


def test_a_task_whose_process_was_killed_once_is_done_by_another(tmp_path: Path) -> None:
    with Pool(partial(dying, tmp_path, True), 2) as pool:
        found = list(pool.map(range(6)))
    assert [outcome[0] for outcome in found if not isinstance(outcome, Killed)] == list(range(6))
    assert len({outcome[1] for outcome in found if not isinstance(outcome, Killed)}) >= 2


def test_a_task_that_kills_each_process_is_set_apart(tmp_path: Path) -> None:
    with Pool(partial(dying, tmp_path, False), 2) as pool:
        found = list(pool.map(range(6)))
    assert found[2] == Killed(-9)
    assert [outcome[0] for outcome in found if not isinstance(outcome, Killed)] == [0, 1, 3, 4, 5]


def test_what_the_function_raises_is_raised_here() -> None:
    with Pool(raising, 2) as pool, pytest.raises(ValueError, match="three"):
        list(pool.map(range(6)))


def test_no_process_is_left() -> None:
    with Pool(squares, 2) as pool:
        next(pool.map(range(50)))
    assert not multiprocessing.active_children()


def _folder(path: Path, *names: str) -> Path:
    path.mkdir()
    for number, name in enumerate(names):
        text = NOTE.format(name="HARBOR-9" + str(number), n=number, drug="lorlatinib")
        (path / f"{name}.txt").write_text(f"A review of {name}\n\n{text}", encoding="utf-8")
    return path


def _files(folder: Path) -> dict[str, bytes]:
    return {p.relative_to(folder).as_posix(): p.read_bytes() for p in folder.rglob("*") if p.is_file()}


def test_a_run_writes_the_same_bytes_with_any_number_of_processes(tmp_path: Path) -> None:
    inputs = find_inputs([_folder(tmp_path / "in", "a", "b", "c", "d")])
    tools = standard_tools()
    for jobs in (1, 3):
        run(inputs, tmp_path / str(jobs), tools, jobs=jobs)
    assert _files(tmp_path / "1") == _files(tmp_path / "3")


def test_a_document_that_kills_its_process_is_named_and_the_others_are_read(tmp_path: Path) -> None:
    inputs = find_inputs([_folder(tmp_path / "in", "a", POISON, "z")])
    events: list[Started | Read | Lost] = []
    result = run(
        inputs, tmp_path / "out", standard_tools(), jobs=2, make=poisoned_tools, progress=events.append
    )
    assert [summary.doc for summary in result.summaries] == ["a", "z"]
    (failure,) = result.failures
    assert f"{POISON}.txt" in failure.reason
    assert "died twice (signal 9)" in failure.reason
    assert sum(isinstance(event, Lost) for event in events) == 1


def test_the_reader_chosen_goes_into_the_processes() -> None:
    make = pickle.loads(pickle.dumps(partial(standard_tools, (), None, "pdfplumber")))
    tools = make()
    assert tools.reader == "pdfplumber"
    assert tools.read.keywords == {"reader": "pdfplumber"}
    assert standard_tools().reader == "pdfium"
