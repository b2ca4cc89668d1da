"""From a marker to the entry of the reference list, and from a row to its DOI."""

from __future__ import annotations

from dataclasses import replace

import pytest

from isaextract.lexicon import Lexicon, load_lexicon
from isaextract.pdf import TextReader
from isaextract.pipes import find_mentions
from isaextract.rows import with_provenance
from isaextract.schema import CitedReference, EvidenceRow, Extraction, Ground, Span

ENTRIES = [
    "[1] Han B. Cancer in China. Lancet, 2024, 4: 47-53.",
    "[2] Attal M. ICARIA (NCT02990338). Lancet, 2019, 394. doi:10.1016/S0140-6736(19)32556-5. PMID: 31735560",
    "[3] Moreau P. IKEMA, NCT 03275285 and EudraCT 2017-001940-37. Lancet, 2021, 397: 2361.",
    "[4] Goldschmidt H. GMMG-HD7. Lancet Haematol, 2022, 9: e810. https://doi.org/10.1016/S2352-3026(22)00263-0",
    "[5] Facon T. IMROZ. N Engl J Med, 2024, 391: 1597. https://doi.org/10.1182/blood-2015-126877-49",
]
LIST = "References\n\n" + "\n".join(ENTRIES)
SAID = "The ORR was 60.4% with isatuximab"


@pytest.fixture(scope="module")
def lexicon() -> Lexicon:
    return load_lexicon()


def read(lexicon: Lexicon, text: str, *cited: str, at: str = "60.4%") -> Extraction:
    """The text with what its markers point to, and one row with these citations."""
    document = TextReader().read(text.encode(), "note")
    start = document.text.index(at)
    ground = Ground(Span(start, start + len(at)))
    row = EvidenceRow("note", "ORR", "rate", 60.4, "%", citations=cited, ground=ground)
    return with_provenance(Extraction(document, find_mentions(document, lexicon), (), (row,)), lexicon)


def linked(extraction: Extraction) -> list[tuple[str, str]]:
    """Each marker's number, and how the entry begins that it points to."""
    text = extraction.document.text
    return [(m.number, m.reference.span.of(text)[:8] if m.reference else "") for m in extraction.markers]


ENTRY = {str(number): entry[:8] for number, entry in enumerate(ENTRIES, 1)}


@pytest.mark.parametrize(
    ("marker", "numbers"),
    [
        ("[2]", "2"), ("[3-5]", "345"), ("[3–5]", "345"), ("［3～5］", "345"), ("[3,5]", "35"),
        ("[3, 5]", "35"),
        ("［3，5］", "35"), ("[1,3-5]", "1345"), ("[1] [2] [3]", "123"), ("[1][2]", "12"),
        ("²", "2"), ("²⁻⁴", "234"), ("²,⁵", "25"), ("²⁻³,⁵", "235"),
    ],
)  # fmt: skip
def test_every_number_of_a_marker_leads_to_its_entry(lexicon: Lexicon, marker: str, numbers: str) -> None:
    found = read(lexicon, f"A review\n\n{SAID}.{marker}\n\n{LIST}")
    assert linked(found) == [(number, ENTRY[number]) for number in numbers]
    for item in found.markers:
        assert item.span.of(found.document.text) in marker


def test_a_row_has_the_entries_of_its_citations_in_order(lexicon: Lexicon) -> None:
    found = read(lexicon, f"A review\n\n{SAID} [4] [2] [3].\n\n{LIST}", "4", "2", "3")
    text = found.document.text
    (row,) = found.rows
    assert row.references == (
        CitedReference("4", "10.1016/S2352-3026(22)00263-0", "", text.index("[4] G")),
        CitedReference("2", "10.1016/S0140-6736(19)32556-5", "31735560", text.index("[2] A")),
        CitedReference("3", "", "", text.index("[3] M")),
    )
    assert row.open == ()
    assert row.record()["references"][2] == {
        "number": "3", "doi": None, "pmid": None, "start": text.index("[3] M"),
    }  # fmt: skip
    assert [g.ground.span.of(text) for g in row.grounds if g.field == "citations"] == ["[4]", "[2]", "[3]"]


def test_the_marker_of_a_row_is_the_nearest_that_says_its_number(lexicon: Lexicon) -> None:
    text = f"A review\n\nIsatuximab is new [2].\n\n{SAID} [2].\n\nIt was shown before [2].\n\n{LIST}"
    (row,) = read(lexicon, text, "2").rows
    (ground,) = row.grounds
    assert ground.ground.span.start == text.index("[2].\n\nIt was")


def test_a_number_without_an_entry_stays_open(lexicon: Lexicon) -> None:
    found = read(lexicon, f"A review\n\n{SAID} [2] [6].\n\n{LIST}", "2", "6")
    (row,) = found.rows
    assert [reference.number for reference in row.references] == ["2"]
    assert row.open == ("reference 6",)
    assert linked(found)[-1] == ("6", "")


def test_a_document_without_a_list_links_nothing(lexicon: Lexicon) -> None:
    found = read(lexicon, f"A review\n\n1 Results\n\n{SAID} [2].\n\n2 Outlook\n\nIt is good.", "2")
    assert linked(found) == [("2", "")]
    assert (found.rows[0].references, found.rows[0].open) == ((), ("reference 2",))


def test_two_entries_of_one_number_link_nothing(lexicon: Lexicon) -> None:
    found = read(
        lexicon, f"A review\n\n{SAID} [2] [3].\n\n{LIST}\n[2] Other A. Else. Lancet, 2020, 1: 2.", "2", "3"
    )
    assert linked(found) == [("2", ""), ("3", ENTRY["3"])]


def test_two_articles_in_one_file_have_lists_of_their_own(lexicon: Lexicon) -> None:
    other = "References\n\n[1] Zonder J. Elotuzumab. Blood, 2012.\n[2] Lonial S. Else. Blood, 2015."
    text = f"One\n\nIt was 60.4% [2].\n\n{other}\n\nTwo\n\nIt was 35.3% [2] [3].\n\n{LIST}"
    assert linked(read(lexicon, text)) == [("2", "[2] Loni"), ("2", ENTRY["2"]), ("3", ENTRY["3"])]
    (row,) = read(lexicon, text, "2", at="35.3%").rows
    assert row.references[0].pmid == "31735560"
    (row,) = read(lexicon, text, "3").rows  # the first article's list ends with 2
    assert row.open == ("reference 3",)


def test_registry_numbers_that_an_entry_prints(lexicon: Lexicon) -> None:
    """A stretch of a DOI that looks like one is none (the last entry's)."""
    found = read(lexicon, f"A review\n\n{SAID} [2].\n\n{LIST}")
    ids = [reference.registry_ids for reference in found.document.references]
    assert ids == [(), ("NCT02990338",), ("NCT 03275285", "EudraCT 2017-001940-37"), (), ()]


def test_nothing_else_of_a_row_changes(lexicon: Lexicon) -> None:
    (row,) = read(lexicon, f"A review\n\n{SAID}.\n\n{LIST}").rows
    assert row == replace(row, references=(), grounds=(), open=())
