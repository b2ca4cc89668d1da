"""A table as a grid of labels and numbers: how deep its head is, which of its columns are labels."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from isaextract.lexicon import Lexicon
from isaextract.link.passages import mentions_in
from isaextract.link.table_cells import is_number_cell, is_pair
from isaextract.link.table_heads import Facet, LabelReader, Role
from isaextract.schema import Cell, Document, Label, Mention, Table

_WORDS = (
    Label.ENDPOINT,
    Label.EVENT,
    Label.GRADE,
    Label.POPULATION,
    Label.DRUG,
    Label.REGIMEN,
    Label.TRIAL_NAME,
    Label.TRIAL_ID,
    Label.PHASE,
    Label.DOSE,
)
_NUMBERS = (Label.PERCENT, Label.RATIO, Label.TIME, Label.COUNT)
_DEEPEST = 3  # rows that a head may have


@dataclass(slots=True)
class Grid:
    """A table's cells with what its labels say.

    ``depth`` counts the rows of the head, ``labels`` the columns of labels; ``heads`` holds what the
    head says of each column; ``told`` are rows of the body that only say more of the columns.
    """

    document: Document
    table: Table
    mentions: Sequence[Mention]
    lexicon: Lexicon
    reader: LabelReader
    depth: int = 1
    labels: tuple[int, ...] = ()
    heads: list[Facet] = field(default_factory=list)
    told: frozenset[int] = frozenset()
    _read: dict[tuple[int, int], Facet] = field(default_factory=dict)

    @property
    def width(self) -> int:
        """How many columns there are."""
        return max((len(row) for row in self.table.rows), default=0)

    def cell(self, row: int, column: int) -> Cell | None:
        """A cell, ``None`` where a row is short."""
        cells = self.table.rows[row]
        return cells[column] if column < len(cells) else None

    def text(self, row: int, column: int) -> str:
        """A cell's text without blanks around it."""
        cell = self.cell(row, column)
        return cell.span.of(self.document.text).strip() if cell else ""

    def inside(self, cell: Cell) -> Sequence[Mention]:
        """The mentions in a cell."""
        return mentions_in(self.mentions, cell.span)

    def facet(self, row: int, column: int) -> Facet:
        """What a cell says as a label."""
        if (row, column) not in self._read:
            cell = self.cell(row, column) if self.text(row, column) else None
            self._read[row, column] = self.reader.facet(cell.span, self.inside(cell)) if cell else Facet()
        return self._read[row, column]

    def is_mute(self, column: int) -> bool:
        """Whether a column's head has words, but none that tell what its numbers are."""
        titles = [text for row in range(self.depth) if (text := self.text(row, column))]
        result = self.lexicon.cue("table_result")
        return bool(titles) and self.heads[column].mute and not any(result.fullmatch(text) for text in titles)

    def is_number(self, row: int, column: int) -> bool:
        """Whether a cell holds a number, or what stands in place of one."""
        cell = self.cell(row, column)
        if cell is None or not self.text(row, column):
            return False
        worded = any(m.label in _WORDS and m.span.start - cell.span.start < 4 for m in self.inside(cell))
        return not worded and is_number_cell(self.text(row, column), self.lexicon)

    def is_paired(self, row: int) -> bool:
        """Whether a slash in this row parts two arms, and is no fraction."""
        return any(is_pair(self.text(row, column)) for column in range(self.width))

    def body(self) -> range:
        """The rows below the head."""
        return range(self.depth, len(self.table.rows))

    def section(self, row: int) -> int:
        """The column of the only text of a row that titles a section; ``-1`` if it is none."""
        filled = [c for c in range(self.width) if self.text(row, c)]
        if not filled or self.is_number(row, filled[0]):
            return -1
        same = {self.text(row, c) for c in filled}
        return filled[0] if len(same) == 1 and (len(filled) == 1 or len(filled) == self.width) else -1


def read_grid(
    document: Document, table: Table, mentions: Sequence[Mention], lexicon: Lexicon, reader: LabelReader
) -> Grid:
    """Find the head of a table and its columns of labels, and read both."""
    grid = Grid(document, table, mentions, lexicon, reader)
    grid.depth = _depth(grid)
    grid.heads = _heads(grid)
    grid.labels = tuple(c for c in range(grid.width) if _is_label_column(grid, c))
    _tell(grid)
    return grid


def _tell(grid: Grid) -> None:
    """Rows of the body that name the columns' arms or settings ("Arm | A | B" below "Phase | 3 | 2")."""
    told = []
    for row in grid.body():
        if not _is_second_head(grid, row) or any(grid.heads[c].treatments for c in range(grid.width)):
            continue
        said = {c: grid.facet(row, c) for c in range(1, grid.width) if c not in grid.labels}
        if said and not any(facet.outcome or facet.role for facet in said.values()):
            grid.heads = [head.over(said.get(c, Facet())) for c, head in enumerate(grid.heads)]
            told.append(row)
    grid.told = frozenset(told)


