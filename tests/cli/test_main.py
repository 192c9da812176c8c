from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from unittest import mock

import jsonschema
import pytest
from tests.questions import STRIKE

from lagebild.cli import main, show
from lagebild.core import Marks, Reading
from lagebild.mark import guard
from lagebild.mark.lines import schema
from lagebild.store import Case
from lagebild.tell import pdf

TEXT = "Am 7. Dezember 2022 sagte der Sprecher: „Wir warten.“ Berichten zufolge ruht die Arbeit in Minsk."


@pytest.fixture
def question(tmp_path: Path) -> Path:
    """A question file."""
    path = tmp_path / "question.toml"
    path.write_text(STRIKE, "utf-8")
    return path


@pytest.fixture
def report(tmp_path: Path) -> Path:
    """One report as JSON lines."""
    path = tmp_path / "reports.jsonl"
    record = {
        "id": "nr 1",
        "text": TEXT,
        "published": "2022-12-08",
        "publisher": "Nord\tblatt",
        "title": "[b]Hafen[/b]",
    }
    path.write_text(json.dumps(record) + "\n", "utf-8")
    return path


@pytest.fixture
def case(tmp_path: Path, question: Path, report: Path) -> Path:
    """A case with one report, closed."""
    path = tmp_path / "hafen.lage"
    with Case.create(path, question=question) as made:
        made.add([report])
    return path


