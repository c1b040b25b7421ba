"""What docs/formats.md says of other programs works as it stands there."""

import re

import duckdb
import pandas
import pytest

from exports import EXAMPLES, ROOT, fingerprint, outline, read_json, restored

PAGE = (ROOT / "docs" / "formats.md").read_text(encoding="utf-8")


def blocks(kind):
    return re.findall(rf"```{kind}\n(.*?)```", PAGE, re.DOTALL)


@pytest.fixture
def beside_the_examples(monkeypatch):
    monkeypatch.chdir(EXAMPLES)


def test_the_python_of_the_page_runs_and_finds_what_is_in_the_examples(beside_the_examples):
    found = {}
    for block in blocks("python"):
        exec(block, found)  # noqa: S102: our own page
    instrument = read_json(EXAMPLES / "example-instrument.json")
    response = read_json(EXAMPLES / "example-response.json")
    assert blocks("text")[0] == outline(instrument)
    assert found["fingerprint"](outline(instrument)) == response["instrument"]["fingerprint"]
    assert found["fingerprint"](outline(instrument)) == fingerprint(instrument)
    assert found["meeting"] == response["results"]["sections"][0]["score"]
    scored = {item: it for item, it in response["answers"].items() if isinstance(it, int)}
    assert found["means"].dropna().to_dict() == scored
    notes = dict(zip(found["long"]["item"], found["notes"]))
    assert {item: it for item, it in notes.items() if it} == response["notes"]


def test_the_pattern_of_the_page_takes_away_the_apostrophe_that_was_put_in_front():
    pattern = re.search(r'str\.replace\("(.*?)", ""', PAGE).group(1)
    pattern = pattern.encode("raw_unicode_escape").decode("unicode_escape")
    for cell in ("'=1", "''=1", "'", "''", "'tis", "=1", "'-", "'\t", "'＝", "it's -1", "'\n", "a;'=1", "a;b", "a\n''-1", "a;'b", ";'\"+1", "it;'\t"):
        assert pandas.Series([cell]).str.replace(pattern, "", regex=True)[0] == restored(cell), cell


def test_the_sql_of_the_page_counts_what_is_in_the_examples(beside_the_examples):
    (sql,) = blocks("sql")
    answers = read_json(EXAMPLES / "example-response.json")["answers"]
    rows = {item: (n, mean, dont_know) for _, item, n, mean, dont_know in duckdb.sql(sql).fetchall()}
    assert rows.pop("be2") == (0, None, 0)
    assert rows.pop("ob2") == (0, None, 1)
    del answers["ob2"]
    assert rows == {item: (1, float(it), 0) for item, it in answers.items()}


def headings(page):
    """What the headings of a page are called in links to them."""
    return {
        re.sub(r"[^\w -]", "", it.lower()).replace(" ", "-")
        for it in re.findall(r"^#+ (.*)$", page, re.MULTILINE)
    }


def test_every_file_and_heading_that_the_page_leads_to_is_there():
    links = re.findall(r"\]\(([^)]+)\)", PAGE)
    assert len(links) > 10
    for link in links:
        file, _, heading = link.partition("#")
        path = (ROOT / "docs" / file).resolve()
        assert not file or path.exists(), link
        page = path.read_text(encoding="utf-8") if file else PAGE
        assert not heading or heading in headings(page), link
