"""docs/workshop-report.sql, unchanged in DuckDB and in Apache Spark, against a calculation
that is neither."""

import csv
import io
import json
import random
import re
import shutil
import subprocess
import sys
from contextlib import contextmanager
from fractions import Fraction

import pytest

from exports import LONG, ROOT, defused, items
from workshop import agreement, report

DOCS = ROOT / "docs"
PAGE = (DOCS / "formats.md").read_text(encoding="utf-8")
IN_DUCKDB, IN_SPARK = re.findall(r"```py\n(.*?)```", PAGE, re.DOTALL)
STATEMENTS = ["Plain.", 'We say "yes", and mean it.', "One line,\nthen another.", "=1+1", "- maybe; \"or\"\r\nnot"]
SECTORS = ["housing", "health", "Adult care, \"north\"", "=trust", "Tai ac Iechyd ŵ", "", "it's us"]


def an_instrument(method, share, seed):
    """An instrument whose sections differ in scale, length and direction."""
    scales = {
        "five": {"extra": ["dont-know", "not-relevant"], "points": [{"value": it} for it in (3, 1, 2, 5, 4)]},
        "odd": {"extra": ["dont-know"], "points": [{"value": it} for it in (-2, 0, 1, 10)]},
        "two": {"points": [{"value": 0}, {"value": 1}]},
    }
    plan = [("first", "five", 5), ("-second", "odd", 4), ("third", "two", 3), ("apart", "five", 1)]
    draw = random.Random(seed)
    sections = [
        {
            "id": name,
            "scale": scale,
            "counts_towards_overall": name != "apart",
            "items": [
                {"id": f"{name}.{i}", "text": draw.choice(STATEMENTS), "reversed": i % 2 == 1} for i in range(n)
            ],
        }
        for name, scale, n in plan
    ]
    return {"id": "drawn", "scales": scales, "sections": sections, "scoring": {"method": method, "minimum_answered": share}}


def some_people(instrument, sizes, seed):
    """(sector, answers) of so many people in each sector, who lean differently."""
    draw = random.Random(seed)
    people = []
    for at, (sector, n) in enumerate(sizes.items()):
        for _ in range(n):
            answers = {}
            for section, item in items(instrument):
                scale = instrument["scales"][section["scale"]]
                points = sorted(it["value"] for it in scale["points"])
                kind = draw.random()
                if kind < 0.12 + 0.1 * (at % 3):
                    continue
                if kind < 0.35 and scale.get("extra"):
                    answers[item["id"]] = draw.choice(scale["extra"])
                else:
                    weights = [1 + (at + i) % len(points) for i in range(len(points))]
                    answers[item["id"]] = draw.choices(points, weights)[0]
            # Who answers nothing is not in a long table.
            answers.setdefault("first.0", 2)
            people.append((sector, answers))
    draw.shuffle(people)
    return people


def long_table(instrument, people, first):
    """A table as docs/formats.md describes it."""
    file = io.StringIO(newline="")
    rows = csv.writer(file)
    rows.writerow(LONG)
    for at, (sector, answers) in enumerate(people):
        for section, item in items(instrument):
            answer = answers.get(item["id"])
            note = "A note, \"quoted\"\r\nand broken" if (first + at) % 7 == 0 else ""
            if answer is None and not note:
                continue
            texts = [f"id-{first + at}", sector, section["id"], item["id"], item["text"]]
            value = "" if answer is None else str(answer)
            rows.writerow([*map(defused, texts), value, defused(f"label of {value}"), defused(note)])
    return file.getvalue()


# Method, share that must be answered, threshold, people by sector.
CASES = {
    "a region": ("percent", 0.5, 5, dict(zip(SECTORS, (900, 700, 4, 650, 300, 80, 6)))),
    "a board": ("mean", 0.75, 8, dict(zip(SECTORS, (30, 8, 3, 8, 12, 2, 8)))),
    "a team": ("sum", 0.5, 3, {"health": 5, "housing": 5, "": 2}),
    "too few": ("percent", 0, 5, {"health": 4}),
}


