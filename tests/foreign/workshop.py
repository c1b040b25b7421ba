"""The report of a workshop, computed from its responses by the definitions alone: exact
fractions, brute force, and nothing of the product."""

from fractions import Fraction
from itertools import combinations
from statistics import quantiles, stdev

from exports import EXTRA, items, scores


def agreement(counts):
    """Van der Eijk's agreement A among the counts of an ordered scale."""
    total, k, left, res = sum(counts), len(counts), list(counts), Fraction(0)
    while any(left):
        height = min(it for it in left if it)
        on = [it > 0 for it in left]
        patterns = [tuple(triple) for triple in combinations(on, 3)]
        unimodal = sum(it in ((True, True, False), (False, True, True)) for it in patterns)
        bimodal = patterns.count((True, False, True))
        unimodality = Fraction(1)
        if unimodal + bimodal:
            unimodality = Fraction((k - 2) * unimodal - (k - 1) * bimodal, (k - 2) * (unimodal + bimodal))
        weight = Fraction(height * sum(on), total)
        res += weight * unimodality * (1 - Fraction(sum(on) - 1, k - 1))
        left = [it - height if it else 0 for it in left]
    return res


def hidden_with(sizes, hidden, threshold):
    """The hidden sectors, with the smallest other one where subtraction would tell them."""
    together = sum(sizes[it] for it in hidden)
    others = [it for it in sizes if it not in hidden]
    if 0 < together < threshold and others:
        smallest = min(sizes[it] for it in others)
        return hidden | {max(it for it in others if sizes[it] == smallest)}
    return hidden


def figures(values):
    """The numbers of a distribution, as SQL names them."""
    q1, median, q3 = quantiles(values, n=4, method="inclusive") if len(values) > 1 else values * 3
    return {
        "mean": sum(values) / len(values),
        "sd": stdev(values) if len(values) > 1 else None,
        "median": median,
        "q1": q1,
        "q3": q3,
        "least": min(values),
        "most": max(values),
    }


NO_FIGURES = dict.fromkeys(figures([Fraction(1)]))


def report(instrument, people, threshold):
    """`people` is a list of (sector, answers)."""
    sectors = sorted({sector for sector, _ in people})
    sizes = {it: sum(sector == it for sector, _ in people) for it in sectors}
    enough = len(people) >= threshold
    hidden = hidden_with(sizes, {it for it in sectors if sizes[it] < threshold}, threshold)
    if not enough:
        hidden = set(sectors)
    res = {
        "responses": {it: None if it in hidden else sizes[it] for it in sectors},
        "items": {},
        "counts": {},
        "scores": {},
        "sectors": {},
    }

    def measured(kind, name, values):
        """Figures and gap of a measure with (sector, value) of everybody who has one."""
        by_sector = {it: [value for sector, value in values if sector == it] for it in sectors}
        n = {it: len(values) for it, values in by_sector.items()}
        gone = hidden_with(n, hidden | {it for it in sectors if n[it] < threshold}, threshold)
        if len(values) < threshold:
            gone = set(sectors)
        means = {it: sum(by_sector[it]) / n[it] for it in sectors if it not in gone}
        for it in sectors:
            res["sectors"][kind, name, it] = (n[it], means[it]) if it in means else (None, None)
        gap = max(means.values()) - min(means.values()) if len(means) > 1 else None
        told = len(values) >= threshold
        return told, {**(figures([it for _, it in values]) if told else NO_FIGURES), "gap": gap}

    for section, item in items(instrument):
        given = [(sector, answers.get(item["id"])) for sector, answers in people]
        values = [(sector, Fraction(it)) for sector, it in given if it is not None and it not in EXTRA]
        told, row = measured("item", item["id"], values)
        points = sorted(it["value"] for it in instrument["scales"][section["scale"]]["points"])
        counts = [sum(it == point for _, it in values) for point in points]
        said = [it for _, it in given]
        row |= {
            "section": section["id"],
            "n": len(values) if enough else None,
            "dont_know": said.count("dont-know") if enough else None,
            "not_relevant": said.count("not-relevant") if enough else None,
            "not_answered": said.count(None) if enough else None,
            "agreement": agreement(counts) if told else None,
        }
        del row["least"], row["most"]
        res["items"][item["id"]] = row
        for point, n in zip(points, counts):
            res["counts"][item["id"], point] = n if told else None

    of_people = [(sector, *scores(instrument, answers)) for sector, answers in people]
    for at, section in enumerate(instrument["sections"]):
        values = [(sector, it[at]) for sector, _, it in of_people if it[at] is not None]
        told, row = measured("section", section["id"], values)
        res["scores"]["section", section["id"]] = {"n": len(values) if told else None, **row}
    values = [(sector, it) for sector, it, _ in of_people if it is not None]
    told, row = measured("overall", "", values)
    res["scores"]["overall", ""] = {"n": len(values) if told else None, **row}
    return res
