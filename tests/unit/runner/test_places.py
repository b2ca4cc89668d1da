from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from isaextract.cli import app
from isaextract.errors import InputError
from isaextract.runner import Remote, find_inputs, place_of

fsspec = pytest.importorskip("fsspec")
TEXT = "A review\n\nIn the phase 3 trial IKEMA (NCT03275285), the ORR was 87% with isatuximab.\n"


@pytest.fixture
def memory() -> Iterator[Any]:
    """The in-memory file system, empty."""
    system = fsspec.filesystem("memory")
    system.store.clear()
    yield system
    system.store.clear()


def _run(*words: str) -> int:
    return CliRunner().invoke(app, ["run", *words]).exit_code


def test_what_is_said_is_a_path_or_a_url() -> None:
    assert place_of("reviews/a.pdf") == Path("reviews/a.pdf")
    assert place_of("file:///data/a%20b.pdf") == Path("/data/a b.pdf")
    remote = place_of("s3://bucket/folder/a.b.PDF")
    assert isinstance(remote, Remote)
    assert (remote.name, remote.stem, remote.suffix, str(remote)) == (
        "a.b.PDF", "a.b", ".PDF", "s3://bucket/folder/a.b.PDF",
    )  # fmt: skip


def test_a_remote_folder_stands_for_the_documents_in_it(memory: Any) -> None:
    for name in ("b.txt", "a.md", "README.md", ".hidden.txt", "c.xlsx", "inner/d.txt"):
        memory.pipe_file(f"/library/{name}", b"text")
    found = find_inputs([Remote("memory://library/")])
    assert [place.name for place in found.files] == ["a.md", "b.txt"]
    assert find_inputs([Remote("memory://library/b.txt")]).files == (Remote("memory://library/b.txt"),)


@pytest.mark.parametrize(
    ("url", "said"),
    [
        ("memory://nowhere", "no such file or folder"),
        ("memory://library/c.xlsx", "this kind of file"),
        ("memory://empty", "no readable document"),
        ("nosuch://x", "nosuch"),
    ],
)
def test_a_remote_place_that_cannot_be_used_is_named(memory: Any, url: str, said: str) -> None:
    memory.pipe_file("/library/c.xlsx", b"x")
    memory.makedirs("/empty", exist_ok=True)
    with pytest.raises(InputError, match=said) as told:
        find_inputs([Remote(url)])
    assert url in str(told.value)


def test_a_run_from_and_to_memory_gives_the_bytes_of_a_local_one(memory: Any, tmp_path: Path) -> None:
    (tmp_path / "in").mkdir()
    for name, content in (("a.txt", TEXT.encode()), ("bad.pdf", b"<html>")):
        (tmp_path / "in" / name).write_bytes(content)
        memory.pipe_file(f"/library/{name}", content)
    assert _run(str(tmp_path / "in"), "--out", str(tmp_path / "local"), "--parquet") == 1
    assert _run("memory://library", "--out", "memory://results", "--parquet") == 1
    local = tmp_path / "local"
    wanted = {p.relative_to(local).as_posix(): p.read_bytes() for p in local.rglob("*") if p.is_file()}
    assert {name.removeprefix("/results/"): memory.cat(name) for name in memory.find("/results")} == wanted


def test_what_the_run_before_left_over_goes(memory: Any) -> None:
    memory.pipe_file("/library/a.txt", TEXT.encode())
    memory.pipe_file("/library/b.txt", TEXT.encode())
    memory.pipe_file("/results/mine.txt", b"of the user")
    assert _run("memory://library", "--out", "memory://results") == 0
    memory.rm_file("/library/b.txt")
    assert _run("memory://library", "--out", "memory://results") == 0
    names = memory.find("/results")
    assert "/results/mine.txt" in names
    assert "/results/text/a.txt" in names
    assert "/results/text/b.txt" not in names
    assert [each["doc"] for each in json.loads(memory.cat("/results/run.json"))["documents"]] == ["a"]


def test_engine_and_scheduler_go_together() -> None:
    told = CliRunner().invoke(app, ["run", "x.txt", "--engine", "dask"])
    assert told.exit_code == 2
    assert "--engine dask and --scheduler ADDRESS go together" in told.output
