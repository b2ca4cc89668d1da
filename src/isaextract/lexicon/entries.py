"""One schema class per kind of lexicon file: it names its file and columns, and reads an entry."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import ClassVar, Self

import regex

from isaextract.lexicon.tables import alternatives


@dataclass(frozen=True, slots=True)
class Term:
    """A concept with its Chinese and English names and its abbreviations or codes."""

    key: str
    zh: tuple[str, ...] = ()
    en: tuple[str, ...] = ()
    short: tuple[str, ...] = ()

    @property
    def forms(self) -> tuple[str, ...]:
        """Every written form, the key left out."""
        return self.zh + self.en + self.short


@dataclass(frozen=True, slots=True)
class Drug(Term):
    """A drug: ``key`` is its lower-case INN, ``group`` its class."""

    FILE: ClassVar[str] = "drugs.tsv"
    COLUMNS: ClassVar[tuple[str, ...]] = ("inn", "zh", "en", "codes", "class")
    group: str = ""

    @classmethod
    def read(cls, row: Mapping[str, str]) -> Self:
        """Read a row of the file."""
        zh, en, short = (alternatives(row[column]) for column in ("zh", "en", "codes"))
        return cls(row["inn"], zh, en, short, group=row["class"])


@dataclass(frozen=True, slots=True)
class DrugClass(Term):
    """A class of drugs (proteasome inhibitor); ``cytotoxic`` where it is what "chemotherapy" means."""

    FILE: ClassVar[str] = "classes.tsv"
    COLUMNS: ClassVar[tuple[str, ...]] = ("class", "zh", "en")
    cytotoxic: bool = False

    @classmethod
    def read(cls, row: Mapping[str, str]) -> Self:
        """Read a row of the file."""
        chemotherapy = row.get("chemotherapy", "") == "yes"
        return cls(row["class"], alternatives(row["zh"]), alternatives(row["en"]), cytotoxic=chemotherapy)


@dataclass(frozen=True, slots=True)
class Regimen(Term):
    """A named combination: ``key`` its code, ``readings`` what it stands for (INN and component words).

    A code may mean different things in different fields of medicine; ``settings`` names the fields
    of each reading, in the same order.
    """

    FILE: ClassVar[str] = "regimens.tsv"
    COLUMNS: ClassVar[tuple[str, ...]] = ("code", "drugs", "aliases", "setting")
    readings: tuple[tuple[str, ...], ...] = ()
    settings: tuple[tuple[str, ...], ...] = ()

    @classmethod
    def read(cls, row: Mapping[str, str]) -> Self:
        """Read a row of the file."""
        readings = tuple(tuple(sorted(drugs.split("+"))) for drugs in alternatives(row["drugs"]))
        settings = tuple(tuple(part.split(",")) for part in alternatives(row["setting"]))
        return cls(row["code"], short=alternatives(row["aliases"]), readings=readings, settings=settings)


@dataclass(frozen=True, slots=True)
class Letters(Term):
    """Letters that stand for a drug inside a regimen's code, in one field of medicine."""

    FILE: ClassVar[str] = "letters.tsv"
    COLUMNS: ClassVar[tuple[str, ...]] = ("letters", "drug", "setting")
    letters: str = ""
    drugs: tuple[str, ...] = ()
    setting: str = ""

    @classmethod
    def read(cls, row: Mapping[str, str]) -> Self:
        """Read a row of the file; letters and setting together are the key."""
        letters, setting = row["letters"], row["setting"]
        return cls(f"{letters}@{setting}", letters=letters, drugs=alternatives(row["drug"]), setting=setting)


@dataclass(frozen=True, slots=True)
class Event(Term):
    """An adverse or clinical event: ``key`` its CTCAE v5 term, ``soc`` its system organ class."""

    FILE: ClassVar[str] = "events.tsv"
    COLUMNS: ClassVar[tuple[str, ...]] = ("term", "soc", "zh", "en", "abbr")
    soc: str = ""

    @classmethod
    def read(cls, row: Mapping[str, str]) -> Self:
        """Read a row of the file."""
        zh, en, short = (alternatives(row[column]) for column in ("zh", "en", "abbr"))
        return cls(row["term"], zh, en, short, soc=row["soc"])


@dataclass(frozen=True, slots=True)
class Endpoint(Term):
    """An endpoint: ``key`` its code, ``measure`` what it is given as, ``risk`` its forms in "risk of ..."."""

    FILE: ClassVar[str] = "endpoints.tsv"
    COLUMNS: ClassVar[tuple[str, ...]] = ("code", "measure", "zh", "en", "abbr", "risk")
    measure: str = ""
    risk: tuple[str, ...] = ()

    @classmethod
    def read(cls, row: Mapping[str, str]) -> Self:
        """Read a row of the file."""
        zh, en, short = (alternatives(row[column]) for column in ("zh", "en", "abbr"))
        return cls(row["code"], zh, en, short, measure=row["measure"], risk=alternatives(row["risk"]))