@pytest.mark.parametrize(
    ("args", "message"),
    [
        (["foo"], "No such command 'foo'; see lagebild --help"),
        (["--foo"], "No such option"),
        (["new", "a.lage"], "Missing option '--question'; see lagebild new --help"),
        (["add"], "Missing argument 'CASE'; see lagebild add --help"),
        (["add", "a.lage", "x", "--workers", "-1"], "'--workers'"),
        (["show", "a.lage", "weather"], "'weather' is not one of 'timeline', 'statements'"),
        (["assess", "a.lage", "--as-of", "3.1.2023"], "'3.1.2023' is no date such as 2023-01-03"),
        (["assess", "a.lage", "-o", "a.docx"], "'a.docx' does not end in .html, .md, .json, .pdf"),
        (["assess", "a.lage", "--language", "fr"], "'fr' is not one of 'de', 'en'"),
        (["mark"], "Missing argument 'FILE…'"),
        (["mark", "x", "--layers", "times,tims"], "unknown name 'tims'; did you mean times?"),
        (["mark", "x", "--layers", ","], "no layer named; known are: times, names"),
        (["mark", "x", "--language", "deutsch"], "'deutsch' is no ISO 639-1 code such as de"),
        (["mark", "x", "--published", "gestern"], "'gestern' is no date"),
        (["question", "check"], "Missing argument"),
    ],
)
def test_commands_that_cannot_be_understood(args: list[str], message: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(args) == 2
    out, err = capsys.readouterr()
    assert out == ""
    assert err.startswith("lagebild: ")
    assert message in err
    assert err.count("\n") == 1


def test_help_and_version(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["--version"]) == 0
    assert capsys.readouterr().out.startswith("lagebild, version ")
    for args in (["--help"], ["mark", "-h"], ["question", "--help"]):
        assert main(args) == 0
        assert capsys.readouterr().out.startswith("Usage: lagebild")
    assert main([]) == 2
    out, err = capsys.readouterr()
    assert out == ""
    assert "Usage: lagebild" in err


def test_errors_are_one_line_unless_debugged(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["show", str(tmp_path / "no\nne.lage"), "sources"]) == 1
    assert capsys.readouterr().err.count("\n") == 1
    with pytest.raises(Exception, match="there is no such case"):
        main(["--debug", "show", str(tmp_path / "none.lage"), "sources"])


def test_a_fault_of_the_program_is_one_line_too(
    case: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(Case, "assess", lambda self, *_, **__: 1 / 0)
    assert main(["show", str(case), "sources"]) == 1
    err = capsys.readouterr().err
    assert err.startswith("lagebild: internal error: ZeroDivisionError: division by zero; run `lagebild --debug")
    assert err.count("\n") == 1
    with pytest.raises(ZeroDivisionError):
        main(["--debug", "show", str(case), "sources"])


def test_new_and_add(tmp_path: Path, question: Path, report: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "neu.lage"
    assert main(["new", str(path), "--question", str(question)]) == 0
    assert main(["add", str(path), str(report), "--workers", "0"]) == 0
    assert main(["add", str(path), str(report), "--workers", "0", str(tmp_path / "none")]) == 1
    assert main(["add", str(path)]) == 0
    out, err = capsys.readouterr()
    assert out == ""
    lines = err.splitlines()
    assert f"lagebild: {path}: 1 new, 0 updated, 0 known, 0 unreadable" in lines
    assert f"lagebild: {path}: 0 new, 0 updated, 1 known, 1 unreadable" in lines
    assert lines[-1] == f"lagebild: {path}: 0 new, 0 updated, 0 known, 0 unreadable"


@pytest.mark.parametrize("view", show.VIEWS)
@pytest.mark.parametrize("language", ["de", "en", None])
def test_show(case: Path, view: str, language: str | None, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["show", str(case), view, *(["--language", language] if language else [])]) == 0
    out, err = capsys.readouterr()
    assert err == ""
    rows = [line.split("\t") for line in out.splitlines()]
    assert len({len(row) for row in rows}) == 1  # what a report says adds no column
    if view == "sources":
        assert rows[1][1:3] == ["Nord blatt", "[b]Hafen[/b]"]
        assert rows[0][0] == ("published" if language == "en" else "veröffentlicht")
    if view == "statements":
        assert any("Wir warten" in row[3] for row in rows[1:])


def test_show_in_a_terminal_takes_reports_by_their_word(
    case: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys.stdout, "isatty", lambda: True)
    monkeypatch.setenv("COLUMNS", "120")
    assert main(["show", str(case), "sources"]) == 0
    assert "[b]Hafen[/b]" in capsys.readouterr().out


def test_assess(case: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    targets = [tmp_path / f"lage.{ending}" for ending in ("html", "md", "json")]
    args = ["assess", str(case), "--as-of", "2022-12-31", "--language", "en"]
    assert main([*args, *(a for t in targets for a in ("-o", str(t)))]) == 0
    out, err = capsys.readouterr()
    assert out == ""
    assert err.splitlines() == [f"lagebild: {t}: written" for t in targets]
    assert targets[0].read_text("utf-8").lower().startswith("<!doctype html>")
    assert json.loads(targets[2].read_text("utf-8"))
    assert main(args) == 0
    assert capsys.readouterr().out == targets[1].read_text("utf-8")
    first = targets[0].read_bytes()
    assert main([*args, "-o", str(targets[0])]) == 0
    assert targets[0].read_bytes() == first
    assert sorted(p.name for p in tmp_path.iterdir() if p.name.startswith(".")) == []


def test_assess_as_pdf(case: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The page that is printed is the HTML report; what the printer gives is written byte for byte."""
    monkeypatch.setattr(pdf, "to_pdf", lambda page: b"%PDF-\xff\n" + page[:15].encode())
    assert main(["assess", str(case), "-o", str(tmp_path / "lage.pdf")]) == 0
    assert (tmp_path / "lage.pdf").read_bytes() == b"%PDF-\xff\n<!doctype html>"


def test_assess_and_issue(case: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["assess", str(case), "--issue"]) == 0
    assert "answer 1 given out as of 2022-12-08" in capsys.readouterr().err
    with Case.open(case) as opened:
        assert opened.answer(1) == opened.assess()


def test_a_report_is_written_through_a_link(case: Path, tmp_path: Path) -> None:
    (tmp_path / "out").mkdir()
    (tmp_path / "lage.md").symlink_to(tmp_path / "out/real.md")
    assert main(["assess", str(case), "-o", str(tmp_path / "lage.md")]) == 0
    assert (tmp_path / "lage.md").is_symlink()
    assert (tmp_path / "out/real.md").read_text("utf-8").startswith("# ")


def test_assess_into_a_folder(case: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "a.md").mkdir()
    assert main(["assess", str(case), "-o", str(tmp_path / "a.md")]) == 1
    assert "it is a folder" in capsys.readouterr().err


@pytest.mark.parametrize("command", [("assess", "--issue"), ("export", "--format", "stix")])
def test_what_cannot_be_written_is_said_before_the_work(
    command: tuple[str, ...], case: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    target = tmp_path / "no folder/lage.json"
    name, *more = command
    with mock.patch.object(Case, "assess", side_effect=AssertionError("must not be worked out")):
        assert main([name, str(case), *more, "-o", str(target)]) == 1
    assert capsys.readouterr().err == (
        f"lagebild: {target}: cannot be written: No such file or directory; check its folder and the free space\n"
    )
    with Case.open(case) as opened:
        assert opened.issued() == ()


def test_question_check(question: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    bad = tmp_path / "bad.toml"
    bad.write_text(STRIKE.replace("resolver", "# resolver"), "utf-8")
    assert main(["question", "check", str(question)]) == 0
    assert main(["question", "check", str(bad), str(question), str(tmp_path / "none.toml")]) == 1
    out, err = capsys.readouterr()
    assert out.splitlines() == [f"{question}: fit for use: Wird im Hafen gestreikt? (2022-11-01 to 2023-02-28)"] * 2
    assert len(err.splitlines()) == 2
    assert "'resolver' is missing" in err


def marked(args: list[str], capsys: pytest.CaptureFixture[str]) -> list[dict[str, object]]:
    """The lines that `lagebild mark` prints, each checked against the schema."""
    assert main(["mark", *args]) == 0
    out, err = capsys.readouterr()
    assert err == ""
    records = [json.loads(line) for line in out.splitlines()]
    for record in records:
        jsonschema.validate(record, schema())
    return records


def test_mark_keeps_order_ids_and_words(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "in.jsonl"
    texts = {"z": TEXT, "a": "Nothing here.", "m": TEXT + " 🚢"}
    path.write_text("".join(json.dumps({"id": k, "text": t}) + "\n" for k, t in texts.items()), "utf-8")
    records = marked([str(path)], capsys)
    assert [r["id"] for r in records] == ["z", "a", "m"]
    assert [r["text"] for r in records] == list(texts.values())
    again = marked([str(path)], capsys)
    assert again == records


ODD = "\ufeff  🚢 Der Pra\u0308sident\r\nsagte am 7.\u00a0De\u00adzember 2022: „Wir warten.“\r\n "


def test_as_is_offsets_refer_to_the_input(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "in.jsonl"
    path.write_text(json.dumps({"id": "1", "text": ODD, "language": "de"}) + "\n", "utf-8")
    (record,) = marked([str(path), "--as-is"], capsys)
    assert record["text"] == ODD
    times = record["times"]
    assert isinstance(times, list)
    assert [ODD[t["start"] : t["end"]] for t in times] == ["7.\u00a0De\u00adzember 2022"]


def test_lone_surrogates_leave_as_json_escapes(tmp_path: Path) -> None:
    path = tmp_path / "in.jsonl"
    path.write_text('{"id": "1", "text": "Am 7. Dezember 2022 \\udc00 kam er.", "language": "de"}\n', "utf-8")
    done = subprocess.run(
        [sys.executable, "-m", "lagebild", "mark", "--as-is", str(path)], capture_output=True, check=True
    )
    record = json.loads(done.stdout.decode("utf-8"))
    assert record["text"] == "Am 7. Dezember 2022 \udc00 kam er."


def test_a_report_that_cannot_be_marked_keeps_out_no_other(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    def failing(reading: Reading, **options: object) -> Marks:
        if "ging" in reading.text:
            raise ZeroDivisionError("division by zero")
        return Marks()

    monkeypatch.setattr(guard, "mark", failing)
    path = tmp_path / "in.jsonl"
    path.write_text("".join(json.dumps({"id": w, "text": f"Er {w}."}) + "\n" for w in ("kam", "ging", "kam")), "utf-8")
    assert main(["mark", str(path)]) == 1
    out, err = capsys.readouterr()
    assert len(out.splitlines()) == 1  # the third is the first again
    assert "line 2: cannot be marked (ZeroDivisionError: division by zero); " in err
    assert all(line.startswith("lagebild: ") for line in err.splitlines())


def test_only_the_layers_asked_for(report: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (record,) = marked([str(report), "--layers", "statements, times"], capsys)
    assert set(record) == {
        "format",
        "id",
        "language",
        "published",
        "published_by",
        "text",
        "parts",
        "times",
        "statements",
    }
    (whole,) = marked([str(report)], capsys)
    assert record["times"] == whole["times"]
    assert record["statements"] == whole["statements"]


def test_published_is_what_relative_times_count_from(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "in.txt"
    path.write_text("Gestern sprach der Präsident in Minsk mit Journalisten.\n", "utf-8")
    (record,) = marked([str(path), "--published", "2022-12-08", "--language", "de"], capsys)
    assert (record["published"], record["published_by"], record["language"]) == ("2022-12-08", "given", "de")
    times = record["times"]
    assert isinstance(times, list)
    assert [t["value"] for t in times] == ["2022-12-07"]


def test_doctor(case: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["doctor", str(case)]) == 0
    out = capsys.readouterr().out
    assert "sqlite: " in out
    assert f"{case}: 1 documents, 1 readings, 0 decisions, 0 answers given out" in out
    (tmp_path / "b.lage").write_bytes(b"no")
    assert main(["doctor", str(tmp_path / "b.lage")]) == 1
    assert f"MISSING  {tmp_path / 'b.lage'}: is no case file" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("args", "unwanted"),
    [
        (["--help"], {"numpy", "lxml", "trafilatura", "sqlite3", "babel", "jinja2", "rich", "datasketch", "httpx"}),
        (["question", "check", "x.toml"], {"lxml", "trafilatura", "jinja2", "rich", "httpx"}),
        (["mark", "--layers", "times", "x.txt"], {"sqlite3", "babel", "jinja2", "rich", "datasketch", "httpx"}),
    ],
)
def test_commands_load_only_what_they_need(args: list[str], unwanted: set[str], tmp_path: Path) -> None:
    (tmp_path / "x.txt").write_text("Am 7. Dezember 2022 kam er.", "utf-8")
    code = f"import sys; from lagebild.cli import main; main({args!r}); print(*sys.modules, file=sys.stderr)"
    done = subprocess.run([sys.executable, "-c", code], cwd=tmp_path, capture_output=True, text=True, check=True)
    assert unwanted.isdisjoint(done.stderr.splitlines()[-1].split())
