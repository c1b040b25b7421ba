"""Scores, bands and fingerprints, computed once more from the instrument files alone."""

import math
from fractions import Fraction

import pytest

from exports import ALL, EXTRA, band, fingerprint, of_each_export, outline, read_json, scores, section_score
from exports import EXAMPLES


@of_each_export
def test_the_fingerprint_in_every_export_is_that_of_its_instrument(export):
    expected = fingerprint(export.instrument)
    for response in export.responses:
        assert response["instrument"]["fingerprint"] == expected


def test_no_two_instruments_share_a_fingerprint_and_languages_do():
    by_instrument = {}
    for export in ALL:
        by_instrument.setdefault(export.instrument["id"], set()).add(fingerprint(export.instrument))
    assert all(len(it) == 1 for it in by_instrument.values())
    assert len(set.union(*by_instrument.values())) == len(by_instrument) > 7


def test_the_wording_does_not_change_the_outline_and_a_reversed_item_does():
    instrument = read_json(EXAMPLES / "example-instrument.json")
    before = outline(instrument)
    instrument["sections"][0]["items"][0]["text"] = "Another wording"
    assert outline(instrument) == before
    instrument["sections"][0]["items"][0]["reversed"] = True
    assert outline(instrument) != before


@of_each_export
def test_the_results_in_every_export_are_those_of_its_answers(export):
    for response in export.responses:
        overall, sections = scores(export.instrument, response["answers"])
        results = response["results"]
        if overall is None:
            assert results["overall"] is None
        else:
            # A mean of many sections may need more digits than a number of a file has.
            assert math.isclose(results["overall"], overall, rel_tol=1e-14)
        assert len(results["sections"]) == len(sections)
        for section, score, result in zip(export.instrument["sections"], sections, results["sections"]):
            assert result["id"] == section["id"]
            assert result["score"] is None if score is None else float(result["score"]) == float(score)
            assert result["band"] == (None if score is None else band(export.instrument, section, score))
            given = [response["answers"].get(it["id"]) for it in section["items"]]
            assert result["dont_know"] == given.count("dont-know")
            assert result["not_relevant"] == given.count("not-relevant")
            assert result["not_answered"] == given.count(None)
            assert result["n"] == sum(it is not None and it not in EXTRA for it in given)


def test_the_exports_hold_scores_and_missing_scores_of_every_kind():
    results = [it["results"] for export in ALL for it in export.responses]
    sections = [it for result in results for it in result["sections"]]
    assert {it["overall"] is None for it in results} == {True, False}
    assert {it["score"] is None for it in sections} == {True, False}
    assert {it["band"] is None for it in sections if it["score"] is not None} == {True, False}
    for count in ("dont_know", "not_relevant", "not_answered"):
        assert any(it[count] and it["score"] is not None for it in sections)
    assert any(it["score"] is not None and it["score"] < 0 for it in sections)


@pytest.mark.parametrize(
    "answers, expected",
    [
        ({"me1": 5, "me2": 4, "me3": 4, "me4": 2}, Fraction(325, 4)),
        ({"me1": 1, "me2": 1, "me3": 1, "me4": 5}, 0),
        ({"me1": 3, "me4": "dont-know"}, None),
        ({"me1": 3, "me4": 5}, 25),
    ],
)
def test_the_arithmetic_of_these_tests_agrees_with_scores_worked_by_hand(answers, expected):
    instrument = read_json(EXAMPLES / "example-instrument.json")
    assert section_score(instrument, instrument["sections"][0], answers) == expected
