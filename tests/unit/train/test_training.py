"""The training: the same weights twice, a package that loads and says what it is made of."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from isaextract.errors import ModelError
from isaextract.lexicon import load_lexicon
from isaextract.pipes import Trained, load_trained
from isaextract.pipes.trained import META
from isaextract.runner.training import names_of, train_packaged
from isaextract.schema import Label
from isaextract.train import Recipe, pool_of, train, weights_digest
from isaextract.train.samples import Mark, Sample

ROOT = Path(__file__).parents[3]
CONFIG = ROOT / "models" / "ner.cfg"
TINY = Recipe(variants=1, fillings=0, epochs=2)
SAMPLES = [
    Sample("给予卡非佐米治疗。", (Mark(2, 6, Label.DRUG),)),
    Sample("常见腹泻。", (Mark(2, 4, Label.EVENT),)),
    Sample("Kd 组 ORR 为 76%。", (Mark(0, 2, Label.REGIMEN), Mark(3, 4, Label.COUNT))),
]


def trained_digest(seed: int) -> str:
    recipe = Recipe(variants=1, fillings=0, epochs=2, seed=seed)
    return weights_digest(train(CONFIG, SAMPLES, pool_of(load_lexicon()), recipe))


def test_training_twice_gives_the_same_weights_and_another_seed_others() -> None:
    assert trained_digest(1) == trained_digest(1) != trained_digest(2)


@pytest.fixture(scope="module")
def packaged(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("train")
    (folder / "models").mkdir()
    shutil.copy(CONFIG, folder / "models")
    gold = folder / "gold"
    gold.mkdir()
    for name in ("one", "two"):
        (gold / f"{name}.tagged.txt").write_text(
            "题目\n\n⟦DRUG|卡非佐米⟧有效，⟦EVENT|腹泻⟧少见。", encoding="utf-8"
        )
        (gold / f"{name}.rows.jsonl").write_text("", encoding="utf-8")
        (gold / f"{name}.studies.jsonl").write_text("", encoding="utf-8")
    scores = {"model": {"DRUG": {"precision": 0.75}, "all": {"precision": 0.5}}}
    (folder / "models" / "scores.json").write_text(json.dumps(scores), encoding="utf-8")
    return train_packaged(gold, folder / "models", TINY, leave_out=("two",)).folder


def test_the_package_says_what_it_is_made_of(packaged: Path) -> None:
    meta = json.loads((packaged / META).read_text(encoding="utf-8"))
    assert list(meta["made_of"]["gold"]) == ["one.tagged.txt"]
    assert meta["made_of"]["names"] == pool_of(load_lexicon()).digest()
    assert set(meta["made_of"]["versions"]) >= {"isaextract", "spacy", "thinc"}
    assert meta["digest"] == weights_digest(load_trained(packaged).nlp)


def test_the_package_loads_and_speaks_with_its_precision_as_confidence(packaged: Path) -> None:
    trained = load_trained(packaged)
    assert isinstance(trained, Trained)
    assert trained.confidence == {Label.DRUG: 0.75}
    assert trained.signature == f"isa_ner {trained.version} {trained.digest}"
    [said] = trained.find(["给予卡非佐米治疗。"])
    assert all(0 <= each.start < each.end <= 9 for each in said)


def test_a_folder_without_a_model_is_named(tmp_path: Path) -> None:
    with pytest.raises(ModelError, match=r"no trained model .+ `isaextract train`"):
        load_trained(tmp_path)


def test_an_unknown_document_to_leave_out_is_named(tmp_path: Path) -> None:
    (tmp_path / "one.tagged.txt").write_text("x", encoding="utf-8")
    with pytest.raises(ModelError, match="nobody"):
        names_of(tmp_path, ("nobody",))
    with pytest.raises(ModelError, match="no document left"):
        names_of(tmp_path, ("one",))


def test_a_process_that_only_trains_knows_the_tokenizer_of_its_configuration(
    packaged: Path, tmp_path: Path
) -> None:
    """No document was labelled before it that would have loaded it."""
    gold = packaged.parents[1] / "gold"
    shutil.copy(CONFIG, tmp_path)
    program = (
        "import sys; from pathlib import Path; from isaextract.runner.training import train_packaged; "
        "from isaextract.train import Recipe; "
        "train_packaged(Path(sys.argv[1]), Path(sys.argv[2]), Recipe(variants=1, fillings=0, epochs=1))"
    )
    command = [sys.executable, "-c", program, str(gold), str(tmp_path)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
