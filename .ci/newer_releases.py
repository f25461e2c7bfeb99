"""Makes wheels of a newer release of every package that is pinned with an extra.

    python .ci/newer_releases.py requirements-dev.txt FOLDER

With `pip install --find-links FOLDER` it is as if each of them had had a new release today.
"""

import re
import sys
import zipfile
from pathlib import Path

PIN = re.compile(r"^([a-z0-9-]+)\[([^\]]+)\]==", re.MULTILINE)


def main(requirements: str, folder: str) -> None:
    """Write a wheel for each."""
    place = Path(folder)
    place.mkdir(parents=True, exist_ok=True)
    for name, extras in PIN.findall(Path(requirements).read_text("utf-8")):
        told = f"{name.replace('-', '_')}-9999"
        provides = "".join(f"Provides-Extra: {one.strip()}\n" for one in extras.split(","))
        files = {
            "METADATA": f"Metadata-Version: 2.1\nName: {name}\nVersion: 9999\n{provides}",
            "WHEEL": "Wheel-Version: 1.0\nGenerator: ci\nRoot-Is-Purelib: true\nTag: py3-none-any\n",
            "RECORD": "",
        }
        with zipfile.ZipFile(place / f"{told}-py3-none-any.whl", "w") as wheel:
            for file, text in files.items():
                wheel.writestr(f"{told}.dist-info/{file}", text)
        sys.stdout.write(f"{name} 9999 with {extras}\n")


if __name__ == "__main__":
    main(*sys.argv[1:])
