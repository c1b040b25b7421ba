"""The real exports that the native tests write, and what they should say, computed here
once more from the published formats alone."""

import json
import math
import os
import re
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
SOURCES = ROOT / "src"
EXAMPLES = ROOT / "docs" / "examples"
TARGET = ROOT / os.environ.get("CARGO_TARGET_DIR", "target")
EXPORTS = Path(os.environ.get("PA_EXPORTS", TARGET / "exports"))

RESPONDENT = ["sector", "role", "organisation", "size"]
OPENING = ["response_id", "instrument", "edition", "language", "started", "completed"] + RESPONDENT
LONG = ["response_id", "sector", "section", "item", "statement", "value", "answer", "note"]
EXTRA = ["dont-know", "not-relevant"]


def read_json(path):
    """A JSON file, its numbers as they are written."""
    return json.loads(path.read_text(encoding="utf-8"), parse_float=Decimal)


@dataclass(frozen=True)
class Export:
    """Several responses to one instrument, with the tables that were made of them."""

    name: str
    instrument: dict
    language: str
    responses: list
    wide: list
    long: list


def exports():
    listing = EXPORTS / "files" / "files.json"
    if not listing.exists():
        pytest.exit(f"{listing} is missing: run `cargo test --no-default-features` first", 2)
    folder = listing.parent
    for entry in read_json(listing):
        yield Export(
            name=f"{Path(entry['instrument']).stem}",
            instrument=read_json(folder / entry["instrument"]),
            language=entry["language"],
            responses=[read_json(folder / it) for it in entry["responses"]],
            wide=[folder / it["wide"] for it in entry["tables"]],
            long=[folder / it["long"] for it in entry["tables"]],
        )


ALL = list(exports())
of_each_export = pytest.mark.parametrize("export", ALL, ids=[it.name for it in ALL])


def items(instrument):
    """Every item with its section, in the order they are asked."""
    return [(section, item) for section in instrument["sections"] for item in section["items"]]


def words(text, language):
    """A text in `language`, else without a language, else in English, else in any."""
    if isinstance(text, str):
        return text.strip()
    for tag in (language, language.split("-")[0], "en"):
        if tag in text:
            return text[tag].strip()
    return text[min(text)].strip() if text else ""


def answer_in_words(instrument, section, answer, language):
    if answer in EXTRA:
        texts = read_json(SOURCES / "text" / f"{language}.json")
        return {**texts["texts"], **texts["later"]}[f"answer.{answer}"]
    points = instrument["scales"][section["scale"]]["points"]
    label = next(it.get("label") for it in points if it["value"] == answer)
    return words(label or "", language) or str(answer)


# Scoring


def millionths(number):
    return int((Decimal(number) * 1_000_000).to_integral_value(ROUND_HALF_UP))


def scoring(instrument):
    scoring = instrument.get("scoring") or {}
    return scoring.get("method") or "percent", millionths(scoring.get("minimum_answered", "0.5"))


def section_score(instrument, section, answers):
    """The exact score of a section, or None where too few items have a scored answer."""
    method, share = scoring(instrument)
    values = [it["value"] for it in instrument["scales"][section["scale"]]["points"]]
    low, high = min(values), max(values)
    counted = []
    for item in section["items"]:
        answer = answers.get(item["id"])
        if answer is not None and answer not in EXTRA:
            counted.append(low + high - answer if item.get("reversed") else answer)
    n = len(counted)
    if n < max(1, math.ceil(Fraction(len(section["items"]) * share, 1_000_000))):
        return None
    if method == "percent":
        return Fraction(100 * sum(it - low for it in counted), n * (high - low))
    return Fraction(sum(counted), n) if method == "mean" else Fraction(sum(counted))


def scores(instrument, answers):
    """The exact overall score and those of the sections."""
    sections = [section_score(instrument, it, answers) for it in instrument["sections"]]
    counting = [
        score
        for section, score in zip(instrument["sections"], sections)
        if score is not None and section.get("counts_towards_overall", True)
    ]
    if not counting:
        return None, sections
    total = sum(counting)
    return (total if scoring(instrument)[0] == "sum" else total / len(counting)), sections


