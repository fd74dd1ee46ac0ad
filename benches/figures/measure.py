"""Processes by turns: wall time, processor time (user and system) and peak memory of each, start of the interpreter included."""

import os
import statistics
import subprocess
import sys

import workload

HERE = os.path.dirname(os.path.abspath(__file__))
FILES = {
    "sorted": ("register.toml", "spells.parquet", "persons.parquet"),
    "shuffled": ("shuffled.toml", "spells_shuffled.parquet", "persons.parquet"),
    "csv": ("csv.toml", "spells.csv", "persons.csv"),
}


class Job:
    """Some of the work, done by one of the programs, on one of the files."""

    def __init__(self, who: str, name: str, file: str, parts: str = "", runs: int | None = None):
        self.who, self.name, self.file, self.parts, self.runs = who, name, file, parts, runs
        # Tovholder's: the file that asks, and whether pages of a folder are read beside the rulebook's own.
        self.request, self.paged = "", False
        self.measured: list[tuple[float, float, float]] = []
        self.found: dict = {}

    def median(self) -> tuple[float, float, float]:
        wall, cpu, memory = (statistics.median(column) for column in zip(*self.measured))
        return wall, cpu, memory


class Bench:
    """Where everything is."""

    def __init__(self, tovholder: str, data: str, threads: int, book: str):
        self.tovholder, self.data, self.threads, self.book = tovholder, data, threads, book
        self.environment = {**os.environ, "POLARS_MAX_THREADS": str(threads)}
        with open(os.path.join(data, "register.toml"), encoding="utf-8") as file:
            text = file.read()
        for name, changed in (
            ("shuffled.toml", text.replace("spells.parquet", "spells_shuffled.parquet")),
            ("csv.toml", text.replace(".parquet", ".csv")),
        ):
            with open(os.path.join(data, name), "w", encoding="utf-8") as file:
                file.write(changed)

    def command(self, job: Job, out: str) -> list[str]:
        layout, spells, persons = (os.path.join(self.data, one) for one in FILES[job.file])
        if job.who == "tovholder":
            words = [self.tovholder, "register", "run", layout, job.request, "--out", out, "--overwrite"]
            return [*words, "--threads", str(self.threads), *(["--rulebook", self.book] if job.paged else [])]
        return [sys.executable, os.path.join(HERE, "one.py"), job.who, spells, persons, out, str(self.threads), job.parts]

    def run(self, jobs: list[Job], runs: int) -> None:
        """All jobs by turns, each as often as it wants; what the first turn gave is kept."""
        out = os.path.join(self.data, "results")
        for turn in range(runs):
            for job in jobs:
                if turn >= (job.runs or runs):
                    continue
                workload.empty(out)
                job.measured.append(self.measured(self.command(job, out)))
                if turn == 0:
                    job.found = workload.integers(out)

    def measured(self, words: list[str]) -> tuple[float, float, float]:
        timed = [sys.executable, "-S", os.path.join(HERE, "timed.py"), *words]
        done = subprocess.run(timed, env=self.environment, capture_output=True, text=True)
        if done.returncode != 0:
            sys.exit(f"{' '.join(words)} failed:\n{done.stderr}")
        wall, cpu, memory = map(float, done.stdout.split())
        return wall, cpu, memory

    def spells(self) -> int:
        import pyarrow.parquet as parquet

        return parquet.ParquetFile(os.path.join(self.data, "spells.parquet")).metadata.num_rows


def agree(jobs: list[Job], names: list[str]) -> None:
    """Ends the program unless all jobs answered all of this alike."""
    first = jobs[0]
    for job in jobs:
        missing = [name for name in names if name not in job.found]
        if missing:
            sys.exit(f"{job.name} did not answer {', '.join(missing)}")
        difference = workload.same(first.found, job.found)
        if difference:
            sys.exit(f"{first.name} and {job.name} do not agree: {difference}")
