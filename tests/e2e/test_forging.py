"""Made-up buttons and strangers' captions, over HTTP: nothing shown, nothing changed, one sentence."""

from pathlib import Path

import pytest

from tests.bench.forging import run

pytestmark = [pytest.mark.e2e, pytest.mark.usefixtures("template"), pytest.mark.timeout(240)]


def test_what_is_made_up_is_refused_in_a_sentence(tmp_path: Path):
    counted = run(tmp_path)
    assert counted.shown[0] == 0
    assert counted.judged[0] == 0
    assert counted.failed[0] == 0
    assert counted.language[0] == 0
    assert counted.unanswered[0] == 0
    assert counted.captions[0] == 0
    assert counted.mistakes == ()
