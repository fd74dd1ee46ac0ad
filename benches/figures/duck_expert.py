"""W1–W4 in DuckDB as an expert would write them: two events a spell, and the suffix within a spell (README, »Expert«)."""

import duckdb

from duck_plain import source
from workload import DATA_END, T_FIRST, T_LAST


def run(spells: str, persons: str, out: str, threads: int) -> None:
    con = duckdb.connect()
    con.execute(f"SET threads = {threads}")
    con.execute("SET preserve_insertion_order = false")
    # One copy in memory with narrow integers, days as numbers; everything else reads only that.
    con.execute(
        f"""CREATE TEMP TABLE s AS
        SELECT person_id, benefit::UTINYINT AS benefit, category::UTINYINT AS category, muni, degree::UTINYINT AS degree,
               (start - DATE '1970-01-01')::INTEGER AS a, ("end" - DATE '1970-01-01')::INTEGER AS b
        FROM {source(spells)}"""
    )
    # Day number -> month index from January 2004; an array look-up is cheaper than date functions on every row.
    con.execute(
        """CREATE TEMP TABLE cal AS
        SELECT (d::DATE - DATE '1970-01-01')::INTEGER AS day,
               ((year(d) - 2004) * 12 + month(d) - 1)::INTEGER AS m, day(d)::INTEGER AS dom
        FROM generate_series(DATE '2004-01-01', DATE '2026-06-30', INTERVAL 1 DAY) AS t(d)"""
    )
    con.execute(
        """CREATE TEMP TABLE months AS
        SELECT m, ((2004 + m // 12)::INTEGER * 100 + m % 12 + 1)::INTEGER AS month, min(day) AS a, max(day) AS b, count(*) AS dim
        FROM cal GROUP BY m"""
    )
    w1(con, out)
    w2(con, out)
    w3(con, persons, out)
    w4(con, out)


def w1(con: duckdb.DuckDBPyConnection, out: str) -> None:
    con.execute(
        f"""COPY (
        WITH gap AS (
            SELECT muni, benefit, degree, a, b,
                   lag(b) OVER (PARTITION BY person_id, muni, benefit ORDER BY a) AS before
            FROM s),
        x AS (
            SELECT muni, benefit, degree, ca.m AS ma, ca.dom AS da, cb.m AS mb, cx.m AS mx, cx.dom AS dx,
                   coalesce(cp.m = ca.m, false) AS again
            FROM gap JOIN cal ca ON ca.day = a JOIN cal cb ON cb.day = b JOIN cal cx ON cx.day = b + 1
            LEFT JOIN cal cp ON cp.day = before),
        ev AS (
            SELECT muni, benefit, m, sum(level) AS level, sum(corr) AS corr, sum(here) AS here, sum(again) AS again
            FROM (
                SELECT muni, benefit, ma AS m, sum(degree)::BIGINT AS level, -sum(degree::INTEGER * (da - 1))::BIGINT AS corr,
                       count(*) AS here, count(*) FILTER (again) AS again
                FROM x GROUP BY muni, benefit, ma
                UNION ALL
                SELECT muni, benefit, mx, -sum(degree)::BIGINT, sum(degree::INTEGER * (dx - 1))::BIGINT, 0, 0
                FROM x GROUP BY muni, benefit, mx
                UNION ALL
                SELECT muni, benefit, mb + 1, 0, 0, -count(*), 0 FROM x GROUP BY muni, benefit, mb)
            GROUP BY muni, benefit, m),
        grid AS (
            SELECT c.muni, c.benefit, months.month, months.dim, coalesce(ev.corr, 0) AS corr,
                   sum(coalesce(ev.level, 0)) OVER w AS level, sum(coalesce(ev.here, 0)) OVER w AS here,
                   coalesce(ev.again, 0) AS again
            FROM (SELECT DISTINCT muni, benefit FROM ev) c CROSS JOIN months
            LEFT JOIN ev ON ev.muni = c.muni AND ev.benefit = c.benefit AND ev.m = months.m
            WINDOW w AS (PARTITION BY c.muni, c.benefit ORDER BY months.m))
        SELECT month, muni, benefit, (level * dim + corr)::BIGINT AS daydeg,
               (level * dim + corr) / (100.0 * dim) AS fulltime, (here - again)::BIGINT AS persons
        FROM grid WHERE here - again > 0 ORDER BY month, muni, benefit
        ) TO '{out}/w1.parquet' (FORMAT parquet)"""
    )


