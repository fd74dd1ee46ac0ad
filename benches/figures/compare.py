"""The workloads of figures with Tovholder, DuckDB and Polars by turns, on the same files; prints Markdown.

    python compare.py --tovholder BINARY --data FOLDER [--data FOLDER …] [--runs 5] [--slow-runs 1] [--threads 2] [--quick]
        [--only all,each,variants,days] [--input sorted,shuffled,csv]

Results must be the same integers, or the run fails. `--quick`: three runs, only the fastest expert, no plain ones.
"""

import argparse
import os
import resource
import sys
import tempfile

HERE = os.path.dirname(os.path.abspath(__file__))
FOUR = ["w1", "w2", "w3", "w4"]
SEEDS = [1, 2, 3]


def names(job) -> str:
    return job.name if job.who != "tovholder" else f"**{job.name}**"


def row(*cells) -> None:
    print("| " + " | ".join(str(cell) for cell in cells) + " |")


def head(*cells) -> None:
    print()
    row(*cells)
    row("---", *["---:"] * (len(cells) - 1))


def times(ours, others, place: int) -> str:
    """How many times ours the best of the others takes."""
    if not others:
        return "–"
    return f"{min(one.median()[place] for one in others) / ours.median()[place]:.1f}×"


class Comparison:
    def __init__(self, bench, arguments, files: dict, variants: list):
        self.bench, self.arguments, self.files, self.variants = bench, arguments, files, variants
        self.runs = arguments.runs
        self.slow = arguments.slow_runs
        self.quick = arguments.quick

    def ours(self, request: str, file: str = "sorted", paged: bool = True):
        from measure import Job

        job = Job("tovholder", "Tovholder", file)
        job.request, job.paged = self.files[request], paged
        return job

    def other(self, who: str, parts: list[str], file: str = "sorted"):
        from measure import Job

        runs = None if who == "polars_expert" else self.slow
        name = {"duck": "DuckDB", "polars": "Polars"}[who.split("_")[0]] + ", " + who.split("_")[1]
        return Job(who, name, file, ",".join(parts), runs)

    def experts(self, parts: list[str], file: str = "sorted") -> list:
        return [self.other(who, parts, file) for who in ["polars_expert", *([] if self.quick else ["duck_expert"])]]

    def all_at_once(self) -> None:
        """W5, in each of the forms."""
        from measure import agree

        head("W5", "wall s", "CPU s", "MB", "wall against best expert", "CPU against best expert", "CPU against best plain")
        for file in self.arguments.input:
            own = self.ours("w5", file, paged=False)
            experts = self.experts(FOUR, file)
            plain = [] if self.quick or file != "sorted" else [self.other(who, FOUR) for who in ("polars_plain", "duck_plain")]
            jobs = [own, *experts, *plain]
            self.bench.run(jobs, self.runs)
            agree(jobs, FOUR)
            for job in jobs:
                wall, cpu, memory = job.median()
                ratios = ["", "", ""]
                if job is own:
                    ratios = [times(own, experts, 0), times(own, experts, 1), times(own, plain, 1)]
                row(f"{names(job)}, {file}", f"{wall:.2f}", f"{cpu:.2f}", f"{memory:.0f}", *ratios)

    def each(self) -> None:
        """W1 to W4 alone, reading included."""
        from measure import agree

        head("alone, sorted", "wall s", "CPU s", "MB", "wall against best expert", "CPU against best expert")
        for part in FOUR:
            own, experts = self.ours(part, paged=False), self.experts([part])
            self.bench.run([own, *experts], min(self.runs, 3))
            agree([own, *experts], [part])
            for job in [own, *experts]:
                wall, cpu, memory = job.median()
                ratios = [times(own, experts, 0), times(own, experts, 1)] if job is own else ["", ""]
                row(f"{names(job)}, {part.upper()}", f"{wall:.2f}", f"{cpu:.2f}", f"{memory:.0f}", *ratios)

    def look_back(self) -> None:
        """One more look-back on loaded data: with it minus without it."""
        from measure import agree

        pairs = [(self.ours("w5"), self.ours("w5+more"))]
        pairs += list(zip(self.experts(FOUR), self.experts([*FOUR, "more"])))
        self.bench.run([job for pair in pairs for job in pair], self.runs)
        agree([pair[1] for pair in pairs], [*FOUR, "more"])
        spells = self.bench.spells()
        head("one more look-back (with minus without)", "wall s", "CPU s", "CPU ns a spell", "wall against ours", "CPU against ours")
        own = None
        for without, more in pairs:
            wall, cpu = (more.median()[place] - without.median()[place] for place in (0, 1))
            own = own or (wall, cpu)
            ratios = [f"{wall / max(own[0], 1e-9):.1f}×", f"{cpu / max(own[1], 1e-9):.1f}×"]
            row(names(more), f"{wall:.3f}", f"{cpu:.3f}", f"{cpu / spells * 1e9:.1f}", *ratios)

    def seeded(self) -> None:
        """Variants against the originals, whole and without what reading costs; their look-backs as Polars has them."""
        from measure import agree

        base, read = self.ours("w5"), self.ours("read")
        jobs = [self.ours(variant.prefix) for variant in self.variants]
        self.bench.run([read, base, *jobs], self.runs)
        spells = self.bench.spells()
        head("W5 and its variants", "wall s", "CPU s", "CPU ns a spell", "against W5", "without reading, against W5")
        for name, job in zip(["W5", *(f"{variant.name}: {variant.told()}" for variant in self.variants)], [base, *jobs]):
            wall, cpu, _ = job.median()
            whole = cpu / base.median()[1]
            engine = (cpu - read.median()[1]) / (base.median()[1] - read.median()[1])
            row(name, f"{wall:.2f}", f"{cpu:.2f}", f"{cpu / spells * 1e9:.0f}", f"{whole:.2f}×", f"{engine:.2f}×")
        wall, cpu, _ = read.median()
        row("reading and starting alone", f"{wall:.2f}", f"{cpu:.2f}", f"{cpu / spells * 1e9:.0f}", "", "")
        for variant in self.variants:
            checked = [self.ours(f"{variant.prefix}-checked"), self.other("polars_expert", [variant.part()])]
            self.bench.run(checked, 1)
            agree(checked, ["more"])

    def sample_days(self) -> None:
        """The same tables by week and by month: about four times as many sample days."""
        read, month, week = self.ours("read"), self.ours("month"), self.ours("week")
        self.bench.run([read, month, week], self.runs)
        head("W1, W2 and W4, coarse", "wall s", "CPU s", "CPU without reading", "against months")
        engine = [job.median()[1] - read.median()[1] for job in (month, week)]
        for name, job, alone in (("by month (270)", month, engine[0]), ("by week (1,174)", week, engine[1])):
            wall, cpu, _ = job.median()
            row(name, f"{wall:.2f}", f"{cpu:.2f}", f"{alone:.2f}", f"{alone / engine[0]:.2f}×")


