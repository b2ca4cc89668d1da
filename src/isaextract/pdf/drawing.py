"""What pdfium finds drawn on a page: its objects, those of forms among them, and the rules that paths are."""

from __future__ import annotations

import ctypes
from collections.abc import Callable, Iterator
from functools import partial
from typing import Any

import pypdfium2.raw as pdfium

from isaextract.pdf.backend import rules_of
from isaextract.pdf.glyphs import Rule

Matrix = tuple[float, float, float, float, float, float]
Point = tuple[float, float]

SAME: Matrix = (1, 0, 0, 1, 0, 0)
DEEPEST = 16  # forms inside forms


def combined(first: Matrix, then: Matrix) -> Matrix:
    """One matrix for two, as PDF multiplies them."""
    a, b, c, d, e, f = first
    a2, b2, c2, d2, e2, f2 = then
    return (
        a * a2 + b * c2,
        a * b2 + b * d2,
        c * a2 + d * c2,
        c * b2 + d * d2,
        e * a2 + f * c2 + e2,
        e * b2 + f * d2 + f2,
    )


def moved(matrix: Matrix, x: float, y: float) -> Point:
    """Where a matrix takes a point."""
    a, b, c, d, e, f = matrix
    return a * x + c * y + e, b * x + d * y + f


def objects_of(page: Any) -> Iterator[tuple[int, Any, Matrix]]:
    """All that is drawn on a page, in its order: its kind, itself, and its matrix to user space."""
    count = pdfium.FPDFPage_CountObjects(page)
    return _objects(partial(pdfium.FPDFPage_GetObject, page), count, SAME, 0)


def _objects(
    get: Callable[[int], Any], count: int, outer: Matrix, depth: int
) -> Iterator[tuple[int, Any, Matrix]]:
    for at in range(count):
        item = get(at)
        matrix = _matrix(item) if outer is SAME else combined(_matrix(item), outer)
        kind = pdfium.FPDFPageObj_GetType(item)
        if kind != pdfium.FPDF_PAGEOBJ_FORM:
            yield kind, item, matrix
        elif depth < DEEPEST:
            inner = pdfium.FPDFFormObj_CountObjects(item)
            yield from _objects(partial(pdfium.FPDFFormObj_GetObject, item), inner, matrix, depth + 1)


def _matrix(item: Any) -> Matrix:
    found = pdfium.FS_MATRIX()
    if not pdfium.FPDFPageObj_GetMatrix(item, found):
        return SAME
    return found.a, found.b, found.c, found.d, found.e, found.f


def rules_of_path(path: Any, matrix: Matrix, height: float) -> Iterator[tuple[bool, Rule]]:
    """The rules among a path's lines and upright rectangles, and of each whether it was a line.

    They are counted from the top of a page of that height.
    """
    fill, stroke = ctypes.c_int(), ctypes.c_int()
    pdfium.FPDFPath_GetDrawMode(path, fill, stroke)
    if not (fill.value or stroke.value):
        return
    for points, closed in _strokes(path):
        seen = [moved(matrix, x, y) for x, y in points]
        line = len(seen) == 2
        if line or (len(seen) == 4 and closed and _is_upright(seen)):
            xs, ys = [x for x, _ in seen], [height - y for _, y in seen]
            outlined = not line and bool(stroke.value)
            found = rules_of(min(xs), min(ys), max(xs), max(ys), outlined=outlined)
            yield from ((line, rule) for rule in found)


def _strokes(path: Any) -> Iterator[tuple[list[Point], bool]]:
    """The parts of a path that are of straight lines, and whether each comes back to its beginning."""
    points: list[Point] = []
    closed = curved = False
    for at in range(pdfium.FPDFPath_CountSegments(path)):
        segment = pdfium.FPDFPath_GetPathSegment(path, at)
        kind = pdfium.FPDFPathSegment_GetType(segment)
        if kind == pdfium.FPDF_SEGMENT_MOVETO:
            if not curved:
                yield _without_return(points, closed)
            points, closed, curved = [], False, False
        curved = curved or kind == pdfium.FPDF_SEGMENT_BEZIERTO
        points.append(_point(segment))
        closed = closed or bool(pdfium.FPDFPathSegment_GetClose(segment))
    if not curved:
        yield _without_return(points, closed)


def _without_return(points: list[Point], closed: bool) -> tuple[list[Point], bool]:
    if len(points) > 2 and points[0] == points[-1]:
        return points[:-1], True
    return points, closed


def _point(segment: Any) -> Point:
    x, y = ctypes.c_float(), ctypes.c_float()
    pdfium.FPDFPathSegment_GetPoint(segment, x, y)
    return x.value, y.value


def _is_upright(corners: list[Point]) -> bool:
    """Whether four corners are those of a rectangle with level and upright sides."""
    (x0, y0), (x1, y1), (x2, y2), (x3, y3) = corners
    level = _near(y0, y1) and _near(x1, x2) and _near(y2, y3) and _near(x3, x0)
    return level or (_near(x0, x1) and _near(y1, y2) and _near(x2, x3) and _near(y3, y0))


def _near(one: float, other: float) -> bool:
    return abs(one - other) < 0.001
