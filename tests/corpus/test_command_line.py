"""The commands on a corpus, as a user types them."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from lagebild.cli import main

from .making import crawl, packed, record, run


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A crawl of two files and its corpus."""
    folder = tmp_path_factory.mktemp("line")
    crawl(folder / "in", shards=2, pages=2)
    run([folder / "in"], folder / "out")
    return folder


def test_read_logs_a_json_line_a_shard(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    crawl(tmp_path / "in", shards=2, pages=1)
    code = main(
        ["corpus", "read", str(tmp_path / "in"), "--out", str(tmp_path / "out"), "--workers", "1", "--log", "json"]
    )
    out, err = capsys.readouterr()
    assert code == 0
    lines = [json.loads(line) for line in out.splitlines()]
    assert [line["event"] for line in lines] == ["read", "read"]
    assert lines[-1]["done"] == lines[-1]["of"] > 0
    assert lines[-1]["documents"] == 1
    assert lines[-1]["memory"] > 0
    assert err == (
        f"lagebild: {tmp_path / 'out'}: 2 shards read, 0 complete before, 0 set aside; 2 documents, "
        "0 records unreadable or not wanted\n"
    )


def test_a_shard_set_aside_makes_the_exit_code_1(
    made: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    bad = tmp_path / "bad.warc.gz"
    bad.write_bytes(b"nothing of the kind")
    assert main(["corpus", "read", str(bad), "--out", str(tmp_path / "out"), "--workers", "1"]) == 1
    _, err = capsys.readouterr()
    first, *_, last = err.splitlines()
    assert first == f"lagebild: {bad}: is no shard; set aside"
    assert last.startswith(f"lagebild: {tmp_path / 'out'}: 0 shards read, 0 complete before, 1 set aside")
    assert main(["corpus", "status", str(tmp_path / "out")]) == 1
    assert f"set aside: {bad}: is no shard" in capsys.readouterr().out


def test_status(made: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["corpus", "status", str(made / "out")]) == 0
    out = capsys.readouterr().out
    assert out.startswith("shards: 2 of 2 complete, 0 set aside\ndocuments: 4; 0 records were no report\n")
    assert main(["corpus", "status", str(made / "out"), "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["documents"] == 4


def test_dry_run_writes_nothing(made: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["corpus", "read", str(made / "in"), "--out", str(tmp_path / "out"), "--dry-run"]) == 0
    first, second = capsys.readouterr().out.splitlines()
    assert first.startswith("2 shards, ")
    assert first.endswith("2 sampled, 4 documents read")
    assert second.startswith("the whole: about 4 documents, ")
    assert not (tmp_path / "out").exists()


def test_find_as_table_and_as_json(made: Path, capsys: pytest.CaptureFixture[str]) -> None:
    question = str(Path(__file__).resolve().parents[2] / "examples/belarus/question.toml")
    assert main(["corpus", "find", str(made / "out"), "--question", question, "--limit", "2", "--least", "1"]) == 0
    head, *rows = capsys.readouterr().out.splitlines()
    assert head.split("\t")[:4] == ["score", "known", "publisher", "title"]
    assert len(rows) == 2
    arguments = ["corpus", "find", str(made / "out"), "--question", question, "--least", "1", "--json"]
    assert main([*arguments, "--since", "2022-12-03"]) == 0
    hits = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    assert {h["known"] for h in hits} == {"2022-12-03", "2022-12-04", "2022-12-05"}
    assert hits[0]["reasons"][0]["what"] == "subject"


def test_copies_and_sql(made: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["corpus", "copies", str(made / "out"), "--workers", "1"]) == 0
    assert "4 documents, " in capsys.readouterr().err
    assert main(["corpus", "sql", str(made / "out"), "SELECT count(*) AS n FROM documents"]) == 0
    assert capsys.readouterr().out == "n\n4\n"


@pytest.mark.parametrize(
    ("arguments", "why"),
    [
        (["read", "x", "--out", "y", "--address", "auto"], "--address is for --engine ray"),
        (["read", "x", "--out", "y", "--languages", "deu"], "'deu' is no list of ISO 639-1 codes"),
        (["read", "--out", "y"], "Missing argument 'SOURCES…'"),
    ],
)
def test_what_cannot_be_understood(arguments: list[str], why: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["corpus", *arguments]) == 2
    err = capsys.readouterr().err
    assert why in err
    assert err.count("\n") == 1


def test_options_of_a_corpus_need_one(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["add", str(tmp_path / "a.lage"), "x", "--since", "2022-12-01"]) == 2
    assert "are for --from-corpus" in capsys.readouterr().err
    assert main(["add", str(tmp_path / "a.lage"), "x", "--from-corpus", "y"]) == 2
    assert "not both" in capsys.readouterr().err


def test_what_is_not_installed_is_told_with_its_remedy(
    monkeypatch: pytest.MonkeyPatch, made: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    from lagebild.corpus import needs

    def absent(name: str) -> object:
        raise ModuleNotFoundError(f"No module named '{name}'", name=name)

    monkeypatch.setattr(needs, "import_module", absent)
    assert main(["corpus", "sql", str(made / "out"), "SELECT 1"]) == 1
    assert capsys.readouterr().err == (
        "lagebild: lagebild corpus: needs duckdb, which is not installed; pip install 'lagebild[corpus]'\n"
    )


def test_records_of_one_shard_may_all_be_unreadable(tmp_path: Path) -> None:
    path = tmp_path / "a.warc.gz"
    path.write_bytes(b"".join(packed(*(record(n, b"") for n in range(1, 4)))))
    assert run([path], tmp_path / "out").unreadable == {"empty": 3}
