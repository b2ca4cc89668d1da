"""House rules, executed."""

from __future__ import annotations

import ast
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

import isaextract

ROOT = Path(__file__).parents[2]
PACKAGE = ROOT / "src" / "isaextract"
MODULES = sorted(PACKAGE.rglob("*.py"))
ROOMS = sorted(path for path in PACKAGE.iterdir() if path.is_dir() and path.name != "__pycache__")
LONGEST_FILE = 400
LONGEST_FUNCTION = 60


def _name(path: Path) -> str:
    return path.relative_to(PACKAGE).as_posix()


def _functions() -> list[tuple[str, int]]:
    """Each function with its number of lines, docstring and decorators apart."""
    found = []
    for path in MODULES:
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
                first = node.body[min(1, len(node.body) - 1) if ast.get_docstring(node) else 0]
                found.append((f"{_name(path)}:{node.name}", (node.end_lineno or 0) - first.lineno + 1))
    return found


def test_import_contracts_hold() -> None:
    command = [
        sys.executable,
        "-c",
        "from importlinter.cli import lint_imports_command as c; c()",
        "--no-cache",
    ]
    told = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert told.returncode == 0, told.stdout + told.stderr


def test_every_room_says_what_it_is_for() -> None:
    for room in ROOMS:
        if any(room.glob("*.py")):
            source = (room / "__init__.py").read_text(encoding="utf-8")
            assert ast.get_docstring(ast.parse(source)), f"{room.name}/__init__.py has no docstring"


@pytest.mark.parametrize("path", MODULES, ids=_name)
def test_files_stay_readable(path: Path) -> None:
    assert len(path.read_text(encoding="utf-8").splitlines()) < LONGEST_FILE


def test_functions_stay_short() -> None:
    long = {name: lines for name, lines in _functions() if lines > LONGEST_FUNCTION}
    assert not long
    lengths = sorted(lines for _, lines in _functions())
    assert lengths[len(lengths) // 2] <= 10
    assert lengths[len(lengths) * 9 // 10] <= 40


@pytest.mark.parametrize("path", MODULES, ids=_name)
def test_only_the_door_prints(path: Path) -> None:
    if _name(path).startswith("cli/"):
        return
    names = {
        node.id
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.Name)
    }
    assert "print" not in names


def test_no_language_is_asked_for_outside_its_room() -> None:
    """Law 6: a language's words stand in the lexicon, what differs in ``lang``."""
    for path in MODULES:
        if not _name(path).startswith("lang/"):
            source = path.read_text(encoding="utf-8")
            assert "if lang ==" not in source, _name(path)
            assert "if language ==" not in source, _name(path)


def test_packaged_data_is_not_ignored() -> None:
    """What ``.gitignore`` hides, hatchling leaves out of the wheel."""
    data = sorted((PACKAGE / "lexicon" / "data").glob("*.tsv"))
    assert data
    if (ROOT / ".git").exists():
        command = ["git", "check-ignore", *map(str, data)]
        told = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
        assert told.stdout == ""


def test_lock_file_has_every_dependency_and_no_place() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    lock = (ROOT / "requirements.lock").read_text(encoding="utf-8")
    locked = {line.split("==")[0].lower() for line in lock.splitlines() if "==" in line}
    wanted = [*project["dependencies"], *project["optional-dependencies"]["dev"]]
    assert {item.split(">")[0].split("<")[0].lower() for item in wanted} <= locked
    assert "/" not in lock
    assert "@" not in lock


def test_version_is_one() -> None:
    changes = (ROOT / "CHANGELOG.md").read_text(encoding="utf-8")
    assert isaextract.__version__
    assert "## [Unreleased]" in changes or f"## [{isaextract.__version__}]" in changes
