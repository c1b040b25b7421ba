"""The schemas, by a validator that is not ours."""

import copy
import json

import pytest
from jsonschema import Draft202012Validator
from jsonschema.exceptions import SchemaError

from exports import ALL, EXAMPLES, EXPORTS, SOURCES, of_each_export

SCHEMAS = {
    name: json.loads((SOURCES / "exchange" / "schemas" / f"{name}.json").read_text(encoding="utf-8"))
    for name in ("instrument", "response", "workshop", "workshop-report", "rescue")
}
VALIDATORS = {name: Draft202012Validator(schema) for name, schema in SCHEMAS.items()}


def read(path):
    return json.loads(path.read_text(encoding="utf-8"))


def as_json(value):
    """A value with plain numbers in the place of decimals."""
    return json.loads(json.dumps(value, default=float))


def faults(name, document):
    return [f"{it.json_path}: {it.message[:200]}" for it in VALIDATORS[name].iter_errors(document)]


def parts(schema):
    """The schema and all the schemas in it."""
    yield schema
    for key, value in schema.items():
        if key in ("properties", "$defs"):
            for it in value.values():
                yield from parts(it)
        elif isinstance(value, dict):
            yield from parts(value)
        elif key in ("anyOf", "oneOf", "allOf"):
            for it in value:
                yield from parts(it)


@pytest.mark.parametrize("name", SCHEMAS)
def test_the_schema_is_a_schema_of_draft_2020_12(name):
    Draft202012Validator.check_schema(SCHEMAS[name])
    with pytest.raises(SchemaError):
        Draft202012Validator.check_schema({**SCHEMAS[name], "type": "instrument"})


@pytest.mark.parametrize("name", SCHEMAS)
def test_the_schema_needs_no_other_file_and_explains_every_field(name):
    schema = SCHEMAS[name]
    assert schema["$id"] == f"urn:partnership-assessment:{name}:1"
    for part in parts(schema):
        if "$ref" in part:
            kind, defs, target = part["$ref"].split("/")
            assert (kind, defs) == ("#", "$defs") and target in schema["$defs"]
    named = schema.get("$defs", {})
    for name, part in named.items():
        assert part["title"], name
    for part in [schema, *named.values()]:
        for name, field in part.get("properties", {}).items():
            assert field.keys() & {"description", "$ref"}, name


@of_each_export
def test_every_instrument_that_is_served_is_valid(export):
    assert faults("instrument", as_json(export.instrument)) == []


@pytest.mark.parametrize("path", sorted((SOURCES / "instrument" / "catalogue").glob("*.json")), ids=lambda it: it.stem)
def test_every_instrument_as_it_is_written_is_valid_but_the_whole_which_the_build_completes(path):
    found = faults("instrument", read(path))
    if path.stem == "whole":
        assert len(found) == 2 and all("is a required property" in it for it in found)
    else:
        assert found == []


@of_each_export
def test_every_response_that_is_exported_is_valid(export):
    for response in export.responses:
        assert faults("response", as_json(response)) == []
        assert response["results"]["sections"]


def test_the_examples_are_valid():
    assert faults("instrument", read(EXAMPLES / "example-instrument.json")) == []
    assert faults("response", read(EXAMPLES / "example-response.json")) == []
    assert faults("workshop-report", read(EXAMPLES / "example-workshop-report.json")) == []


def test_no_file_is_taken_for_one_of_another_format():
    files = {"workshop-report": [read(EXAMPLES / "example-workshop-report.json")], "instrument": [], "response": []}
    for export in ALL:
        files["instrument"].append(as_json(export.instrument))
        files["response"] += map(as_json, export.responses)
    for name, documents in files.items():
        for other in SCHEMAS.keys() - {name}:
            assert all(faults(other, it) for it in documents), (name, other)


@pytest.mark.parametrize("name", SCHEMAS)
@pytest.mark.parametrize("document", [None, [], [{}], "partnership-assessment", 1, True])
def test_a_file_that_is_no_object_is_rejected(name, document):
    assert faults(name, document)


def changed(base, variant):
    res = copy.deepcopy(base)
    parent = res
    *steps, last = variant["at"].split("/")[1:]
    for step in steps:
        parent = parent[int(step) if isinstance(parent, list) else step]
    last = int(last) if isinstance(parent, list) else last
    if variant["takes_away"]:
        del parent[last]
    else:
        parent[last] = variant["put"]
    return res


@pytest.mark.parametrize("name", ["instrument", "response"])
def test_the_schema_accepts_and_rejects_what_the_reader_accepts_and_rejects(name):
    listing = read(EXPORTS / "variants" / "variants.json")
    listing = next(it for it in listing if it["schema"] == name)
    assert faults(name, listing["base"]) == []
    verdicts = {"accepted": 0, "refused": 0, "refused-by-content": 0}
    disagreements = []
    for variant in listing["variants"]:
        verdict = variant["verdict"]
        verdicts[verdict] += 1
        valid = VALIDATORS[name].is_valid(changed(listing["base"], variant))
        # What only the content betrays, such as a name that leads nowhere, is beyond a schema.
        if verdict != "refused-by-content" and valid != (verdict == "accepted"):
            change = "taken away" if variant["takes_away"] else variant["put"]
            disagreements.append((variant["at"], str(change)[:80], verdict))
    assert disagreements == []
    assert min(verdicts.values()) >= 10, verdicts


@pytest.mark.parametrize(
    "change",
    [
        lambda it: it.pop("overall"),
        lambda it: it.pop("sections"),
        lambda it: it.update(overall="65.6"),
        lambda it: it["sections"][0].pop("band"),
        lambda it: it["sections"][0].update(score="81.25"),
        lambda it: it["sections"][0].update(n=-1),
        lambda it: it["sections"][0].update(n=2.5),
        lambda it: it["sections"][0].update(id="two words"),
        lambda it: it["sections"][0].update(band={"en": "Strong"}),
        lambda it: it["sections"][0].update(n=501),
        lambda it: it["sections"][0].update(dont_know="1"),
        lambda it: it["sections"][0].update(not_relevant=None),
        lambda it: it["sections"][0].update(not_answered=-1),
        lambda it: it["sections"].append("obstacles"),
        lambda it: it.update(sections={}),
    ],
)
def test_results_that_nobody_could_read_are_rejected(change):
    response = read(EXAMPLES / "example-response.json")
    change(response["results"])
    assert faults("response", response)
    response["results"] = [response["results"]]
    assert faults("response", response)


@pytest.mark.parametrize(
    "link, valid",
    [
        ("#pa-workshop=4711&instrument=six-principles&threshold=5", True),
        (None, True),
        ("", True),
        ("#" * 32_000, True),
        ("#" * 32_001, False),
        (4711, False),
        ({"key": 4711}, False),
    ],
)
def test_a_response_may_say_for_which_workshop_it_was_answered(link, valid):
    response = {**read(EXAMPLES / "example-response.json"), "workshop": link}
    assert (faults("response", response) == []) == valid
