"""Writes the smallest PDFs that show one difficulty, with no library."""

from __future__ import annotations

from collections.abc import Sequence

Text = tuple[float, float, str]


def tiny_pdf(
    *pages: Sequence[Text], size: float = 10, extra: str = "", trailer: str = "", kids: str | None = None
) -> bytes:
    """Pages of texts ``(x, y, text)``, y from the foot; ``extra`` is drawn on every page."""
    streams = []
    for texts in pages:
        shown = "".join(f"BT /F1 {size} Tf {x} {y} Td ({text}) Tj ET\n" for x, y, text in texts)
        streams.append(shown + extra)
    numbers = range(4, 4 + 2 * len(pages), 2)
    listed = kids or " ".join(f"{n} 0 R" for n in numbers)
    objects = {
        1: "<< /Type /Catalog /Pages 2 0 R >>",
        2: f"<< /Type /Pages /Kids [{listed}] /Count {len(pages)} >>",
        3: "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>",
    }
    for n, stream in zip(numbers, streams, strict=True):
        objects[n] = (
            f"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 600 800] /Contents {n + 1} 0 R"
            " /Resources << /Font << /F1 3 0 R >> >> >>"
        )
        objects[n + 1] = f"<< /Length {len(stream)} >>\nstream\n{stream}\nendstream"
    return _file(objects, trailer)


def _file(objects: dict[int, str], trailer: str) -> bytes:
    body, offsets = "%PDF-1.4\n", {}
    for number, content in sorted(objects.items()):
        offsets[number] = len(body)
        body += f"{number} 0 obj\n{content}\nendobj\n"
    table = "".join(f"{offsets[n]:010} 00000 n \n" for n in sorted(objects))
    count = len(objects) + 1
    return (
        f"{body}xref\n0 {count}\n0000000000 65535 f \n{table}"
        f"trailer\n<< /Size {count} /Root 1 0 R {trailer} >>\nstartxref\n{len(body)}\n%%EOF\n"
    ).encode("latin-1")


ENCRYPTED = (
    "/ID [<00112233445566778899aabbccddeeff> <00112233445566778899aabbccddeeff>] "
    f"/Encrypt << /Filter /Standard /V 1 /R 2 /P -4 /O <{'11' * 32}> /U <{'22' * 32}> >>"
)
