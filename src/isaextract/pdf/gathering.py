"""Lines and tables in reading order to paragraphs, list entries and tables."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from isaextract.pdf import marks
from isaextract.pdf.cells import Grid
from isaextract.pdf.paragraphs import Habits, Placed, breaks

Item = Placed | Grid


@dataclass(slots=True)
class Paragraph:
    """Lines of one paragraph, and whether they are entries of the reference list."""

    lines: list[Placed]
    listed: bool = False


def gather(items: Iterable[Item], habits: Habits) -> list[Paragraph | Grid]:
    """Lines gathered to paragraphs, tables between them.

    Parameters
    ----------
    items
        Lines and tables in reading order.
    habits
        The document's line pitches and indents.
    """
    parts: list[Paragraph | Grid] = []
    listed = False
    for item in items:
        last = parts[-1] if parts else None
        if isinstance(item, Grid):
            parts.append(item)
        elif isinstance(last, Paragraph) and _goes_on(last, item, habits, listed=listed):
            last.lines.append(item)
        else:
            listed = _listed(listed, last, item)
            parts.append(Paragraph([item], listed))
    return _mended(parts, habits)


def _goes_on(last: Paragraph, item: Placed, habits: Habits, *, listed: bool) -> bool:
    return _same_entry(last, item, habits) if listed else not breaks(last.lines[-1], item, habits)


def _listed(listed: bool, last: Paragraph | Grid | None, item: Placed) -> bool:
    """Whether an item that begins a paragraph is an entry of the reference list."""
    if not listed:
        return isinstance(last, Paragraph) and heads_references(last)
    heading = item.line.bold and not marks.entry_number(item.line.text)
    return not (heading or marks.is_named_heading(item.line.text))


def heads_references(paragraph: Paragraph) -> bool:
    """Whether a paragraph is the heading of the reference list."""
    return len(paragraph.lines) == 1 and marks.is_references(paragraph.lines[0].line.text)


def _same_entry(entry: Paragraph, item: Placed, habits: Habits) -> bool:
    """Whether a line goes on with the last entry of the reference list."""
    number = marks.entry_number(entry.lines[0].line.text)
    if not number:
        return not breaks(entry.lines[-1], item, habits)
    if marks.entry_number(item.line.text) == str(int(number) + 1):
        return False
    return abs(item.style[0] - entry.lines[0].style[0]) <= 1 and not marks.is_named_heading(item.line.text)


def _mended(parts: list[Paragraph | Grid], habits: Habits) -> list[Paragraph | Grid]:
    """Paragraphs that a table interrupts, whole again and before the table."""
    result: list[Paragraph | Grid] = []
    for part in parts:
        broken = _interrupted(result)
        if broken is not None and isinstance(part, Paragraph) and _resumes(broken, part, habits):
            broken.lines.extend(part.lines)
        else:
            result.append(part)
    return result


def _interrupted(parts: Sequence[Paragraph | Grid]) -> Paragraph | None:
    """The paragraph before the table (with its caption and notes) that ends the parts."""
    at = len(parts) - 1
    while at >= 0 and isinstance(parts[at], Paragraph) and marks.NOTE.match(_text(parts[at])):
        at -= 1
    if at < 0 or not isinstance(parts[at], Grid):
        return None
    at -= 1
    if at >= 0 and isinstance(parts[at], Paragraph) and marks.CAPTION.match(_text(parts[at])):
        at -= 1
    found = parts[at] if at >= 0 else None
    return found if isinstance(found, Paragraph) and not found.listed else None


def _text(part: Paragraph | Grid) -> str:
    return part.lines[0].line.text if isinstance(part, Paragraph) else ""


def _resumes(broken: Paragraph, part: Paragraph, habits: Habits) -> bool:
    last, first = broken.lines[-1], part.lines[0]
    if marks.ended(last.line.text) or last.style != first.style or last.line.size != habits.body:
        return False
    full = last.line.x1 > last.right - 2 * last.line.size
    return full and not first.indented and not first.line.bold and not marks.NOTE.match(first.line.text)
