"""W1–W4 in Polars as an expert would write them: sorted rows, neighbours by shift, two events a spell, no explosion.

Most steps are over whole columns and run in one thread, so the workloads are computed side by side.
"""

import concurrent.futures
import datetime

import polars as pl

from workload import DATA_END, look_back

EPOCH = datetime.date(1970, 1, 1)
FIRST = (datetime.date(2004, 1, 1) - EPOCH).days
END = (datetime.date.fromisoformat(DATA_END) - EPOCH).days
MONTHS = 270


def calendar() -> tuple[pl.Series, pl.Series, pl.DataFrame]:
    """Per day from 2004-01-01 its month's index and its day of the month; per month its days."""
    days = pl.date_range(datetime.date(2004, 1, 1), datetime.date(2026, 7, 31), eager=True)
    index = ((days.dt.year() - 2004) * 12 + days.dt.month().cast(pl.Int32) - 1).cast(pl.Int16)
    of_month = days.dt.day().cast(pl.Int16)
    months = (
        pl.DataFrame({"m": index, "day": days.cast(pl.Int32)})
        .group_by("m")
        .agg(first=pl.col("day").min(), t=pl.col("day").max(), dim=pl.len().cast(pl.Int64))
        .sort("m")
        .with_columns(month=((2004 + pl.col("m") // 12).cast(pl.Int32) * 100 + pl.col("m") % 12 + 1).cast(pl.Int32))
    )
    return index, of_month, months


def load(spells: str) -> pl.DataFrame:
    if spells.endswith(".csv"):
        days = {"start": pl.Date, "end": pl.Date}
        codes = {one: pl.Int16 for one in ("benefit", "category", "muni", "degree")}
        frame = pl.read_csv(spells, schema_overrides={"person_id": pl.Int32, **codes, **days})
    else:
        frame = pl.read_parquet(spells)
    frame = frame.with_columns(
        pl.col("benefit", "category").cast(pl.Int8),
        a=pl.col("start").cast(pl.Int32),
        b=pl.col("end").cast(pl.Int32),
    ).drop("start", "end")
    if "shuffled" in spells:
        frame = frame.sort("person_id", "a")
    return frame


def run(spells: str, persons: str, out: str, threads: int, parts: list[str]) -> None:
    index, of_month, months = calendar()
    s = load(spells)

    def look_up(series: pl.Series, days: pl.Series) -> pl.Series:
        return series.gather((days - FIRST).cast(pl.UInt32))

    s = s.with_columns(ma=look_up(index, s["a"]), mb=look_up(index, s["b"]))
    benefit, category = s["benefit"], s["category"]

    def job(part: str) -> None:
        more = look_back(part)
        if more:
            e = s.filter(benefit.is_in(more["benefits"]))
            long(e, "more", more["window"], more["least"], more["first"], months, of_month, look_up, out)
        elif part == "w1":
            w1(s, months, of_month, index, look_up, out)
        elif part == "w2":
            e = s.filter(benefit.is_between(1, 5) & category.is_in([1, 3, 4]))
            long(e, "w2", 364, 292, 12, months, of_month, look_up, out)
        elif part == "w3":
            w3(s, persons, out)
        else:
            w4(s, months, out)

    with concurrent.futures.ThreadPoolExecutor(threads) as pool:
        for done in [pool.submit(job, part) for part in parts]:
            done.result()


def chain(frame: pl.DataFrame):
    """Per distance k ≥ 1 which rows' k-th row before is the same person's and ends in the month in which they begin."""
    person, ma, mb = frame["person_id"], frame["ma"], frame["mb"]
    k = 1
    holds = None
    while True:
        here = (person == person.shift(k)) & (ma == mb.shift(k))
        holds = here.fill_null(False) if holds is None else holds & here.fill_null(False)
        if not holds.any():
            return
        yield k, holds
        k += 1


def spread(events: pl.DataFrame, keys: list[str], columns: list[str]) -> pl.DataFrame:
    """Running sums of events over all months of each key."""
    grid = events.select(keys).unique().join(pl.DataFrame({"m": range(MONTHS)}, schema={"m": pl.Int16}), how="cross")
    return (
        grid.join(events, on=[*keys, "m"], how="left")
        .sort(*keys, "m")
        .with_columns(pl.col(one).fill_null(0).cum_sum().over(keys) for one in columns)
    )


def w1(s, months, of_month, index, look_up, out) -> None:
    cell = (s["muni"].cast(pl.Int32) * 16 + s["benefit"].cast(pl.Int32)).alias("cell")
    again = pl.zeros(len(s), pl.Boolean, eager=True)
    for k, holds in chain(s):
        again = again | (holds & (cell == cell.shift(k)).fill_null(False))
    x = s["b"] + 1
    degree = s["degree"].cast(pl.Int32)
    frame = pl.DataFrame({
        "a_key": cell * 512 + s["ma"], "b_key": cell * 512 + s["mb"] + 1, "x_key": cell * 512 + look_up(index, x),
        "degree": degree, "again": again,
        "a_corr": -degree * (look_up(of_month, s["a"]) - 1), "x_corr": degree * (look_up(of_month, x) - 1),
    }).lazy()
    starts = frame.group_by(key="a_key").agg(
        level=pl.col("degree").cast(pl.Int64).sum(), corr=pl.col("a_corr").cast(pl.Int64).sum(),
        here=pl.len().cast(pl.Int64), again=pl.col("again").cast(pl.Int64).sum())
    ends = frame.group_by(key="x_key").agg(
        level=-pl.col("degree").cast(pl.Int64).sum(), corr=pl.col("x_corr").cast(pl.Int64).sum(),
        here=pl.lit(0, pl.Int64), again=pl.lit(0, pl.Int64))
    gone = frame.group_by(key="b_key").agg(
        level=pl.lit(0, pl.Int64), corr=pl.lit(0, pl.Int64), here=-pl.len().cast(pl.Int64), again=pl.lit(0, pl.Int64))
    events = (
        pl.concat(pl.collect_all([starts, ends, gone]))
        .group_by("key").sum()
        .with_columns(cell=pl.col("key") // 512, m=(pl.col("key") % 512).cast(pl.Int16))
    )
    (
        spread(events, ["cell"], ["level", "here"])
        .join(months, on="m")
        .with_columns(
            persons=pl.col("here") - pl.col("again").fill_null(0),
            daydeg=pl.col("level") * pl.col("dim") + pl.col("corr").fill_null(0),
            muni=pl.col("cell") // 16, benefit=pl.col("cell") % 16)
        .filter(pl.col("persons") > 0)
        .with_columns(fulltime=pl.col("daydeg") / (100 * pl.col("dim")))
        .select("month", "muni", "benefit", "daydeg", "fulltime", "persons")
        .sort("month", "muni", "benefit")
        .write_parquet(f"{out}/w1.parquet")
    )


def long(e, name, window, least, first_month, months, of_month, look_up, out) -> None:
    """Who has been on what `e` holds for so many days of the window, at the ends of months."""
    # C = eligible days of the person before the spell, N = days without since day 0; both from one running sum.
    days = e["b"] - e["a"] + 1
    before = days.cast(pl.Int64).cum_sum() - days
    is_first = (e["person_id"] != e["person_id"].shift(1)).fill_null(True)
    base = pl.select(pl.when(is_first).then(before).otherwise(None).forward_fill()).to_series()
    c = (before - base).cast(pl.Int32)
    n = e["a"] - 1 - c
    # C grows with the spells, so the least C with N ≥ N − (window − least) is that of the first such spell: a search in a sorted key.
    key = e["person_id"].cast(pl.Int64) * 65_536 + n
    first = key.search_sorted(key - (window - least), side="left")
    f = pl.select(pl.max_horizontal(e["a"], n + least + c.gather(first))).to_series()
    e = e.with_columns(f=f)

    # Months whose last day lies in [f, b], among the first and 2026-05 (268).
    t = months["t"]
    last = pl.select(pl.when(t.gather(e["mb"].cast(pl.UInt32)) == e["b"]).then(e["mb"]).otherwise(e["mb"] - 1)).to_series()
    e = e.with_columns(mf=look_up_month(e["f"], look_up), ml=last)
    # Days of the earlier eligible spells in the month in which a spell begins.
    degree = e["degree"].cast(pl.Int32)
    start = months["first"].gather(e["ma"].cast(pl.UInt32))
    extra = pl.zeros(len(e), pl.Int32, eager=True)
    for k, holds in chain(e):
        a, b = e["a"].shift(k), e["b"].shift(k)
        overlap = b - pl.select(pl.max_horizontal(a, start)).to_series() + 1
        extra = extra + pl.select(pl.when(holds).then(overlap * degree.shift(k)).otherwise(0)).to_series()
    e = e.with_columns(corr=extra - degree * (look_up(of_month, e["a"]) - 1))
    hits = (
        e.with_columns(m0=pl.max_horizontal("mf", pl.lit(first_month)), m1=pl.min_horizontal("ml", pl.lit(268)))
        .filter(pl.col("m0") <= pl.col("m1"))
        .select("muni", "m0", "m1", pl.col("degree").cast(pl.Int64), "ma", "corr")
    )
    zero = pl.lit(0, pl.Int64)
    begin = hits.group_by("muni", m=pl.col("m0").cast(pl.Int16)).agg(
        persons=pl.len().cast(pl.Int64), level=pl.col("degree").sum(), corr=zero)
    after = hits.group_by("muni", m=(pl.col("m1") + 1).cast(pl.Int16)).agg(
        persons=-pl.len().cast(pl.Int64), level=-pl.col("degree").sum(), corr=zero)
    own = hits.filter(pl.col("ma") == pl.col("m0")).group_by("muni", m=pl.col("ma")).agg(
        persons=zero, level=zero, corr=pl.col("corr").cast(pl.Int64).sum())
    events = pl.concat([begin, after, own]).group_by("muni", "m").sum()
    (
        spread(events, ["muni"], ["persons", "level"])
        .join(months, on="m")
        .with_columns(daydeg=pl.col("level") * pl.col("dim") + pl.col("corr").fill_null(0))
        .filter(pl.col("persons") > 0)
        .with_columns(fulltime=pl.col("daydeg") / (100 * pl.col("dim")))
        .select("month", "muni", "persons", "daydeg", "fulltime")
        .sort("month", "muni")
        .write_parquet(f"{out}/{name}.parquet")
    )


def look_up_month(days: pl.Series, look_up) -> pl.Series:
    """The month of a day, where days after the calendar's end count as its last."""
    index, _, _ = calendar()
    return look_up(index, days.clip(FIRST, FIRST + len(index) - 1))


def w3(s, persons, out) -> None:
    on = (datetime.date(2025, 12, 31) - EPOCH).days
    now = s.lazy().filter(
        (pl.col("benefit") == 2) & (pl.col("category") == 2) & (pl.col("a") <= on) & (pl.col("b") >= on)).select("person_id")
    long = (
        s.lazy().filter(pl.col("benefit").is_between(2, 5) & (pl.col("a") <= on) & (pl.col("b") >= on - 3651))
        .join(now, on="person_id", how="semi")
        .group_by("person_id")
        .agg(days=(pl.col("b").clip(upper_bound=on) - pl.col("a").clip(lower_bound=on - 3651) + 1).sum())
        .filter(pl.col("days") >= 2922)
    )
    known = pl.scan_csv(persons, try_parse_dates=True) if persons.endswith(".csv") else pl.scan_parquet(persons)
    (
        known.filter(pl.col("birth_date") <= datetime.date(1995, 12, 31))
        .select(pl.col("person_id").cast(pl.Int32))
        .join(long, on="person_id", how="semi")
        .sort("person_id").collect().write_parquet(f"{out}/w3.parquet")
    )


def w4(s, months, out) -> None:
    person, a, b = s["person_id"], s["a"], s["b"]
    gap = pl.select(pl.when((person == person.shift(-1)).fill_null(False)).then(a.shift(-1) - b).otherwise(1 << 20)).to_series()
    usable = s["benefit"].is_between(1, 5) & (b + 182 <= END) & (gap > 1)
    frame = pl.DataFrame({"muni": s["muni"], "m": s["mb"], "lasting": gap > 182}).filter(usable)
    (
        frame.group_by("m", "muni")
        .agg(leavers=pl.len().cast(pl.Int64), lasting=pl.col("lasting").cast(pl.Int64).sum())
        .join(months, on="m")
        .select("month", "muni", "leavers", "lasting")
        .sort("month", "muni")
        .write_parquet(f"{out}/w4.parquet")
    )
