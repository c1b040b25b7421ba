"""The plan as other people's programs see it: its days in a calendar, its actions in a
table, and what its two fields say in the JSON of a response and of a workshop."""

import csv
import io
import re
from datetime import UTC, date, datetime, timedelta

import pandas
import pytest
from icalendar import Calendar

from exports import EXAMPLES, EXPORTS, ROOT, defused, read_json, restored

FOLDER = EXPORTS / "plans"
LISTING = read_json(FOLDER / "plans.json")
of_each_calendar = pytest.mark.parametrize("calendar", LISTING["calendars"], ids=lambda it: it["file"])


def plain(text):
    """What a calendar keeps of a text: one kind of line ends, and no control characters."""
    text = re.sub("\r\n|[\r\x0b\x0c\x85\u2028\u2029]", "\n", text).replace("\t", " ")
    return re.sub("[\x00-\x09\x0b-\x1f\x7f-\x9f]", "", text)


def unescaped(value):
    """The text of a property that the package leaves as it is written, for want of a name that it knows."""
    return re.sub(r"\\(.)", lambda it: "\n" if it[1] in "nN" else it[1], value)


def moment(millis):
    return datetime.fromtimestamp(millis // 1000, UTC)


def parsed(path):
    # The reader of this package keeps faults to itself unless they are asked for.
    calendar = Calendar.from_ical(path.read_bytes())
    assert calendar.errors == []
    for part in calendar.walk():
        assert part.errors == []
    return calendar


@of_each_calendar
def test_every_field_of_a_calendar_comes_out_as_it_went_in(calendar):
    found = parsed(FOLDER / calendar["file"])
    assert (found["VERSION"], found["CALSCALE"]) == ("2.0", "GREGORIAN")
    assert found["PRODID"] and "METHOD" not in found
    assert unescaped(found["X-WR-CALNAME"]) == plain(calendar["name"])
    events = found.walk("VEVENT")
    assert len(events) == len(found.subcomponents) == len(LISTING["entries"])
    for event, entry in zip(events, LISTING["entries"]):
        day = date.fromisoformat(entry["day"])
        assert event["UID"] == entry["uid"]
        assert event["DTSTART"].dt == day
        assert event["DTEND"].dt == day + timedelta(days=1)
        assert event["DTSTAMP"].dt == moment(LISTING["now"])
        for name, text in (("SUMMARY", entry["title"]), ("DESCRIPTION", entry["text"])):
            assert event.get(name, "") == plain(text)
            if plain(text):
                assert event[name].params == {"LANGUAGE": calendar["language"]}
        assert event["TRANSP"] == "TRANSPARENT"
        if entry["changed"]:
            assert event["LAST-MODIFIED"].dt == moment(entry["changed"])
            assert event["SEQUENCE"] == entry["changed"] // 1000 - 1_577_836_800
        else:
            assert "LAST-MODIFIED" not in event and event["SEQUENCE"] == 0
        alarms = event.walk("VALARM")
        assert len(alarms) == int(entry["remind"])
        for alarm in alarms:
            assert alarm["ACTION"] == "DISPLAY"
            assert alarm["TRIGGER"].dt == timedelta(days=-7)
            assert alarm.get("DESCRIPTION", "") == plain(entry["title"])


@of_each_calendar
def test_the_lines_of_a_calendar_are_as_the_standard_says(calendar):
    content = (FOLDER / calendar["file"]).read_bytes()
    assert content.endswith(b"\r\n")
    lines = content.removesuffix(b"\r\n").split(b"\r\n")
    assert max(len(it) for it in lines) == 75
    for line in lines:
        text = line.decode("utf-8")
        assert not re.search("[\x00-\x1f\x7f-\x9f]", text), text


def test_a_changed_entry_has_the_same_name_and_a_greater_number():
    entries = sorted((it for it in LISTING["entries"] if it["changed"]), key=lambda it: it["changed"])
    events = {it["UID"]: it for it in parsed(FOLDER / "0.ics").walk("VEVENT")}
    numbers = [events[it["uid"]]["SEQUENCE"] for it in entries]
    assert numbers == sorted(set(numbers)) and 0 < numbers[0] and numbers[-1] < 2**31
    assert len(events) == len(LISTING["entries"])


def test_the_calendar_on_the_page_has_the_days_of_the_example():
    page = (ROOT / "docs" / "formats.md").read_text(encoding="utf-8")
    (shown,) = re.findall(r"```ics\n(.*?)```", page, re.DOTALL)
    found = Calendar.from_ical(shown.replace("\n", "\r\n"))
    response = read_json(EXAMPLES / "example-response.json")
    days = [response["follow_up"]["review"], *(it["by"] for it in response["plan"])]
    assert [it["DTSTART"].dt.isoformat() for it in found.walk("VEVENT")] == days


def with_python(path):
    text = path.read_bytes().decode("utf-8-sig")
    return list(csv.reader(io.StringIO(text, newline=""), strict=True))


def with_pandas(path):
    table = pandas.read_csv(path, dtype=str, keep_default_na=False)
    return [list(table.columns), *table.values.tolist()]


@pytest.mark.parametrize("read", [with_python, with_pandas])
@pytest.mark.parametrize("file", LISTING["tables"])
def test_a_table_of_actions_holds_every_word_and_no_formula(file, read):
    given = [LISTING["heads"], *LISTING["rows"]]
    found = read(FOLDER / file)
    assert found == [[defused(it) for it in row] for row in given]
    assert [[restored(it) for it in row] for row in found] == given
    for cell in (it for row in found for it in row):
        assert not cell.startswith(tuple("=+-@\t\r\n")), cell


def test_the_exports_hold_what_they_are_meant_to_test():
    texts = [it["title"] for it in LISTING["entries"]]
    for inside in ("\n", ",", ";", "\\", "ŵ", "Пар", "שות", "شر", "भा", "パ", "👩", "\r\n", "\x00"):
        assert any(inside in it for it in texts), repr(inside)
    assert sum(len(it) == 300 for it in texts) >= 5
    assert {it["remind"] for it in LISTING["entries"]} == {True, False}
    assert any(it["text"] == "" for it in LISTING["entries"])
    assert any(it["changed"] == 0 for it in LISTING["entries"])
    assert {it["language"] for it in LISTING["calendars"]} == {"en", "cy"}
