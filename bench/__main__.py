"""``make bench``: every benchmark of this folder, one after another, each printing its ratios."""

import importlib
import pkgutil
import sys

import bench


def main() -> int:
    """Run all, or those named on the command line; the exit code counts missed bounds."""
    wanted = sys.argv[1:] or sorted(
        found.name
        for found in pkgutil.iter_modules(bench.__path__)
        if not found.name.startswith("_")
    )
    missed = 0
    for name in wanted:
        print(f"== {name}", flush=True)
        missed += bool(importlib.import_module(f"bench.{name}").main())
    return missed


if __name__ == "__main__":
    sys.exit(main())
