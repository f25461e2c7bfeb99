"""Log lines hold what happened and no secret."""

import io
import json
import logging

import pytest

from bot import log_output

TOKEN = "7000000001:AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA"


@pytest.fixture(autouse=True)
def as_before():
    root = logging.getLogger()
    handlers, level = list(root.handlers), root.level
    levels = {name: logging.getLogger(name).level for name in log_output.QUIET}
    yield
    root.handlers[:] = handlers
    root.setLevel(level)
    for name, before in levels.items():
        logging.getLogger(name).setLevel(before)


def written(form, *secrets: str):
    stream = io.StringIO()
    log_output.set_up("debug", form, secrets, stream)
    return stream


@pytest.mark.parametrize("form", ["text", "json"])
def test_no_secret_is_written_wherever_it_stands(form):
    stream = written(form, "s3cret-word")
    log = logging.getLogger("somewhere")
    log.info("the word is s3cret-word")
    log.info("%s", {"url": f"https://api.telegram.org/bot{TOKEN}/getMe"})
    log.info("postgresql://me:pass-word@db/facts")
    log.error("failed", exc_info=ValueError("s3cret-word in an error"))
    said = stream.getvalue()
    assert "s3cret-word" not in said
    assert TOKEN not in said
    assert "pass-word" not in said
    assert "[secret]" in said
    assert "in an error" in said


def test_json_lines_are_json():
    stream = written("json")
    logging.getLogger("somewhere").warning("told to wait %d s", 3)
    line = json.loads(stream.getvalue())
    assert line["event"] == "told to wait 3 s"
    assert line["level"] == "warning"
    assert line["logger"] == "somewhere"


def test_libraries_that_tell_every_request_are_quiet():
    stream = written("text")
    logging.getLogger("httpx").info("HTTP Request: POST https://…")
    assert stream.getvalue() == ""


def test_telegram_library_failures_are_one_line():
    stream = written("text")
    library = logging.getLogger("telegram.ext.Updater")
    library.error("Error while getting updates", exc_info=ConnectionError("no route"))
    assert stream.getvalue().count("\n") == 1
    assert "no route" in stream.getvalue()


def test_what_is_below_the_level_is_not_written():
    stream = io.StringIO()
    log_output.set_up("warning", "text", (), stream)
    logging.getLogger("somewhere").info("hello")
    assert stream.getvalue() == ""
