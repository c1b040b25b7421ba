"""The tables, as pandas, DuckDB and Python's own reader see them, against the JSON of the
same responses."""

import csv
import io
import math

import duckdb
import pandas
import pytest

from exports import (
    ALL,
    LONG,
    OPENING,
    defused,
    items,
    long_rows,
    of_each_export,
    restored,
    scores,
    six_decimals,
    wide_columns,
    wide_rows,
)


def with_pandas(path):
    table = pandas.read_csv(path, dtype=str, keep_default_na=False)
    return list(table.columns), table.values.tolist()


def with_duckdb(path):
    table = duckdb.sql(f"SELECT * FROM read_csv('{path}', all_varchar = true)")
    return table.columns, [["" if it is None else it for it in row] for row in table.fetchall()]


def with_python(path):
    text = path.read_bytes().decode("utf-8-sig")
    header, *rows = csv.reader(io.StringIO(text, newline=""), strict=True)
    return header, rows


each_reader = pytest.mark.parametrize("read", [with_pandas, with_duckdb, with_python])


def expected_wide(export):
    for opening, answers, sections in wide_rows(export):
        sections = ["" if it is None else six_decimals(it) for it in sections]
        yield [defused(it) for it in opening] + answers + sections


def expected_long(export):
    for row in long_rows(export):
        # The value is a number or a code and needs no apostrophe.
        yield [it if column == "value" else defused(it) for column, it in zip(LONG, row)]


@each_reader
@of_each_export
def test_a_wide_table_says_what_the_responses_say(export, read):
    columns = [defused(it) for it in wide_columns(export)]
    rows = list(expected_wide(export))
    for path in export.wide:
        assert read(path) == (columns, rows)


@each_reader
@of_each_export
def test_a_long_table_says_what_the_responses_say(export, read):
    rows = list(expected_long(export))
    assert rows
    for path in export.long:
        assert read(path) == (LONG, rows)


@of_each_export
def test_texts_come_back_when_the_apostrophe_is_taken_away(export):
    _, rows = with_pandas(export.long[0])
    assert [[restored(it) for it in row] for row in rows] == list(long_rows(export))
    _, rows = with_pandas(export.wide[0])
    openings = [[restored(it) for it in row[: len(OPENING)]] for row in rows]
    assert openings == [opening for opening, _, _ in wide_rows(export)]


@of_each_export
def test_no_cell_or_header_begins_like_a_formula(export):
    for path in export.wide + export.long:
        header, rows = with_python(path)
        assert rows
        for cell in [*header, *(cell for row in rows for cell in row)]:
            if not cell.removeprefix("-").replace(".", "", 1).isdigit():
                assert not cell.startswith(tuple("=+-@\t\r\n")), cell


@of_each_export
def test_the_scores_are_numbers_to_pandas_and_duckdb_without_being_told(export):
    path = export.wide[0]
    frame = pandas.read_csv(path)
    wide = duckdb.sql(f"SELECT * FROM read_csv('{path}')")
    per_response = [scores(export.instrument, it["answers"])[1] for it in export.responses]
    for i, section in enumerate(export.instrument["sections"]):
        column = f"score:{section['id']}"
        known = [it[i] for it in per_response if it[i] is not None]
        assert known
        mean = float(sum(known) / len(known))
        assert math.isclose(frame[column].mean(), mean, rel_tol=1e-6, abs_tol=1e-6), column
        by_sql = duckdb.sql(f'SELECT avg("{column}") FROM wide').fetchall()[0][0]
        assert math.isclose(by_sql, mean, rel_tol=1e-6, abs_tol=1e-6), column


@of_each_export
def test_answers_are_counted_alike_in_json_and_in_sql_over_the_long_table(export):
    path = export.long[0]
    counted = duckdb.sql(
        f"SELECT item, value, count(*) FROM read_csv('{path}', all_varchar = true) "
        "WHERE value IS NOT NULL GROUP BY ALL"
    ).fetchall()
    expected = {}
    for response in export.responses:
        for item, answer in response["answers"].items():
            key = (defused(item), str(answer))
            expected[key] = expected.get(key, 0) + 1
    assert {(item, value): n for item, value, n in counted} == expected


def test_every_line_ends_as_the_standard_says_and_the_mark_is_there_when_asked_for():
    for export in ALL:
        for path in export.wide + export.long:
            content = path.read_bytes()
            marked = content.startswith(b"\xef\xbb\xbf")
            assert marked == (".bom." in path.name)
            assert content.endswith(b"\r\n")
            outside = content.split(b'"')[0::2]
            for part in outside:
                assert part.count(b"\r\n") == part.count(b"\r") == part.count(b"\n")
    with_mark, without = ALL[0].wide
    assert with_mark.read_bytes().removeprefix(b"\xef\xbb\xbf") == without.read_bytes()


def test_the_exports_hold_what_they_are_meant_to_test():
    notes = {note for export in ALL for it in export.responses for note in it["notes"].values()}
    for start in ("=", "+", "-", "@", "\t", "\r", "\n", "'=", "＝", " "):
        assert any(it.startswith(start) for it in notes), repr(start)
    for inside in ('"', ",", ";", "\r\n", "שלום", "ŵ"):
        assert any(inside in it for it in notes), repr(inside)
    assert {"NA", "NULL", "nan", "007"} <= notes
    assert any(len(it) == 5000 for it in notes)
    assert {it.language for it in ALL} == {"en", "cy"}
    given = {str(answer) for export in ALL for it in export.responses for answer in it["answers"].values()}
    assert {"dont-know", "not-relevant", "-1000", "0", "100"} <= given
    assert any(len(it["answers"]) == 0 for export in ALL for it in export.responses)
    assert max(len(items(export.instrument)) for export in ALL) == 500
