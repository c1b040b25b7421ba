"""Everything that is written of a workshop, by readers and a calculation that are not ours."""

import copy
import csv
import json
import re
import shutil
import subprocess
import sys
from collections import Counter
from fractions import Fraction

import numpy
import pytest
from jsonschema import Draft202012Validator

from exports import EXAMPLES, EXPORTS, EXTRA, ROOT, SOURCES, fingerprint, items, read_json, restored, scores, scoring
from exports import six_decimals, words
from test_sql import IN_DUCKDB, by, close, page_in, same, with_names
from workshop import report as computed

FOLDER = EXPORTS / "workshop"
DOCS = ROOT / "docs"
VALIDATORS = {
    name: Draft202012Validator(json.loads((SOURCES / "exchange" / "schemas" / f"{name}.json").read_text(encoding="utf-8")))
    for name in ("response", "workshop", "workshop-report")
}


def faults(name, document):
    return [f"{it.json_path}: {it.message[:200]}" for it in VALIDATORS[name].iter_errors(document)]


def read(path):
    return json.loads(path.read_text(encoding="utf-8"))


def table(path):
    with open(path, encoding="utf-8-sig", newline="") as file:
        return list(csv.reader(file))


class Workshop:
    def __init__(self, name):
        self.path = lambda end: FOLDER / f"{name}.{end}"
        self.instrument = read_json(self.path("instrument.json"))
        self.responses = read(self.path("responses.json"))
        self.report = read(self.path("report.json"))
        self.whole = read(self.path("workshop.json"))
        self.threshold = self.report["threshold"]
        self.sectors = [it["sector"] for it in self.report["sectors"]]
        # The calculation breaks ties by name; the widget by the place in the list.
        self.key = {sector: f"{at:02} {sector}" for at, sector in enumerate(self.sectors)}
        people = [(self.key[it["respondent"]["sector"]], it["answers"]) for it in self.responses]
        self.expected = computed(self.instrument, people, self.threshold)

    def measures(self):
        """(kind, id, what the report says, what it should say) of everything with figures."""
        for found, (_, item) in zip(self.report["items"], items(self.instrument), strict=True):
            yield "item", item["id"], found, self.expected["items"][item["id"]]
        for found, section in zip(self.report["sections"], self.instrument["sections"], strict=True):
            yield "section", section["id"], found, self.expected["scores"]["section", section["id"]]
        yield "overall", "", self.report["overall"], self.expected["scores"]["overall", ""]


NAMES = ["six-principles", "Means_2.0"]


@pytest.fixture(scope="module")
def workshop(request):
    return Workshop(request.param)


of_each = pytest.mark.parametrize("workshop", NAMES, indirect=True)


def nearest(number):
    """The number that a file has for an exact one."""
    return None if number is None else float(number)


# The report


@of_each
def test_the_files_satisfy_their_schemas(workshop):
    assert faults("workshop-report", workshop.report) == []
    assert faults("workshop", workshop.whole) == []
    for response in workshop.responses:
        assert faults("response", response) == []
        assert response["workshop"] == workshop.whole["setup"]


@of_each
def test_the_head_of_a_report_says_what_it_is_about(workshop):
    report, instrument = workshop.report, workshop.instrument
    expected = {"id": instrument["id"], "edition": instrument.get("edition", "1"), "fingerprint": fingerprint(instrument)}
    assert report["instrument"] == expected
    assert (report["format"], report["version"]) == ("partnership-assessment/workshop-report", 1)
    assert report["responses"] == len(workshop.responses) == report["expected"] - 2
    assert report["shown"] == workshop.whole["states"][-1]["time"]
    assert report["threshold"] == workshop.whole["states"][-1]["threshold"]
    assert report["sectors"] == [
        {"sector": it, "hidden": True} if n is None else {"sector": it, "responses": n}
        for it, n in ((it, workshop.expected["responses"][workshop.key[it]]) for it in workshop.sectors)
    ]
    assert {"hidden" in it for it in report["sectors"]} == {True, False}


