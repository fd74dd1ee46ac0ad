"""W1–W4 in DuckDB as an expert would write them (README, »Expert«).

Neighbours stand beside each other in a sorted file, so `lag`, `lead` and running sums go over the rows as they lie (a streaming window,
without partitions or sorting). A spell is two events instead of a row a month; who is in a month twice is counted among the few
spells that share a month with a neighbour. The long unemployed come from the suffix within a spell; the least of the earlier
sums is found by an as-of join on a sorted key.
"""

import duckdb

from duck_plain import source
from workload import DATA_END, look_back

EPOCH = "DATE '1970-01-01'"


def month(day: str) -> str:
    """The index of a day's month from January 2004."""
    return f"((year({day}) - 2004) * 12 + month({day}) - 1)::SMALLINT"


def run(spells: str, persons: str, out: str, threads: int, parts: list[str]) -> None:
    con = duckdb.connect()
    con.execute(f"SET threads = {threads}")
    con.execute(
        f"""CREATE TEMP TABLE months AS
        SELECT {month("d")} AS m, (year(d) * 100 + month(d))::INTEGER AS month, (d::DATE - {EPOCH})::INTEGER AS first,
               (last_day(d) - {EPOCH})::INTEGER AS t, day(last_day(d)) AS dim
        FROM generate_series(DATE '2004-01-01', DATE '2026-07-01', INTERVAL 1 MONTH) AS g(d)"""
    )
    order = "ORDER BY person_id, start" if "shuffled" in spells else ""
    con.execute(
        f"""CREATE TEMP TABLE s AS
        SELECT person_id, benefit::UTINYINT AS benefit, category::UTINYINT AS category, muni::SMALLINT AS muni, degree::UTINYINT AS degree,
               (start - {EPOCH})::INTEGER AS a, ("end" - {EPOCH})::INTEGER AS b, {month("start")} AS ma, {month('"end"')} AS mb,
               day(start)::UTINYINT AS da, day("end")::UTINYINT AS db, "end" = last_day("end") AS whole
        FROM {source(spells)} {order}"""
    )
    if "w1" in parts:
        w1(con, out)
    if "w2" in parts:
        long(con, out, "w2", "benefit <= 5 AND category IN (1, 3, 4)", 364, 292, 12)
    if "w3" in parts:
        w3(con, persons, out)
    if "w4" in parts:
        w4(con, out)
    for more in filter(None, map(look_back, parts)):
        eligible = f"benefit IN ({', '.join(map(str, more['benefits']))})"
        long(con, out, "more", eligible, more["window"], more["least"], more["first"])


def w1(con: duckdb.DuckDBPyConnection, out: str) -> None:
    con.execute(
        f"""COPY (
        WITH near AS (
            SELECT person_id, muni, benefit, ma, mb,
                   coalesce(lag(person_id) OVER () = person_id AND lag(mb) OVER () = ma, false) AS before,
                   coalesce(lead(person_id) OVER () = person_id AND lead(ma) OVER () = mb, false) AS after
            FROM s),
        shared AS (
            SELECT person_id, muni, benefit, ma AS m FROM near WHERE before
            UNION ALL
            SELECT person_id, muni, benefit, mb FROM near WHERE after AND NOT (before AND ma = mb)),
        twice AS (SELECT muni, benefit, m, count(*) - count(DISTINCT person_id) AS again FROM shared GROUP BY ALL),
        ev AS (
            SELECT muni, benefit, m, sum(level) AS level, sum(corr) AS corr, sum(here) AS here
            FROM (
                SELECT muni, benefit, ma AS m, sum(degree)::BIGINT AS level, -sum(degree::INTEGER * (da - 1))::BIGINT AS corr, count(*) AS here
                FROM s GROUP BY ALL
                UNION ALL
                -- The day after the end: in the next month where the end is a month's last day.
                SELECT muni, benefit, mb + whole::SMALLINT AS m, -sum(degree)::BIGINT,
                       sum(CASE WHEN whole THEN 0 ELSE degree::INTEGER * db END)::BIGINT, 0
                FROM s GROUP BY ALL
                UNION ALL
                SELECT muni, benefit, mb + 1 AS m, 0, 0, -count(*) FROM s GROUP BY ALL)
            GROUP BY ALL),
        grid AS (
            SELECT c.muni, c.benefit, months.m, months.month, months.dim, coalesce(ev.corr, 0) AS corr,
                   sum(coalesce(ev.level, 0)) OVER w AS level, sum(coalesce(ev.here, 0)) OVER w AS here
            FROM (SELECT DISTINCT muni, benefit FROM ev) c CROSS JOIN months
            LEFT JOIN ev ON ev.muni = c.muni AND ev.benefit = c.benefit AND ev.m = months.m
            WINDOW w AS (PARTITION BY c.muni, c.benefit ORDER BY months.m))
        SELECT month, muni, benefit, (level * dim + corr)::BIGINT AS daydeg,
               (level * dim + corr) / (100.0 * dim) AS fulltime, (here - coalesce(again, 0))::BIGINT AS persons
        FROM grid LEFT JOIN twice USING (muni, benefit, m) WHERE here - coalesce(again, 0) > 0 ORDER BY month, muni, benefit
        ) TO '{out}/w1.parquet' (FORMAT parquet)"""
    )


