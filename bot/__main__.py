"""The command `accordingto`, and `python -m bot`."""

import sys

from bot.imports import told


def main() -> None:
    """Run the command; where a package that it needs cannot be imported, say so in a sentence."""
    try:
        from bot.cli import main as command  # noqa: PLC0415 - what is missing is told below
    except Exception as error:  # noqa: BLE001 - a package that does not fit fails in its own way
        sys.stderr.write(f"{told(error)}\n")
        sys.exit(1)
    command()


if __name__ == "__main__":
    main()
