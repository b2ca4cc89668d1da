"""What the document says of a study as a whole: population, number of patients, markers."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

from isaextract.lexicon import Lexicon
from isaextract.link.material import Passage
from isaextract.link.passages import Sentence, mentions_in
from isaextract.link.shared import Shared
from isaextract.link.studies import StudyDraft
from isaextract.link.tokens import Kind, Token
from isaextract.schema import BlockKind, Document, Label, Mention, Span


@dataclass(frozen=True, slots=True)
class Facts:
    """A study's population in the document's words (abbreviated where it does so), N and markers."""

    population: str = ""
    settings: tuple[str, ...] = ()
    patients: int | None = None
    citations: tuple[str, ...] = ()
    spans: tuple[tuple[str, Span], ...] = ()


def study_facts(
    document: Document,
    mentions: Sequence[Mention],
    lexicon: Lexicon,
    drafts: Sequence[StudyDraft],
    parts: Sequence[Passage],
    sentences: Sequence[Sentence],
    shared: Sequence[Shared],
) -> list[Facts]:
    """The facts of each study, from its introduction outward to its section and the title."""
    short = abbreviations(document.text, mentions)
    return [
        _Reader(document, mentions, lexicon, short, sentences).read(draft, part, said)
        for draft, part, said in zip(drafts, parts, shared, strict=True)
    ]


def abbreviations(text: str, mentions: Sequence[Mention]) -> dict[str, str]:
    """Long names of populations with the abbreviation that the document puts behind them in brackets."""
    named = [mention for mention in mentions if mention.label is Label.POPULATION]
    found: dict[str, str] = {}
    for long, short in pairwise(named):
        gap = text[long.span.end : short.span.start].strip()
        if (
            gap in ("(", "（", ";", "；", ",", "，")
            and len(short.text) < len(long.text)
            and short.text.isascii()
        ):
            found.setdefault(_key(long.text), found.get(_key(short.text), short.text))
    return found


def _key(text: str) -> str:
    return "".join(text.split()).casefold()


class _Reader:
    def __init__(
        self,
        document: Document,
        mentions: Sequence[Mention],
        lexicon: Lexicon,
        short: Mapping[str, str],
        sentences: Sequence[Sentence],
    ) -> None:
        self._document, self._mentions, self._lexicon = document, mentions, lexicon
        self._short, self._sentences = short, sentences

    def read(self, draft: StudyDraft, part: Passage, shared: Shared) -> Facts:
        """The facts of one study."""
        settings = self._settings(draft, part, shared)
        patients = self._patients(part)
        names = tuple(dict.fromkeys(self._named(token) for token in settings))
        spans = [("population", settings[0].span)] if settings else []
        spans += [("N", patients.span)] if patients else []
        quantity = patients.mention.quantity if patients and patients.mention else None
        count = quantity.total if quantity and quantity.total else quantity.low if quantity else None
        citations = tuple(
            dict.fromkeys(
                n for token in part.tokens if token.kind is Kind.CITATION for n in token.name.split(";") if n
            )
        )
        told_apart = tuple(dict.fromkeys((*names, *self._parts(part, names))))
        return Facts(
            ", ".join(names), told_apart, None if count is None else int(count), citations, tuple(spans)
        )

    # ------------------------------------------------------------ population

    def _named(self, token: Token) -> str:
        return self._short.get(_key(token.text), " ".join(token.text.split()))

    def _settings(self, draft: StudyDraft, part: Passage, shared: Shared) -> list[Token]:
        own = [token for tokens in part.introduction for token in tokens if token.is_setting]
        cohorts = [t for tokens in part.body[:6] for t in tokens if t.is_setting]
        if not own and shared.population is None:
            own = [token for tokens in part.body[:4] for token in tokens if token.is_setting]
        if own:
            first = self._named(own[0])
            others = [t for t in cohorts if self._named(t) != first]
            return [own[0], *self._cohorts(own[0], others)]
        if shared.population is not None:
            return [shared.population]
        return self._captioned(draft)[:1] or list(self._around(draft))[:1]

    def _captioned(self, draft: StudyDraft) -> list[Token]:
        """The settings that the caption of a study's table names, where only the table names the study."""
        spans = [t.caption for t in self._document.tables if t.caption and t.span.contains(draft.anchor)]
        found = [m for span in spans for m in mentions_in(self._mentions, span)]
        tokens = [Token(Kind.POPULATION, m.span, m.text, m.concept, m) for m in found]
        return [token for token in tokens if token.is_setting]

    def _cohorts(self, first: Token, others: Sequence[Token]) -> list[Token]:
        """Other settings whose patients are counted beside the first's ("NDMM, 87; RMM, 14")."""
        counted = [t for t in others if self._is_counted(t)]
        return counted[:1]

    def _parts(self, part: Passage, names: Sequence[str]) -> list[str]:
        """Settings inside the study's own that results are told apart by: "X (55) ..., Y (88) ..."."""
        text = self._document.text
        tokens = [t for sentence in part.body[:8] for t in sentence if t.is_setting]
        counted = [
            self._named(t)
            for t in tokens
            if text[t.end : t.end + 1] in ("(", "（") and any(c.isdigit() for c in text[t.end : t.end + 6])
        ]
        parts = [name for name in dict.fromkeys(counted) if name not in names]
        return parts if len(parts) > 1 else []

    def _is_counted(self, token: Token) -> bool:
        after = self._document.text[token.end : token.end + 6]
        return after[:1] in ",，" and any(c.isdigit() for c in after)

    def _around(self, draft: StudyDraft) -> Iterator[Token]:
        """Settings before the study in its section, then in the headings above it."""
        before = [s for s in self._sentences if s.span.start <= draft.anchor.start]
        section = before[-1].section if before else ""
        for sentence in reversed(before):
            if sentence.kind is BlockKind.PARAGRAPH and sentence.section != section:
                break
            yield from (token for token in sentence.tokens if token.is_setting)
        for sentence in reversed(before):
            if sentence.kind is not BlockKind.PARAGRAPH:
                yield from (token for token in sentence.tokens if token.is_setting)

    # ------------------------------------------------------------ patients

    def _patients(self, part: Passage) -> Token | None:
        """The first count of all patients: not of an arm, not of those evaluable, no fraction.

        Patients that something was found in ("133 例中") are all of them where nothing else is counted.
        """
        early = (*part.introduction, *part.body[:6])
        counts = ((tokens, n) for tokens in early for n, t in enumerate(tokens) if t.kind is Kind.COUNT)
        found = next((tokens[n] for tokens, n in counts if self._is_whole(tokens, n)), None)
        first = part.introduction[0] if part.introduction else ()
        among = (
            t for n, t in enumerate(first) if t.kind is Kind.COUNT and self._is_whole(first, n, among=True)
        )
        return found or next(among, None)

    def _is_counted_event(self, tokens: Sequence[Token], position: int) -> bool:
        """Whether a count stands right behind what it counts ("治疗相关死亡 1 例"), or is set against one."""
        before = tokens[position - 1] if position else None
        if before is not None and before.name == "versus":
            return True
        if before is None or before.kind not in (Kind.ENDPOINT, Kind.EVENT):
            return False
        return not self._document.text[before.end : tokens[position].start].strip(" 率为有各仅:：")

    def _is_of_arm(self, token: Token) -> bool:
        """Whether the words behind a count say that only some were given something ("207 例不加用")."""
        return self._lexicon.cue("given_only").match(self._document.text, token.end) is not None

    def _is_whole(self, tokens: Sequence[Token], position: int, *, among: bool = False) -> bool:
        token = tokens[position]
        quantity = token.mention.quantity if token.mention else None
        if quantity is None or quantity.total is not None or quantity.low is None or quantity.low > 100_000:
            return False
        if _makes_a_share(tokens, position) or self._is_counted_event(tokens, position):
            return False
        text = self._document.text
        before, after = text[max(0, token.start - 10) : token.start], text[token.end : token.end + 10]
        if self._lexicon.cue("evaluable").search(before + after):
            return False
        if self._lexicon.cue("n_equals").search(before):
            return _beside_study(tokens, position)
        previous = tokens[position - 1] if position else None
        in_arm = (
            previous is not None
            and previous.kind is Kind.ARM
            and not text[previous.end : token.start].strip(" (（")
        )
        in_arm = in_arm or _beside_arm(tokens, position) or self._is_of_arm(token)
        staged = self._lexicon.cue("stage_word").search(text[token.end : token.end + 24]) is not None
        within = self._lexicon.cue("with_patients").match(after.strip()) is not None
        return not in_arm and not staged and (among or not within)


