"""Tables full of texts that mean harm, opened for real in a spreadsheet: LibreOffice, with
every kind of separator that people's settings have it use, and told to work out formulas."""

import csv
import re
import subprocess
from xml.etree import ElementTree

import duckdb
import pandas
import pytest

from exports import EXPORTS, FORMULA, defused, read_json, restored

TABLES = {
    "long": EXPORTS / "files" / "Means_2.0.cy.long.bom.csv",
    "wide": EXPORTS / "files" / "Means_2.0.en.wide.bom.csv",
    "plan": EXPORTS / "plans" / "plan.bom.csv",
    "report": EXPORTS / "workshop" / "Means_2.0.report.csv",
}
PLAN = read_json(EXPORTS / "plans" / "plans.json")
of_each_table = pytest.mark.parametrize("name", TABLES)

# What people's settings have between cells, with a language that does so.
OTHERS = {"semicolons": (";", 1031), "tabs": ("\t", 2057)}
# What a cell of LibreOffice holds; a cell of Excel holds half of it.
MOST = 65_535

OFFICE = "{urn:oasis:names:tc:opendocument:xmlns:office:1.0}"
SHEET = "{urn:oasis:names:tc:opendocument:xmlns:table:1.0}"
TEXT = "{urn:oasis:names:tc:opendocument:xmlns:text:1.0}"


def cells(path):
    with open(path, encoding="utf-8-sig", newline="") as file:
        return list(csv.reader(file, strict=True))


def opened(paths, separator, language, folder):
    """What LibreOffice makes of tables: the root of each as an XML document, by its name."""
    # Quotes, UTF-8, from line 1, columns of the usual kind; quoted cells stay texts, special
    # numbers are found, all sheets, and what looks like a formula is worked out.
    options = f"CSV:{ord(separator)},34,76,1,,{language},false,true,false,false,false,-1,true"
    command = ["soffice", "--headless", "--norestore", f"-env:UserInstallation={(folder / 'profile').as_uri()}"]
    command += ["--convert-to", "fods", "--outdir", str(folder), f"--infilter={options}", *map(str, paths)]
    subprocess.run(command, check=True, capture_output=True, timeout=300)
    return {it.stem: ElementTree.parse(folder / f"{it.stem}.fods").getroot() for it in paths}


def content(node):
    """The text of a part of a document, with the blanks that have signs of their own."""
    res = node.text or ""
    for it in node:
        if it.tag == f"{TEXT}s":
            res += " " * int(it.get(f"{TEXT}c", 1))
        elif it.tag == f"{TEXT}tab":
            res += "\t"
        elif it.tag == f"{TEXT}line-break":
            res += "\n"
        else:
            res += content(it)
        res += it.tail or ""
    return res


def rows(root):
    """The cells of the only sheet, row by row: kind and text."""
    (sheet,) = root.iter(f"{SHEET}table")
    for row in sheet.iter(f"{SHEET}table-row"):
        res = []
        for cell in row.iter(f"{SHEET}table-cell"):
            shown = "\n".join(content(it) for it in cell.findall(f"{TEXT}p"))
            kind = cell.get(f"{OFFICE}value-type", "")
            value = cell.get(f"{OFFICE}value", shown) if kind == "float" else shown
            res += [(kind, value)] * int(cell.get(f"{SHEET}number-columns-repeated", 1))
        yield from [res] * int(row.get(f"{SHEET}number-rows-repeated", 1))


def formulas(root):
    return [it.get(f"{SHEET}formula") for it in root.iter() if it.get(f"{SHEET}formula")]


def actions(root):
    """What a document could do or ask for: links, events, objects, sources of data."""
    names = ("a", "event-listener", "object", "object-ole", "plugin", "image", "table-source", "dde-source")
    return [it.tag for it in root.iter() if it.tag.split("}")[-1] in names]


def kept(text):
    """A text as far as an XML document can hold it: one kind of line ends, no control characters."""
    return re.sub("[\x00-\x08\x0b\x0c\x0e-\x1f]", "", re.sub("\r\n?", "\n", text))


@pytest.fixture(scope="module")
def with_commas(tmp_path_factory):
    return opened(TABLES.values(), ",", 2057, tmp_path_factory.mktemp("commas"))


@pytest.fixture(scope="module", params=OTHERS)
def with_others(request, tmp_path_factory):
    """The tables, which are written with commas, to a spreadsheet that goes by something else."""
    folder = tmp_path_factory.mktemp(request.param)
    separator, language = OTHERS[request.param]
    return opened(TABLES.values(), separator, language, folder)


@of_each_table
def test_libreoffice_takes_no_cell_for_a_formula_and_finds_nothing_to_run(name, with_commas):
    root = with_commas[TABLES[name].stem]
    assert formulas(root) == []
    assert actions(root) == []


@of_each_table
def test_libreoffice_shows_every_cell_as_it_is_written(name, with_commas):
    found = list(rows(with_commas[TABLES[name].stem]))
    expected = cells(TABLES[name])
    assert len(found) == len(expected)
    kinds = set()
    for row, written in zip(found, expected):
        for (kind, value), cell in zip(row, written, strict=True):
            kinds.add(kind)
            if kind == "float":
                assert float(value) == float(cell)
            else:
                assert value == kept(cell)[:MOST], (kind, cell[:200])
    assert {"string", "float"} <= kinds <= {"", "string", "float", "boolean", "date"}


@of_each_table
def test_no_formula_appears_where_semicolons_or_tabs_stand_between_cells(name, with_others):
    root = with_others[TABLES[name].stem]
    assert list(rows(root))
    assert formulas(root) == []
    assert actions(root) == []


def with_pandas(path):
    table = pandas.read_csv(path, dtype=str, keep_default_na=False, header=None)
    return table.values.tolist()


def with_duckdb(path):
    table = duckdb.sql(
        f"""SELECT * FROM read_csv('{path}', all_varchar = true, header = false, delim = ',', quote = '"',
            escape = '"', max_line_size = 10000000)"""
    )
    return [["" if it is None else it for it in row] for row in table.fetchall()]


@pytest.mark.parametrize("read", [with_pandas, with_duckdb])
@of_each_table
def test_pandas_and_duckdb_read_the_same_cells(name, read):
    assert read(TABLES[name]) == cells(TABLES[name])


@pytest.mark.parametrize("read", [with_pandas, with_duckdb])
def test_the_texts_of_a_plan_come_back_when_the_apostrophe_is_taken_away(read):
    texts = [[restored(it) for it in row] for row in read(TABLES["plan"])]
    assert texts == [PLAN["heads"], *PLAN["rows"]]


def test_the_tables_hold_what_they_are_meant_to_test():
    all_cells = {it for path in TABLES.values() for row in cells(path) for it in row}
    texts = {restored(it) for it in all_cells}
    for start in ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠", "'=", "''="):
        assert any(it.startswith(start) for it in texts), repr(start)
    for inside in ('"', ",", ";=", "\t=", "\r\n=", "\x00", "\u202e", "=cmd|", "=HYPERLINK"):
        assert any(inside in it for it in texts), repr(inside)
    assert any(32_767 < len(it) < MOST for it in texts) and any(len(it) > MOST for it in texts)
    headers = [it for path in TABLES.values() for it in cells(path)[0]]
    assert {it for it in headers if restored(it) != it} == {"'-dash", "'=Action"}
    for cell in all_cells:
        if FORMULA.match(cell) and not re.fullmatch(r"-\d+(\.\d+)?", cell):
            assert cell == defused(restored(cell)) != restored(cell), cell[:200]