@of_each
def test_every_number_of_a_report_is_that_of_an_exact_calculation(workshop):
    seen = Counter()
    renamed = {"min": "least", "max": "most"}
    for kind, name, found, expected in workshop.measures():
        assert found.get("id", "") == name
        told = expected["mean"] is not None
        assert found.get("hidden", False) != told, name
        fields = ["n", "mean", "median", "q1", "q3", "gap"]
        fields += ["dont_know", "not_relevant", "not_answered", "agreement"] if kind == "item" else ["min", "max"]
        for field in fields:
            assert found[field] == nearest(expected[renamed.get(field, field)]), (name, field)
            seen[kind, field, found[field] is None] += 1
        if told:
            # Cut off behind nine decimals.
            assert 0 <= float(expected["sd"]) - found["sd"] + 1e-12 <= 1.01e-9, name
        else:
            assert found["sd"] is None, name
        for sector, key in zip(found["sectors"], map(workshop.key.get, workshop.sectors), strict=True):
            n, mean = workshop.expected["sectors"][kind, name, key]
            if mean is None:
                assert sector == {"sector": key[3:], "hidden": True}
            else:
                assert sector == {"sector": key[3:], "n": n, "mean": nearest(mean)}
            seen[kind, "sector", mean is None] += 1
    for found, (section, item) in zip(workshop.report["items"], items(workshop.instrument), strict=True):
        points = sorted(it["value"] for it in workshop.instrument["scales"][section["scale"]]["points"])
        counts = {str(it): workshop.expected["counts"][item["id"], it] for it in points}
        assert (found["id"], found["section"]) == (item["id"], section["id"])
        assert found["counts"] == (None if found.get("hidden") else counts)
        assert list(found["counts"] or counts) == list(counts), "from the lowest"
    # Shown and hidden, of items and of their sectors: all of it was compared.
    for field in ("mean", "agreement", "sector", "gap"):
        assert seen["item", field, True] and seen["item", field, False] > 5, field


@of_each
def test_the_fifths_of_a_report_count_everybodys_scores(workshop):
    method, _ = scoring(workshop.instrument)
    assert method in ("percent", "mean")

    def bounds(section):
        values = [it["value"] for it in workshop.instrument["scales"][section["scale"]]["points"]]
        return (0, 100) if method == "percent" else (min(values), max(values))

    sections = workshop.instrument["sections"]
    counting = [bounds(it) for it in sections if it.get("counts_towards_overall", True)]
    ranges = [bounds(it) for it in sections] + [(min(it[0] for it in counting), max(it[1] for it in counting))]
    of_people = [scores(workshop.instrument, it["answers"]) for it in workshop.responses]
    of_people = [[*sections, overall] for overall, sections in of_people]
    shown = 0
    found = [*workshop.report["sections"], workshop.report["overall"]]
    for at, (measure, (low, high)) in enumerate(zip(found, ranges, strict=True)):
        if measure.get("hidden"):
            assert measure["fifths"] is None
            continue
        values = [it[at] for it in of_people if it[at] is not None]
        places = Counter(min(4, int(5 * (it - low) / (high - low))) for it in values)
        assert measure["fifths"] == [places[it] for it in range(5)]
        assert sum(measure["fifths"]) == measure["n"]
        shown += 1
    assert shown >= 3


@of_each
def test_another_statistics_library_finds_the_same(workshop):
    compared = 0
    for _, _, found, _ in workshop.measures():
        if found.get("hidden") or "counts" not in found:
            continue
        values = [int(value) for value, n in found["counts"].items() for _ in range(n)]
        assert len(values) == found["n"]
        assert found["sd"] == pytest.approx(numpy.std(values, ddof=1), rel=1e-9, abs=2e-9)
        quartiles = numpy.percentile(values, [25, 50, 75], method="linear")
        assert [found["q1"], found["median"], found["q3"]] == pytest.approx(list(quartiles), rel=1e-12)
        compared += 1
    assert compared > 8


