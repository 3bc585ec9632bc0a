"""Runs migrations named on standard input: ``[["ppit_victims", "postgresql://..."], ...]``."""

import json
import sys
from typing import cast

from ppit_platform.migrate import migrations_of, upgrade


def main() -> None:
    for package, url in cast("list[tuple[str, str]]", json.load(sys.stdin)):
        sys.stdout.write(f"{package}: at {upgrade(migrations_of(package), url)}\n")
        sys.stdout.flush()


if __name__ == "__main__":
    main()
