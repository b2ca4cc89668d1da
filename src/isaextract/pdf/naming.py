"""In which font each piece of a page's text is shown, read off its content stream.

pdfium does not know the names of fonts whose glyphs are drawings (Type 3); that one is bold stands
in its name only. Text inside of forms is not followed: whoever counts the pieces sees that some lack.
"""

from __future__ import annotations

import re

from isaextract.pdf.mending import ARRAY, STRING

_TOKEN = re.compile(
    rb"/(?P<font>[^\s/<>\[\]{}()%]+)\s+[-+.\d]+\s+Tf\b"
    rb"|(?P<shown>(?:" + STRING + rb"|" + ARRAY + rb")\s*(?:T[jJ]|'|\"))"
    rb"|" + STRING + rb"|%[^\r\n]*+"
    rb"|(?<!\S)(?P<state>[qQ])(?!\S)",
    re.DOTALL,
)
_FULL = re.compile(rb"\([^)]|<\s*[0-9A-Fa-f]")


def shown_fonts(content: bytes) -> list[str]:
    """The font resource's name for each text that a content stream shows, in its order."""
    found: list[str] = []
    font, kept = "", [""]
    for token in _TOKEN.finditer(content):
        if token["font"]:
            font = token["font"].decode("latin-1")
        elif token["state"] == b"q":
            kept.append(font)
        elif token["state"] == b"Q":
            font = kept.pop() if len(kept) > 1 else font
        elif token["shown"] and _FULL.search(token["shown"]):
            found.append(font)
    return found