@of_each
def test_nothing_below_the_threshold_is_in_a_report_or_follows_by_subtraction(workshop):
    def of_parts(all_of_them, shown):
        rest = all_of_them - sum(shown)
        assert rest == 0 or rest >= workshop.threshold
        assert all(it >= workshop.threshold for it in shown)

    report = workshop.report
    of_parts(report["responses"], [it["responses"] for it in report["sectors"] if "responses" in it])
    hidden = {it["sector"] for it in report["sectors"] if "hidden" in it}
    for _, name, found, _ in workshop.measures():
        shown = [it for it in found["sectors"] if "mean" in it]
        if found.get("hidden"):
            assert shown == [], name
        else:
            of_parts(found["n"], [it["n"] for it in shown])
            assert not hidden & {it["sector"] for it in shown}


# The table of the report


@of_each
def test_the_table_of_a_report_says_the_same(workshop):
    header, *rows = table(workshop.path("report.csv"))
    found = [dict(zip(header, row, strict=True)) for row in rows]
    values = [set(it["counts"] or ()) for it in workshop.report["items"]]
    values = sorted(set().union(*values), key=int)
    opening = ["kind", "section", "item", "text", "n", "mean", "sd", "median", "q1", "q3", "min", "max"]
    opening += ["agreement", "gap", "dont_know", "not_relevant", "not_answered"]
    sectors = [f"{part}:{it}" for it in workshop.sectors for part in ("n", "mean")]
    assert header == opening + [f"count:{it}" for it in values] + sectors

    def cell(number):
        return "" if number is None else six_decimals(Fraction(str(number)))

    texts = [words(item["text"], "en") for _, item in items(workshop.instrument)]
    texts += [words(it["title"], "en") for it in workshop.instrument["sections"]]
    texts.append(words(workshop.instrument["title"], "en"))
    for row, text, (kind, name, measure, _) in zip(found, texts, workshop.measures(), strict=True):
        section = measure.get("section", "") if kind == "item" else name
        named = [kind, section, name if kind == "item" else "", text]
        assert [row["kind"], *(restored(row[it]) for it in ("section", "item", "text"))] == named
        chosen = [int(value) for value, n in (measure.get("counts") or {}).items() if n]
        ends = {"min": min(chosen, default=None), "max": max(chosen, default=None)}
        for field in opening[4:]:
            number = measure[field] if field in measure else ends[field] if kind == "item" else None
            assert row[field] == cell(number), (name, field)
        for value in values:
            n = (measure.get("counts") or {}).get(value)
            assert row[f"count:{value}"] == cell(n), (name, value)
        for sector in measure["sectors"]:
            for part in ("n", "mean"):
                assert row[f"{part}:{sector['sector']}"] == cell(sector.get(part)), (name, sector)


def test_the_example_table_holds_the_numbers_of_the_example_report():
    report = read(EXAMPLES / "example-workshop-report.json")
    _, *rows = table(EXAMPLES / "example-workshop-report.csv")
    assert [row[4] for row in rows[:8]] == [str(it["n"]) for it in report["items"]]
    assert float(rows[-1][5]) == pytest.approx(report["overall"]["mean"], abs=1e-6)


# The workshop


@of_each
def test_a_workshop_holds_everybodys_answers_as_the_page_says(workshop):
    whole = workshop.whole
    coded = {}
    for section, item in items(workshop.instrument):
        points = sorted(it["value"] for it in workshop.instrument["scales"][section["scale"]]["points"])
        coded[item["id"]] = [None, *EXTRA, *points]
    last = len(whole["states"]) - 1
    shown, places = [], {}
    for at, row in enumerate(whole["rows"]):
        person, _, threshold, sector, since, until, answers = row.split(" ")
        assert int(person) < 2**30 and int(threshold) == workshop.threshold
        if since != "-" and int(since) <= last and (until == "-" or int(until) > last):
            said = {
                item: coded[item][ord(it) - ord("0")] for item, it in zip(coded, answers, strict=True) if it != "0"
            }
            places[at] = len(shown)
            shown.append((whole["sectors"][int(sector)], said))
    expected = [(it["respondent"]["sector"], it["answers"]) for it in workshop.responses]
    by_text = lambda it: json.dumps(it, sort_keys=True)  # noqa: E731
    assert sorted(shown, key=by_text) == sorted(expected, key=by_text)
    assert len(whole["rows"]) == len(shown) + 1, "somebody has handed over again since"
    # A comment goes with the answers that it was made to, by the places of row and item.
    ids = list(coded)
    notes = {(by_text(shown[places[row]]), ids[item], text) for row, item, text in whole["notes"] if row in places}
    said = {
        (by_text((it["respondent"]["sector"], it["answers"])), item, text)
        for it in workshop.responses
        for item, text in it["notes"].items()
    }
    assert notes == said and len(said) == 9 - (len(expected) <= 40)


