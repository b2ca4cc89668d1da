"""An entry of the reference list to its fields: number, authors, year, title, journal, DOI, PMID.

Four orders are known, told apart by where the year stands:
``Authors (2017) Title. Journal, 3, 1-9.``; ``Authors. Title. Journal. 2019;25:1-9.``;
``Authors. Title. Journal, 2021, 71: 1-9.``; and ``作者. 题名[J]. 刊名, 2020, 12(3): 1-5.``
"""

from __future__ import annotations

import re

from isaextract.pdf import identifiers, marks
from isaextract.schema.document import Reference
from isaextract.schema.spans import Span

_YEAR = re.compile(r"(?<!\d)(?:19|20)\d\d(?!\d)")
_YEAR_AFTER_AUTHORS = re.compile(r"\s*[(（]((?:19|20)\d\d)[a-z]?[)）][.,]?\s*")
_STOP = re.compile(r"(?<!\b[A-Z])(?<!\bvs)[.．](?:\s+|(?=[^\x00-\x7f]))|(?<=[?!])\s+(?=[A-Z])|(?<=[？！])|。")
_AUTHORS_STOP = re.compile(r"[.．](?:\s+|(?=[^\x00-\x7f]))|。")
_DOTTED_INITIALS = re.compile(r"\b[A-Z]\.\s*(?:-?[A-Z]\.|,)")
_KIND = re.compile(r"\[(?:J|M|C|D|EB|N|S|P|R)(?:/OL)?\]")
_NAME = r"(?:[^,，;；\d]|,(?=\s+[A-Z][a-z]+ (?:&|and) ))*"
_JOURNAL = re.compile(rf"{_NAME}(?:\([^)]*\))?{_NAME}")
_EDGES = " .,;:，；：．。"


def parse_reference(text: str, start: int) -> Reference:
    """Read the fields of an entry.

    Parameters
    ----------
    text
        The entry, its number included.
    start
        Where it stands in the document's text.
    """
    number = marks.entry_number(text)
    span = Span(start, start + len(text))
    match = marks.ENTRY.match(text)
    body = text[match.end() :].strip() if match and number else text.strip()
    doi, pmid = identifiers.find_doi(body), identifiers.find_pmid(body)
    authors, year, title, journal = _fields(identifiers.without_identifiers(body))
    return Reference(number, span, authors, year, title, journal, doi, pmid)


def _fields(body: str) -> tuple[str, str, str, str]:
    bracketed = _YEAR_AFTER_AUTHORS.search(body)
    if bracketed and not _STOP.search(_without_initials(body[: bracketed.start()])):
        title, rest = _parted(body[bracketed.end() :])
        return body[: bracketed.start()].strip(_EDGES), bracketed[1], title, _journal(rest)
    authors, rest = _parted(body, _STOP if _DOTTED_INITIALS.search(body) else _AUTHORS_STOP)
    title, rest = _parted(rest)
    return authors, _publication_year(rest), title, _journal(rest)


def _without_initials(authors: str) -> str:
    return re.sub(r"\b[A-Z]\.|\bet al\.", "", authors)


def _parted(text: str, stops: re.Pattern[str] = _STOP) -> tuple[str, str]:
    """The part up to the first full stop or kind mark, and the rest."""
    kind = _KIND.search(text)
    stop = stops.search(text)
    if kind and (stop is None or kind.start() < stop.start()):
        return text[: kind.start()].strip(_EDGES), text[kind.end() :].lstrip(_EDGES)
    if stop is None:
        return text.strip(_EDGES), ""
    return text[: stop.start()].strip(_EDGES), text[stop.end() :]


def _publication_year(rest: str) -> str:
    years = _YEAR.findall(rest)
    return years[0] if years else ""


def _journal(rest: str) -> str:
    """The journal's name: up to the year, the volume, or the stop before them.

    A comma inside the name is kept where an "and" closes the list: ``Lymphoma, Myeloma & Leukemia``.
    """
    found = _JOURNAL.match(rest.strip())
    return found.group().strip(_EDGES) if found else ""
