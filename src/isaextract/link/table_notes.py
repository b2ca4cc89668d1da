"""What the notes below a table say of its marks, its abbreviations and its hazard ratios."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

import regex

from isaextract.lexicon import Lexicon, compiled, fold
from isaextract.link.leads import ADVERSE
from isaextract.link.passages import mentions_in
from isaextract.link.table_cells import SIGNS
from isaextract.link.table_heads import Facet, LabelReader
from isaextract.link.table_treatments import Treatment
from isaextract.schema import Document, Label, Mention, Span, Table

_MARK = rf"[a-z{regex.escape(SIGNS)}]"
_SIGN = rf"[{regex.escape(SIGNS)}]"
_SIGNS = regex.compile(_SIGN)
_CLOSED = r"(?<=[\d)\]）］%％”\"\p{Han}\p{Lu}]|\p{Han}\s|[)\]）］]\s|^|,)"
_HANGING = regex.compile(rf"{_CLOSED}({_MARK}(?:[,，]{_MARK})*)(?![a-zA-Z\d])")
_LAST_LETTER = regex.compile(r"(?<=\p{Ll}{3})([a-z])$")
_STOPS = regex.compile(r"[;\n。]|\.(?=\s|$)")
_FAR = 40  # characters: how far a definition may reach


@dataclass(frozen=True, slots=True)
class Clause:
    """A clause of the notes with the marks it begins with."""

    span: Span
    marks: tuple[str, ...]


@dataclass(slots=True)
class Notes:
    """The notes of one table.

    ``words`` says of an abbreviation whether it means "not reached" (``unreached``) or ``missing``;
    ``ratios`` the endpoint of ratios by mark (``""``: of all others); ``contrasts`` the arms that a
    ratio compares, by mark; ``facets`` what a mark adds to what it stands on; ``stages`` marks of
    numbers taken after the first stage of treatment; ``follow_ups`` by a study's name (``""``: all).
    """

    marks: frozenset[str] = frozenset()
    words: dict[str, str] = field(default_factory=dict)
    ratios: dict[str, str] = field(default_factory=dict)
    contrasts: dict[str, tuple[Treatment | None, Treatment]] = field(default_factory=dict)
    facets: dict[str, Facet] = field(default_factory=dict)
    stages: frozenset[str] = frozenset()
    follow_ups: dict[str, str] = field(default_factory=dict)

    def missing(self, word: str) -> str:
        """What an abbreviation means in this table; ``""`` where the notes do not say."""
        return self.words.get(_key(word), "")


def used_marks(document: Document, table: Table) -> frozenset[str]:
    """The marks that stand on the table's cells or its caption and that its notes speak of."""
    notes = " ; ".join(fold(span.of(document.text)) for span in table.notes)
    said = {m[1] for m in compiled(r"(?<![a-z])([a-z])(?![a-z])").finditer(notes)}
    said |= set(_SIGNS.findall(notes))
    said |= {m[1].casefold() for m in _glued(" ; ".join(span.of(document.text) for span in table.notes))}
    cells = [cell.span for row in table.rows for cell in row]
    spans = [*cells, *([table.caption] if table.caption else [])]
    return frozenset(mark for span in spans for mark in marks_on(span.of(document.text), said))


def _glued(notes: str) -> Iterator[regex.Match[str]]:
    """Marks that stand right on a capital or a Han character ("aHR", "b持续")."""
    return compiled(r"(?:^|[;；。.,，:：\n]\s*)([a-z])(?=\p{Lu}|\p{Han})").finditer(notes)


def marks_on(text: str, known: frozenset[str] | set[str]) -> tuple[str, ...]:
    """The marks that hang on the words or numbers of a cell."""
    plain = _plain(text)
    found = [m[1] for m in _HANGING.finditer(plain)]
    found += _SIGNS.findall(plain)
    found += _LAST_LETTER.findall(plain) if len(text) < 4 else []
    return tuple(dict.fromkeys(c for group in found for c in group if c in known))


def _plain(text: str) -> str:
    """Superscript letters as plain ones, all else as it is."""
    if text.isascii():
        return text
    return "".join(
        fold(c) if not c.isascii() and fold(c).isascii() and fold(c).isalpha() else c for c in text
    )


