"""What is foreign is read in another process, which may be made to burn and is put in place again."""

import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from knowledge.articles.file_reader import read_file
from knowledge.domain import InvalidFile, RefusedInput
from knowledge.extraction.annotations import KnownSpeaker
from knowledge.extraction.article_statements import statements
from knowledge.interchange import Format, read_stream, shipped, write
from knowledge.sandbox import ReadingBounds, Sandbox
from knowledge.sandbox.protocol import bundle_as_values, bundle_of_values
from knowledge.translations import words_in

ARTICLE = (
    "The harbour master said on Monday that the ferry had left the quay with 40 people on board.\n\n"
    "“Nobody was hurt,” a spokesman for the company told the local paper that evening."
)


@pytest.fixture(scope="module")
def sandbox() -> Iterator[Sandbox]:
    with Sandbox() as shared:
        yield shared


def number_of(sandbox: Sandbox) -> int:
    assert sandbox.child is not None
    return sandbox.child.process.pid


def test_an_article_comes_out_as_it_would_here(sandbox):
    content = f"Ferry runs aground\n\n{ARTICLE}".encode()
    read = sandbox.read_file(content, "a.txt")
    assert read == read_file(content, "a.txt")
    assert sandbox.read_pasted(content.decode()).paragraphs == read.paragraphs
    page = f"<html><body><article><p>{ARTICLE}</p></article></body></html>".encode()
    assert sandbox.read_page(page, "https://n.example/a").url == "https://n.example/a"
    known = [KnownSpeaker("The harbour master", ("harbour master",))]
    found = sandbox.candidates(read.text, known=known)
    assert found == statements(read.text, known=known)
    assert found


def test_one_process_reads_many_and_what_it_refuses_is_told_in_every_language(sandbox):
    sandbox.read_pasted(ARTICLE)
    before = number_of(sandbox)
    with pytest.raises(RefusedInput, match="archives") as caught:
        sandbox.read_file(b"PK\x03\x04rest", "a.zip")
    assert "архив" in caught.value.told(words_in("ru")).casefold()
    assert sandbox.read_pasted(ARTICLE).language == "en"
    assert number_of(sandbox) == before


@pytest.mark.parametrize("form", list(Format))
def test_an_upload_comes_out_as_it_would_here(sandbox, tmp_path, form):
    path = tmp_path / f"all.{form.value}"
    with path.open("w", newline="") as stream:
        write(shipped(), form, stream)
    there, here = (list(read(path, form, size=20)) for read in (sandbox.read_stream, read_stream))
    assert there == here
    assert [one.lines for one in there] == [one.lines for one in here]
    assert [one.implied for one in there] == [one.implied for one in here]


def test_rows_and_files_that_are_refused_say_where(sandbox, tmp_path):
    path = tmp_path / "a.jsonl"
    path.write_text('{"id": "x"}\n{"id": "y", "claim": "c"}\n[]\n')
    [bundle] = sandbox.read_stream(path, Format.JSONL)
    assert bundle == next(iter(read_stream(path, Format.JSONL)))
    assert [one.where.rpartition(":")[2] for one in bundle.refused] == ["1", "3"]
    assert "отсутству" in words_in("ru").again(bundle.refused[0].reason) or bundle.refused[0].reason
    path.write_text("")
    with pytest.raises(InvalidFile, match="empty"):
        list(sandbox.read_stream(path, Format.JSONL))


def test_a_bundle_survives_the_way():
    bundle = shipped()
    assert bundle_of_values(bundle_as_values(bundle)) == bundle


def burning(path: str) -> str:
    """A program that stands in for a file on which a parser never ends, or takes all memory."""
    return (
        "import sys; from knowledge.sandbox import __main__ as child\n"
        f"child.JOBS['pasted'] = {path}\n"
        "child.main(sys.argv[1:])\n"
    )


