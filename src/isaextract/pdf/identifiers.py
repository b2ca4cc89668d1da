"""DOI and PMID as an entry of the reference list prints them, cut by line ends or not."""

from __future__ import annotations

import re

_DASHES = str.maketrans(dict.fromkeys("‐‑–−", "-"))
# ASCII without brackets of the square kind; ";" only inside the old form "...3.0.CO;2-2".
_PIECE = r'(?:[^\s,;\[\]"\u0080-\U0010ffff]|[‐‑–−]|;(?=\d-\w))+'
_DOI = re.compile(rf"(?<![\d.])10\.\s?\d{{4,9}}(?:\.\d+)*\s?/\s?{_PIECE}")
_MORE = re.compile(rf"\s+({_PIECE})")
_CUT_HERE = ("/", "-", "_", "(", ":")  # no DOI ends so: what follows a line's end belongs to it
_GOES_ON = re.compile(r"[/_.-][A-Za-z0-9]")
_YEAR = re.compile(r"\W*(?:19|20)\d\d\W*")
_PUBMED = r"(?:PMC?ID|PMC\d)"
_OTHER = re.compile(rf"\W?(?:{_PUBMED}|https?:|www\.)", re.IGNORECASE)
_BEHIND = re.compile(rf"[.(]?{_PUBMED}.*", re.IGNORECASE)
_EDGES = ".,;:'*"
_PMID = re.compile(
    r"(?:\bPMID\s*[:：]?\s*|pubmed\.ncbi\.nlm\.nih\.gov/|ncbi\.nlm\.nih\.gov/pubmed/)(\d{1,8})(?!\d)",
    re.IGNORECASE,
)
_ADDRESS = re.compile(r"[<(（]?(?:https?://\S*|\bdoi(?:\.org/|\s*[:：])\s*)$", re.IGNORECASE)


def find_doi(text: str) -> str:
    """The first DOI of an entry, without blanks and closing punctuation; ``""`` where there is none."""
    match = _DOI.search(text)
    return _bare(_joined(text, match)[0]) if match else ""


def find_pmid(text: str) -> str:
    """The PubMed number of an entry, ``""`` where none is printed."""
    match = _PMID.search(text)
    return match[1] if match else ""


def without_identifiers(text: str) -> str:
    """The entry up to its DOI or PMID, and what stands behind them."""
    match = _DOI.search(text)
    if match is not None:
        _, end = _joined(text, match)
        text = f"{_ADDRESS.sub('', text[: match.start()])} {text[end:]}"
    return _PMID.sub("", text).strip()


def _joined(text: str, match: re.Match[str]) -> tuple[str, int]:
    """A DOI with the pieces that line ends cut off it, and where it ends."""
    doi, end = match.group(), match.end()
    while (more := _MORE.match(text, end)) is not None and _belongs(doi, more[1], text[more.end() :]):
        doi, end = doi + more[1], more.end()
    return "".join(doi.split()).translate(_DASHES), end


def _belongs(doi: str, piece: str, rest: str) -> bool:
    """Whether a piece behind a blank is the DOI's: it cannot end there, or nothing else follows."""
    if _OTHER.match(piece):
        return False
    if doi.translate(_DASHES).endswith(_CUT_HERE) or doi.count("(") > doi.count(")"):
        return True
    if doi.endswith("."):
        return not rest.strip() and _has_digit(piece) and _YEAR.fullmatch(piece) is None
    if _GOES_ON.match(piece.translate(_DASHES)):
        return True
    return not rest.strip(" .。") and _has_digit(piece) and _YEAR.fullmatch(piece) is None


def _has_digit(piece: str) -> bool:
    return any(char.isdigit() for char in piece)


def _bare(doi: str) -> str:
    """Without what is printed around it: stops, a bracket that it does not open, a PMID close behind."""
    doi = _BEHIND.sub("", doi)
    while doi and (
        doi[-1] in _EDGES
        or (doi[-1] == ")" and doi.count(")") > doi.count("("))
        or (doi[-1] == ">" and doi.count(">") > doi.count("<"))
    ):
        doi = doi[:-1]
    return doi
