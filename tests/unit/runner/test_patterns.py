from __future__ import annotations

from pathlib import Path
from typing import Any

import regex

from isaextract.lexicon import compiled, made_patterns
from isaextract.runner import StageCache
from isaextract.runner.patterns import KeptPatterns


def _make(number: int, word: str) -> None:
    for at in range(number):
        compiled(f"{word}{at}")


def _files(folder: Path) -> list[Path]:
    return [path for path in folder.rglob("*") if path.is_file()]


def _key(path: Path) -> str:
    return f"{path.parent.name}{path.name}"


def _kept(folder: Path) -> Any:
    (path,) = _files(folder)
    return StageCache(folder).get("patterns", _key(path))


def test_patterns_are_kept_for_the_next_process(tmp_path: Path) -> None:
    patterns = KeptPatterns(StageCache(tmp_path), "words")
    patterns.recall()
    _make(60, "next process ")
    patterns.keep()
    assert _kept(tmp_path).keys() == made_patterns().keys()


def test_few_new_ones_are_not_worth_writing(tmp_path: Path) -> None:
    patterns = KeptPatterns(StageCache(tmp_path), "words")
    patterns.recall()
    _make(60, "worth ")
    patterns.keep()
    before = _files(tmp_path)[0].read_bytes()
    _make(1, "one more ")
    patterns.keep()
    assert _files(tmp_path)[0].read_bytes() == before


def test_what_others_kept_meanwhile_stays(tmp_path: Path) -> None:
    cache = StageCache(tmp_path)
    patterns = KeptPatterns(cache, "words")
    patterns.recall()
    _make(60, "meanwhile ")
    patterns.keep()
    cache.put("patterns", _key(_files(tmp_path)[0]), {("of another process", 0): regex.compile("another")})
    _make(60, "and more ")
    patterns.keep()
    assert {("of another process", 0), ("and more 1", 0)} <= _kept(tmp_path).keys()


def test_another_lexicon_keeps_its_own(tmp_path: Path) -> None:
    for digest in ("one", "other"):
        patterns = KeptPatterns(StageCache(tmp_path), digest)
        patterns.recall()
        _make(40, f"of {digest} ")
        patterns.keep()
    assert len(_files(tmp_path)) == 2


def test_a_kept_file_at_fault_is_as_none(tmp_path: Path) -> None:
    patterns = KeptPatterns(StageCache(tmp_path), "words")
    patterns.recall()
    _make(40, "at fault ")
    patterns.keep()
    (path,) = _files(tmp_path)
    path.write_bytes(b"no pickle")
    KeptPatterns(StageCache(tmp_path), "words").recall()
    assert not path.exists()
    assert compiled("at fault 1").match("at fault 1")
