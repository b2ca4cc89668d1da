"""Draws ``docs/img/evidence.png`` and writes the README's table: one reading of the isatuximab review.

``python docs/make_picture.py``: the pages are pdfplumber's images of the PDF, boxes and numbers are the
rows' own.
"""

from __future__ import annotations

import sys
import warnings
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import pdfplumber
from PIL import Image, ImageDraw, ImageFont

from isaextract.lexicon import load_lexicon
from isaextract.pdf import read_document
from isaextract.pipeline import extract
from isaextract.schema import Box, EvidenceRow, Extraction

ROOT = Path(__file__).resolve().parents[1]
PDF = ROOT / "corpus" / "isatuximab-review-2022.pdf"
PICTURE = ROOT / "docs" / "img" / "evidence.png"
sys.path.insert(0, str(ROOT / "bench"))

SCALE = 2.0  # pixels per PDF point
MARGIN = 14
COLOURS = ("#b3261e", "#1a5fb4", "#2e7d32")
PAPER, INK, RULE = "#ffffff", "#1f2328", "#d0d7de"
COLUMNS = (
    ("", 34),
    ("study", 130),
    ("arm", 436),
    ("endpoint", 130),
    ("value", 110),
    ("follow-up", 120),
    ("page", 60),
)
FIRST, REVERSED = 14, "GMMG-HD7"


@dataclass(frozen=True, slots=True)
class Scene:
    """Rows that one stretch of one page gives; ``top`` is where the stretch begins."""

    rows: tuple[EvidenceRow, ...]
    page: int
    top: float
    bottom: float


def main() -> None:
    """Read once; draw, then write the table."""
    warnings.filterwarnings("ignore", message=".*pkg_resources.*")
    from pages import README, put_between

    extraction = extract(read_document(PDF), load_lexicon())
    scenes = [scene(extraction, "ICARIA-MM", 4), scene(extraction, REVERSED, 8)]
    PICTURE.parent.mkdir(exist_ok=True)
    picture(scenes).quantize(64).save(PICTURE, optimize=True)
    put_between(README, "rows", rows_table(extraction.rows))


def scene(extraction: Extraction, study: str, count: int) -> Scene:
    """The first rows of a study, from where the page introduces it."""
    rows = tuple(row for row in extraction.rows if row.trial_name == study)[:count]
    anchor = next(item.ground for item in extraction.studies if item.name == study)
    boxes = [box for row in rows for box in _value(row)]
    page = boxes[0].page
    lead = [box for box in (anchor.boxes if anchor else ()) if box.page == page]
    placed = [box for box in (*lead, *boxes) if box.page == page]
    return Scene(rows, page, min(b.top for b in placed) - 6, max(b.bottom for b in placed) + 4)


def _value(row: EvidenceRow) -> tuple[Box, ...]:
    return next((item.ground.boxes for item in row.grounds if item.field == "value"), ())


def picture(scenes: Sequence[Scene]) -> Image.Image:
    """One panel under the other."""
    panels = [panel(item) for item in scenes]
    size = max(p.width for p in panels), sum(p.height for p in panels)
    canvas = Image.new("RGB", size, PAPER)
    top = 0
    for part in panels:
        canvas.paste(part, (0, top))
        top += part.height
    return canvas


