"""Temporary folders go with their processes."""

import subprocess
import sys
import tempfile

import pytest

from knowledge.search.scratch_directory import PREFIX, ScratchDirectory

KILLED = """
import os, sys
from knowledge.search.scratch_directory import ScratchDirectory
folder = ScratchDirectory()
(folder.path / "index").write_text("large")
print(folder.path, flush=True)
os.kill(os.getpid(), 9)
"""


@pytest.fixture(autouse=True)
def own_place(tmp_path, monkeypatch):
    monkeypatch.setenv("TMPDIR", str(tmp_path))
    monkeypatch.setattr(tempfile, "tempdir", None)
    return tmp_path


def test_it_is_there_until_it_is_closed(own_place):
    folder = ScratchDirectory()
    assert folder.path.parent == own_place
    (folder.path / "index").write_text("x")
    folder.close()
    folder.close()
    assert not folder.path.exists()


def test_what_a_killed_process_left_goes_at_the_next_start_and_nothing_else(own_place):
    killed = subprocess.run(
        [sys.executable, "-c", KILLED], capture_output=True, text=True, check=False
    )
    left = killed.stdout.strip()
    assert killed.returncode == -9
    other = own_place / f"{PREFIX}of-somebody"
    other.mkdir()
    living = ScratchDirectory()
    assert sorted(own_place.iterdir()) == sorted([other, living.path]), left
    another = ScratchDirectory()
    assert living.path.exists()
    living.close()
    another.close()
    assert list(own_place.iterdir()) == [other]