@pytest.mark.no_cover  # each of its processes would be traced while it imports
@pytest.mark.parametrize(
    ("job", "sentence"),
    [
        ("lambda _, body: iter(lambda: None, 1).__next__() or [0 for _ in iter(int, 1)]", "too much time or memory"),
        ("lambda _, body: [bytearray(3_000_000_000)]", "too much time or memory"),
        ("lambda _, body: __import__('os').abort()", "too much time or memory"),
        ("lambda _, body: [1 / 0]", "cannot be read"),
        ("lambda _, body: __import__('os')._exit(3)", "cannot be read"),
        ("lambda _, body: __import__('socket').create_connection(('127.0.0.1', 9))", "cannot be read"),
        ("lambda _, body: __import__('subprocess').run(['true'])", "cannot be read"),
    ],
)  # fmt: skip
def test_a_process_that_is_made_to_burn_is_ended_and_the_next_file_is_read(
    tmp_path, monkeypatch, job, sentence
):
    (tmp_path / "burning_child.py").write_text(burning(job))
    monkeypatch.syspath_prepend(tmp_path)
    with Sandbox(ReadingBounds(seconds=15)) as sandbox:
        with monkeypatch.context() as patched:
            patched.setattr("knowledge.sandbox.reader_process.CODE", "burning_child")
            began = time.monotonic()
            child_bounds = ReadingBounds(seconds=4)
            sandbox.bounds = child_bounds
            with pytest.raises(RefusedInput, match=sentence) as caught:
                sandbox.read_pasted(ARTICLE)
            assert time.monotonic() - began < 12
            assert caught.value.told(words_in("ru")) != str(caught.value)
            assert caught.value.told(words_in("uk")) != str(caught.value)
        sandbox.bounds = ReadingBounds(seconds=30)
        assert sandbox.read_pasted(ARTICLE).language == "en"


def test_a_package_that_is_missing_is_named(tmp_path, monkeypatch):
    (tmp_path / "lacking_child.py").write_text(burning("lambda _, body: [__import__('a_model')]"))
    monkeypatch.syspath_prepend(tmp_path)
    monkeypatch.setattr("knowledge.sandbox.reader_process.CODE", "lacking_child")
    with Sandbox() as sandbox:
        with pytest.raises(RefusedInput, match="The package a_model is missing") as caught:
            sandbox.read_pasted(ARTICLE)
        assert "a_model" in caught.value.told(words_in("uk"))
        assert caught.value.told(words_in("ru")) != str(caught.value)


@pytest.mark.no_cover
def test_a_process_that_ended_for_want_of_work_is_started_again():
    with Sandbox(ReadingBounds(idle=0.5)) as sandbox:
        sandbox.read_pasted(ARTICLE)
        first = sandbox.child
        assert first is not None
        first.process.wait(10)
        assert sandbox.read_pasted(ARTICLE).language == "en"
        assert sandbox.child is not first


def test_no_more_wait_for_their_turn_than_there_are_places(sandbox, tmp_path):
    with sandbox.turn:
        waiting = [threading.Thread(target=sandbox.read_pasted, args=(ARTICLE,)) for _ in range(2)]
        for one in waiting:
            one.start()
        while sandbox.places.acquire(blocking=False):
            sandbox.places.release()
            time.sleep(0.01)
        with pytest.raises(RefusedInput, match="something else"):
            sandbox.read_pasted(ARTICLE)
    for one in waiting:
        one.join()
    path = tmp_path / "a.jsonl"
    path.write_text('{"id": "y", "claim": "c"}\n' * 3)
    first = sandbox.read_stream(path, Format.JSONL, size=1)
    next(first)
    with pytest.raises(RefusedInput, match="something else"):
        next(sandbox.read_stream(path, Format.JSONL))
    first.close()
    assert list(sandbox.read_stream(path, Format.JSONL))


@pytest.mark.no_cover
def test_the_process_ends_with_the_bot():
    """Even while it reads, and even where the bot is killed."""
    program = (
        "import sys, time; from knowledge.sandbox import Sandbox\n"
        "one = Sandbox(); one.read_pasted(sys.argv[1])\n"
        "print(one.child.process.pid, flush=True); time.sleep(60)\n"
    )
    bot = subprocess.Popen([sys.executable, "-c", program, ARTICLE], stdout=subprocess.PIPE)
    assert bot.stdout is not None
    child = int(bot.stdout.readline())
    bot.kill()
    bot.wait()
    bot.stdout.close()
    deadline = time.monotonic() + 60
    while running(child) and time.monotonic() < deadline:
        time.sleep(0.05)
    assert not running(child)


def running(number: int) -> bool:
    """Whether there is such a process; one that ended and that nobody asked for is a zombie."""
    try:
        state = Path(f"/proc/{number}/stat").read_text().rpartition(")")[2].split()[0]
    except FileNotFoundError:
        return False
    return state != "Z"
