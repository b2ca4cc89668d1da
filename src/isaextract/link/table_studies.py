"""Which study a table, or a row of it, is about."""

from __future__ import annotations

from collections.abc import Sequence

from isaextract.lexicon import Lexicon
from isaextract.link.passages import mentions_in
from isaextract.link.studies import StudyDraft
from isaextract.link.table_heads import Facet
from isaextract.link.table_sheet import Item, Sheet
from isaextract.schema import BlockKind, Label, Mention, Span

_NAMES = (Label.TRIAL_NAME, Label.TRIAL_ID)


def draft_of(facet: Facet, drafts: Sequence[StudyDraft], lexicon: Lexicon) -> int:
    """The number of the study that a label names; ``-1`` if it is not known."""
    known = [lexicon.trials.find(name) for name in facet.names]
    names = [*facet.names, *(form for trial in known if trial for form in (trial.key, *trial.forms))]
    found = [n for n, draft in enumerate(drafts) if draft.is_named(facet.ids, names)]
    if len(found) > 1 and facet.phase:
        return next((n for n in found if drafts[n].phase == facet.phase), found[0])
    return found[0] if found else -1


def study_of(item: Item, sheet: Sheet, drafts: Sequence[StudyDraft], lexicon: Lexicon, default: int) -> int:
    """The number of an item's study: its row's, its column's, else the table's."""
    if item.context.named:
        return draft_of(item.context, drafts, lexicon)
    if item.line.study is not None:
        span = item.line.study.span
        return next((n for n, draft in enumerate(drafts) if draft.anchor == span), -1)
    return default


def table_study(
    sheet: Sheet, mentions: Sequence[Mention], drafts: Sequence[StudyDraft], lexicon: Lexicon
) -> int:
    """The study that a whole table is about: its caption's, its notes', or that of the text that cites it."""
    for named in _places(sheet, mentions):
        numbers = set(_numbers(named, drafts, lexicon))
        if len(numbers) == 1:
            return numbers.pop()
    return 0 if len(drafts) == 1 else -1


def _numbers(named: Sequence[Mention], drafts: Sequence[StudyDraft], lexicon: Lexicon) -> list[int]:
    found: list[int] = []
    for mention in named:
        own = (mention.concept or mention.text,)
        facet = Facet(ids=own) if mention.label is Label.TRIAL_ID else Facet(names=own)
        if (number := draft_of(facet, drafts, lexicon)) >= 0:
            found.append(number)
    return found


def _places(sheet: Sheet, mentions: Sequence[Mention]) -> list[list[Mention]]:
    """The names of studies in the places that tell, the nearest first."""
    document, table = sheet.document, sheet.table
    heads = [cell.span for row in table.rows[: sheet.grid.depth] for cell in row]
    places = [_named(mentions, [table.caption] if table.caption else []), _named(mentions, heads)]
    places.append(_named(mentions, table.notes))
    places += [_named(mentions, [before])[-1:] for before in sheet.citing]
    before = [b for b in document.blocks if b.span.end <= table.span.start]
    headings = [b.span for b in before if b.kind is BlockKind.HEADING]
    places.append(_named(mentions, headings[-1:]))
    paragraphs = [b.span for b in before if b.kind is BlockKind.PARAGRAPH]
    last = _named(mentions, paragraphs[-1:])
    places += [last, last[-1:]]
    return places


def _named(mentions: Sequence[Mention], spans: Sequence[Span]) -> list[Mention]:
    return [m for span in spans for m in mentions_in(mentions, span) if m.label in _NAMES]


def new_studies(sheets: Sequence[Sheet], drafts: Sequence[StudyDraft], lexicon: Lexicon) -> list[StudyDraft]:
    """The studies that only tables name: one for each name, one for each cell without a name."""
    found: list[StudyDraft] = []
    for sheet in sheets:
        for item in sheet.items:
            if not (item.context.outcome or item.ratio):
                continue
            _add(item, sheet.caption.phase, found, drafts, lexicon)
        _add_captioned(sheet, found, drafts, lexicon)
    return found


def _add_captioned(
    sheet: Sheet, found: list[StudyDraft], drafts: Sequence[StudyDraft], lexicon: Lexicon
) -> None:
    """The one study that a caption names, where no row or column names another."""
    caption = sheet.caption
    apart = any(item.context.named or item.line.study is not None for item in sheet.items)
    if apart or not sheet.items or len(caption.names) > 1 or not caption.named:
        return
    if draft_of(caption, [*drafts, *found], lexicon) < 0:
        span = min(caption.spans[name] for name in ("trial_name", "trial_ids") if name in caption.spans)
        found.append(StudyDraft(span, [*caption.ids], [*caption.names], caption.phase, introduced=True))


def _add(
    item: Item, phase: str, found: list[StudyDraft], drafts: Sequence[StudyDraft], lexicon: Lexicon
) -> None:
    """The study of an item, of the phase that its row or else the caption names."""
    context = item.context
    spans = [context.spans[name] for name in ("trial_name", "trial_ids") if name in context.spans]
    if context.named:
        if draft_of(context, [*drafts, *found], lexicon) < 0 and spans:
            found.append(
                StudyDraft(
                    min(spans), [*context.ids], [*context.names], context.phase or phase, introduced=True
                )
            )
    elif item.line.study is not None:
        span = item.line.study.span
        if all(draft.anchor != span for draft in (*drafts, *found)):
            found.append(StudyDraft(span, phase=context.phase, introduced=True))