def read_notes(
    document: Document,
    table: Table,
    mentions: Sequence[Mention],
    lexicon: Lexicon,
    reader: LabelReader,
    ratio_marks: tuple[frozenset[str], frozenset[str]],
) -> Notes:
    """Read a table's notes.

    Parameters
    ----------
    ratio_marks
        The marks on the heads of ratios, and those on the ratios themselves.
    """
    marks = used_marks(document, table)
    notes = Notes(marks=marks)
    scribe = _Scribe(document.text, mentions, lexicon, reader, notes, ratio_marks)
    for span in (*table.notes, *([table.caption] if table.caption else [])):
        scribe.words(span)
    for span in table.notes:
        for clause in clauses(document.text, span, marks, lexicon):
            scribe.clause(clause)
    return notes


def clauses(text: str, span: Span, marks: frozenset[str], lexicon: Lexicon) -> Iterator[Clause]:
    """The clauses of a note, without the word "note" at its head."""
    flat = fold(span.of(text))
    head = compiled(rf"\s*(?:{lexicon.cue('table_note').pattern})", regex.IGNORECASE).match(flat)
    start = head.end() if head else 0
    for match in (*_STOPS.finditer(flat, start), None):
        end = match.start() if match else len(flat)
        yield from _parted(text, Span(span.start + start, span.start + end), marks)
        start = match.end() if match else end


def _parted(text: str, span: Span, marks: frozenset[str]) -> Iterator[Clause]:
    """A clause, parted at commas that a mark follows ("a vs placebo, b vs sorafenib")."""
    if not span.of(text).strip():
        return
    flat = _plain(span.of(text))
    letters = "".join(regex.escape(mark) for mark in sorted(marks))
    starts = [0]
    if letters:
        starts += [
            m.end()
            for m in compiled(
                rf"[,，]\s*(?=(?:[{letters}](?:\s|[:：]|\p{{Han}}|\p{{Lu}})|{_SIGN}))"
            ).finditer(flat)
        ]
    for low, high in zip(starts, [*starts[1:], len(flat)], strict=True):
        leading = None
        if letters:
            several = rf"[{letters}](?:\s*[,，、]\s*[{letters}])*"
            leading = compiled(rf"[\s(（]*({several})(?:(?<={_SIGN})|(?![a-z]))[\s:：)）.、,，=]*").match(
                flat[low:high]
            )
        own = tuple(c for c in leading[1] if c in marks) if leading else ()
        yield Clause(Span(span.start + low + (leading.end() if leading else 0), span.start + high), own)


