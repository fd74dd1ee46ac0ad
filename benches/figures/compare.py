"""Runs the four workloads with Tovholder, DuckDB and Polars by turns, each in a process of its own, and compares.

    python compare.py --data FOLDER --tovholder BINARY [--runs 5] [--threads 2] [--slow-runs 1]
        [--input sorted|shuffled|csv] [--quick]

Wall time, processor time (user and system) and peak memory are those of the whole process, start of the interpreter
included. Results must be the same integers, or the run fails. `--quick` leaves out all but the fastest expert formulation.
"""

import argparse
import json
import os
import resource
import statistics
import subprocess
import sys
import time

HERE = os.path.dirname(os.path.abspath(__file__))
FILES = {
    "sorted": ("register.toml", "spells.parquet", "persons.parquet"),
    "shuffled": ("shuffled.toml", "spells_shuffled.parquet", "persons.parquet"),
    "csv": ("csv.toml", "spells.csv", "persons.csv"),
}
PLAIN, EXPERT = ["duck_plain", "polars_plain"], ["duck_expert", "polars_expert"]
# Many times slower than the rest: a few runs tell enough.
SLOW = [*PLAIN, "duck_expert"]


def measured(words: list[str], environment: dict) -> tuple[float, float, float]:
    """Wall seconds, processor seconds and megabytes of a process."""
    start = time.monotonic()
    child = subprocess.Popen(words, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE)
    told = child.stderr.read()
    _, status, usage = os.wait4(child.pid, 0)
    wall = time.monotonic() - start
    child.returncode = os.waitstatus_to_exitcode(status)
    if child.returncode != 0:
        sys.exit(f"{' '.join(words)} failed:\n{told.decode(errors='replace')}")
    return wall, usage.ru_utime + usage.ru_stime, usage.ru_maxrss / 1024


def command(who: str, arguments, out: str) -> list[str]:
    layout, spells, persons = (os.path.join(arguments.data, one) for one in FILES[arguments.input])
    if who == "tovholder":
        request = os.path.join(HERE, "request.toml")
        return [arguments.tovholder, "register", "run", layout, request, "--out", out, "--threads", str(arguments.threads)]
    return [sys.executable, os.path.join(HERE, "one.py"), who, spells, persons, out, str(arguments.threads)]


def prepare(data: str) -> None:
    """The layouts of the same register in other files."""
    with open(os.path.join(data, "register.toml"), encoding="utf-8") as file:
        text = file.read()
    with open(os.path.join(data, "shuffled.toml"), "w", encoding="utf-8") as file:
        file.write(text.replace("spells.parquet", "spells_shuffled.parquet"))
    with open(os.path.join(data, "csv.toml"), "w", encoding="utf-8") as file:
        file.write(text.replace(".parquet", ".csv"))


def main() -> None:
    words = argparse.ArgumentParser()
    words.add_argument("--data", required=True)
    words.add_argument("--tovholder", required=True)
    words.add_argument("--runs", type=int, default=5)
    words.add_argument("--slow-runs", type=int, default=1)
    words.add_argument("--threads", type=int, default=2)
    words.add_argument("--input", choices=FILES, default="sorted")
    words.add_argument("--quick", action="store_true")
    words.add_argument("--json")
    arguments = words.parse_args()
    # Imported here, so that `--help` works without the pinned packages.
    import workload

    prepare(arguments.data)
    environment = {**os.environ, "POLARS_MAX_THREADS": str(arguments.threads)}
    turns = ["tovholder", "polars_expert"]
    if not arguments.quick:
        turns.append("duck_expert")
        if arguments.input == "sorted":
            turns += PLAIN
    runs: dict[str, list] = {who: [] for who in turns}
    found: dict[str, dict] = {}
    load = os.getloadavg()[0]
    for turn in range(arguments.runs):
        for who in turns:
            if who in SLOW and turn >= arguments.slow_runs:
                continue
            out = os.path.join(arguments.data, f"results-{who}-{arguments.input}")
            workload.empty(out)
            runs[who].append(measured(command(who, arguments, out), environment))
            if turn == 0:
                found[who] = workload.integers(out)
    for who, results in found.items():
        difference = workload.same(found["tovholder"], results)
        if difference:
            sys.exit(f"tovholder and {who} do not agree: {difference}")
        missing = [name for name in workload.COLUMNS if name not in results]
        if missing:
            sys.exit(f"{who} did not answer {', '.join(missing)}")
    table(runs, arguments, load)
    if arguments.json:
        with open(arguments.json, "w", encoding="utf-8") as file:
            json.dump({"input": arguments.input, "load": load, "runs": runs}, file)


def table(runs: dict, arguments, load: float) -> None:
    medians = {who: [statistics.median(column) for column in zip(*results)] for who, results in runs.items()}
    print(
        f"W5, {arguments.input}, {arguments.threads} threads, median of {arguments.runs}"
        f" (the slow ones: {arguments.slow_runs}); load at start {load:.1f}"
    )
    print(f"{'':16}{'wall s':>9}{'CPU s':>9}{'MB':>8}")
    for who, (wall, cpu, memory) in medians.items():
        print(f"{who:16}{wall:9.2f}{cpu:9.2f}{memory:8.0f}")
    own = medians["tovholder"]
    for name, group in (("expert", EXPERT), ("plain", PLAIN)):
        others = [medians[who] for who in group if who in medians]
        if others:
            wall, cpu, _ = (min(column) for column in zip(*others))
            print(f"best {name}: {wall / own[0]:.1f}× the wall time, {cpu / own[1]:.1f}× the CPU time")
    print("the integers of all results are identical")


if __name__ == "__main__":
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    main()
