"""W1–W4 in Polars as a user would write them from the definitions."""

import datetime

import polars as pl

from workload import DATA_END

D = datetime.date


def source(file: str) -> pl.LazyFrame:
    return pl.scan_csv(file, try_parse_dates=True) if file.endswith(".csv") else pl.scan_parquet(file)


def overlap(start, end, a, b):
    low = pl.max_horizontal(pl.col(start), a)
    high = pl.min_horizontal(pl.col(end), b)
    return ((high - low).dt.total_days() + 1).clip(lower_bound=0)


def run(spells: str, persons: str, out: str, threads: int, parts: list[str]) -> None:
    s, p = source(spells), source(persons)
    months = (
        pl.LazyFrame({"a": pl.date_range(D(2004, 1, 1), D(2026, 6, 1), "1mo", eager=True)})
        .with_columns(b=pl.col("a").dt.month_end(), month=pl.col("a").dt.year() * 100 + pl.col("a").dt.month().cast(pl.Int32))
        .with_columns(dim=pl.col("b").dt.day().cast(pl.Int64))
    )
    touched = s.with_columns(
        a=pl.date_ranges(pl.col("start").dt.month_start(), pl.col("end"), "1mo")).explode("a").join(months, on="a")
    (
        touched.with_columns(daydeg=overlap("start", "end", pl.col("a"), pl.col("b")) * pl.col("degree"))
        .group_by("month", "muni", "benefit")
        .agg(daydeg=pl.col("daydeg").sum(), dim=pl.col("dim").first(), persons=pl.col("person_id").n_unique())
        .with_columns(fulltime=pl.col("daydeg") / (100 * pl.col("dim")))
        .sort("month", "muni", "benefit").collect(engine="streaming").write_parquet(f"{out}/w1.parquet")
    )
    e = s.filter(pl.col("benefit").is_in([1, 2, 3, 4, 5]) & pl.col("category").is_in([1, 3, 4]))
    reach = e.with_columns(
        a=pl.date_ranges(pl.col("start").dt.month_start(), pl.col("end").dt.offset_by("363d"), "1mo")
    ).explode("a").join(months.filter(pl.col("b").is_between(D(2005, 1, 31), D(2026, 5, 31))), on="a").filter(
        (pl.col("start") <= pl.col("b")) & (pl.col("end") >= pl.col("b").dt.offset_by("-363d")))
    (
        reach.with_columns(
            days=overlap("start", "end", pl.col("b").dt.offset_by("-363d"), pl.col("b")),
            daydeg=overlap("start", "end", pl.col("a"), pl.col("b")) * pl.col("degree"),
            now=pl.when((pl.col("start") <= pl.col("b")) & (pl.col("end") >= pl.col("b"))).then("muni"))
        .group_by("month", "person_id")
        .agg(muni=pl.col("now").max(), days=pl.col("days").sum(), daydeg=pl.col("daydeg").sum(), dim=pl.col("dim").first())
        .filter(pl.col("muni").is_not_null() & (pl.col("days") >= 292))
        .group_by("month", "muni")
        .agg(persons=pl.len(), daydeg=pl.col("daydeg").sum(), dim=pl.col("dim").first())
        .with_columns(fulltime=pl.col("daydeg") / (100 * pl.col("dim")))
        .sort("month", "muni").collect(engine="streaming").write_parquet(f"{out}/w2.parquet")
    )
    on = D(2025, 12, 31)
    low = on - datetime.timedelta(days=3651)
    now = s.filter((pl.col("benefit") == 2) & (pl.col("category") == 2) & (pl.col("start") <= on) & (pl.col("end") >= on))
    long = (
        s.filter(pl.col("benefit").is_in([2, 3, 4, 5]) & (pl.col("start") <= on) & (pl.col("end") >= low))
        .group_by("person_id").agg(days=overlap("start", "end", pl.lit(low), pl.lit(on)).sum())
        .filter(pl.col("days") >= 2922)
    )
    (
        p.filter(pl.col("birth_date") <= D(1995, 12, 31))
        .join(now, on="person_id", how="semi").join(long, on="person_id", how="semi")
        .select("person_id").sort("person_id").collect(engine="streaming").write_parquet(f"{out}/w3.parquet")
    )
    end = D.fromisoformat(DATA_END)
    (
        s.sort("person_id", "start")
        .with_columns(next=pl.col("start").shift(-1).over("person_id"))
        .filter(pl.col("benefit").is_in([1, 2, 3, 4, 5]) & (pl.col("end").dt.offset_by("182d") <= end))
        .filter(pl.col("next").is_null() | (pl.col("next") > pl.col("end").dt.offset_by("1d")))
        .group_by(month=pl.col("end").dt.year() * 100 + pl.col("end").dt.month().cast(pl.Int32), muni="muni")
        .agg(leavers=pl.len(), lasting=(pl.col("next").is_null() | (pl.col("next") > pl.col("end").dt.offset_by("182d"))).sum())
        .sort("month", "muni").collect(engine="streaming").write_parquet(f"{out}/w4.parquet")
    )
