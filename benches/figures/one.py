"""One formulation in a process of its own: `one.py NAME SPELLS PERSONS OUT THREADS PART[,PART…]`."""

import importlib
import sys

if __name__ == "__main__":
    name, spells, persons, out, threads, parts = sys.argv[1:]
    importlib.import_module(name).run(spells, persons, out, int(threads), parts.split(","))
