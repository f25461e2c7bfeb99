"""The command `accordingto`, and `python -m bot`."""

import os
import sys

from bot.imports import told

THREADS = ("OPENBLAS_NUM_THREADS", "OMP_NUM_THREADS", "MKL_NUM_THREADS")
"""What says how many threads numpy's libraries start; they read it when numpy is imported."""


def main() -> None:
    """Run the command; where a package that it needs cannot be imported, say so in a sentence."""
    for threads in THREADS:
        # The arrays of one question are small; threads that wait for work would burn a core each.
        os.environ.setdefault(threads, "1")
    try:
        from bot.cli import main as command  # noqa: PLC0415 - what is missing is told below
    except Exception as error:  # noqa: BLE001 - a package that does not fit fails in its own way
        sys.stderr.write(f"{told(error)}\n")
        sys.exit(1)
    command()


if __name__ == "__main__":
    main()