def _makes_a_share(tokens: Sequence[Token], position: int) -> bool:
    """Whether the percentage that a count makes stands in brackets behind it ("1 例(1%)")."""
    behind = [token.kind for token in tokens[position + 1 : position + 3]]
    return behind == [Kind.OPEN, Kind.PERCENT]


def _beside_arm(tokens: Sequence[Token], position: int) -> bool:
    """Whether the bracket that a count stands in is an arm's ("X plus Y (XY, 269 patients)")."""
    for place in range(position - 1, -1, -1):
        if tokens[place].kind in (Kind.CLOSE, Kind.STUDY):
            return False
        if tokens[place].kind is Kind.OPEN:
            return place > 0 and tokens[place - 1].kind is Kind.ARM
    return False


def _beside_study(tokens: Sequence[Token], position: int) -> bool:
    """Whether the bracket that a count stands in is the study's own ("NOVA (NCT01847274; n = 553)")."""
    before = [token.kind for token in reversed(tokens[:position])]
    if before[:1] == [Kind.OPEN]:
        before = before[1:]
        return before[:1] == [Kind.STUDY]
    place = next((n for n, kind in enumerate(before) if kind in (Kind.OPEN, Kind.STUDY)), -1)
    if (
        before[:1] == [Kind.STOP] and place >= 0 and before[place] is Kind.OPEN
    ):  # "NOVA (X v placebo; n = 553)"
        place += 1
    return before[place : place + 1] == [Kind.STUDY]
