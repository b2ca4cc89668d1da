"""The main job on the project's own documents: `isaextract run corpus/`, scored, twice the same."""

from __future__ import annotations

import json
import re
import shutil
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest
from citations import measure, total
from typer.testing import CliRunner

from isaextract.cli import app
from isaextract.score import Report, check_floor, figures, read_floor, score_run

ROOT = Path(__file__).parents[2]
GOLD = ROOT / "gold"
SEED = "isatuximab-review-2022"


def _run(source: Path, out: Path) -> None:
    result = CliRunner().invoke(app, ["run", str(source), "--out", str(out)])
    assert result.exit_code == 0, result.output


@pytest.fixture(scope="module")
def out(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("main_job")
    _run(ROOT / "corpus", folder)
    return folder


@pytest.fixture(scope="module")
def report(out: Path) -> Report:
    return score_run(GOLD, out)


@pytest.fixture(scope="module")
def scores(report: Report) -> Mapping[str, Any]:
    return figures(report)


def _rows(path: Path) -> list[dict[str, Any]]:
    lines = path.read_text(encoding="utf-8").splitlines()
    return [row for row in map(json.loads, lines) if row["doc"] == SEED]


def test_no_figure_is_below_the_floor(report: Report) -> None:
    assert check_floor(report, read_floor(GOLD / "floor.json")) == ()


def test_the_floor_is_no_lower_than_what_was_asked_for() -> None:
    floor = read_floor(GOLD / "floor.json")
    assert floor["mentions"]["strict_f1"] >= 0.95
    assert min(floor["mentions"]["labels"][label] for label in ("TRIAL_ID", "PERCENT", "CITATION")) >= 0.99
    assert floor["rows"]["number"] >= 0.95
    assert floor["rows"]["arm"] >= 0.90
    assert floor["rows"]["full"] >= 0.82
    assert floor["studies"]["f1"] >= 0.95
    assert floor["studies"]["N_and_arms"] >= 0.85


def test_citation_markers_lead_to_their_entries(out: Path) -> None:
    """Number to marker to entry: at least 99 in 100, and the links that are made are right."""
    found = measure(GOLD, out)
    assert [link.doc for link in found if not link.entries] == ["mm-abstracts-bilingual"]
    assert total(found).numbers > 200
    assert total(found).found >= 0.99
    assert total(found).right >= 0.99
    assert total(found).rows_found >= 0.99


def test_links_that_are_wrong_are_found(out: Path, tmp_path: Path) -> None:
    """Where each entry has the markers of the next one, nothing is right."""
    shutil.copytree(out / "text", tmp_path / "text")
    shutil.copy(out / "rows.jsonl", tmp_path)
    entries = [json.loads(line) for line in (out / "references.jsonl").read_text("utf-8").splitlines()]
    for entry, places in zip(entries, [item["cited_at"] for item in entries[1:]], strict=False):
        entry["cited_at"] = places
    lines = [json.dumps(entry, ensure_ascii=False) + "\n" for entry in entries]
    (tmp_path / "references.jsonl").write_text("".join(lines), encoding="utf-8")
    assert total(measure(GOLD, tmp_path)).found < 0.2


def test_a_document_without_a_list_links_nothing(out: Path) -> None:
    """And one that has a list prints each DOI as its gold does."""
    entries = [json.loads(line) for line in (out / "references.jsonl").read_text("utf-8").splitlines()]
    assert {entry["doc"] for entry in entries} == {path.stem for path in (ROOT / "corpus").glob("*.pdf")} - {
        "mm-abstracts-bilingual"
    }
    printed = re.findall(r"doi\.org/(\S+)", (GOLD / f"{SEED}.tagged.txt").read_text("utf-8"))
    assert [entry["doi"] for entry in entries if entry["doc"] == SEED and entry["doi"]] == printed


def test_every_document_has_its_arms(scores: Mapping[str, Any]) -> None:
    weak = {doc: figure["arm"] for doc, figure in scores["rows"]["documents"].items() if figure["arm"] < 0.80}
    assert weak == {}


def test_the_review_that_began_it_has_all_numbers(out: Path) -> None:
    """Every study of the isatuximab review has all its rows at number level."""
    key = ("endpoint", "measure", "value", "unit")
    said = [tuple(row[name] for name in key) for row in _rows(out / "rows.jsonl")]
    for row in _rows(GOLD / f"{SEED}.rows.jsonl"):
        assert tuple(row[name] for name in key) in said, (row["trial_name"], row["endpoint"], row["value"])


@pytest.mark.parametrize(
    ("study", "endpoint", "value"),
    [
        ("ICARIA-MM", "PFS", 6.4),
        ("ICARIA-MM", "PFS", 11.5),
        ("GMMG-HD7", "CR", 21.6),
        ("GMMG-HD7", "CR", 24.2),
    ],
)
def test_arms_named_in_reverse(out: Path, study: str, endpoint: str, value: float) -> None:
    """Where the text gives the control arm's number first, or the higher arm's last."""

    def arms(rows: list[dict[str, Any]]) -> set[tuple[str, ...]]:
        return {
            tuple(row["regimen"])
            for row in rows
            if row["trial_name"] == study and row["endpoint"] == endpoint and row["value"] == value
        }

    wanted = arms(_rows(GOLD / f"{SEED}.rows.jsonl"))
    assert wanted
    assert arms(_rows(out / "rows.jsonl")) == wanted


def test_the_same_bytes_twice(out: Path, tmp_path: Path) -> None:
    document = ROOT / "corpus" / f"{SEED}.pdf"
    for folder in ("once", "again"):
        _run(document, tmp_path / folder)
    for name in (
        "rows.jsonl", "rows.csv", "studies.jsonl", "mentions.jsonl", "references.jsonl", f"text/{SEED}.txt",
    ):  # fmt: skip
        assert (tmp_path / "once" / name).read_bytes() == (tmp_path / "again" / name).read_bytes(), name
    alone = _rows(tmp_path / "once" / "rows.jsonl")
    assert alone == _rows(out / "rows.jsonl")