class Case:
    def __init__(self, name, folder):
        method, share, threshold, sizes = CASES[name]
        self.threshold, self.folder, self.n_people = threshold, folder, sum(sizes.values())
        self.instrument = an_instrument(method, share, seed=name)
        people = some_people(self.instrument, sizes, seed=name)
        self.expected = report(self.instrument, people, threshold)
        self.lay_out(people)

    def lay_out(self, people):
        """The folder that the page describes."""
        (self.folder / "answers").mkdir()
        parts = [people[at::3] for at in range(3)]
        for at, part in enumerate(it for it in parts if it):
            table = long_table(self.instrument, part, 10_000 * at).encode()
            mark = b"\xef\xbb\xbf" if at % 2 == 0 else b""
            (self.folder / "answers" / f"part {at}.csv").write_bytes(mark + table)
        # The same file under another name counts once.
        shutil.copy(self.folder / "answers" / "part 0.csv", self.folder / "answers" / "part 0 (1).csv")
        (self.folder / "instrument.json").write_text(json.dumps(self.instrument), encoding="utf-8")
        with open(self.folder / "scale.csv", "wb") as file:
            script = [sys.executable, DOCS / "workshop-scale.py", self.folder / "instrument.json"]
            subprocess.run(script, check=True, stdout=file)
        shutil.copy(DOCS / "workshop-report.sql", self.folder)


@pytest.fixture(scope="module")
def case(request, tmp_path_factory):
    return Case(request.param, tmp_path_factory.mktemp("workshop"))


of_every_case = pytest.mark.parametrize("case", CASES, indirect=True)
# Spark plans for seconds what it then does at once: a large case and a tricky one.
of_two_cases = pytest.mark.parametrize("case", ["a region", "a board"], indirect=True)


@pytest.fixture(scope="module")
def spark():
    from pyspark.sql import SparkSession

    session = (
        SparkSession.builder.master("local[2]")
        .config("spark.ui.enabled", False)
        .config("spark.sql.shuffle.partitions", 1)
        .config("spark.default.parallelism", 2)
        # For a few thousand rows, planning and compiling cost more than they save.
        .config("spark.sql.adaptive.enabled", False)
        .config("spark.sql.codegen.wholeStage", False)
        .config("spark.driver.memory", "1g")
        .config("spark.driver.extraJavaOptions", "-XX:TieredStopAtLevel=1 -XX:+UseSerialGC")
        .config("spark.driver.bindAddress", "127.0.0.1")
        .config("spark.driver.host", "127.0.0.1")
        .getOrCreate()
    )
    yield session
    session.stop()


@contextmanager
def page_in(folder, block, threshold, monkeypatch):
    """What a block of the page leaves behind when it has run in `folder`."""
    monkeypatch.chdir(folder)
    # Spark looks for files where it was started, which may be elsewhere.
    for written, meant in (
        ('"answers/*.csv"', f'"{folder}/answers/*.csv"'),
        ('"scale.csv"', f'"{folder}/scale.csv"'),
        ("5 AS threshold", f"{threshold} AS threshold"),
    ):
        assert block.count(written) == 1
        block = block.replace(written, meant)
    found = {}
    exec(block, found)  # noqa: S102: our own page
    yield found


def by(rows, *names):
    """Rows by their values in the columns `names`; no two have the same."""
    res = {tuple(row.pop(it) for it in names): row for row in rows}
    assert len(res) == len(rows)
    return {key[0] if len(names) == 1 else key: row for key, row in res.items()}


def close(found, expected):
    if found is None or expected is None:
        return found is None and expected is None
    if isinstance(expected, str):
        return found == expected
    return abs(float(found) - float(expected)) <= 1e-9 * max(1, abs(float(expected)))


def same(found, expected):
    """Holds two tables of rows to be the same, number by number."""
    assert found.keys() == expected.keys()
    different = [
        (key, name, row[name], expected[key][name])
        for key, row in found.items()
        for name in expected[key]
        if not close(row[name], expected[key][name])
    ]
    assert different == []


