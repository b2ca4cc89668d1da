from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from isaextract import __version__
from isaextract.cli import app
from isaextract.cli.options import PdfReader
from isaextract.pdf import readers
from isaextract.runner import Inputs, Tools, run
from isaextract.schema import Extraction
from unit.pdf.tiny_pdf import tiny_pdf

Invoke = Callable[..., Any]
TAGGED = "⟦TRIAL_NAME|ICARIA-MM⟧ 研究(NCT02990338)中 Isa-Pd 组 ORR 为 ⟦PERCENT|60.4%⟧[23]。"

NOTE = """# Isatuximab in myeloma

In the phase 2 study IKEMA (NCT03275285), 80 patients with RRMM received isatuximab. The ORR was 87%.

Table 1. Responses

| Study | Arm | ORR | Patients |
| --- | --- | --- | --- |
| IKEMA | Isa | 87% | 80 |
"""


@pytest.fixture
def invoke(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Invoke:
    monkeypatch.chdir(tmp_path)
    return lambda *args: CliRunner().invoke(app, list(args))


@pytest.fixture
def scored(tmp_path: Path, extraction: Extraction) -> Path:
    """A run in ``out`` and gold that agrees with it in ``gold``."""
    source = tmp_path / "icaria.txt"
    source.write_text(extraction.document.text, encoding="utf-8")
    tools = Tools(
        lambda path: extraction.document,
        lambda document: extraction.mentions,
        lambda document, mentions: extraction,
        "abc",
    )
    run(Inputs((source,)), tmp_path / "out", tools)
    gold = tmp_path / "gold"
    gold.mkdir()
    (gold / "icaria.tagged.txt").write_text(TAGGED, encoding="utf-8")
    for kind in ("rows", "studies"):
        (gold / f"icaria.{kind}.jsonl").write_bytes((tmp_path / "out" / f"{kind}.jsonl").read_bytes())
    return gold


class TestScore:
    def test_text(self, invoke: Invoke, scored: Path) -> None:
        result = invoke("score")
        assert result.exit_code == 0, result.output
        assert "1.000" in result.stdout

    def test_json(self, invoke: Invoke, scored: Path) -> None:
        result = invoke("score", "--gold", "gold", "--pred", "out", "--json")
        assert result.exit_code == 0, result.output
        assert "icaria" in json.loads(result.stdout)["documents"]

    def test_errors_name_what_was_missed(self, invoke: Invoke, scored: Path) -> None:
        rows = scored / "icaria.rows.jsonl"
        record = json.loads(rows.read_text(encoding="utf-8"))
        rows.write_text(json.dumps(record | {"value": 61.5}) + "\n", encoding="utf-8")
        result = invoke("score", "--errors")
        assert result.exit_code == 0, result.output
        assert "missed row" in result.stdout
        assert "invented row" in result.stdout
        assert "wrong rows by kind" in result.stdout

    def test_errors_of_one_kind(self, invoke: Invoke, scored: Path) -> None:
        rows = scored / "icaria.rows.jsonl"
        record = json.loads(rows.read_text(encoding="utf-8"))
        rows.write_text(json.dumps(record | {"subgroup": "old"}) + "\n", encoding="utf-8")
        result = invoke("score", "--errors", "--kind", "subgroup")
        assert result.exit_code == 0, result.output
        assert result.stdout.startswith("subgroup: another subgroup, or none (1 lost at level full)")
        assert "missed row" not in result.stdout
        assert "no wrong rows of the kind arm" in invoke("score", "--errors", "--kind", "arm").stdout

    def test_an_unknown_kind_is_refused(self, invoke: Invoke, scored: Path) -> None:
        result = invoke("score", "--errors", "--kind", "arms")
        assert result.exit_code == 2
        assert "--kind arms: no such kind; name one of mention, table, join" in result.stderr

    @pytest.mark.parametrize(("pin", "code"), [(0.9, 0), (1.1, 1)])
    def test_gate(self, invoke: Invoke, scored: Path, pin: float, code: int) -> None:
        (scored / "floor.json").write_text(json.dumps({"rows": {"number": pin}}))
        result = invoke("score", "--gate")
        assert result.exit_code == code, result.output
        assert ("rows.number" in result.stderr) == bool(code)

    def test_gold_that_breaks_the_contract(self, invoke: Invoke, scored: Path) -> None:
        (scored / "icaria.rows.jsonl").write_text('{"doc": "icaria"\n')
        result = invoke("score")
        assert result.exit_code == 1
        assert "icaria.rows.jsonl" in result.stderr
        assert "Traceback" not in result.output

    @pytest.mark.parametrize(
        ("args", "said"),
        [
            (("--gold", "nowhere"), "nowhere: no such folder"),
            (("--pred", "nowhere"), "run `isaextract run INPUT --out DIR` first"),
        ],
    )
    def test_missing_folder(self, invoke: Invoke, scored: Path, args: tuple[str, ...], said: str) -> None:
        result = invoke("score", *args)
        assert result.exit_code == 2
        assert said in result.stderr


class TestShow:
    def test_missing_file(self, invoke: Invoke) -> None:
        result = invoke("show", "nope.pdf")
        assert result.exit_code == 2
        assert "nope.pdf: no such file" in result.stderr

    def test_unknown_stage(self, invoke: Invoke) -> None:
        result = invoke("show", "x.pdf", "--stage", "dreams")
        assert result.exit_code == 2
        assert "sentences" in result.stderr

    def test_text(self, invoke: Invoke, tmp_path: Path) -> None:
        (tmp_path / "note.txt").write_text("ORR was 60.4% in ICARIA-MM.", encoding="utf-8")
        result = invoke("show", "note.txt", "--stage", "text")
        assert result.exit_code == 0, result.output
        assert "60.4%" in result.stdout

    @pytest.mark.parametrize(
        ("stage", "said"),
        [
            ("sentences", "# table 146-197\n146-174\tStudy | Arm | ORR | Patients\n"),
            ("mentions", "\tPERCENT\t87%\t\tpercent.sign\n"),
            ("links", "        ORR, rate, 87 % -> isatuximab\n"),
            ("rows", "    value       87  ["),
        ],
    )
    def test_stages(self, invoke: Invoke, tmp_path: Path, stage: str, said: str) -> None:
        (tmp_path / "note.md").write_text(NOTE, encoding="utf-8")
        result = invoke("show", "note.md", "--stage", stage)
        assert result.exit_code == 0, result.output
        assert said in result.stdout


def test_the_readers_to_choose_from_are_those_there_are() -> None:
    assert tuple(PdfReader) == readers(".pdf")


@pytest.mark.parametrize("reader", ["pdfium", "pdfplumber"])
def test_a_pdf_is_shown_by_the_reader_chosen(invoke: Invoke, tmp_path: Path, reader: str) -> None:
    (tmp_path / "note.pdf").write_bytes(tiny_pdf([(50.0, 700.0, "Isatuximab in myeloma")]))
    result = invoke("show", "note.pdf", "--stage", "text", "--reader", reader)
    assert result.stdout == "Isatuximab in myeloma\n", result.output


@pytest.mark.parametrize("args", [("version",), ("--version",)])
def test_version(invoke: Invoke, args: tuple[str, ...]) -> None:
    result = invoke(*args)
    assert result.exit_code == 0, result.output
    assert result.stdout.startswith(f"isaextract {__version__}")


def test_help_loads_no_heavy_library() -> None:
    heavy = ["jieba", "pandas", "pdfplumber", "pypdfium2", "scipy", "spacy", "sqlalchemy"]
    program = f"import sys; import isaextract.cli; print([m for m in {heavy} if m in sys.modules])"
    told = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert told.stdout == "[]\n"
