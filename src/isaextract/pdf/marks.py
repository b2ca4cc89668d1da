"""What a block's first and last characters tell: headings, captions, notes, list entries."""

from __future__ import annotations

import re

LONGEST_HEADING = 110
_PROSE = 160  # narrow characters from which on a text may be a paragraph; a wide one counts twice
_WIDE = 0x2E80  # the first East Asian character
_SENTENCE_END = re.compile(r"[。；]|[a-z%)\]][.;](?=\s+[A-Z(]|\s*$)|[.](?=\s*$)")
_END = "。．.!?！？；;，,"
_ENDED = "。．.!?！？"
_AFTER_END = '”’")）]］」』 '

NUMBERED = re.compile(
    r"(?P<number>\d{1,2}(?:[.．]\d{1,2})*)[.．、]?\s+(?=\D)\S|(?P<chinese>[一二三四五六七八九十]+)、"
)
CAPTION = re.compile(
    r"(?:附?表|图)\s*[A-Z]?\d+(?:[-.]\d+)*(?:[.:：．、\s]|$)|(?:Table|Figure|Fig\.?)\s*[A-Z]?\d+",
    re.IGNORECASE,
)
NOTE = re.compile(
    r"(?:注|备注|说明|缩写)\s*(?:\d+\s*)?[:：]|(?:Notes?|Abbreviations?|Footnotes?)\b\s*[:.：]|NOTE[.:]|[*†‡§]\s*\S"
    r"|[a-h]\s?(?=[A-Z≥≤\u4e00-\u9fff])"  # a small letter, raised or not, before what it explains
)
ENTRY = re.compile(r"[\[［【(（]\s*(?P<bracketed>\d{1,3})\s*[\]］】)）]|(?P<plain>\d{1,3})[.．、)]?(?=\s)")
ABSTRACT = re.compile(r"(?:中文|英文)?摘\s*要|(?:Abstract|Summary|Synopsis)", re.IGNORECASE)
KEYWORDS = re.compile(r"关键[词字]|主题词|Key\s?-?words?|Index terms", re.IGNORECASE)
REFERENCES = re.compile(
    r"(?:\d+[.．]?\s*)?"
    r"(?:(?:主要)?参\s*考\s*文\s*献|References?(?: and notes)?|Bibliography|Literature cited)"
    r"(?:\s*[(（]References?[)）])?\s*[:：]?",
    re.IGNORECASE,
)


def is_references(text: str) -> bool:
    """Whether a line is the heading of the reference list."""
    return REFERENCES.fullmatch(text.strip()) is not None


def is_named_heading(text: str) -> bool:
    """Whether a line is one of the headings that stand before every article's text."""
    bare = text.strip().rstrip(":：")
    return ABSTRACT.fullmatch(bare) is not None or KEYWORDS.fullmatch(bare) is not None


def heading_level(text: str) -> int:
    """The level of a numbered heading (1 for ``3.``, 2 for ``3.1.``), 0 where it is none."""
    match = NUMBERED.match(text)
    if match is None or not short_line(text):
        return 0
    return 1 if match["chinese"] else len(re.split(r"[.．]", match["number"].rstrip(".．")))


def short_line(text: str) -> bool:
    """Whether a text is as short as a heading and ends in no stop."""
    return 0 < len(text) <= LONGEST_HEADING and text[-1] not in _END


def reads_as_prose(text: str) -> bool:
    """Whether a text is a paragraph of sentences: long, ending in a full stop, and no address."""
    width = sum(2 if ord(character) >= _WIDE else 1 for character in text)
    return width >= _PROSE and ended(text) and "@" not in text and len(_SENTENCE_END.findall(text)) > 1


def ended(text: str) -> bool:
    """Whether a text ends with a full stop, a question or an exclamation mark."""
    return text.rstrip(_AFTER_END)[-1:] in _ENDED


def entry_number(text: str) -> str:
    """The number that an entry of the reference list begins with, ``""`` where it has none."""
    match = ENTRY.match(text)
    return (match["bracketed"] or match["plain"]) if match else ""