def compare(case, found):
    """Holds the rows `found` of each of the page's views to be the expected report."""
    expected = case.expected
    assert {it["threshold"] for it in found["responses"]} == {case.threshold}
    assert {it["everybody"] for it in found["responses"]} == {case.n_people}
    responses = by(found["responses"], "sector")
    assert {sector: it["responses"] for sector, it in responses.items()} == expected["responses"]
    found_items = by(sorted(found["items"], key=lambda it: it["place"]), "item")
    assert list(found_items) == [item["id"] for _, item in items(case.instrument)]
    same(found_items, expected["items"])
    counts = by(found["counts"], "item", "value")
    assert {key: it["n"] for key, it in counts.items()} == expected["counts"]
    same(by(found["scores"], "kind", "section"), expected["scores"])
    sectors = {key: {"n": n, "mean": mean} for key, (n, mean) in expected["sectors"].items()}
    same(by(found["sectors"], "kind", "id", "sector"), sectors)


def with_names(relation):
    return [dict(zip(relation.columns, row)) for row in relation.fetchall()]


@of_every_case
def test_duckdb_computes_the_report(case, monkeypatch):
    with page_in(case.folder, IN_DUCKDB, case.threshold, monkeypatch) as found:
        compare(case, {view: with_names(it) for view, it in found["report"].items()})


@of_two_cases
def test_spark_computes_the_report_with_the_same_statements(case, spark, monkeypatch):
    with page_in(case.folder, IN_SPARK, case.threshold, monkeypatch) as found:
        assert found["spark"] is spark
        tables = found["report"].items()
        compare(case, {view: [row.asDict() for row in it.collect()] for view, it in tables})
        spark.catalog.clearCache()


def test_the_cases_hold_what_they_are_meant_to_test():
    reports = []
    for name, (method, share, threshold, sizes) in CASES.items():
        instrument = an_instrument(method, share, seed=name)
        reports.append(report(instrument, some_people(instrument, sizes, seed=name), threshold))
    by_name = dict(zip(CASES, reports))
    region, board, team, few = (it["responses"] for it in by_name.values())
    # Four people and, so that they cannot be told by subtraction, six.
    assert [it for it, n in region.items() if n is None] == sorted([SECTORS[2], SECTORS[6]])
    # Five people and, of three sectors of eight, the last by name.
    assert {it for it, n in board.items() if n is None} == {SECTORS[2], SECTORS[5], "it's us"}
    assert team == {"": None, "health": 5, "housing": None}
    assert few == {"health": None}
    hidden = [
        (it["responses"][key[2]], n) for it in reports for key, (n, _) in it["sectors"].items()
    ]
    assert any(shown is not None and n is None for shown, n in hidden), "hidden in an item only"
    assert any(it["gap"] is not None for it in by_name["a team"]["items"].values()) is False
    assert all(it["gap"] is not None for it in by_name["a region"]["items"].values())
    agreements = [it["agreement"] for it in by_name["a region"]["items"].values()]
    assert len(set(agreements)) > 5
    assert all(it["n"] is None for it in by_name["too few"]["items"].values())


@pytest.mark.parametrize(
    "counts, expected",
    [
        ((30, 40, 210, 130, 530, 50, 10), 0.6113),
        ((6, 8, 5, 3, 2), 0.3125),
        ((5, 0, 0, 0, 5), -1),
        ((3, 3, 3, 3), 0),
        ((0, 7, 0), 1),
        ((4, 0), 1),
    ],
)
def test_agreement_has_its_published_values_here_and_in_sql(counts, expected, tmp_path, monkeypatch):
    assert round(float(agreement(counts)), 4) == expected
    people = [("", {"a": value}) for value, n in enumerate(counts) for _ in range(n)]
    points = [{"value": it} for it in range(len(counts))]
    section = {"id": "s", "scale": "a", "items": [{"id": "a", "text": "A"}]}
    instrument = {"scales": {"a": {"points": points}}, "sections": [section]}
    small = Case.__new__(Case)
    small.folder, small.instrument = tmp_path, instrument
    small.lay_out(people)
    with page_in(tmp_path, IN_DUCKDB, 3, monkeypatch) as found:
        (row,) = with_names(found["report"]["items"])
    assert close(row["agreement"], agreement(counts))


def test_every_statement_makes_a_view_and_names_no_product():
    sql = (DOCS / "workshop-report.sql").read_text(encoding="utf-8")
    statements = [re.sub(r"--.*", "", it).strip() for it in sql.split(";")]
    assert statements.pop() == ""
    assert len(statements) > 20
    for it in statements:
        assert it.startswith("CREATE OR REPLACE TEMPORARY VIEW "), it
    assert isinstance(agreement((1, 2, 3)), Fraction)