class _Scribe:
    """Writes down what the notes say, clause by clause."""

    def __init__(
        self,
        text: str,
        mentions: Sequence[Mention],
        lexicon: Lexicon,
        reader: LabelReader,
        notes: Notes,
        ratio_marks: tuple[frozenset[str], frozenset[str]],
    ) -> None:
        self._text, self._mentions, self._lexicon, self._reader, self._notes = (
            text,
            mentions,
            lexicon,
            reader,
            notes,
        )
        self._on_heads, self._on_ratios = ratio_marks

    def words(self, span: Span) -> None:
        """The abbreviations that a note explains ("NE，未达到", "NR, not reported")."""
        text = span.of(self._text)
        links = rf"\s*(?:[,，:：=]|{self._lexicon.cue('table_means').pattern})?\s*"
        for match in compiled(
            rf"(?<![A-Za-z])(N\.?[A-Z/]\.?[A-Z]?\.?|[-–—―−/]+)(?![A-Za-z]){links}"
        ).finditer(text):
            behind = text[match.end() : match.end() + _FAR]
            behind = compiled(r"[;；。\n]").split(behind)[0]
            for meaning, cue in (("unreached", "table_unreached"), ("missing", "table_missing")):
                found = self._lexicon.cue(cue).match(behind)
                if found and found[0].casefold() != match[1].casefold() and len(found[0]) > 2:
                    self._notes.words.setdefault(_key(match[1]), meaning)

    def clause(self, clause: Clause) -> None:
        """All that one clause says."""
        inside = mentions_in(self._mentions, clause.span)
        about_ratios = self._says("hazard_ratio", clause) or any(
            mark in self._on_heads | self._on_ratios for mark in clause.marks
        )
        if about_ratios and (endpoints := [m for m in inside if m.label is Label.ENDPOINT and m.concept]):
            self._endpoints(clause, endpoints)
        self._contrast(clause, inside, about_ratios)
        self._times(clause, inside)
        if self._says("table_stage", clause):
            self._notes.stages |= frozenset(clause.marks)
        self._facet(clause, inside)

    def _says(self, cue: str, clause: Clause) -> bool:
        return self._lexicon.cue(cue).search(self._text, clause.span.start, clause.span.end) is not None

    def _endpoints(self, clause: Clause, endpoints: Sequence[Mention]) -> None:
        """Which ratios are of which endpoint ("except b (PFS), all are of OS")."""
        start = clause.span.start
        for number, mention in enumerate(endpoints):
            marks = self._inside(start, mention.span.start) or (clause.marks if number == 0 else ())
            if not marks:
                marks = self._behind(mention.span.end)
            for mark in marks:
                self._notes.ratios["" if mark in self._on_heads else mark] = mention.concept
            if not marks:
                self._notes.ratios.setdefault("", mention.concept)
            start = mention.span.end

    def _inside(self, start: int, end: int) -> tuple[str, ...]:
        """Marks that stand by themselves in a stretch; ``a`` in English only where something points to it."""
        found: list[str] = []
        for match in compiled(rf"(?<![A-Za-z])({_MARK})(?![A-Za-z])").finditer(self._text[start:end]):
            before = self._text[start : start + match.start()].rstrip(" (（“\"'")
            points = compiled(rf"(?:{self._pointers()}|[,、，])$", regex.IGNORECASE).search(before)
            article = match[1] == "a" and before[-1:].isascii() and not points
            if match[1] in self._notes.marks and not article:
                found.append(match[1])
        return tuple(found)

    def _pointers(self) -> str:
        """Words that point to a mark ("except for rows marked b")."""
        return rf"{self._lexicon.cue('table_marked').pattern}|{self._lexicon.cue('table_link').pattern}"

    def _behind(self, end: int) -> tuple[str, ...]:
        match = compiled(
            rf"\s*(?:[(（]|{self._pointers()}|\s)*({_MARK})(?![A-Za-z])", regex.IGNORECASE
        ).match(self._text[end : end + 24])
        return (match[1],) if match and match[1] in self._notes.marks else ()

    def _contrast(self, clause: Clause, inside: Sequence[Mention], about_ratios: bool) -> None:
        treatments, against = self._reader.sides(clause.span, inside)
        if len(treatments) > 1:
            pair: tuple[Treatment | None, Treatment] = (treatments[0], treatments[1])
        elif treatments and (against or self._says("table_reference", clause)):
            pair = (None, treatments[0])
        else:
            return
        for mark in clause.marks or (("",) if about_ratios else ()):
            self._notes.contrasts["" if mark in self._on_heads else mark] = pair

    def _times(self, clause: Clause, inside: Sequence[Mention]) -> None:
        follow_up = self._reader.facet(clause.span, inside).follow_up
        names = [m.concept or m.text for m in inside if m.label in (Label.TRIAL_NAME, Label.TRIAL_ID)]
        if follow_up and not clause.marks:
            for name in names or [""]:
                self._notes.follow_ups[name] = follow_up

    def _facet(self, clause: Clause, inside: Sequence[Mention]) -> None:
        """What a mark adds: a follow-up, a time point, an endpoint, a subgroup, a grade."""
        said = self._reader.facet(clause.span, inside)
        kept = Facet(
            endpoint=said.endpoint if said.endpoint in ADVERSE and not said.event else "",
            follow_up=said.follow_up,
            timepoint=said.timepoint if said.endpoint or self._says("table_rate", clause) else "",
            subgroup=said.subgroup,
            grade=said.grade,
            spans={
                name: said.spans[name]
                for name in ("endpoint", "timepoint", "subgroup", "grade")
                if name in said.spans
            },
        )
        for mark in clause.marks:
            self._notes.facets[mark] = kept.over(self._notes.facets.get(mark, Facet()))


def _key(word: str) -> str:
    return fold(word).replace(".", "").strip()
