"""Reading ``.txt`` and ``.md``: the layout that ``Document.text`` has, parsed back."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from isaextract.errors import DocumentError
from isaextract.pdf import marks
from isaextract.pdf.blocks import RawBlock, RawReferences, RawTable, RawText, assemble
from isaextract.pdf.lines import wide
from isaextract.pdf.runs import plain
from isaextract.schema.document import Document

_HEADING = re.compile(r"#{1,6}\s+(.*?)\s*#*\s*$")
_RULE = re.compile(r"\s*\|?\s*:?-+:?\s*(\|\s*:?-+:?\s*)*\|?\s*")
_BAR = re.compile(r"\s\|(?=\s)")  # cells may be empty: " | | x"
_BORDERED = re.compile(r"\|(.*)\|\s*")
_ENCODINGS = ("utf-8-sig", "gb18030")


class TextReader:
    """Plain text and Markdown: blocks parted by blank lines, table rows by their bars."""

    name = "text"
    suffixes: tuple[str, ...] = (".txt", ".md")

    def read(self, data: bytes, name: str) -> Document:
        """Read the text; see ``Reader.read``."""
        text = _decode(data, name).replace("\r\n", "\n").replace("\r", "\n")
        if not text.strip():
            raise DocumentError(f"{name}: holds no text; replace it with the document")
        return assemble(name, list(_raw(_groups(text))))


def _decode(data: bytes, name: str) -> str:
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        return data.decode("utf-16", errors="replace")
    if b"\x00" in data:
        raise DocumentError(f"{name}: is no text file (it holds zero bytes); give a .txt, .md or .pdf file")
    for encoding in _ENCODINGS:
        try:
            return data.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise DocumentError(f"{name}: is neither UTF-8 nor GB 18030 text; save it as UTF-8")


def _groups(text: str) -> Iterator[list[str]]:
    """Lines that stand together; a Markdown heading stands alone."""
    group: list[str] = []
    for line in text.split("\n"):
        heading = _HEADING.match(line)
        if not line.strip() or heading:
            if group:
                yield group
            group = []
        if heading:
            yield [heading[1]]
        elif line.strip():
            group.append(line)
    if group:
        yield group


def _raw(groups: Iterator[list[str]]) -> Iterator[RawBlock]:
    pending: str | None = None
    entries: list[str] = []
    for group in groups:
        if pending is not None and (not entries or marks.entry_number(group[0])):
            entries.extend(_entries(group))
            continue
        if pending is not None:
            yield _references(pending, entries)
        pending, entries = None, []
        if marks.is_references(group[0]):
            pending, entries = group[0].strip(), _entries(group[1:])
        else:
            yield _table(group) or RawText(plain(_unwrapped(group)))
    if pending is not None:
        yield _references(pending, entries)


def _references(heading: str, entries: Sequence[str]) -> RawBlock:
    if not entries:
        return RawText(plain(heading))
    return RawReferences(plain(heading), tuple(plain(entry) for entry in entries))


def _entries(lines: Sequence[str]) -> list[str]:
    """Entries of the reference list; a line without a number goes on with a numbered one."""
    entries: list[list[str]] = []
    for line in lines:
        goes_on = entries and marks.entry_number(entries[-1][0]) and not marks.entry_number(line.strip())
        if goes_on:
            entries[-1].append(line.strip())
        else:
            entries.append([line.strip()])
    return [_unwrapped(entry) for entry in entries]


def _table(group: Sequence[str]) -> RawTable | None:
    """The table that lines are, if each of them has cells."""
    rows = [line for i, line in enumerate(group) if not (i == 1 and "|" in line and _RULE.fullmatch(line))]
    if len(group) < 2 or not all(_is_row(line) for line in rows):
        return None
    cells = [_cells(line) for line in rows]
    width = max(len(row) for row in cells)
    return RawTable(tuple(tuple(plain(cell) for cell in row + [""] * (width - len(row))) for row in cells))


def _is_row(line: str) -> bool:
    return _BAR.search(f"{line} ") is not None or _BORDERED.fullmatch(line) is not None


def _cells(line: str) -> list[str]:
    bordered = _BORDERED.fullmatch(line)
    parts = bordered[1].split("|") if bordered else _BAR.split(f"{line} ")
    return [part.strip() for part in parts]


def _unwrapped(lines: Sequence[str]) -> str:
    """One paragraph's lines put together: no blank between characters set in full squares."""
    text = ""
    for line in (line.strip() for line in lines):
        blank = text and line and not (wide(text[-1]) or wide(line[0]))
        text += f" {line}" if blank else line
    return text
