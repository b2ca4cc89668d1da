"""Whole reports: from memory, from a run's folder, rendered, and against a floor."""

import hashlib
import json
import time
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from isaextract.errors import GoldError, InputError
from isaextract.gold import GoldDocument, parse_tagged, write_tagged
from isaextract.schema import EvidenceRow, Study
from isaextract.score import (
    Counts,
    Prediction,
    Report,
    check_floor,
    figures,
    read_floor,
    render_errors,
    render_text,
    score_documents,
    score_run,
)
from isaextract.score.bootstrap import f1_interval
from isaextract.score.figures import macro_f1
from isaextract.score.report import language_of


def gold(name: str, marked: str, *values: float) -> GoldDocument:
    text, mentions = parse_tagged(marked)
    rows = tuple(
        EvidenceRow(
            name, "ORR", "rate", value, "%", trial_ids=("NCT1",), regimen=("isatuximab",), quote="ORR"
        )
        for value in values
    )
    return GoldDocument(name, text, mentions, rows, (Study(name, ids=("NCT1",), N=5),))


def prediction(document: GoldDocument, **changes: Any) -> Prediction:
    base = Prediction(document.name, document.text, document.mentions, document.rows, document.studies)
    return replace(base, **changes)


ZH = gold("zh", "总缓解率(⟦ENDPOINT|ORR⟧)为 ⟦PERCENT|60%⟧", 60, 61, 62)
EN = gold("en", "The ⟦ENDPOINT|ORR⟧ was ⟦PERCENT|50%⟧", 50)


def half() -> Report:
    """Chinese right but for one row and one mention, English not predicted at all."""
    return score_documents(
        [EN, ZH], [prediction(ZH, rows=ZH.rows[:2], mentions=ZH.mentions[:1]), Prediction("other")]
    )


def test_totals_languages_and_documents() -> None:
    report = half()
    assert report.total.rows.full == Counts(2, 2, 4)
    assert report.total.mentions.strict == Counts(1, 1, 4)
    assert report.total.studies.found == Counts(1, 1, 2)
    assert [(name, score.rows.full) for name, score in report.languages] == [
        ("en", Counts(0, 0, 1)),
        ("zh", Counts(2, 2, 3)),
    ]
    assert [(item.name, item.score.rows.number.f1) for item in report.documents] == [("en", 0), ("zh", 0.8)]
    assert dict(report.macro)["full"] == 0.4
    assert (report.missing, report.ignored) == (("en",), ("other",))


def test_a_perfect_prediction_is_perfect() -> None:
    report = score_documents([EN, ZH], [prediction(ZH), prediction(EN)])
    assert report.total.rows.full.f1 == report.total.mentions.strict.f1 == report.total.studies.found.f1 == 1
    assert report.mistakes == () == report.missing
    assert render_errors(report) == ""


def test_rows_do_not_match_across_documents() -> None:
    swapped = [prediction(ZH, rows=EN.rows), prediction(EN, rows=ZH.rows)]
    assert score_documents([EN, ZH], swapped).total.rows.number.hits == 0


def test_language_by_its_letters() -> None:
    assert language_of("总缓解率 ORR") == "zh"
    assert language_of("A long English text with one name 伊") == "en"
    assert language_of("1.5%") == "en"


def test_figures_of_nothing() -> None:
    assert (Counts().precision, Counts().recall, Counts().f1) == (1, 1, 1)
    assert (Counts(0, 0, 2).precision, Counts(0, 3, 0).recall) == (0, 0)
    assert macro_f1([Counts(1, 1, 1), Counts(), Counts(0, 1, 1)]) == 0.5


def test_interval_of_equal_documents_is_a_point() -> None:
    interval = f1_interval([Counts(1, 2, 2)] * 5)
    assert (interval.low, interval.high) == (0.5, 0.5)


def test_interval_of_two_unlike_documents() -> None:
    # Both the worse twice and the better twice come up in a quarter of the draws each.
    interval = f1_interval([Counts(0, 1, 1), Counts(1, 1, 1)])
    assert (interval.low, interval.high) == (0, 1)
    assert f1_interval([Counts(0, 1, 1), Counts(1, 1, 1)]) == interval


