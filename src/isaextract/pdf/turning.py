"""Pages whose text is turned: laid out as if upright, their boxes turned back."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace

from isaextract.pdf.glyphs import Glyph, Page, Rule
from isaextract.schema.spans import Box


def main_turn(page: Page) -> int:
    """The angle, in degrees against the clock, that most of a page's glyphs are turned by."""
    turns = Counter([glyph.turn for glyph in page.glyphs if not glyph.char.isspace()])
    return max(turns, key=lambda turn: (turns[turn], -turn)) if turns else 0


def upright(page: Page) -> Page:
    """The page seen so that most of its text is upright; what is turned otherwise is left out.

    Marginal print (a repository's stamp, a watermark) is so dropped.
    """
    turn = main_turn(page)
    glyphs = [glyph for glyph in page.glyphs if glyph.turn == turn]
    if turn == 0:
        return replace(page, glyphs=tuple(glyphs))
    wide, high = (page.height, page.width) if turn in (90, 270) else (page.width, page.height)
    rules = tuple(_turned_rule(rule, page, turn) for rule in page.rules)
    return replace(
        page, width=wide, height=high, glyphs=tuple(_turned(g, page, turn) for g in glyphs), rules=rules
    )


def turn_back(boxes: Sequence[Box | None], pages: Sequence[Page]) -> tuple[Box | None, ...]:
    """Boxes of upright pages as boxes of the pages as drawn."""
    turns = {page.number: (page, turn) for page in pages if (turn := main_turn(page))}
    if not turns:
        return tuple(boxes)
    return tuple(
        _back(box, *turns[box.page]) if box is not None and box.page in turns else box for box in boxes
    )


def _turned(glyph: Glyph, page: Page, turn: int) -> Glyph:
    box = _seen(glyph.box, page, turn)
    return glyph._replace(box=box, baseline=box.bottom - glyph.hang, turn=0)


def _turned_rule(rule: Rule, page: Page, turn: int) -> Rule:
    box = _seen(Box(page.number, rule.x0, rule.top, rule.x1, rule.bottom), page, turn)
    return Rule(box.x0, box.top, box.x1, box.bottom)


def _seen(box: Box, page: Page, turn: int) -> Box:
    """Where a box stands once the page is turned by ``turn`` degrees with the clock."""
    if turn == 90:
        return Box(box.page, page.height - box.bottom, box.x0, page.height - box.top, box.x1)
    if turn == 270:
        return Box(box.page, box.top, page.width - box.x1, box.bottom, page.width - box.x0)
    x0, x1 = page.width - box.x1, page.width - box.x0
    return Box(box.page, x0, page.height - box.bottom, x1, page.height - box.top)


def _back(box: Box, page: Page, turn: int) -> Box:
    if turn == 90:
        return Box(box.page, box.top, page.height - box.x1, box.bottom, page.height - box.x0)
    if turn == 270:
        return Box(box.page, page.width - box.bottom, box.x0, page.width - box.top, box.x1)
    return _seen(box, page, turn)
