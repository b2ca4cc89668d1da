from __future__ import annotations

import subprocess
import sys

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
