"""What may be expected of the machine that the tests run on."""

import os


def allowed(quiet: float, busy: float) -> float:
    """Seconds that something may take: `busy` where other tests or programs use the machine too."""
    alone = "PYTEST_XDIST_WORKER" not in os.environ
    return quiet if alone and os.getloadavg()[0] < (os.cpu_count() or 1) else busy
