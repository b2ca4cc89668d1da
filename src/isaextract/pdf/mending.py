"""One mistake of pdfium's, mended in a copy of the PDF before pdfium sees it.

``[<> -198 <0003> -188] TJ`` shows strings and moves on by numbers (thousandths of a size). Where one
of the strings is empty pdfium forgets the last number, and all that follows on the line stands too far
left (ISO 32000, 9.4.3, wants the move). Empty strings show nothing: they are taken out of the content
streams, which are appended as an incremental update.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping

from pdfminer.pdfdocument import PDFDocument
from pdfminer.pdftypes import PDFStream

STRING = rb"\((?:[^()\\]|\\.|\((?:[^()\\]|\\.)*+\))*+\)|<[\s0-9A-Fa-f]*+>"
ARRAY = rb"\[(?:[-+.\d\s]|" + STRING + rb")*+\]"
_SHOWN = re.compile(ARRAY + rb"\s*TJ", re.DOTALL)
_PART = re.compile(STRING, re.DOTALL)
_EMPTY = re.compile(rb"\(\)|<\s*>")
_START = re.compile(rb"startxref\s+(\d+)")


def mended(
    data: bytes, document: PDFDocument, contents: Iterable[PDFStream], forms: Iterable[PDFStream]
) -> bytes | None:
    """A PDF that pdfium reads without its mistake, ``None`` where there is no way to one.

    Parameters
    ----------
    data, document
        The PDF, and the same as parsed.
    contents
        The streams of its pages.
    forms
        Those of its forms, whose dictionaries are no matter of a few words: they are not rewritten.
    """
    if any(_rewritten(form) is not None for form in forms):
        return None
    streams = {stream.objid or 0: new for stream in contents if (new := _rewritten(stream)) is not None}
    if not streams:
        return data
    shifted = not data.startswith(b"%PDF-")  # its offsets count from elsewhere
    return None if document.encryption or shifted else updated(data, document, streams)


def _rewritten(stream: PDFStream) -> bytes | None:
    """A stream's new content, ``None`` where it stays as it is."""
    old = stream.get_data()
    new = without_empty_strings(old)
    return None if new == old else new


def without_empty_strings(content: bytes) -> bytes:
    """A content stream without the empty strings in its arrays of shown text."""
    if not _EMPTY.search(content):
        return content
    return _SHOWN.sub(lambda array: _PART.sub(_kept, array[0]), content)


def _kept(string: re.Match[bytes]) -> bytes:
    return b" " if _EMPTY.fullmatch(string[0]) else string[0]


def updated(data: bytes, document: PDFDocument, streams: Mapping[int, bytes]) -> bytes:
    """A PDF with other content streams.

    Parameters
    ----------
    data
        The PDF; not encrypted.
    document
        The PDF as parsed.
    streams
        The new contents by object number.

    Raises
    ------
    ValueError
        When the PDF does not say where its cross-reference table begins.
    """
    starts = _START.findall(data)
    if not starts:
        raise ValueError("no startxref")
    before = int(starts[-1])
    made, offsets = bytearray(data), {}
    for number, content in sorted(streams.items()):
        made += b"\n"
        offsets[number] = len(made)
        made += _stream(number, f"/Length {len(content)}", content)
    trailer = document.xrefs[0].get_trailer()
    size, root = trailer["Size"], f"/Root {trailer['Root'].objid} 0 R /Prev {before}"
    start = len(made)
    in_table = data[before:].lstrip()[:4] == b"xref"
    made += _table(offsets, size, root) if in_table else _cross_references(offsets, start, size, root)
    return bytes(made) + f"\nstartxref\n{start}\n%%EOF\n".encode()


def _stream(number: int, dictionary: str, content: bytes) -> bytes:
    return f"{number} 0 obj\n<< {dictionary} >>\nstream\n".encode() + content + b"\nendstream\nendobj\n"


def _table(offsets: Mapping[int, int], size: int, root: str) -> bytes:
    entries = "".join(f"{number} 1\n{offset:010} 00000 n \n" for number, offset in offsets.items())
    return f"xref\n{entries}trailer\n<< /Size {size} {root} >>".encode()


def _cross_references(offsets: Mapping[int, int], start: int, size: int, root: str) -> bytes:
    """The same as a stream, as PDFs have it whose own table is one."""
    places = {**offsets, size: start}
    entries = b"".join(b"\1" + offset.to_bytes(8, "big") + b"\0\0" for offset in places.values())
    index = " ".join(f"{number} 1" for number in places)
    dictionary = f"/Type /XRef /Size {size + 1} {root} /W [1 8 2] /Index [{index}] /Length {len(entries)}"
    return _stream(size, dictionary, entries)