def long(con: duckdb.DuckDBPyConnection, out: str, name: str, eligible: str, window: int, least: int, first: int) -> None:
    """Who has been eligible for so many days of the window, at the ends of months."""
    con.execute(
        f"""CREATE OR REPLACE TEMP TABLE e AS
        WITH summed AS (
            SELECT person_id, muni, degree, a, b, ma, mb, da, whole, sum(b - a + 1) OVER (ROWS UNBOUNDED PRECEDING) - (b - a + 1) AS before,
                   lag(person_id) OVER () IS DISTINCT FROM person_id AS is_first
            FROM s WHERE {eligible}),
        -- Running sums only grow, so the greatest that a person began with so far is the latest.
        based AS (
            SELECT *, before - max(CASE WHEN is_first THEN before END) OVER (ROWS UNBOUNDED PRECEDING) AS c FROM summed)
        SELECT person_id, muni, degree, a, b, ma, mb, da, whole, c::INTEGER AS c, (a - 1 - c)::INTEGER AS n,
               person_id::BIGINT * 65536 + a - 1 - c::BIGINT AS key
        FROM based"""
    )
    con.execute(
        f"""COPY (
        WITH firsts AS (SELECT key, min(c) AS c FROM e GROUP BY key),
        f AS (
            SELECT e.*, greatest(e.a, e.n + {least} + firsts.c) AS f
            FROM e ASOF JOIN firsts ON firsts.key >= e.key - {window - least}),
        hit AS (
            SELECT person_id, muni, degree, a, ma, da,
                   greatest({month(f"({EPOCH} + f)")}, {first}) AS m0, least(mb - (NOT whole)::SMALLINT, 268) AS m1
            FROM f WHERE f <= b),
        good AS (SELECT * FROM hit WHERE m0 <= m1),
        -- Days of earlier spells in the month in which a spell begins.
        own AS (SELECT person_id, muni, degree, a, ma, da FROM good WHERE ma = m0),
        extra AS (
            SELECT own.muni, own.ma AS m, sum((e.b - greatest(e.a, first) + 1) * e.degree::INTEGER) AS extra
            FROM own JOIN e ON e.person_id = own.person_id AND e.mb = own.ma AND e.b < own.a JOIN months ON months.m = own.ma
            GROUP BY ALL),
        ev AS (
            SELECT muni, m, sum(persons) AS persons, sum(level) AS level, sum(corr) AS corr
            FROM (
                SELECT muni, m0 AS m, count(*) AS persons, sum(degree)::BIGINT AS level, 0 AS corr FROM good GROUP BY ALL
                UNION ALL
                SELECT muni, m1 + 1 AS m, -count(*), -sum(degree)::BIGINT, 0 FROM good GROUP BY ALL
                UNION ALL
                SELECT muni, ma AS m, 0, 0, -sum(degree::INTEGER * (da - 1))::BIGINT FROM own GROUP BY ALL
                UNION ALL
                SELECT muni, m, 0, 0, extra::BIGINT FROM extra)
            GROUP BY ALL),
        grid AS (
            SELECT c.muni, months.month, months.dim, coalesce(ev.corr, 0) AS corr,
                   sum(coalesce(ev.level, 0)) OVER w AS level, sum(coalesce(ev.persons, 0)) OVER w AS persons
            FROM (SELECT DISTINCT muni FROM ev) c CROSS JOIN months LEFT JOIN ev ON ev.muni = c.muni AND ev.m = months.m
            WINDOW w AS (PARTITION BY c.muni ORDER BY months.m))
        SELECT month, muni, persons::BIGINT AS persons, (level * dim + corr)::BIGINT AS daydeg,
               (level * dim + corr) / (100.0 * dim) AS fulltime
        FROM grid WHERE persons > 0 ORDER BY month, muni
        ) TO '{out}/{name}.parquet' (FORMAT parquet)"""
    )


def w3(con: duckdb.DuckDBPyConnection, persons: str, out: str) -> None:
    con.execute(
        f"""COPY (
        WITH now AS (SELECT person_id FROM s WHERE benefit = 2 AND category = 2 AND a <= 20453 AND b >= 20453),
        long AS (
            SELECT person_id FROM s SEMI JOIN now USING (person_id)
            WHERE benefit BETWEEN 2 AND 5 AND a <= 20453 AND b >= 20453 - 3651
            GROUP BY person_id HAVING sum(least(b, 20453) - greatest(a, 20453 - 3651) + 1) >= 2922)
        SELECT person_id FROM {source(persons)} SEMI JOIN long USING (person_id)
        WHERE birth_date <= DATE '1995-12-31' ORDER BY person_id
        ) TO '{out}/w3.parquet' (FORMAT parquet)"""
    )


def w4(con: duckdb.DuckDBPyConnection, out: str) -> None:
    con.execute(
        f"""COPY (
        WITH n AS (
            SELECT benefit, muni, b, mb, CASE WHEN lead(person_id) OVER () = person_id THEN lead(a) OVER () ELSE 1000000 END AS next FROM s)
        SELECT month, muni, count(*) AS leavers, count(*) FILTER (next > b + 182) AS lasting
        FROM n JOIN months ON months.m = n.mb
        WHERE benefit <= 5 AND b + 182 <= DATE '{DATA_END}' - {EPOCH} AND next > b + 1
        GROUP BY ALL ORDER BY month, muni
        ) TO '{out}/w4.parquet' (FORMAT parquet)"""
    )
