"""Writes what workshop-report.sql needs to know of an instrument, as CSV: a row for each
point of each item.

    python3 workshop-scale.py instrument.json > scale.csv
"""

import csv
import json
import math
import sys
from decimal import ROUND_HALF_UP, Decimal

with open(sys.argv[1], encoding="utf-8-sig") as file:
    instrument = json.load(file, parse_float=Decimal)
scoring = instrument.get("scoring") or {}
share = scoring.get("minimum_answered")
share = Decimal("0.5" if share is None else share).quantize(Decimal("0.000001"), ROUND_HALF_UP)
place = 0
rows = csv.writer(sys.stdout)
rows.writerow(["place", "item", "section", "value", "reversed", "needed", "counts", "method"])
for section in instrument["sections"]:
    for item in section["items"]:
        place += 1
        for point in instrument["scales"][section["scale"]]["points"]:
            rows.writerow(
                [
                    place,
                    item["id"],
                    section["id"],
                    int(point["value"]),
                    "yes" if item.get("reversed") else "no",
                    max(1, math.ceil(len(section["items"]) * share)),
                    "no" if section.get("counts_towards_overall") is False else "yes",
                    scoring.get("method") or "percent",
                ]
            )