def test_interval_weighs_documents_by_their_size() -> None:
    # Drawing only the small document has a chance of (1/6)^6: the large ones dominate.
    interval = f1_interval([Counts(90, 100, 100)] * 5 + [Counts(0, 1, 1)])
    assert 0.87 < interval.low <= interval.high == 0.9


def test_text_report_shows_the_figures() -> None:
    text = render_text(half())
    lines = {line.split()[0]: line.split() for line in text.splitlines() if line}
    assert lines["full"][:7] == ["full", "1.000", "0.500", "0.667", "2", "2", "4"]
    assert lines["PERCENT"][:7] == ["PERCENT", "0.000", "0.000", "0.000", "0", "0", "2"]
    assert "no prediction, counted as missed: en" in text
    assert "no gold, ignored: other" in text


def test_errors_are_chosen_by_kind() -> None:
    report = half()
    assert "missed row  zh  ORR rate 62 % [isatuximab]" in render_errors(report)
    only = render_errors(report, kinds=["mention.missed"])
    assert "missed mention  zh  PERCENT" in only
    assert "⟦60%⟧" in only
    assert "missed row" not in only
    assert render_errors(report, kinds=["invented"]) == ""


def test_the_report_is_json_ready() -> None:
    record = json.loads(json.dumps(half().record()))
    assert record["rows"]["full"]["f1"] == 0.666667
    assert record["documents"]["zh"]["rows"]["number"]["recall"] == 0.666667
    assert record["mentions"]["labels"]["ENDPOINT"]["strict"]["hits"] == 1
    assert record["studies"]["fields"]["N"]["share"] == 1
    assert {item["kind"] for item in record["errors"]} == {"missed"}


def test_the_floor_holds_at_and_under_the_figure() -> None:
    floor = {"mentions": {"strict_f1": 0.4}, "rows": {"full": 2 / 3, "documents": {"zh": {"arm": 0.8}}}}
    assert check_floor(half(), floor) == ()


def test_the_floor_tells_what_fell() -> None:
    floor = {
        "mentions": {"strict_f1": 0.41, "labels": {"ENDPOINT": 0.1, "PERCENT": 0.1}},
        "rows": {"arm": 0.7, "full": 0.6, "documents": {"zh": {"arm": 0.81}, "en": {"full": 0.0}}},
        "studies": {"f1": 0.9},
    }
    assert check_floor(half(), floor) == (
        "mentions.strict_f1: 0.4000 fell below 0.4100",
        "mentions.labels.PERCENT: 0.0000 fell below 0.1000",
        "rows.arm: 0.6667 fell below 0.7000",
        "rows.documents.zh.arm: 0.8000 fell below 0.8100",
        "studies.f1: 0.6667 fell below 0.9000",
    )


def test_a_pin_without_a_figure_counts_as_fallen() -> None:
    floor = {"rows": {"ful": 0.1, "documents": {"gone": {"arm": 0.2}}}, "studies": {"f1": "0.9"}}
    assert check_floor(half(), floor) == (
        "rows.ful: pinned at 0.1, but the report has no such figure",
        "rows.documents.gone.arm: pinned at 0.2, but the report has no such figure",
        "studies.f1: the pin '0.9' is no number",
    )


def test_cut_figures_hold_as_a_floor() -> None:
    report = half()
    floor = figures(report, digits=3)
    assert floor["rows"]["full"] == 0.666
    assert check_floor(report, floor) == ()


def test_a_broken_floor_is_refused(tmp_path: Path) -> None:
    with pytest.raises(GoldError, match="missing"):
        read_floor(tmp_path / "floor.json")
    (tmp_path / "floor.json").write_text("{", encoding="utf-8")
    with pytest.raises(GoldError, match="no JSON"):
        read_floor(tmp_path / "floor.json")


def lines(records: list[dict[str, Any]]) -> str:
    return "".join(json.dumps(record, ensure_ascii=False) + "\n" for record in records)


def write_gold(folder: Path, document: GoldDocument) -> None:
    folder.mkdir(exist_ok=True)
    stem = folder / document.name
    tagged = write_tagged(document.text, document.mentions)
    Path(f"{stem}.tagged.txt").write_text(tagged, encoding="utf-8")
    Path(f"{stem}.rows.jsonl").write_text(lines([row.record() for row in document.rows]), encoding="utf-8")
    Path(f"{stem}.studies.jsonl").write_text(lines([item.record() for item in document.studies]), "utf-8")