def panel(scene: Scene) -> Image.Image:
    """The stretch of the page with its boxes, and the rows beneath."""
    page = page_image(scene)
    sheet = row_sheet(scene)
    width = max(page.width, sheet.width) + 2 * MARGIN
    canvas = Image.new("RGB", (width, page.height + sheet.height + 3 * MARGIN), PAPER)
    canvas.paste(page, ((width - page.width) // 2, MARGIN))
    canvas.paste(sheet, ((width - sheet.width) // 2, page.height + 2 * MARGIN))
    return canvas


def page_image(scene: Scene) -> Image.Image:
    """The page's image, the numbers' boxes drawn on it in their arm's colour."""
    with pdfplumber.open(PDF) as pdf:
        page = pdf.pages[scene.page - 1]
        image = page.to_image(resolution=72 * SCALE).original.convert("RGB")
        width = page.width
    draw = ImageDraw.Draw(image)
    for number, row in enumerate(scene.rows, start=1):
        for box in _value(row):
            if box.page == scene.page:
                _mark(draw, box, number, _colour(scene, row))
    crop = (40 * SCALE, scene.top * SCALE, (width - 40) * SCALE, scene.bottom * SCALE)
    image = image.crop(tuple(int(edge) for edge in crop))
    ImageDraw.Draw(image).rectangle((0, 0, image.width - 1, image.height - 1), outline=RULE)
    return image


def _mark(draw: ImageDraw.ImageDraw, box: Box, number: int, colour: str) -> None:
    left, top, right, bottom = (
        edge * SCALE for edge in (box.x0 - 1, box.top - 1, box.x1 + 1, box.bottom + 1)
    )
    draw.rectangle((left, top, right, bottom), outline=colour, width=2)
    _badge(draw, (right, top - 2), number, colour)


def _badge(draw: ImageDraw.ImageDraw, at: tuple[float, float], number: int, colour: str) -> None:
    x, y = at
    draw.ellipse((x - 8, y - 8, x + 8, y + 8), fill=colour)
    draw.text((x, y), str(number), fill=PAPER, font=_font(12), anchor="mm")


def _colour(scene: Scene, row: EvidenceRow) -> str:
    arms = sorted({item.regimen for item in scene.rows}, key=len, reverse=True)
    return COLOURS[arms.index(row.regimen) % len(COLOURS)]


def row_sheet(scene: Scene) -> Image.Image:
    """The rows as a table, each with the number that marks it on the page."""
    width, height = sum(size for _, size in COLUMNS) + 2, 26 * (len(scene.rows) + 1) + 2
    sheet = Image.new("RGB", (width, height), PAPER)
    draw = ImageDraw.Draw(sheet)
    _line(draw, 0, [name for name, _ in COLUMNS], "#57606a")
    for number, row in enumerate(scene.rows, start=1):
        _line(draw, 26 * number, ["", *cells(row)], INK)
        _badge(draw, (16, 26 * number + 13), number, _colour(scene, row))
    return sheet


def cells(row: EvidenceRow) -> list[str]:
    """What the picture shows of a row."""
    arm = " + ".join(row.regimen)
    return [
        row.trial_name,
        arm,
        endpoint(row),
        value(row),
        row.follow_up,
        str(row.ground.boxes[0].page if row.ground else ""),
    ]


def endpoint(row: EvidenceRow) -> str:
    """The endpoint with what narrows it."""
    grade = f"grade {row.grade}" if row.grade else ""
    return " ".join(part for part in (row.endpoint, row.event, grade, row.timepoint) if part)


def value(row: EvidenceRow) -> str:
    """The value with its unit."""
    if row.value is None:
        return row.status.replace("_", " ")
    return f"{row.value:g}{'' if row.unit == '%' else ' '}{row.unit}".strip()


def _line(draw: ImageDraw.ImageDraw, top: int, texts: Sequence[str], colour: str) -> None:
    left = 0
    for text, (_, width) in zip(texts, COLUMNS, strict=True):
        draw.text((left + 6, top + 13), text, fill=colour, font=_font(15), anchor="lm")
        left += width
    draw.line((0, top + 26, left, top + 26), fill=RULE)


def _font(size: int) -> ImageFont.FreeTypeFont | ImageFont.ImageFont:
    return ImageFont.load_default(size)


def rows_table(rows: Sequence[EvidenceRow]) -> str:
    """The first rows, then those of GMMG-HD7, as Markdown."""
    from pages import table

    head = ("study", "subgroup", "arm", "endpoint", "value", "follow-up", "cited", "page", "quote")
    chosen = [row for row in rows if row.trial_name == REVERSED][:6]
    gap = ("…", *[""] * (len(head) - 1))
    return table(head, [*_lines(rows[:FIRST]), gap, *_lines(chosen), gap], left=len(head))


def _lines(rows: Sequence[EvidenceRow]) -> Iterator[tuple[str, ...]]:
    for row in rows:
        arm = " + ".join(row.regimen) + (f" vs {' + '.join(row.comparator)}" if row.comparator else "")
        study = row.trial_name or "; ".join(row.trial_ids)
        page = str(row.ground.boxes[0].page) if row.ground and row.ground.boxes else ""
        quote = row.quote.replace("|", "\\|")
        yield (
            study,
            row.subgroup,
            arm,
            endpoint(row),
            value(row),
            row.follow_up,
            "; ".join(row.citations),
            page,
            quote,
        )


if __name__ == "__main__":
    main()
