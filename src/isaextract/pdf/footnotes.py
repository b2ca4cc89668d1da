"""Footnotes: smaller print under a short rule at the foot of a page."""

from __future__ import annotations

from dataclasses import replace

from isaextract.pdf.glyphs import Glyph, Page, Rule
from isaextract.pdf.lines import main_size

SHORT = 0.4  # of the page's width: the longest rule over footnotes
LOW = 0.4  # of the page's height: footnotes stand below
SMALLER = 0.95  # times the body's size: the largest print of footnotes
ALIGNED = 3.0  # points by which the rule may begin off the text's left edge


def split_footnotes(page: Page) -> tuple[Page, tuple[Glyph, ...]]:
    """The page without its footnotes, and their glyphs."""
    seen = [glyph for glyph in page.glyphs if not glyph.blank]
    if not seen:
        return page, ()
    body = main_size(seen)
    for rule in sorted(page.rules, key=lambda r: r.top):
        notes = _under(rule, page, body) if _may_head(rule, page) else []
        if notes:
            gone = {id(glyph) for glyph in notes}
            return replace(page, glyphs=tuple(g for g in page.glyphs if id(g) not in gone)), tuple(notes)
    return page, ()


def _may_head(rule: Rule, page: Page) -> bool:
    alone = not any(other is not rule and _touch(rule, other) for other in page.rules)
    wide = rule.x1 - rule.x0
    return rule.horizontal and 20 < wide < SHORT * page.width and rule.top > LOW * page.height and alone


def _touch(rule: Rule, other: Rule) -> bool:
    level = abs(rule.top - other.top) <= 1.5 or (
        other.top <= rule.bottom + 1.5 and other.bottom >= rule.top - 1.5
    )
    return level and other.x0 <= rule.x1 + ALIGNED and other.x1 >= rule.x0 - ALIGNED


def _under(rule: Rule, page: Page, body: float) -> list[Glyph]:
    """The glyphs below the rule in its column, if all are small and begin at its left end."""
    right = page.width / 2 if rule.x1 < page.width / 2 and _two_columns(rule, page) else page.width
    below = [g for g in page.glyphs if g.box.top >= rule.top - 1 and rule.x0 - ALIGNED <= g.x0 < right]
    seen = [g for g in below if not g.blank]
    if not seen or max(g.size for g in seen) > SMALLER * body:
        return []
    begins = abs(min(g.x0 for g in seen) - rule.x0) <= ALIGNED + body
    return below if begins else []


def _two_columns(rule: Rule, page: Page) -> bool:
    """Whether print as large as the body stands right of the middle, level with the notes."""
    size = main_size(g for g in page.glyphs if not g.blank)
    return any(
        g.box.top > rule.top and g.x0 > page.width / 2 and g.size > SMALLER * size for g in page.glyphs
    )