def write_run(folder: Path, document: GoldDocument) -> Path:
    """A run that is right but for white space (a line break inside the text, all blanks lost)."""
    text = document.text.replace(" ", "\n\n")
    spans = [(text.index(item.text), item) for item in document.mentions]
    mentions = [
        {
            "doc": document.name,
            "label": m.label,
            "text": m.text,
            "start": at,
            "end": at + len(m.text),
            "page": 1,
        }
        for at, m in spans
    ]
    (folder / "text").mkdir(parents=True)
    (folder / "text" / f"{document.name}.txt").write_text(text, encoding="utf-8")
    (folder / "mentions.jsonl").write_text(lines(mentions), encoding="utf-8")
    row = document.rows[0].record() | {"start": 0, "end": 3, "page": 2, "boxes": [[0, 0, 1, 1]]}
    (folder / "rows.jsonl").write_text(lines([row, row | {"value": 99}]), encoding="utf-8")
    (folder / "studies.jsonl").write_text(lines([document.studies[0].record()]), encoding="utf-8")
    (folder / "run.json").write_text('{"version": "0.1.0", "lexicon": "abc"}', encoding="utf-8")
    return folder


def test_a_run_is_scored_from_its_folder(tmp_path: Path) -> None:
    for document in (ZH, EN):
        write_gold(tmp_path / "gold", document)
    report = score_run(tmp_path / "gold", write_run(tmp_path / "run", ZH))
    assert report.total.mentions.strict == Counts(2, 2, 4)
    assert report.total.rows.full == Counts(1, 2, 4)
    assert report.missing == ("en",)
    assert [(item.what, item.page) for item in report.mistakes if item.kind == "invented"] == [
        ("ORR rate 99 % [isatuximab]", 2)
    ]
    assert (report.signature.version, report.signature.lexicon) == ("0.1.0", "abc")
    tagged = (tmp_path / "gold" / "zh.tagged.txt").read_bytes()
    assert dict(report.signature.files)["zh.tagged.txt"] == hashlib.sha256(tagged).hexdigest()[:12]


def test_the_signature_follows_the_gold(tmp_path: Path) -> None:
    write_gold(tmp_path / "gold", ZH)
    run = write_run(tmp_path / "run", ZH)
    before = score_run(tmp_path / "gold", run).signature.gold
    write_gold(tmp_path / "gold", replace(ZH, rows=ZH.rows[:1]))
    assert score_run(tmp_path / "gold", run).signature.gold != before


@pytest.mark.parametrize("name", ["rows.jsonl", "studies.jsonl", "mentions.jsonl", "text/zh.txt"])
def test_a_folder_without_a_file_of_the_run_is_refused(tmp_path: Path, name: str) -> None:
    write_gold(tmp_path / "gold", ZH)
    (write_run(tmp_path / "run", ZH) / name).unlink()
    with pytest.raises(InputError, match="missing"):
        score_run(tmp_path / "gold", tmp_path / "run")


def test_a_broken_record_of_a_run_is_named(tmp_path: Path) -> None:
    write_gold(tmp_path / "gold", ZH)
    run = write_run(tmp_path / "run", ZH)
    (run / "rows.jsonl").write_text('{"doc": "zh"}\n', encoding="utf-8")
    with pytest.raises(InputError, match=r"rows\.jsonl: line 1: breaks the data contract"):
        score_run(tmp_path / "gold", run)


def test_ten_documents_of_150_rows_are_scored_in_three_seconds() -> None:
    # The hardest case: few readings, so that every row is a candidate for many.
    sentence = "组⟦ENDPOINT|ORR⟧为⟦PERCENT|60%⟧, "
    documents = [
        gold(f"d{i}", sentence * 900, *(float(value % 10) for value in range(150))) for i in range(10)
    ]
    text, mentions = parse_tagged((sentence * 900).replace("为", "", 7))
    predictions = [prediction(document, text=text, mentions=mentions) for document in documents]
    started = time.process_time()
    report = score_documents(documents, predictions)
    assert time.process_time() - started < 3
    assert report.total.rows.full == Counts(1500, 1500, 1500)
    assert report.total.mentions.strict == Counts(18000, 18000, 18000)
