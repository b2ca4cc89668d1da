from __future__ import annotations

from pathlib import Path

import pytest

from isaextract.errors import InputError
from isaextract.runner import find_inputs


def _names(files: tuple[Path, ...]) -> list[str]:
    return [path.name for path in files]


def _touch(folder: Path, *names: str) -> None:
    for name in names:
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text("x")


def test_a_folder_gives_its_documents_sorted(corpus: Path) -> None:
    found = find_inputs([corpus])
    assert _names(found.files) == ["alpha.txt", "beta.txt", "gamma.txt"]
    assert found.failures == ()


def test_kinds_are_told_by_their_ending_in_any_case(tmp_path: Path) -> None:
    _touch(tmp_path, "a.PDF", "b.Md", "c.TXT", "d.doc", "readme.txt", "README.md", "~$c.txt")
    assert _names(find_inputs([tmp_path]).files) == ["a.PDF", "b.Md", "c.TXT"]


def test_a_readme_named_by_the_user_is_read(corpus: Path) -> None:
    assert _names(find_inputs([corpus / "README.md"]).files) == ["README.md"]


def test_a_file_named_twice_is_read_once(corpus: Path) -> None:
    found = find_inputs([corpus / "alpha.txt", corpus, corpus / ".." / "corpus" / "alpha.txt"])
    assert _names(found.files) == ["alpha.txt", "beta.txt", "gamma.txt"]
    assert found.failures == ()


def test_of_two_files_with_one_name_the_pdf_is_read_and_the_other_told(tmp_path: Path) -> None:
    _touch(tmp_path, "a.txt", "A.pdf", "b.md")
    found = find_inputs([tmp_path])
    assert _names(found.files) == ["A.pdf", "b.md"]
    [failure] = found.failures
    assert failure.path == str(tmp_path / "a.txt")
    assert "same document name" in failure.reason
    assert str(tmp_path / "A.pdf") in failure.reason


def test_a_path_that_cannot_be_used_does_not_stop_the_others(corpus: Path) -> None:
    found = find_inputs([corpus / "nope.pdf", corpus / "alpha.txt", corpus / "data.xlsx"])
    assert _names(found.files) == ["alpha.txt"]
    assert [Path(failure.path).name for failure in found.failures] == ["nope.pdf", "data.xlsx"]


@pytest.mark.parametrize(
    ("path", "said"),
    [
        ("nope", "no such file or folder; check the path"),
        ("empty", r"the folder is empty; put documents \(\.pdf, \.txt, \.md\) in it"),
        ("pictures", r"holds no readable document; those end in \.pdf, \.txt, \.md$"),
        ("outer", r"its own folders are not entered: name them \(inner \.\.\.\)"),
        ("pictures/x.png", r"this kind of file cannot be read; give one of \.pdf, \.txt, \.md"),
    ],
)
def test_nothing_to_read_names_what_and_the_remedy(tmp_path: Path, path: str, said: str) -> None:
    (tmp_path / "empty").mkdir()
    _touch(tmp_path, "pictures/x.png", "outer/inner/a.pdf")
    with pytest.raises(InputError, match=said) as caught:
        find_inputs([tmp_path / path])
    assert str(tmp_path / path) in str(caught.value)


def test_no_path_at_all() -> None:
    with pytest.raises(InputError, match="nothing to read"):
        find_inputs([])
