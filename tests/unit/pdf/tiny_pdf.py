"""Writes the smallest PDFs that show one difficulty, with no library."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence

Text = tuple[float, float, str]

PAGE = "/MediaBox [0 0 600 800]"


def tiny_pdf(
    *pages: Sequence[Text],
    size: float = 10,
    extra: str = "",
    trailer: str = "",
    kids: str | None = None,
    page: str = PAGE,
    pages_node: str = "",
    objects: dict[int, str] | None = None,
    resources: str = "",
    fonts: str = "",
) -> bytes:
    """Pages of texts ``(x, y, text)``, y from the foot; ``extra`` is drawn on every page.

    ``page`` and ``pages_node`` stand in the dictionaries of the pages and of their parent, ``resources``
    beside the fonts, ``fonts`` among them; ``objects`` are added.
    """
    streams = []
    for texts in pages:
        shown = "".join(f"BT /F1 {size} Tf {x} {y} Td ({text}) Tj ET\n" for x, y, text in texts)
        streams.append(shown + extra)
    numbers = range(4, 4 + 2 * len(pages), 2)
    listed = kids or " ".join(f"{n} 0 R" for n in numbers)
    every = {
        1: "<< /Type /Catalog /Pages 2 0 R >>",
        2: f"<< /Type /Pages /Kids [{listed}] /Count {len(pages)} {pages_node} >>",
        3: "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>",
        **(objects or {}),
    }
    for n, stream in zip(numbers, streams, strict=True):
        every[n] = (
            f"<< /Type /Page /Parent 2 0 R {page} /Contents {n + 1} 0 R"
            f" /Resources << /Font << /F1 3 0 R {fonts} >> {resources} >> >>"
        )
        every[n + 1] = stream_object(stream)
    return _file(every, trailer)


def stream_object(content: str, dictionary: str = "") -> str:
    """A stream with its length."""
    return f"<< /Length {len(content)} {dictionary} >>\nstream\n{content}\nendstream"


def _file(objects: dict[int, str], trailer: str) -> bytes:
    body, offsets = "%PDF-1.4\n", {}
    for number, content in sorted(objects.items()):
        offsets[number] = len(body)
        body += f"{number} 0 obj\n{content}\nendobj\n"
    table = "".join(
        f"{offsets[n]:010} 00000 n \n" if n in offsets else "0000000000 65535 f \n"
        for n in range(1, max(objects) + 1)
    )
    count = max(objects) + 1
    return (
        f"{body}xref\n0 {count}\n0000000000 65535 f \n{table}"
        f"trailer\n<< /Size {count} /Root 1 0 R {trailer} >>\nstartxref\n{len(body)}\n%%EOF\n"
    ).encode("latin-1")


ENCRYPTED = (
    "/ID [<00112233445566778899aabbccddeeff> <00112233445566778899aabbccddeeff>] "
    f"/Encrypt << /Filter /Standard /V 1 /R 2 /P -4 /O <{'11' * 32}> /U <{'22' * 32}> >>"
)

_PADDING = bytes.fromhex("28bf4e5e4e758a4164004e56fffa01082e2e00b6d0683e802f0ca9fe6453697a")


def owner_encrypted(x: float, y: float, text: str) -> bytes:
    """A page that nobody but its owner may change, and anybody may read: its user's password is empty."""
    owner, document = b"\x11" * 32, bytes.fromhex("00112233445566778899aabbccddeeff")
    rights = (-4).to_bytes(4, "little", signed=True)
    key = hashlib.md5(_PADDING + owner + rights + document).digest()[:5]
    user = _rc4(key, _PADDING)
    own = hashlib.md5(key + (5).to_bytes(3, "little") + b"\0\0").digest()[:10]  # of object 5, the content
    shown = _rc4(own, f"BT /F1 10 Tf {x} {y} Td ({text}) Tj ET\n".encode("latin-1")).decode("latin-1")
    trailer = (
        f"/ID [<{document.hex()}> <{document.hex()}>] /Encrypt << /Filter /Standard /V 1 /R 2 /P -4 "
        f"/O <{owner.hex()}> /U <{user.hex()}> >>"
    )
    return tiny_pdf([], extra=shown, trailer=trailer)


