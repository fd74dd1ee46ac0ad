"""What all formulations share: the days of the workloads, and the check that results are the same integers."""

import glob
import os

import pyarrow.parquet as parquet

DATA_END = "2026-06-28"
T_FIRST = "2005-01-31"
T_LAST = "2026-05-31"

# One more indicator of the long-term kind: on these benefits for at least so many days of the window. The first month, from
# January 2004, whose window is seen whole.
LOOK_BACK = {"benefits": [1, 2, 3, 4, 5], "window": 728, "least": 510, "first": 24}

# The integer columns of each result, in the order by which rows are compared.
COLUMNS = {
    "w1": ["month", "muni", "benefit", "daydeg", "persons"],
    "w2": ["month", "muni", "persons", "daydeg"],
    "w3": ["person_id"],
    "w4": ["month", "muni", "leavers", "lasting"],
    "more": ["month", "muni", "persons", "daydeg"],
}


def look_back(part: str) -> dict | None:
    """The look-back that a part of the work asks for: `more`, or `long:6.7.8:182:128:6`."""
    if part == "more":
        return LOOK_BACK
    if part.startswith("long:"):
        _, benefits, *numbers = part.split(":")
        window, least, first = map(int, numbers)
        return {"benefits": [int(one) for one in benefits.split(".")], "window": window, "least": least, "first": first}
    return None


def integers(folder: str) -> dict:
    """The results of a run as sorted rows of integers."""
    found = {}
    for name, columns in COLUMNS.items():
        path = os.path.join(folder, f"{name}.parquet")
        if not os.path.exists(path):
            continue
        table = parquet.read_table(path)
        # Tovholder names breakdowns as its pages do.
        names = {"municipality": "muni"}
        table = table.rename_columns([names.get(one, one) for one in table.column_names])
        # By weeks or by other breakdowns: only Tovholder answers that.
        if not set(columns) <= set(table.column_names):
            continue
        values = [table.column(one).cast("int64").to_pylist() for one in columns]
        found[name] = sorted(zip(*values))
    return found


def same(one: dict, other: dict) -> str | None:
    """Nothing if all results agree; else the first difference."""
    for name in COLUMNS:
        if name in one and name in other and one[name] != other[name]:
            left, right = set(one[name]), set(other[name])
            return f"{name}: {sorted(left - right)[:3]} against {sorted(right - left)[:3]}"
    return None


def empty(folder: str) -> None:
    os.makedirs(folder, exist_ok=True)
    for old in glob.glob(os.path.join(folder, "*.parquet")):
        os.remove(old)