@dataclass(frozen=True, slots=True)
class Population(Term):
    """A disease setting or a subgroup: ``kind`` says which (``setting``, ``risk``, ``age`` ...)."""

    FILE: ClassVar[str] = "populations.tsv"
    COLUMNS: ClassVar[tuple[str, ...]] = ("key", "kind", "zh", "en", "abbr")
    kind: str = ""

    @classmethod
    def read(cls, row: Mapping[str, str]) -> Self:
        """Read a row of the file."""
        zh, en, short = (alternatives(row[column]) for column in ("zh", "en", "abbr"))
        return cls(row["key"], zh, en, short, kind=row["kind"])


@dataclass(frozen=True, slots=True)
class Registry(Term):
    """A registry of clinical studies: ``pattern`` the shape of its numbers, ``check`` their check digit."""

    FILE: ClassVar[str] = "registries.tsv"
    COLUMNS: ClassVar[tuple[str, ...]] = ("registry", "pattern", "check", "example")
    pattern: str = ""
    check: str = ""
    example: str = ""

    @classmethod
    def read(cls, row: Mapping[str, str]) -> Self:
        """Read a row of the file; ``ValueError`` where its pattern is none."""
        try:
            regex.compile(row["pattern"])
        except regex.error as error:
            raise ValueError(f"column pattern: {error}; check the regular expression") from error
        return cls(row["registry"], pattern=row["pattern"], check=row["check"], example=row["example"])


@dataclass(frozen=True, slots=True)
class KnownTrial(Term):
    """A trial known by name: its registry numbers and phase. For linking only."""

    FILE: ClassVar[str] = "trials.tsv"
    COLUMNS: ClassVar[tuple[str, ...]] = ("name", "aliases", "ids", "phase")
    ids: tuple[str, ...] = ()
    phase: str = ""

    @classmethod
    def read(cls, row: Mapping[str, str]) -> Self:
        """Read a row of the file."""
        aliases, ids = alternatives(row["aliases"]), alternatives(row["ids"])
        return cls(row["name"], short=aliases, ids=ids, phase=row["phase"])


@dataclass(frozen=True, slots=True)
class Cue(Term):
    """A kind of function word ("versus", "respectively"): regular expressions, one per language."""

    FILE: ClassVar[str] = "cues.tsv"
    COLUMNS: ClassVar[tuple[str, ...]] = ("cue", "zh", "en")

    @classmethod
    def read(cls, row: Mapping[str, str]) -> Self:
        """Read a row of the file; the two columns hold whole patterns, never split."""
        return cls(row["cue"], tuple(filter(None, [row["zh"]])), tuple(filter(None, [row["en"]])))


@dataclass(frozen=True, slots=True)
class Numeral(Term):
    """A number word and its value."""

    FILE: ClassVar[str] = "numerals.tsv"
    COLUMNS: ClassVar[tuple[str, ...]] = ("word", "value")
    value: float = 0.0

    @classmethod
    def read(cls, row: Mapping[str, str]) -> Self:
        """Read a row of the file."""
        return cls(row["word"], value=float(row["value"]))


@dataclass(frozen=True, slots=True)
class Syllable(Term):
    """How a Chinese character of drug names reads, or which INN stems a Chinese stem renders."""

    FILE: ClassVar[str] = "syllables.tsv"
    COLUMNS: ClassVar[tuple[str, ...]] = ("han", "latin")
    latin: tuple[str, ...] = ()

    @classmethod
    def read(cls, row: Mapping[str, str]) -> Self:
        """Read a row of the file."""
        return cls(row["han"], latin=alternatives(row["latin"]))


@dataclass(frozen=True, slots=True)
class Pattern(Cue):
    """A building block of the patterns around one mention; same columns as a cue."""

    FILE: ClassVar[str] = "patterns.tsv"


@dataclass(frozen=True, slots=True)
class Word(Term):
    """A word that mentions are composed of: ``kind`` is ``disease``, ``state``, ``marker`` ..."""

    FILE: ClassVar[str] = "words.tsv"
    COLUMNS: ClassVar[tuple[str, ...]] = ("key", "kind", "zh", "en", "abbr")
    kind: str = ""

    @classmethod
    def read(cls, row: Mapping[str, str]) -> Self:
        """Read a row of the file."""
        zh, en, short = (alternatives(row[column]) for column in ("zh", "en", "abbr"))
        return cls(row["key"], zh, en, short, kind=row["kind"])
