"""Pages and requests for Tovholder: the four workloads one at a time, one more look-back, and variants drawn from a seed."""

import os
import random

from workload import LOOK_BACK

# Benefits of the invented register by their number, as the pages call them.
BENEFITS = {
    1: "dagpenge", 2: "kontanthjaelp", 3: "uddannelseshjaelp", 4: "sho", 5: "overgangsydelse", 6: "sygedagpenge", 7: "jobafklaring",
    8: "ressourceforloebsydelse", 9: "ledighedsydelse", 10: "fleksloentilskud", 11: "foertidspension", 12: "revalidering", 13: "efterloen",
    14: "seniorpension",
}
SHOWN = {"da": "Tal", "en": "Number"}
FROM, LAST = "2004-01-01", "2026-06-30"


def on(benefits: list[int]) -> str:
    return f"på({', '.join(BENEFITS[one] for one in benefits)})"


def heading(name: str) -> str:
    return f'# Prøve {name} {{indicators = "{name}", en = "Trial {name}", invented = true, source = "benches/figures/variants.py"}}\n'


def indicator(name: str, population: str, measures: list[dict]) -> str:
    """An indicator with every breakdown that the trials use."""
    lines = [
        f'\n## Prøve {name} {{indicator = "{name}", en = "Trial {name}"}}\n\n```toml',
        f'population = "{population}"',
        'by = ["municipality", "benefit", "category", "region"]',
        'periods = ["month", "week"]',
        'partial = "keep"',
    ]
    for measure in measures:
        lines += ["", "[[measure]]", *(f'{key} = "{value}"' for key, value in {**measure, **SHOWN}.items())]
    lines += ["", "[[shown]]", 'id = "shown"', 'da = "Tal"', 'en = "Number"', 'unit = { da = "tal", en = "numbers" }', f'of = "{measures[0]["id"]}"']
    return "\n".join(lines) + "\n```\n"


def full_time(name: str, benefits: list[int]) -> str:
    """As W1, of some benefits."""
    who = on(benefits)
    return indicator(name, who, [
        {"id": "daydeg", "is": "weighted", "of": who, "weight": "degree"},
        {"id": "persons", "is": "touched"},
    ])


def long(name: str, benefits: list[int], window: int, per_cent: int) -> str:
    """As W2, on other benefits, in another window, by another share."""
    who = on(benefits)
    return indicator(name, f"{who} og andel({who}, {window} dage) >= {per_cent} %", [
        {"id": "persons", "is": "stock"},
        {"id": "daydeg", "is": "weighted-of-stock", "of": who, "weight": "degree"},
    ])


def left(name: str, benefits: list[int], days: int) -> str:
    """As W4, from other benefits, for another time."""
    after = {"is": "followed", "still": "på(ydelser:)", "holds": "ikke på(ydelser:)", "after": f"P{days}D"}
    return indicator(name, on(benefits), [{"id": "leavers", **after, "outcome": "told"}, {"id": "lasting", **after, "outcome": "held"}])


def table(name: str, by: list[str], file: str, every: str = "month") -> str:
    columns = ", ".join(f'"{one}"' for one in by)
    return (
        f'[[table]]\nindicator = "{name}"\nby = [{columns}]\nevery = "{every}"\n'
        f'from = {FROM}\nlast = {LAST}\nfile = "{file}.parquet"\n\n'
    )


def people(line: str, file: str) -> str:
    return f'[[list]]\npopulation = "{line}"\non = 2025-12-31\nfile = "{file}.parquet"\n\n'


class Variant:
    """Other benefits, 70 %, 26 weeks, weekly samples, other breakdowns, as the seed has them."""

    def __init__(self, seed: int):
        dice = random.Random(seed)
        self.name = f"seed {seed}"
        self.prefix = f"variant-{seed}"
        # As many benefits as the originals have, so that about as many spells are looked at.
        self.benefits = sorted(dice.sample(sorted(BENEFITS), 5))
        self.window = 182
        self.least = (70 * self.window + 99) // 100
        self.by = {"w1": dice.choice([["municipality"], ["region", "benefit"], ["municipality", "category"]]),
                   "w2": dice.choice([["municipality"], ["benefit"], ["region", "benefit"]]),
                   "w4": dice.choice([["municipality"], ["benefit"]])}
        self.days = dice.choice([91, 182, 364])

    def page(self) -> str:
        return (
            heading(self.prefix)
            + full_time(f"{self.prefix}-w1", sorted(BENEFITS))
            + long(f"{self.prefix}-w2", self.benefits, self.window, 70)
            + left(f"{self.prefix}-w4", self.benefits, self.days)
        )

    def request(self) -> str:
        tables = "".join(table(f"{self.prefix}-{one}", by, one, "week") for one, by in self.by.items())
        who = on(self.benefits)
        return tables + people(f"{who} og alder >= 25 og andel({who}, {7 * 52 * 5} dage) >= 70 %", "w3")

    def checked(self) -> str:
        """Its look-back as Polars answers it too."""
        return table(f"{self.prefix}-w2", ["municipality"], "more")

    def part(self) -> str:
        benefits = ".".join(map(str, self.benefits))
        # The first window of 182 days that is seen whole ends on 2004-07-04.
        return f"long:{benefits}:{self.window}:{self.least}:6"

    def told(self) -> str:
        by = "; ".join(f"{one} by {', '.join(columns)}" for one, columns in self.by.items())
        names = ", ".join(BENEFITS[one] for one in self.benefits)
        return f"{names}; 26 weeks, 70 %; {self.days} days off; weekly; {by}"


def write(folder: str, here: str, seeds: list[int]) -> tuple[str, dict[str, str], list[Variant]]:
    """Writes the pages and requests; gives the folder of pages, the requests' files by name, and the variants."""
    book = os.path.join(folder, "book")
    os.makedirs(book, exist_ok=True)
    variants = [Variant(seed) for seed in seeds]
    per_cent = 100 * LOOK_BACK["least"] // LOOK_BACK["window"]
    pages = {"more": heading("more") + long("look-back", LOOK_BACK["benefits"], LOOK_BACK["window"], per_cent)}
    pages.update((variant.prefix, variant.page()) for variant in variants)
    for name, text in pages.items():
        with open(os.path.join(book, f"{name}.md"), "w", encoding="utf-8") as file:
            file.write(text)
    with open(os.path.join(here, "request.toml"), encoding="utf-8") as file:
        all_four = file.read()
    sections = ["[[" + section for section in all_four.split("[[")[1:]]
    requests = {f"w{number}": section for number in (1, 2, 3, 4) for section in sections if f"w{number}.parquet" in section}
    requests["w5"] = all_four
    requests["w5+more"] = all_four + "\n" + table("look-back", ["municipality"], "more")
    # Next to nothing: what reading and starting cost.
    requests["read"] = people("på(overgangsydelse)", "read")
    coarse = {"w1": ["region"], "w2": ["region"], "w4": ["benefit"]}
    for every in ("month", "week"):
        requests[every] = "".join(table(f"maalestok-{one}", by, one, every) for one, by in coarse.items())
    for variant in variants:
        requests[variant.prefix] = variant.request()
        requests[f"{variant.prefix}-checked"] = variant.checked()
    files = {}
    for name, text in requests.items():
        files[name] = os.path.join(folder, f"{name}.toml")
        with open(files[name], "w", encoding="utf-8") as file:
            file.write(text)
    return book, files, variants