def _depth(grid: Grid) -> int:
    """The rows before the first one with numbers; a row that only titles a section is none of them."""
    depth = 1
    while depth < min(_DEEPEST, len(grid.table.rows) - 1):
        if any(grid.is_number(depth, c) for c in range(grid.width)) or grid.section(depth) >= 0:
            break
        first, above = grid.text(depth, 0), grid.text(0, 0)
        if first and first != above and not _is_second_head(grid, depth):
            break
        depth += 1
    return depth


def _is_second_head(grid: Grid, row: int) -> bool:
    """Whether a row is headed by a plain word and names arms, grades ... ("Arm | A | B")."""
    others = [c for c in range(1, grid.width) if grid.text(row, c)]
    return not _worded(grid, row, 0) and bool(others) and all(_worded(grid, row, c) for c in others)


def _worded(grid: Grid, row: int, column: int) -> bool:
    cell = grid.cell(row, column)
    return cell is not None and any(mention.label in _WORDS for mention in grid.inside(cell))


def _is_label_column(grid: Grid, column: int) -> bool:
    filled = [row for row in grid.body() if grid.text(row, column) and grid.section(row) < 0]
    if not filled:
        return column == 0
    if grid.heads[column].role in (Role.TOTAL, Role.RATIO, Role.PVALUE, Role.INTERVAL, Role.EVENTS):
        return False
    numbers = sum(grid.is_number(row, column) or _holds_results(grid, row, column) for row in filled)
    return numbers * 2 < len(filled)


def _holds_results(grid: Grid, row: int, column: int) -> bool:
    """Whether a cell names endpoints together with their numbers ("ORR 45%; PFS 8.2 mo")."""
    cell = grid.cell(row, column)
    labels = [m.label for m in grid.inside(cell)] if cell else []
    if Label.ENDPOINT not in labels:
        return False
    numbers = [label for label in labels[labels.index(Label.ENDPOINT) :] if label in _NUMBERS]
    return len(numbers) > 1 or Label.PERCENT in numbers or Label.RATIO in numbers


# -------------------------------------------------------------------- the head


def _heads(grid: Grid) -> list[Facet]:
    """What the head says of each column, the lower rows of it first."""
    heads = [Facet() for _ in range(grid.width)]
    for row in range(grid.depth):
        for column, owner in enumerate(_owners(grid, row)):
            if owner >= 0:
                heads[column] = grid.facet(row, owner).over(heads[column])
    return [_counting(heads, column) for column in range(grid.width)]


def _counting(heads: Sequence[Facet], column: int) -> Facet:
    """A head; "n" left of "%" under one title counts events, not patients."""
    head = heads[column]
    beside = heads[column + 1] if column + 1 < len(heads) else Facet()
    shares = beside.unit == "%" and beside.treatments == head.treatments and beside.endpoint == head.endpoint
    titled = bool(head.treatments or head.outcome)
    return replace(head, role=Role.EVENTS) if head.role is Role.TOTAL and titled and shares else head


def _owners(grid: Grid, row: int) -> list[int]:
    """For each column, the column whose cell in this row of the head stands over it."""
    width = grid.width
    owners = [column if grid.text(row, column) else -1 for column in range(width)]
    if row + 1 >= grid.depth:
        return owners
    below = [grid.text(row + 1, column) not in ("", grid.text(row, column)) for column in range(width)]
    column = 0
    while column < width:
        if not below[column]:
            column += 1
            continue
        end = column
        while end < width and below[end]:
            end += 1
        titles = [place for place in range(column, end) if owners[place] == place]
        begun = {grid.text(row + 1, place) for place in titles}
        _spread(owners, column, end, leading=len(titles) > 1 and len(begun) == 1)
        column = end
    return owners


def _spread(owners: list[int], start: int, end: int, *, leading: bool) -> None:
    """Give the columns of a run their titles: equal shares where they fit, else to the right.

    Titles are ``leading`` where the same label begins below each: then each reaches to the next.
    """
    titles = [column for column in range(start, end) if owners[column] == column]
    if not titles:
        return
    size, rest = divmod(end - start, len(titles))
    shares = [range(start + n * size, start + (n + 1) * size) for n in range(len(titles))]
    if not leading and not rest and all(title in share for title, share in zip(titles, shares, strict=True)):
        for title, share in zip(titles, shares, strict=True):
            for column in share:
                owners[column] = title
        return
    for column in range(start, end):
        if owners[column] < 0:
            owners[column] = owners[column - 1] if column > start else -1
