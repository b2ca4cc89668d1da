from __future__ import annotations

import csv
import io
import json
from dataclasses import replace
from typing import Any

import pytest

from isaextract.export import CSV_FIELDS, CsvExporter, Exporter, JsonlExporter, TextExporter
from isaextract.schema import CONTRACT_FIELDS, CitedReference, EvidenceRow, Extraction

EXPORTERS = [JsonlExporter(), CsvExporter(), TextExporter()]


def _with_row(extraction: Extraction, **changes: object) -> Extraction:
    return replace(extraction, rows=(replace(extraction.rows[0], **changes),))  # type: ignore[arg-type]


def _csv_record(extraction: Extraction) -> dict[str, str]:
    exporter = CsvExporter()
    content = exporter.head()["rows.csv"] + exporter.render(extraction)["rows.csv"]
    [record] = csv.DictReader(io.StringIO(content.decode("utf-8-sig")))
    return record


@pytest.mark.parametrize("exporter", EXPORTERS, ids=lambda e: type(e).__name__)
class TestEveryExporter:
    def test_paths_are_relative_and_stay_inside(self, exporter: Exporter, extraction: Extraction) -> None:
        for name in (*exporter.head(), *exporter.render(extraction)):
            assert not name.startswith("/")
            assert ".." not in name.split("/")

    def test_same_extraction_same_bytes(self, exporter: Exporter, extraction: Extraction) -> None:
        assert exporter.render(extraction) == exporter.render(extraction)

    def test_a_document_without_findings_adds_no_record(
        self, exporter: Exporter, extraction: Extraction
    ) -> None:
        empty = replace(extraction, mentions=(), studies=(), rows=())
        records = {
            name: part for name, part in exporter.render(empty).items() if not name.startswith("text/")
        }
        assert set(records.values()) <= {b""}


class TestJsonl:
    def test_row_reads_back(self, extraction: Extraction) -> None:
        record = json.loads(JsonlExporter().render(extraction)["rows.jsonl"])
        assert list(record)[: len(CONTRACT_FIELDS)] == list(CONTRACT_FIELDS)
        read = EvidenceRow.from_record(record)
        assert replace(read, grounds=extraction.rows[0].grounds) == extraction.rows[0]

    def test_mention_has_its_place(self, extraction: Extraction) -> None:
        lines = JsonlExporter().render(extraction)["mentions.jsonl"].decode().splitlines()
        percent = json.loads(lines[1])
        text = extraction.document.text
        assert text[percent["start"] : percent["end"]] == percent["text"] == "60.4%"
        assert percent["page"] == 1
        assert len(percent["boxes"]) == 1

    def test_chinese_stands_as_itself(self, extraction: Extraction) -> None:
        assert "为".encode() in JsonlExporter().render(extraction)["rows.jsonl"]

    def test_not_a_number_is_refused(self, extraction: Extraction) -> None:
        with pytest.raises(ValueError, match="Out of range"):
            JsonlExporter().render(_with_row(extraction, value=float("nan")))


class TestReferences:
    def _records(self, extraction: Extraction) -> list[dict[str, Any]]:
        return [
            json.loads(line) for line in JsonlExporter().render(extraction)["references.jsonl"].splitlines()
        ]

    def test_an_entry_says_what_it_prints_where_it_stands_and_what_cites_it(self, cited: Extraction) -> None:
        text = cited.document.text
        first, second = self._records(cited)
        assert (first["doc"], first["number"], first["text"]) == (
            "icaria",
            "23",
            "[23] Attal M. ICARIA. 2019.",
        )
        assert (first["authors"], first["year"], first["title"], first["journal"]) == (
            "Attal M",
            "2019",
            "I",
            "L",
        )
        assert (first["doi"], first["pmid"], first["registry_ids"]) == ("10.1/a", "317", ["NCT02990338"])
        assert text[first["start"] : first["end"]] == first["text"]
        assert (first["page"], len(first["boxes"])) == (1, 1)
        marker = text.index("[23]")
        assert first["cited_at"] == [{"start": marker, "end": marker + 4, "page": 1}]
        assert first["rows"] == 1
        assert (second["number"], second["doi"], second["pmid"]) == ("24", None, None)
        assert (second["cited_at"], second["rows"]) == ([], 0)

    def test_a_row_names_its_entries_and_its_dois(self, cited: Extraction) -> None:
        record = json.loads(JsonlExporter().render(cited)["rows.jsonl"])
        start = cited.document.references[0].span.start
        assert record["references"] == [{"number": "23", "doi": "10.1/a", "pmid": "317", "start": start}]
        assert EvidenceRow.from_record(record).references == cited.rows[0].references
        assert _csv_record(cited)["doi"] == "10.1/a"

    def test_dois_are_joined_and_what_has_none_is_left_out(self, extraction: Extraction) -> None:
        cited = (
            CitedReference("3", "10.1/a", "", 9),
            CitedReference("4", "", "7", 19),
            CitedReference("5", "10.1/b", "", 29),
        )
        assert _csv_record(_with_row(extraction, references=cited))["doi"] == "10.1/a;10.1/b"


class TestCsv:
    def test_begins_with_one_byte_order_mark(self, extraction: Extraction) -> None:
        exporter = CsvExporter()
        assert exporter.head()["rows.csv"].startswith(b"\xef\xbb\xbfdoc,trial_ids,")
        assert b"\xef\xbb\xbf" not in exporter.render(extraction)["rows.csv"]

    def test_lists_are_joined(self, extraction: Extraction) -> None:
        record = _csv_record(extraction)
        assert tuple(record) == CSV_FIELDS
        assert record["regimen"] == "dexamethasone+isatuximab+pomalidomide"
        assert record["comparator"] == ""
        assert record["citations"] == "23;24"
        assert record["open"] == "follow_up;timepoint"

    @pytest.mark.parametrize(
        ("value", "written"), [(60.4, "60.4"), (87.0, "87"), (0.596, "0.596"), (None, "")]
    )
    def test_numbers(self, extraction: Extraction, value: float | None, written: str) -> None:
        assert _csv_record(_with_row(extraction, value=value))["value"] == written

    def test_an_unknown_count_does_not_turn_counts_into_floats(self, extraction: Extraction) -> None:
        known = extraction.rows[0]
        both = replace(extraction, rows=(known, replace(known, n=None)))
        lines = CsvExporter().render(both)["rows.csv"].decode().splitlines()
        column = CSV_FIELDS.index("n")
        assert [next(csv.reader([line]))[column] for line in lines] == ["93", ""]

    def test_words_that_pandas_takes_for_missing_stay(self, extraction: Extraction) -> None:
        assert _csv_record(_with_row(extraction, subgroup="NA"))["subgroup"] == "NA"

    def test_quote_with_comma_quotation_and_line_end(self, extraction: Extraction) -> None:
        quote = 'ORR, "60.4%"\n为'
        assert _csv_record(_with_row(extraction, quote=quote))["quote"] == quote


def test_text_is_to_the_letter(extraction_of: object) -> None:
    text = "一\r\n二\u2028 60.4%[23] ICARIA-MM Isa-Pd\n"
    rendered = TextExporter().render(extraction_of("d", text))  # type: ignore[operator]
    assert rendered == {"text/d.txt": text.encode()}
