"""W1–W4 in DuckDB as a user would write them from the definitions."""

import duckdb

from workload import DATA_END, T_FIRST, T_LAST


def run(spells: str, persons: str, out: str, threads: int, parts: list[str]) -> None:
    con = duckdb.connect()
    con.execute(f"SET threads = {threads}")
    con.execute(f"CREATE VIEW s AS SELECT * FROM {source(spells)}")
    con.execute(f"CREATE VIEW p AS SELECT * FROM {source(persons)}")
    con.execute(
        """CREATE TABLE months AS
           SELECT (year(d) * 100 + month(d))::INTEGER AS month, d::DATE AS a, last_day(d::DATE) AS b
           FROM generate_series(DATE '2004-01-01', DATE '2026-06-01', INTERVAL 1 MONTH) AS t(d)"""
    )
    con.execute(
        f"""COPY (
        SELECT month, muni, benefit,
               sum((least("end", b) - greatest(start, a) + 1) * degree)::BIGINT AS daydeg,
               sum((least("end", b) - greatest(start, a) + 1) * degree) / (100.0 * day(any_value(b))) AS fulltime,
               count(DISTINCT person_id) AS persons
        FROM s JOIN months ON s.start <= months.b AND s."end" >= months.a
        GROUP BY month, muni, benefit ORDER BY month, muni, benefit
        ) TO '{out}/w1.parquet' (FORMAT parquet)"""
    )
    con.execute(
        f"""COPY (
        WITH e AS (SELECT * FROM s WHERE benefit IN (1, 2, 3, 4, 5) AND category IN (1, 3, 4)),
        t AS (SELECT * FROM months WHERE b BETWEEN DATE '{T_FIRST}' AND DATE '{T_LAST}'),
        per AS (
            SELECT month, a, b, person_id,
                   max(CASE WHEN "end" >= b AND start <= b THEN muni END) AS muni,
                   sum(least("end", b) - greatest(start, b - 363) + 1) AS days,
                   sum(greatest(least("end", b) - greatest(start, a) + 1, 0) * degree) AS daydeg
            FROM e JOIN t ON e.start <= t.b AND e."end" >= t.b - 363
            GROUP BY month, a, b, person_id)
        SELECT month, muni, count(*) AS persons, sum(daydeg)::BIGINT AS daydeg,
               sum(daydeg) / (100.0 * day(any_value(b))) AS fulltime
        FROM per WHERE muni IS NOT NULL AND days >= 292
        GROUP BY month, muni ORDER BY month, muni
        ) TO '{out}/w2.parquet' (FORMAT parquet)"""
    )
    con.execute(
        f"""COPY (
        SELECT person_id FROM p
        WHERE birth_date <= DATE '1995-12-31'
          AND person_id IN (SELECT person_id FROM s WHERE benefit = 2 AND category = 2
                            AND start <= DATE '2025-12-31' AND "end" >= DATE '2025-12-31')
          AND person_id IN (
            SELECT person_id FROM s
            WHERE benefit IN (2, 3, 4, 5) AND start <= DATE '2025-12-31' AND "end" >= DATE '2025-12-31' - 3651
            GROUP BY person_id
            HAVING sum(least("end", DATE '2025-12-31') - greatest(start, DATE '2025-12-31' - 3651) + 1) >= 2922)
        ORDER BY person_id) TO '{out}/w3.parquet' (FORMAT parquet)"""
    )
    con.execute(
        f"""COPY (
        WITH n AS (SELECT *, lead(start) OVER (PARTITION BY person_id ORDER BY start) AS next FROM s)
        SELECT (year("end") * 100 + month("end"))::INTEGER AS month, muni, count(*) AS leavers,
               count(*) FILTER (next IS NULL OR next > "end" + 182) AS lasting
        FROM n
        WHERE benefit IN (1, 2, 3, 4, 5) AND "end" + 182 <= DATE '{DATA_END}'
          AND (next IS NULL OR next > "end" + 1)
        GROUP BY 1, muni ORDER BY 1, muni) TO '{out}/w4.parquet' (FORMAT parquet)"""
    )


def source(file: str) -> str:
    return f"read_csv('{file}')" if file.endswith(".csv") else f"read_parquet('{file}')"
