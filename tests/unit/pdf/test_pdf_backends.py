"""The PDF backends, on PDFs written by hand."""

from __future__ import annotations

import pytest

from isaextract.errors import DocumentError
from isaextract.pdf import PdfiumReader, PdfplumberReader
from isaextract.pdf.backend import PdfReader
from unit.pdf.tiny_pdf import ENCRYPTED, TINY, map_to, tiny_pdf

HELLO = [(50.0, 700.0, "Hello myeloma")]


@pytest.fixture(params=[PdfiumReader, PdfplumberReader], ids=lambda made: made.name)
def reader(request: pytest.FixtureRequest) -> PdfReader:
    made: PdfReader = request.param()
    return made


def test_glyphs_stand_on_their_baseline(reader: PdfReader) -> None:
    (page,) = reader.extract(tiny_pdf(HELLO), "a.pdf")
    assert "".join(g.char for g in page.glyphs) == "Hello myeloma"
    assert {g.baseline for g in page.glyphs} == {100.0}
    assert page.glyphs[0].box.x0 == 50.0


def test_a_rise_is_a_raised_baseline(reader: PdfReader) -> None:
    raised = "BT /F1 10 Tf 50 600 Td (60.4%) Tj /F1 6 Tf 4 Ts (23) Tj ET\n"
    document = reader.read(tiny_pdf(HELLO, extra=raised), "a.pdf")
    assert "60.4%²³" in document.text


def test_lines_and_thin_rectangles_are_rules(reader: PdfReader) -> None:
    drawn = "50 500 200 0.5 re f\n50 400 m 250 400 l S\n50 300 100 50 re S\n10 10 300 300 re f\n"
    (page,) = reader.extract(tiny_pdf(HELLO, extra=drawn), "a.pdf")
    assert [rule.horizontal for rule in page.rules].count(True) == 4
    assert [rule.horizontal for rule in page.rules].count(False) == 2


def test_a_turned_page_is_read_and_its_boxes_are_those_of_the_page(reader: PdfReader) -> None:
    turned = "".join(
        f"BT /F1 10 Tf 0 1 -1 0 {x} 100 Tm ({text}) Tj ET\n"
        for x, text in ((100, "First line"), (114, "second line"))
    )
    document = reader.read(tiny_pdf([], extra=turned), "a.pdf")
    assert document.text == "First line second line"
    first = document.glyphs[0]
    assert first is not None
    assert 90 <= first.x0 <= first.x1 <= 110
    assert 690 <= first.top <= first.bottom <= 702


def test_a_page_tree_that_bites_its_tail_is_read_without_it(reader: PdfReader) -> None:
    assert reader.read(tiny_pdf(HELLO, kids="2 0 R"), "a.pdf").text == "Hello myeloma"


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (b"no pdf at all", "no PDF"),
        (b"%PDF-1.4\n%%EOF", "damaged"),
        (tiny_pdf(HELLO, trailer=ENCRYPTED), "password"),
        (tiny_pdf([]), "no text"),
        (tiny_pdf([(50.0, 700.0, "\xc8\xab\xca\xc0\xbd\xe7\xce\xde")]), "map from glyphs"),
    ],
)
def test_bad_input_names_file_reason_and_remedy(reader: PdfReader, data: bytes, reason: str) -> None:
    with pytest.raises(DocumentError, match=rf"^bad\.pdf: .*{reason}.*; "):
        reader.read(data, "bad.pdf")


def test_what_its_owner_alone_may_change_is_read(reader: PdfReader) -> None:
    assert reader.read(TINY["its owner's password"], "a.pdf").text == "Hello myeloma"


@pytest.mark.parametrize(
    ("code", "char"), [("d835dc65", "\U0001d465"), ("d835", "\ufffd"), ("00660069", "fi")]
)
def test_a_map_may_name_characters_of_two_parts(code: str, char: str) -> None:
    font = "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /ToUnicode 30 0 R >>"
    made = tiny_pdf([(50.0, 700.0, "a" + "myelom" * 10)], objects={3: font, 30: map_to(code)})
    (page,) = PdfiumReader.extract(made, "a.pdf")
    assert page.glyphs[0].char == char
    assert page.glyphs[0].x1 - page.glyphs[0].x0 > 5


def test_pages_that_are_images_are_told(reader: PdfReader) -> None:
    image = (
        "<< /Type /XObject /Subtype /Image /Width 1 /Height 1 /ColorSpace /DeviceGray /BitsPerComponent 8"
        " /Length 1 >>\nstream\n\x7f\nendstream"
    )
    scan = tiny_pdf(
        [], extra="q 600 0 0 800 0 0 cm /I Do Q\n", objects={20: image}, resources="/XObject << /I 20 0 R >>"
    )
    with pytest.raises(DocumentError, match="its pages are images"):
        reader.read(scan, "scan.pdf")


def test_a_moved_word_stands_where_the_standard_puts_it(reader: PdfReader) -> None:
    """pdfium forgets the 7 points between the array, which holds an empty string, and what follows."""
    shown = "BT /F1 10 Tf 50 600 Td [() (a) -700] TJ (b) Tj ET\n"
    (page,) = reader.extract(tiny_pdf([], extra=shown), "a.pdf")
    first, second = page.glyphs
    assert second.x0 - first.x1 == pytest.approx(7.0, abs=0.02)