def _rc4(key: bytes, data: bytes) -> bytes:
    box, at = list(range(256)), 0
    for i in range(256):
        at = (at + box[i] + key[i % len(key)]) % 256
        box[i], box[at] = box[at], box[i]
    i = at = 0
    made = bytearray()
    for byte in data:
        i = (i + 1) % 256
        at = (at + box[i]) % 256
        box[i], box[at] = box[at], box[i]
        made.append(byte ^ box[(box[i] + box[at]) % 256])
    return bytes(made)


_HELLO = [(50.0, 700.0, "Hello myeloma")]
_LINES = [(50.0, 700.0 - 14 * n, f"Line {n} of a paragraph that goes on and on,") for n in range(4)]
_TABLE = [
    (60.0 + 100 * column, 610.0 - 20 * row, f"cell {row}{column}") for row in range(3) for column in range(3)
]
_GRID = "".join(f"50 {625 - 20 * n} 300 0.5 re f\n" for n in range(4)) + "".join(
    f"{50 + 100 * n} 565 m {50 + 100 * n} 625 l S\n" for n in range(4)
)
_FORM = stream_object(
    "BT /F1 10 Tf 0 0 Td (inside a form) Tj ET\n0 -5 100 0.5 re f\n",
    "/Type /XObject /Subtype /Form /BBox [-10 -10 300 300] /Matrix [1 0 0 1 5 5]"
    " /Resources << /Font << /F1 3 0 R >> >>",
)
_IMAGE = stream_object(
    "\x7f", "/Type /XObject /Subtype /Image /Width 1 /Height 1 /ColorSpace /DeviceGray /BitsPerComponent 8"
)


def map_to(code: str) -> str:
    """A map from the byte 61 (the letter a) to characters, in UTF-16."""
    return stream_object(
        "/CIDInit /ProcSet findresource begin 12 dict begin begincmap /CMapName /X def 1 begincodespacerange"
        f" <00> <ff> endcodespacerange 1 beginbfchar <61> <{code}> endbfchar endcmap end end"
    )


def _drawn_font(name: str, mapped: str = "/ToUnicode 23 0 R") -> str:
    """A font of one glyph, a square for the letter a (Type 3)."""
    return (
        "<< /Type /Font /Subtype /Type3 /FontBBox [0 0 750 750] /FontMatrix [.001 0 0 .001 0 0]"
        " /CharProcs << /a 22 0 R >> /Encoding << /Type /Encoding /Differences [97 /a] >> /FirstChar 97"
        f" /LastChar 97 /Widths [800] /Resources << >> {mapped}"
        f" /FontDescriptor << /Type /FontDescriptor /FontName /{name} /Flags 4 /ItalicAngle 0 >> >>"
    )


_DRAWN = {
    20: _drawn_font("AAAAAA+Drawn"),
    21: _drawn_font("BAAAAA+Drawn-Bold"),
    22: stream_object("800 0 0 0 750 750 d1 0 0 750 750 re f\n"),
    23: map_to("5b57"),
}


def _turned(a: int, b: int) -> str:
    return "".join(
        f"BT /F1 10 Tf {a} {b} {-b} {a} {200 + 14 * n * b} {300 - 14 * n * a} Tm ({text}) Tj ET\n"
        for n, text in enumerate(("First line", "second line"))
    )


BEYOND: dict[str, bytes] = {
    "a page tree that bites its tail": tiny_pdf(_HELLO, kids="2 0 R"),
    "an empty string, and bytes before the PDF": b"saved from a letter\n"
    + tiny_pdf([], extra="BT /F1 10 Tf 50 600 Td [() (a) -700] TJ (b) Tj ET\n"),
    "a drawn font without a map": tiny_pdf(
        _HELLO,
        extra="BT /F2 10 Tf 50 600 Td (aa) Tj ET\n",
        objects=_DRAWN | {20: _drawn_font("AAAAAA+Drawn", "")},
        fonts="/F2 20 0 R",
    ),
}
"""What pdfium leaves to the reference."""

