from __future__ import annotations

import os
import subprocess
import sys
from functools import partial
from pathlib import Path

HEAVY = ("jieba", "numpy", "pandas", "pdfplumber", "pypdfium2", "scipy", "spacy", "sqlalchemy")
PROGRAM = f"""
import sys
from isaextract.cli import main
sys.argv = ["isaextract", "--help"]
try:
    main()
except SystemExit:
    pass
print("heavy:", *sorted(set({HEAVY!r}) & set(sys.modules)), file=sys.stderr)
"""


def test_help_loads_no_library_of_its_work() -> None:
    done = subprocess.run([sys.executable, "-c", PROGRAM], capture_output=True, text=True, check=True)
    assert "Usage" in done.stdout
    assert done.stderr.split() == ["heavy:"]


UNCHANGED = f"""
import sys
from isaextract.cli import main
sys.argv = ["isaextract", "run", *sys.argv[1:]]
try:
    main()
except SystemExit:
    pass
print("heavy:", *sorted(set({HEAVY!r}) & set(sys.modules)), file=sys.stderr)
"""


def test_a_run_that_changes_nothing_loads_none_either(tmp_path: Path) -> None:
    (tmp_path / "note.md").write_text("Title\n\nIn PETREL-9, ORR was 41%.\n", encoding="utf-8")
    command = [sys.executable, "-W", "ignore", "-c", UNCHANGED, "note.md", "--out", "out"]
    environment = {**os.environ, "ISAEXTRACT_CACHE": str(tmp_path / "cache")}
    run = partial(
        subprocess.run, command, capture_output=True, text=True, check=True, cwd=tmp_path, env=environment
    )
    first, again = run(), run()
    assert "spacy" in first.stderr
    assert "nothing was read" in again.stdout
    assert again.stderr.splitlines()[-1].split() == ["heavy:"]