def band(instrument, section, score):
    """The label in English of the band that a section's score falls in."""
    bands = instrument["scales"][section["scale"]].get("bands") or instrument.get("bands") or []
    below = [it for it in bands if Fraction(millionths(it["from"]), 1_000_000) <= score]
    return words(below[-1]["label"], "en") if below else None


def six_decimals(score):
    """A score as tables write it: at most six decimals, rounded half up."""
    parts = math.floor(score * 1_000_000 + Fraction(1, 2))
    whole, rest = divmod(abs(parts), 1_000_000)
    text = f"{'-' if parts < 0 else ''}{whole}.{rest:06}"
    return text.rstrip("0").rstrip(".")


# The fingerprint


def outline(instrument):
    """What the fingerprint covers, as text."""
    method, share = scoring(instrument)
    lines = [f"instrument {instrument['id']}", f"scoring {method} {share}"]
    for section in instrument["sections"]:
        scale = instrument["scales"][section["scale"]]
        line = [
            "section",
            section["id"],
            "counts" if section.get("counts_towards_overall", True) else "apart",
            scale.get("direction") or "higher-is-better",
            ",".join(str(it) for it in sorted(point["value"] for point in scale["points"])),
        ]
        lines.append(" ".join(line + [it for it in EXTRA if it in scale.get("extra", [])]))
        for item in section["items"]:
            lines.append(f"item {item['id']}{' reversed' if item.get('reversed') else ''}")
    return "".join(f"{it}\n" for it in lines)


def fingerprint(instrument):
    """FNV-1a, 64 bits, in hexadecimal."""
    res = 0xCBF29CE484222325
    for byte in outline(instrument).encode():
        res = (res ^ byte) * 0x100000001B3 % 2**64
    return f"{res:016x}"


# Tables

FORMULA = re.compile("'*[=+\\-@\t\r\n＝＋－＠]")
# The same within a text, behind what others may take for the end of a cell or a row.
WITHIN = "(?<=[;\t\r\n]){}(?=['\"]*[=+\\-@＝＋－＠])"


def defused(text):
    """As a table writes a text, so that no spreadsheet takes it for a formula."""
    text = re.sub(WITHIN.format(""), "'", text)
    return f"'{text}" if FORMULA.match(text) else text


def restored(cell):
    """The text that a table wrote as `cell`."""
    cell = re.sub(WITHIN.format("'"), "", cell)
    return cell[1:] if cell.startswith("'") and FORMULA.match(cell[1:]) else cell


def wide_columns(export):
    ids = [item["id"] for _, item in items(export.instrument)]
    return OPENING + ids + [f"score:{it['id']}" for it in export.instrument["sections"]]


def wide_rows(export):
    """What a wide table should hold, before it is made safe for spreadsheets."""
    for response in export.responses:
        opening = [response["id"], response["instrument"]["id"], response["instrument"]["edition"]]
        opening += [response["language"], response["started"], response["completed"] or ""]
        opening += [response["respondent"][it] for it in RESPONDENT]
        answers = [response["answers"].get(it["id"], "") for _, it in items(export.instrument)]
        _, sections = scores(export.instrument, response["answers"])
        yield opening, [str(it) for it in answers], sections


def long_rows(export):
    """What a long table should hold, before it is made safe for spreadsheets."""
    for response in export.responses:
        for section, item in items(export.instrument):
            answer = response["answers"].get(item["id"])
            note = response["notes"].get(item["id"], "")
            if answer is None and not note:
                continue
            said = "" if answer is None else answer_in_words(export.instrument, section, answer, export.language)
            yield [
                response["id"],
                response["respondent"]["sector"],
                section["id"],
                item["id"],
                words(item["text"], export.language),
                "" if answer is None else str(answer),
                said,
                note,
            ]
