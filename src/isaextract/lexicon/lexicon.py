"""The lexicon as one object: all kinds of entries, looked up by written form."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Generic, TypeVar

import regex

from isaextract.errors import LexiconError
from isaextract.lexicon.entries import (
    Cue,
    Drug,
    DrugClass,
    Endpoint,
    Event,
    KnownTrial,
    Letters,
    Numeral,
    Pattern,
    Population,
    Regimen,
    Registry,
    Syllable,
    Term,
    Word,
)
from isaextract.lexicon.folding import latin_bounds, lookup_key
from isaextract.lexicon.patterns import compiled
from isaextract.lexicon.tables import read_table

DATA = Path(__file__).parent / "data"

T = TypeVar("T", bound=Term)


_FILES = tuple(
    kind.FILE
    for kind in (
        Drug,
        DrugClass,
        Regimen,
        Letters,
        Event,
        Endpoint,
        Population,
        Registry,
        KnownTrial,
        Numeral,
        Syllable,
        Cue,
        Pattern,
        Word,
    )
)


@dataclass(frozen=True, slots=True)
class Shelf(Generic[T]):
    """Entries of one kind, by key and by every written form (white space, width and case aside)."""

    entries: Mapping[str, T]
    by_form: Mapping[str, T]

    @classmethod
    def of(cls, entries: Mapping[str, T]) -> Shelf[T]:
        """A shelf of entries by key, found by all their written forms."""
        return cls(entries, _index(entries))

    def find(self, surface: str) -> T | None:
        """The entry that ``surface`` names, or ``None``."""
        return self.by_form.get(lookup_key(surface))

    def forms(self) -> Iterable[tuple[str, T]]:
        """Each written form with its entry, the key's own form first."""
        for entry in self.entries.values():
            yield entry.key, entry
            for form in entry.forms:
                yield form, entry


@dataclass(frozen=True, slots=True, eq=False)
class Lexicon:
    """All words that the readers know. ``digest`` names the content of all files it was read from.

    Two lexicons are the same only as the same object, so that patterns made from one can be kept with it.
    """

    drugs: Shelf[Drug]
    classes: Shelf[DrugClass]
    regimens: Shelf[Regimen]
    letters: Shelf[Letters]
    events: Shelf[Event]
    endpoints: Shelf[Endpoint]
    populations: Shelf[Population]
    registries: Shelf[Registry]
    trials: Shelf[KnownTrial]
    numerals: Shelf[Numeral]
    syllables: Shelf[Syllable]
    cues: Shelf[Cue]
    patterns: Shelf[Pattern]
    words: Shelf[Word]
    digest: str
    _compiled: dict[str, regex.Pattern[str]] = field(default_factory=dict, init=False, repr=False)

    def given(self, surface: str) -> Term | None:
        """The drug that ``surface`` names, or what is given in the place of one (placebo)."""
        word = self.words.find(surface)
        return self.drugs.find(surface) or (word if word is not None and word.kind == "drug" else None)

    def cue(self, name: str) -> regex.Pattern[str]:
        """The compiled pattern of a function word, all languages in one.

        Raises
        ------
        LexiconError
            When no such cue is listed.
        """
        found = self._compiled.get(name)
        if found is None:
            entry = self.cues.entries.get(name)
            if entry is None:
                raise LexiconError(f"cues.tsv: no cue named {name!r}")
            found = self._compiled[name] = _compile(entry)
        return found


def _compile(cue: Cue) -> regex.Pattern[str]:
    pattern = "|".join(f"(?:{part})" for part in (*cue.zh, *cue.en))
    try:
        return compiled(latin_bounds(pattern), regex.IGNORECASE)
    except regex.error as error:
        raise LexiconError(f"cues.tsv: {cue.key}: {error}; check the pattern") from error


def load_lexicon(extra: Sequence[Path] = ()) -> Lexicon:
    """Read the packaged lexicon, then the user's own folders over it.

    Parameters
    ----------
    extra
        Folders with files of the same names and columns; their entries are added, and take the
        place of packaged ones under the same key.

    Raises
    ------
    LexiconError
        When a file breaks its grammar or a folder holds none of the lexicon's files.
    """
    for folder in extra:
        if not any((folder / file).is_file() for file in _FILES):
            raise LexiconError(
                f"{folder}: holds no lexicon file; name them like the packaged ones (drugs.tsv ...)"
            )
    shelves = _Shelves((DATA, *extra))
    return Lexicon(
        drugs=shelves.read(Drug.FILE, Drug.COLUMNS, Drug.read),
        classes=shelves.read(DrugClass.FILE, DrugClass.COLUMNS, DrugClass.read),
        regimens=shelves.read(Regimen.FILE, Regimen.COLUMNS, Regimen.read),
        letters=shelves.read(Letters.FILE, Letters.COLUMNS, Letters.read),
        events=shelves.read(Event.FILE, Event.COLUMNS, Event.read),
        endpoints=shelves.read(Endpoint.FILE, Endpoint.COLUMNS, Endpoint.read),
        populations=shelves.read(Population.FILE, Population.COLUMNS, Population.read),
        registries=shelves.read(Registry.FILE, Registry.COLUMNS, Registry.read),
        trials=shelves.read(KnownTrial.FILE, KnownTrial.COLUMNS, KnownTrial.read),
        numerals=shelves.read(Numeral.FILE, Numeral.COLUMNS, Numeral.read),
        syllables=shelves.read(Syllable.FILE, Syllable.COLUMNS, Syllable.read),
        cues=shelves.read(Cue.FILE, Cue.COLUMNS, Cue.read),
        patterns=shelves.read(Pattern.FILE, Pattern.COLUMNS, Pattern.read),
        words=shelves.read(Word.FILE, Word.COLUMNS, Word.read),
        digest=shelves.digest,
    )


class _Shelves:
    """Reads one kind after the other out of all folders and keeps the digest of what it read."""

    def __init__(self, folders: Sequence[Path]) -> None:
        self._folders = folders
        self._digest = hashlib.sha256()

    @property
    def digest(self) -> str:
        """Twelve hexadecimal digits that name the content read so far."""
        return self._digest.hexdigest()[:12]

    def read(self, file: str, columns: tuple[str, ...], read: Callable[[Mapping[str, str]], T]) -> Shelf[T]:
        """Read one kind; a later folder's entry replaces an earlier one under the same key."""
        entries: dict[str, T] = {}
        for path in (folder / file for folder in self._folders):
            if not path.is_file():
                continue
            self._digest.update(path.read_bytes())
            entries |= {entry.key: entry for entry in self._entries(path, columns, read)}
        return Shelf(entries, _index(entries))

    def _entries(
        self, path: Path, columns: tuple[str, ...], read: Callable[[Mapping[str, str]], T]
    ) -> Iterable[T]:
        seen: set[str] = set()
        for number, row in read_table(path, columns):
            try:
                entry = read(row)
            except ValueError as error:
                raise LexiconError(f"{path}:{number}: {error}") from error
            if not entry.key or entry.key in seen:
                raise LexiconError(
                    f"{path}:{number}: {'no key' if not entry.key else f'{entry.key!r} stands twice'}"
                )
            seen.add(entry.key)
            yield entry


def _index(entries: Mapping[str, T]) -> Mapping[str, T]:
    """Forms to entries; keys win over other forms, earlier entries over later ones."""
    index: dict[str, T] = {}
    for entry in entries.values():
        index.setdefault(lookup_key(entry.key), entry)
    for entry in entries.values():
        for form in entry.forms:
            index.setdefault(lookup_key(form), entry)
    return index
