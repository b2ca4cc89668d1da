"""A gold folder is read whole, or refused with file, line, reason and remedy."""

import json
from pathlib import Path
from typing import Any

import pytest

from isaextract.errors import GoldError
from isaextract.gold import read_gold

STUDY: dict[str, Any] = {
    "doc": "d", "ids": ["NCT1"], "name": "A", "phase": "3", "population": "RRMM", "N": 10,
    "arms": [["dexamethasone", "isatuximab"]], "citations": ["1"],
}  # fmt: skip
ROW: dict[str, Any] = {
    "doc": "d", "trial_ids": ["NCT1"], "trial_name": "A", "phase": "3", "population": "RRMM", "subgroup": "",
    "regimen": ["dexamethasone", "isatuximab"], "comparator": [], "endpoint": "ORR", "event": "", "grade": "",
    "measure": "rate", "value": 60, "unit": "%", "status": "reported", "n": None, "N": 10, "ci_low": None,
    "ci_high": 70.5, "p": "", "timepoint": "", "follow_up": "", "citations": ["1"], "quote": "ORR 为 60%",
}  # fmt: skip
TAGGED = "⟦ENDPOINT|ORR⟧ 为\n⟦PERCENT|60%⟧"


def write(folder: Path, name: str, row: dict[str, Any] | str, study: dict[str, Any] = STUDY) -> Path:
    line = row if isinstance(row, str) else json.dumps(row)
    (folder / f"{name}.tagged.txt").write_text(TAGGED, encoding="utf-8")
    (folder / f"{name}.rows.jsonl").write_text(f"\n{line}\n", encoding="utf-8")
    (folder / f"{name}.studies.jsonl").write_text(json.dumps(study) + "\n", encoding="utf-8")
    return folder


def test_a_document_is_read_into_nouns(tmp_path: Path) -> None:
    (document,) = read_gold(write(tmp_path, "d", ROW))
    assert (document.name, document.text) == ("d", "ORR 为\n60%")
    assert [mention.text for mention in document.mentions] == ["ORR", "60%"]
    assert document.rows[0].value == 60
    assert document.rows[0].regimen == ("dexamethasone", "isatuximab")
    assert document.studies[0].arms[0].drugs == ("dexamethasone", "isatuximab")


def test_documents_come_sorted_by_name(tmp_path: Path) -> None:
    for name in ("b", "a"):
        write(tmp_path, name, ROW | {"doc": name}, STUDY | {"doc": name})
    assert [document.name for document in read_gold(tmp_path)] == ["a", "b"]


def test_fields_beyond_the_contract_are_let_through(tmp_path: Path) -> None:
    assert len(read_gold(write(tmp_path, "d", ROW | {"note": "added"}))) == 1


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        ({"endpoint": "ORRR"}, "unknown endpoint 'ORRR'"),
        ({"measure": "share"}, "unknown measure 'share'"),
        ({"unit": "months"}, "unknown unit 'months'"),
        ({"status": "nr"}, "unknown status 'nr'"),
        ({"grade": "3+"}, "unknown grade '3\\+'"),
        ({"phase": "III"}, "unknown phase 'III'"),
        ({"value": "60"}, "'value' is '60': it must be a number or null"),
        ({"value": float("nan")}, "'value' is nan: it must be a number or null"),
        ({"n": 6.5}, "'n' is 6.5: it must be a whole number"),
        ({"N": True}, "'N' is True: it must be a whole number"),
        ({"regimen": "Isa"}, "'regimen' is 'Isa': it must be a list of strings"),
        ({"citations": [1]}, "'citations' is \\[1\\]: it must be a list of strings"),
        ({"regimen": ["b", "a"]}, "regimen \\['b', 'a'\\] is not sorted"),
        ({"quote": "ORR 为 61%"}, "the quote 'ORR 为 61%' is not in the text"),
        ({"quote": " "}, "the quote is empty"),
        ({"doc": "e"}, "'doc' is 'e', the file is of 'd'"),
        ({"value": None}, "a reported row has no value"),
        ({"status": "not_reached"}, "a row that was not reached has a value"),
        ({"comparator": ["a"]}, "a rate has no comparator"),
        ({"event": "diarrhea"}, "ORR has no event"),
    ],
)
def test_a_row_that_breaks_the_contract_is_refused(
    tmp_path: Path, change: dict[str, Any], reason: str
) -> None:
    with pytest.raises(GoldError, match=rf"d\.rows\.jsonl: line 2: {reason}"):
        read_gold(write(tmp_path, "d", ROW | change))


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        ({"phase": "II"}, "unknown phase 'II'"),
        ({"arms": [["b", "a"]]}, "an arm \\['b', 'a'\\] is not sorted"),
        ({"arms": [[]]}, "'arms' is \\[\\[\\]\\]"),
        ({"ids": ["NCT2", "NCT1"]}, "ids .* is not sorted"),
        ({"N": "10"}, "'N' is '10'"),
    ],
)
def test_a_study_that_breaks_the_contract_is_refused(
    tmp_path: Path, change: dict[str, Any], reason: str
) -> None:
    with pytest.raises(GoldError, match=rf"d\.studies\.jsonl: line 1: {reason}"):
        read_gold(write(tmp_path, "d", ROW, STUDY | change))


def test_a_missing_field_is_named(tmp_path: Path) -> None:
    row = {name: value for name, value in ROW.items() if name != "follow_up"}
    with pytest.raises(GoldError, match=r"line 2: the field 'follow_up' is missing: add it"):
        read_gold(write(tmp_path, "d", row))


def test_bad_json_is_named_with_its_line(tmp_path: Path) -> None:
    with pytest.raises(GoldError, match=r"d\.rows\.jsonl: line 2: no JSON"):
        read_gold(write(tmp_path, "d", '{"doc": "d",'))


def test_a_record_that_is_no_object_is_refused(tmp_path: Path) -> None:
    with pytest.raises(GoldError, match="line 2: no record"):
        read_gold(write(tmp_path, "d", "[1]"))


@pytest.mark.parametrize("ending", [".tagged.txt", ".rows.jsonl", ".studies.jsonl"])
def test_a_missing_companion_is_named(tmp_path: Path, ending: str) -> None:
    (write(tmp_path, "d", ROW) / f"d{ending}").unlink()
    with pytest.raises(GoldError, match=rf"d{ending}: missing"):
        read_gold(tmp_path)


def test_a_broken_mark_names_file_and_line(tmp_path: Path) -> None:
    (write(tmp_path, "d", ROW) / "d.tagged.txt").write_text("a\n⟦X|b⟧", encoding="utf-8")
    with pytest.raises(GoldError, match=r"d\.tagged\.txt: line 2: unknown label 'X'"):
        read_gold(tmp_path)


def test_other_encodings_are_refused(tmp_path: Path) -> None:
    (write(tmp_path, "d", ROW) / "d.tagged.txt").write_bytes("缓解".encode("gbk"))
    with pytest.raises(GoldError, match="not UTF-8"):
        read_gold(tmp_path)


def test_an_empty_or_absent_folder_is_refused(tmp_path: Path) -> None:
    with pytest.raises(GoldError, match="no gold document"):
        read_gold(tmp_path)
    with pytest.raises(GoldError, match="no such folder"):
        read_gold(tmp_path / "absent")