def test_the_schema_takes_what_the_reader_takes_and_nothing_else():
    variants = read(FOLDER / "variants.json")
    disagreements = [it for it in variants if (faults("workshop", it["document"]) == []) != it["valid"]]
    assert disagreements == []
    assert Counter(it["valid"] for it in variants)[True] >= 10 <= Counter(it["valid"] for it in variants)[False]


@pytest.mark.parametrize(
    "change",
    [
        lambda it: it.pop("threshold"),
        lambda it: it.pop("overall"),
        lambda it: it.update(threshold=2),
        lambda it: it.update(threshold=21),
        lambda it: it.update(responses=None),
        lambda it: it.update(expected=0),
        lambda it: it.update(name=""),
        lambda it: it.update(shown="2026-01-31"),
        lambda it: it.update(sectors=["housing"]),
        lambda it: it["instrument"].pop("fingerprint"),
        lambda it: it["sectors"][0].update(responses=2),
        lambda it: it["sectors"][0].update(hidden=True),
        lambda it: it["sectors"][2].update(responses=2),
        lambda it: it["items"][0].update(hidden=True),
        lambda it: it["items"][0].update(hidden=False),
        lambda it: it["items"][0].update(agreement=1.2),
        lambda it: it["items"][0].update(mean=None),
        lambda it: it["items"][0].update(n=-1),
        lambda it: it["items"][0].update(dont_know="1"),
        lambda it: it["items"][0].update(gap=-0.5),
        lambda it: it["items"][0]["counts"].update({"1.5": 1}),
        lambda it: it["items"][0]["counts"].update({"5": 0.5}),
        lambda it: it["items"][0]["sectors"][0].update(n=1),
        lambda it: it["items"][0]["sectors"][2].update(mean=3.5),
        lambda it: it["items"][7].update(counts={"0": 1, "1": 1, "3": 0}),
        lambda it: it["items"][7].update(mean=0.5),
        lambda it: it["items"][7].pop("hidden"),
        lambda it: it["sections"][0].pop("id"),
        lambda it: it["sections"][0].update(hidden=True),
        lambda it: it["sections"][0]["fifths"].pop(),
        lambda it: it["overall"].pop("fifths"),
        lambda it: it["overall"].update(sd="22"),
    ],
)
def test_a_report_that_tells_too_much_or_too_little_is_rejected(change):
    report = read(EXAMPLES / "example-workshop-report.json")
    changed = copy.deepcopy(report)
    change(changed)
    assert faults("workshop-report", report) == []
    assert faults("workshop-report", changed)


def test_the_guide_for_facilitators_uses_the_words_of_the_page():
    texts = read(SOURCES / "text" / "en.json")
    texts = [it for it in [*texts["texts"].values(), *texts["later"].values()] if isinstance(it, str)]
    guide = (DOCS / "workshops.md").read_text(encoding="utf-8")
    quoted = set(re.findall(r'"([^"\n]+)"', guide))
    assert len(quoted) > 12
    # What stands in brackets on a button may be left out.
    assert [it for it in sorted(quoted) if not any(text == it or text.startswith(f"{it} (") for text in texts)] == []