def w2(con: duckdb.DuckDBPyConnection, out: str) -> None:
    con.execute(
        f"""CREATE TEMP TABLE e AS
        SELECT person_id, muni, degree, a, b,
               a - 1 - coalesce(sum(b - a + 1) OVER (PARTITION BY person_id ORDER BY a
                    ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING), 0)::INTEGER AS n,
               coalesce(sum(b - a + 1) OVER (PARTITION BY person_id ORDER BY a
                    ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING), 0)::INTEGER AS c
        FROM s WHERE benefit <= 5 AND category IN (1, 3, 4)"""
    )
    con.execute(
        f"""COPY (
        WITH f AS (
            SELECT person_id, muni, degree, a, b,
                   greatest(a, n + 292 + min(c) OVER (PARTITION BY person_id ORDER BY n
                        RANGE BETWEEN 72 PRECEDING AND CURRENT ROW)) AS f
            FROM e),
        hit AS (
            SELECT months.m, months.a AS ma, months.b AS t, person_id, muni
            FROM (SELECT * FROM f WHERE f <= b) f
            JOIN cal cf ON cf.day = f.f JOIN cal cb ON cb.day = f.b
            JOIN months ON months.m BETWEEN cf.m AND cb.m
            WHERE months.b BETWEEN f.f AND f.b
              AND months.b BETWEEN DATE '{T_FIRST}' - DATE '1970-01-01' AND DATE '{T_LAST}' - DATE '1970-01-01'),
        parts AS (
            -- Eligible days of each person and month, from the few months a spell touches.
            SELECT e.person_id, months.m, sum((least(e.b, months.b) - greatest(e.a, months.a) + 1) * degree)::BIGINT AS daydeg
            FROM e JOIN cal ca ON ca.day = e.a JOIN cal cb ON cb.day = e.b
            JOIN months ON months.m BETWEEN ca.m AND cb.m
            SEMI JOIN (SELECT DISTINCT person_id FROM hit) h ON h.person_id = e.person_id
            GROUP BY e.person_id, months.m)
        SELECT month, muni, count(*) AS persons, sum(daydeg)::BIGINT AS daydeg,
               sum(daydeg) / (100.0 * any_value(dim)) AS fulltime
        FROM hit JOIN parts USING (person_id, m) JOIN months USING (m)
        GROUP BY month, muni ORDER BY month, muni
        ) TO '{out}/w2.parquet' (FORMAT parquet)"""
    )


def w3(con: duckdb.DuckDBPyConnection, persons: str, out: str) -> None:
    con.execute(
        f"""COPY (
        WITH now AS (
            SELECT person_id FROM s WHERE benefit = 2 AND category = 2
              AND a <= DATE '2025-12-31' - DATE '1970-01-01' AND b >= DATE '2025-12-31' - DATE '1970-01-01'),
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
        WITH n AS (SELECT benefit, muni, b, lead(a) OVER (PARTITION BY person_id ORDER BY a) AS next FROM s),
        x AS (
            SELECT b, muni, count(*) AS leavers, count(*) FILTER (next IS NULL OR next > b + 182) AS lasting
            FROM n
            WHERE benefit <= 5 AND b + 182 <= DATE '{DATA_END}' - DATE '1970-01-01' AND (next IS NULL OR next > b + 1)
            GROUP BY b, muni)
        SELECT month, muni, sum(leavers)::BIGINT AS leavers, sum(lasting)::BIGINT AS lasting
        FROM x JOIN cal ON cal.day = x.b JOIN months USING (m)
        GROUP BY month, muni ORDER BY month, muni
        ) TO '{out}/w4.parquet' (FORMAT parquet)"""
    )