def main() -> None:
    words = argparse.ArgumentParser()
    words.add_argument("--data", required=True, action="append")
    words.add_argument("--tovholder", required=True)
    words.add_argument("--runs", type=int)
    words.add_argument("--slow-runs", type=int, default=1)
    words.add_argument("--threads", type=int, default=2)
    words.add_argument("--input", default="sorted,shuffled,csv")
    words.add_argument("--only", default="all,each,look-back,variants,days")
    words.add_argument("--quick", action="store_true")
    arguments = words.parse_args()
    # Imported here, so that `--help` works without the pinned packages.
    import duckdb
    import polars
    import measure
    import variants

    arguments.runs = arguments.runs or (3 if arguments.quick else 5)
    arguments.input = arguments.input.split(",")
    only = arguments.only.split(",")
    if arguments.quick and "each" in only:
        only.remove("each")
    for data in arguments.data:
        with tempfile.TemporaryDirectory() as folder:
            book, files, drawn = variants.write(folder, HERE, SEEDS[:1] if arguments.quick else SEEDS)
            bench = measure.Bench(arguments.tovholder, data, arguments.threads, book)
            comparison = Comparison(bench, arguments, files, drawn)
            persons = os.path.basename(os.path.normpath(data))
            print(
                f"\nRegister {persons}: {bench.spells():,} spells; {arguments.threads} threads, median of {arguments.runs} by turns"
                f" (DuckDB and the plain ones: {arguments.slow_runs}); DuckDB {duckdb.__version__}, Polars {polars.__version__};"
                f" load at the start {os.getloadavg()[0]:.1f}"
            )
            sections = {
                "all": comparison.all_at_once, "each": comparison.each, "look-back": comparison.look_back,
                "variants": comparison.seeded, "days": comparison.sample_days,
            }
            for name, section in sections.items():
                if name in only:
                    section()
                    sys.stdout.flush()
            print("\nThe integers of all that several programs answered are identical.")


if __name__ == "__main__":
    # The formulations inherit it: nothing is left in the checkout.
    os.environ["PYTHONDONTWRITEBYTECODE"] = "1"
    sys.dont_write_bytecode = True
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    main()