TINY: dict[str, bytes] = {
    **BEYOND,
    "one line": tiny_pdf(_HELLO),
    "two pages": tiny_pdf(_LINES, _HELLO),
    "a rise": tiny_pdf(
        _HELLO,
        extra="BT /F1 10 Tf 50 600 Td (60.4%) Tj /F1 6 Tf 4 Ts (23) Tj 0 Ts /F1 10 Tf ( of all) Tj ET\n",
    ),
    "kerned": tiny_pdf(
        _HELLO, extra="BT /F1 10 Tf 50 600 Td [(Wo) 80 (rds) -600 (apart) -20 ( and) -400 ( drawn)] TJ ET\n"
    ),
    "an empty string before a move": tiny_pdf(
        [],
        extra="BT /F1 10 Tf 50 600 Td [() -300 (moved) 20 () -700] TJ [(on \\(as (it) is\\)) <20> 9 <>] TJ"
        " [<> -500] TJ (end) Tj ET\n",
    ),
    "spaced": tiny_pdf(_HELLO, extra="BT /F1 10 Tf 1 Tc 5 Tw 80 Tz 50 600 Td (words set wide) Tj ET\n"),
    "one word each": tiny_pdf(
        [(50.0, 700.0, "Words"), (79.0, 700.0, " "), (82.0, 700.0, "set"), (96.0, 700.0, "alone")]
    ),
    "a hyphen at the end": tiny_pdf(
        [(50.0, 700.0, "A well-"), (50.0, 688.0, "known drug, Isa-Pd, was given-")]
    ),
    "a scaled matrix": tiny_pdf(
        [], extra="q .5 0 0 .5 0 0 cm BT /F1 1 Tf 20 0 0 20 100 1400 Tm (Hello) Tj ET Q\n"
    ),
    "drawn twice": tiny_pdf([*_HELLO, (50.3, 700.0, "Hello myeloma")]),
    "a table": tiny_pdf(_TABLE, extra=_GRID),
    "rules": tiny_pdf(
        _HELLO,
        extra="50 500 200 0.5 re f\n50 400 m 250 400 l S\n50 300 100 50 re S\n10 10 300 300 re f\n"
        "50 200 m 90 200 l 90 220 l h S\n50 100 m 60 120 80 120 90 100 c S\n50 90 m 250 90 l n\n",
    ),
    "drawn fonts": tiny_pdf(
        _HELLO,
        extra="q /F2 10 Tf BT 50 600 Td (aa) Tj ET q BT /F3 10 Tf 50 580 Td <6161> Tj ET Q % (not) Tj\n"
        "BT 50 560 Td [(a) -200 (a)] TJ () Tj /F1 10 Tf (/F3 9 Tf \\(x\\)) Tj ET Q\n",
        objects=_DRAWN,
        fonts="/F2 20 0 R /F3 21 0 R",
    ),
    "a form": tiny_pdf(
        _HELLO,
        extra="q 2 0 0 2 50 100 cm /X1 Do Q\n",
        objects={20: _FORM},
        resources="/XObject << /X1 20 0 R >>",
    ),
    "an image": tiny_pdf(
        _HELLO,
        extra="q 50 0 0 50 50 100 cm /I1 Do Q\n",
        objects={20: _IMAGE},
        resources="/XObject << /I1 20 0 R >>",
    ),
    "turned against the clock": tiny_pdf([], extra=_turned(0, 1)),
    "turned with the clock": tiny_pdf([], extra=_turned(0, -1)),
    "upside down": tiny_pdf([], extra=_turned(-1, 0)),
    "askew": tiny_pdf(_LINES, extra="BT /F1 30 Tf .7 .7 -.7 .7 100 100 Tm (DRAFT) Tj ET\n"),
    "an origin elsewhere": tiny_pdf(_LINES, page="/MediaBox [-30 40 570 840]"),
    "a crop box": tiny_pdf(_LINES, page=f"{PAGE} /CropBox [20 20 500 780]"),
    "the parent's box": tiny_pdf(
        _LINES, page="/CropBox [20 20 500 780]", pages_node="/MediaBox [0 0 600 800]"
    ),
    **{
        f"shown turned by {turn}": tiny_pdf(
            _LINES, extra=_GRID, page=f"/MediaBox [10 20 600 800] /Rotate {turn}"
        )
        for turn in (90, 180, 270)
    },
    "its owner's password": owner_encrypted(50, 700, "Hello myeloma"),
}