@pytest.mark.parametrize("page", ["README.md", "docs/formats.md", "docs/workshops.md"])
def test_every_link_of_a_page_to_a_file_and_a_heading_leads_there(page):
    def anchors(path):
        headings = re.findall(r"^#+ (.*)$", path.read_text(encoding="utf-8"), re.MULTILINE)
        return {re.sub(r"[^\w\- ]", "", it.lower()).replace(" ", "-") for it in headings}

    path = ROOT / page
    links = [it for it in re.findall(r"\]\(([^)\s]+)\)", path.read_text(encoding="utf-8")) if "://" not in it]
    assert len(links) >= 3
    for link in links:
        file, _, anchor = link.partition("#")
        target = (path.parent / file).resolve() if file else path
        assert target.exists(), link
        assert not anchor or anchor in anchors(target), link


# The merged answers


@of_each
def test_merged_answers_are_everybodys_without_what_tells_who_they_are(workshop):
    header, *rows = table(workshop.path("merged.wide.csv"))
    ids = [item["id"] for _, item in items(workshop.instrument)]
    found = [dict(zip(map(restored, header), row, strict=True)) for row in rows]
    hidden = {it["sector"] for it in workshop.report["sectors"] if "hidden" in it}

    def named(sector):
        return "" if sector in hidden else sector

    told = Counter((it["sector"], tuple(it[name] for name in ids)) for it in found)
    expected = Counter(
        (named(it["respondent"]["sector"]), tuple(str(it["answers"].get(name, "")) for name in ids))
        for it in workshop.responses
    )
    assert told == expected
    for row in found:
        assert {row[it] for it in ("role", "organisation", "size", "completed")} == {""}
        assert row["language"] == "en"
    assert len({(it["started"]) for it in found}) == 1
    assert len({it["response_id"] for it in found}) == len(found)
    of_people = {it["id"] for it in workshop.responses}
    assert not of_people & {it["response_id"] for it in found}
    _, *rows = table(workshop.path("merged.long.csv"))
    assert {row[7] for row in rows} == {""}, "no comments"
    assert {row[1] for row in rows} == {named(it) for it in workshop.sectors}


@of_each
def test_the_sql_of_the_page_finds_the_figures_of_the_report_in_the_merged_answers(workshop, tmp_path, monkeypatch):
    (tmp_path / "answers").mkdir()
    shutil.copy(workshop.path("merged.long.csv"), tmp_path / "answers")
    shutil.copy(DOCS / "workshop-report.sql", tmp_path)
    with open(tmp_path / "scale.csv", "wb") as file:
        script = [sys.executable, DOCS / "workshop-scale.py", workshop.path("instrument.json")]
        subprocess.run(script, check=True, stdout=file)
    with page_in(tmp_path, IN_DUCKDB, workshop.threshold, monkeypatch) as page:
        found = {view: with_names(it) for view, it in page["report"].items()}
    report = workshop.report
    assert {it["everybody"] for it in found["responses"]} == {report["responses"]}
    named = {it["sector"]: it["responses"] for it in report["sectors"] if "responses" in it}
    assert {it["sector"]: it["responses"] for it in found["responses"] if it["sector"]} == named

    figures = ["n", "mean", "sd", "median", "q1", "q3"]
    others = ["dont_know", "not_relevant", "not_answered", "agreement"]
    same(by(found["items"], "item"), {it["id"]: {name: it[name] for name in figures + others} for it in report["items"]})
    counts = {(it["item"], it["value"]): it["n"] for it in found["counts"]}
    for item in report["items"]:
        of_item = {str(value): n for (name, value), n in counts.items() if name == item["id"]}
        assert of_item == (item["counts"] or dict.fromkeys(of_item))
    expected = {("section", it["id"]): it for it in report["sections"]} | {("overall", ""): report["overall"]}
    fields = {**{name: name for name in figures}, "least": "min", "most": "max"}
    same(
        by(found["scores"], "kind", "section"),
        {key: {name: it[field] for name, field in fields.items()} for key, it in expected.items()},
    )
    # People of hidden sectors are one group there; sectors that both show have the same mean.
    means = {(it["kind"], it["id"], it["sector"]): it["mean"] for it in found["sectors"]}
    compared = 0
    for kind, name, measure, _ in workshop.measures():
        for it in measure["sectors"]:
            mean = means.get((kind, name, it["sector"]))
            if mean is not None and "mean" in it:
                assert close(mean, it["mean"])
                compared += 1
    assert compared > 20
