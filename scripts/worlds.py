#!/usr/bin/env python3
"""Draws worlds from the parameters' ranges and asks in how many of them a regime or the end of a lever does better.

prior-predictive  worlds from the neutral and from the theory-signed ranges of every free or bounded coefficient; in
                  each, the arms of experiments/trust-based-steering-settled.yaml against detail control.
prior-predictive-market  the same for every number of the market that has a range, and the claims of experiments/customer-choice.yaml.
prior-predictive-tenders, prior-predictive-areas  the same for those of botkyrka-lou.yaml and linkoping-area-contracts.yaml.
trust-saves-time  the arms of experiments/trust-saves-time.yaml: what it takes to trust no more amiss.
tradeoffs         neutral worlds; in each, every lever alone at the two ends of its neutral range.
customer-choice, botkyrka-lou, linkoping-area-contracts, linkoping-roll-out  the claims of that experiment and of its counter-runs, as cases has them.
cases             every case that is a course: its claims, their verdicts and differences, as `tillit experiment` prints them.
insert NAME       puts a table from standard input between its markers.

The tables go between their markers in docs/RESULTS.md or a file of docs/results/, and the draws are the same for the same --seed. A share of
worlds is a statement about the ranges, never a probability.
"""

from __future__ import annotations

import argparse
import functools
import json
import random
import re
import subprocess
import sys
import tempfile
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
RESULTS = [ROOT / "docs" / "RESULTS.md", *sorted((ROOT / "docs" / "results").glob("*.md"))]

# Outcome and the direction that counts as better.
BETTER = {
    "satisfied": 1, "quality": 1, "staff_met": -1, "provider_trust": 1, "provider_distrust": -1, "unmet_share": -1,
    "missed_share": -1, "delivery_sd": -1, "mismatch": -1, "strain": -1, "sick_share": -1, "quit_rate": -1,
    "manager_trust": 1, "undetected_hours": -1, "cost": -1,
}
# A small municipality keeps a world under a second.
SMALL = ["municipality.recipients=250", "municipality.areas=2", "run.days=728", "run.burn_in_days=364",
         "run.replicates=2", "record.level=none"]
# By table of worlds drawn for the market: the case whose claims it has, and how small its municipality is. Lots of a tender name areas, so that
# those stay as many as the case has.
MARKETS = {
    "prior-predictive-market": ("customer-choice", ["municipality.recipients=600", "municipality.areas=3", "run.replicates=1"]),
    "prior-predictive-tenders": ("botkyrka-lou", ["municipality.recipients=400", "run.replicates=1"]),
    "prior-predictive-areas": ("linkoping-area-contracts", ["municipality.recipients=800", "run.replicates=1"]),
}
EVERYWHERE: list[str] = []  # what --set asks of every world


def parameters(tillit: Path) -> list[dict]:
    """The program's own table of parameters, without those of the market and of levers at 0, which these worlds have none of."""
    output = subprocess.run([tillit, "params", "--format", "json"], capture_output=True, text=True, check=True)
    return [p for p in json.loads(output.stdout) if not p.get("market") and "lever" not in p]


def market_parameters(tillit: Path) -> list[dict]:
    """Those of the market, and what is read where a lever is above 0: prices and sizes too, since nothing of them is known."""
    output = subprocess.run([tillit, "params", "--format", "json"], capture_output=True, text=True, check=True)
    table = json.loads(output.stdout)
    return [p | {"status": "free"} for p in table if p["kind"] != "choice" and (p.get("market") or "lever" in p)]


def draw(table: list[dict], prior: str, rng: random.Random) -> list[str]:
    """One world: every free or bounded coefficient uniform on its range. Optional mechanisms stay off."""
    world = []
    for p in table:
        low, high = p[prior]
        if p["section"] == "constant" and p["status"] in ("free", "bounded") and not p.get("optional") and low < high:
            value = rng.uniform(low, high)
            world.append(f"{p['path']}={round(value) if p['kind'] == 'integer' else f'{value:.6g}'}")
    return world


def answer(tillit: Path, path: Path, sets: list[str]) -> dict | None:
    """What an experiment says; None where the world cannot be run (its message goes to stderr)."""
    command = [str(tillit), "experiment", str(path), "--format", "json", "--quiet", "--threads", "1"]
    for text in sets + EVERYWHERE:
        command += ["--set", text]
    done = subprocess.run(command, capture_output=True, text=True)
    if done.returncode != 0:
        print(done.stderr.strip()[-300:], file=sys.stderr)
        return None
    return json.loads(done.stdout)


def experiment(tillit: Path, path: Path, sets: list[str]) -> dict | None:
    """Means of every measure by arm."""
    said = answer(tillit, path, SMALL + sets)
    if said is None:
        return None
    arms = said["arms"]
    mean = lambda values: sum(values) / len(values) if None not in values else None  # noqa: E731
    return {a["name"]: {k: mean(v) for k, v in a["measures"].items()} for a in arms}


def insert(name: str, table: str) -> None:
    """Puts a table between its markers, which stand in one document of results."""
    block = re.compile(rf"(<!-- worlds: {re.escape(name)} -->\n).*?(<!-- end: {re.escape(name)} -->)", re.DOTALL)
    places = [document for document in RESULTS if block.search(document.read_text(encoding="utf-8"))]
    if len(places) != 1:
        found = ", ".join(str(place.relative_to(ROOT)) for place in places) or "none"
        sys.exit(f"docs/RESULTS.md, docs/results/*.md: one document is to have the markers of '{name}'; these have them: {found}")
    text = places[0].read_text(encoding="utf-8")
    places[0].write_text(block.sub(lambda b: b[1] + table + b[2], text), encoding="utf-8")


def share(wins: list[bool]) -> str:
    return f"{100 * sum(wins) / len(wins):.0f}" if wins else "-"


def prior_predictive(arguments: argparse.Namespace) -> str:
    table = parameters(arguments.tillit)
    path = ROOT / "experiments" / "trust-based-steering-settled.yaml"
    arms = ["S", "S+staff", "S+O", "S+O+R", "S+O+R=cost"]
    wins = {prior: {o: {a: [] for a in arms} for o in BETTER} for prior in ("neutral", "theory")}
    failed = 0
    for prior in wins:
        rng = random.Random(f"{arguments.seed} {prior}")
        worlds = [draw(table, prior, rng) + [f"seed={i + 1}"] for i in range(arguments.worlds)]
        with ThreadPoolExecutor(arguments.jobs) as pool:
            for result in pool.map(lambda world: experiment(arguments.tillit, path, world), worlds):
                if result is None:
                    failed += 1
                    continue
                for outcome, direction in BETTER.items():
                    base = result["detail"][outcome]
                    for arm in arms:
                        if base is not None and result[arm][outcome] is not None:
                            wins[prior][outcome][arm].append(direction * (result[arm][outcome] - base) > 0)
    lines = ["| outcome | " + " | ".join(f"{a}, {p}" for p in wins for a in arms) + " |", "|---" * (1 + len(wins) * len(arms)) + "|"]
    for outcome in BETTER:
        cells = [share(wins[prior][outcome][arm]) for prior in wins for arm in arms]
        lines.append(f"| {outcome} | " + " | ".join(cells) + " |")
    lines.append(f"\n{arguments.worlds} worlds of each prior, {failed} of them could not be run "
                 "(the cost could not be made equal). Per cent of worlds in which the arm does better than detail control.\n")
    return "\n".join(lines)


def beyond(claim: dict, difference: float) -> int:
    """1 where a claim holds by at least its smallest difference, -1 where the opposite does, else 0."""
    if "level" in claim:
        (side, level), = claim["level"].items()
        return 1 if (difference > level) == (side == "above") else -1
    toward = difference if claim["direction"] == "higher" else -difference
    return (toward >= claim["smallest"]) - (toward <= -claim["smallest"])


def held(text: str) -> tuple[str, dict[str, str]]:
    """A case's line with what all of its arms are set to, and the values in it."""
    own = re.search(r"^set: \{(.*?)\}", text, re.MULTILINE)
    if own is None:
        sys.exit("a case with a line 'set: {...}' is expected")
    return own[0], dict(pair.split(": ") for pair in own[1].split(", "))


def case_text(case: str) -> str:
    return (ROOT / "experiments" / f"{case}.yaml").read_text(encoding="utf-8").replace("config: ..", f"config: {ROOT}")


def drawn_parameters(tillit: Path, case: str) -> list[dict]:
    """Those of the market but what a case holds fixed: its question is asked beside that."""
    fixed = held(case_text(case))[1]
    return [own for own in market_parameters(tillit) if own["path"] not in fixed]


def in_world(case: str, world: list[str]) -> str:
    """A case whose own `set` holds a world, so that what an arm sets in its history still stands over it."""
    text = case_text(case)
    line, values = held(text)
    values |= dict(pair.split("=") for pair in world)
    return text.replace(line, "set: {" + ", ".join(f"{path}: {value}" for path, value in values.items()) + "}")


def found_in_worlds(arguments: argparse.Namespace, prior: str, claims: list[dict]) -> dict[str, list[int]]:
    """By claim, what each world says that can be asked."""
    case, small = MARKETS[arguments.what]
    table, rng = drawn_parameters(arguments.tillit, case), random.Random(f"{arguments.seed} market {prior}")
    worlds = [small + draw(table, prior, rng) + [f"seed={i + 1}"] for i in range(arguments.worlds)]
    found: dict[str, list[int]] = {claim["name"]: [] for claim in claims}
    with ThreadPoolExecutor(arguments.jobs) as pool, tempfile.TemporaryDirectory() as folder:
        files = [Path(folder) / f"{i}.yaml" for i in range(len(worlds))]
        for path, world in zip(files, worlds):
            path.write_text(in_world(case, world), encoding="utf-8")
        for said in pool.map(lambda path: answer(arguments.tillit, path, []), files):
            for claim, own in zip(claims, said["claims"] if said else []):
                if own["difference"] is not None:
                    found[claim["name"]].append(beyond(claim, own["difference"]))
    return found


def prior_predictive_market(arguments: argparse.Namespace) -> str:
    claims = asked(arguments, MARKETS[arguments.what][0])["claims"]
    found = {prior: found_in_worlds(arguments, prior, claims) for prior in ("neutral", "theory")}
    lines = ["| claim | holds, neutral | opposite, neutral | holds, theory | opposite, theory | worlds, neutral and theory |", "|---|---|---|---|---|---|"]
    for claim in claims:
        both = [found[prior][claim["name"]] for prior in found]
        cells = [share([sign == side for sign in own]) for own in both for side in (1, -1)]
        mark = " †" if both[0] and not 10 <= 100 * both[0].count(1) / len(both[0]) <= 90 else ""
        lines.append(f"| {claim['name']}: {claim['text']['en']} | {cells[0]}{mark} | {' | '.join(cells[1:])} | {len(both[0])}, {len(both[1])} |")
    lines.append(f"\n{arguments.worlds} worlds of each prior, one replicate each. Per cent of the worlds in which the claim can be judged (last column: how "
                 "many) that show it, and its opposite, by the smallest difference that it names or more. † holds in over 90 or under 10 % of neutral worlds.\n")
    return "\n".join(lines)


def hours_for(most: float, points: list[tuple[float, float]]) -> float | None:
    """The fewest hours at which trust amiss is `most` or less, read off between points of (hours, trust amiss); None: at none."""
    points = sorted(points)
    for i, (hours, amiss) in enumerate(points):
        if amiss <= most:
            before, above = points[i - 1] if i > 0 else (hours, amiss)
            return hours if i == 0 else before + (hours - before) * (above - most) / (above - amiss)
    return None


def trust_saves_time(arguments: argparse.Namespace) -> str:
    case, hours, amiss = "trust-saves-time", "control_hours", "misplaced_provider_trust"
    said, titles = answer(arguments.tillit, ROOT / "experiments" / f"{case}.yaml", []), {}
    points: dict[str, list[tuple[float, float]]] = {}
    for arm, text in zip(said["arms"] if said else [], asked(arguments, case)["arms"]):
        kind = arm["name"].split()[0]
        titles.setdefault(kind, text["title"]["en"].rpartition(",")[0])
        pairs = [pair for pair in zip(arm["measures"][hours], arm["measures"][amiss]) if None not in pair]
        if pairs:
            points.setdefault(kind, []).append(tuple(sum(own) / len(pairs) for own in zip(*pairs)))
    if "lov" not in points:
        return "Nobody was trusted in any world, so that nobody was trusted amiss.\n"
    most = points["lov"][0][1]  # the first arm: 100 hours, no dialogue
    lines = ["| how providers are followed up | trust amiss, by hours a year | hours a year for no more than without dialogue |", "|---|---|---|"]
    for kind, own in points.items():
        curve, needed = ", ".join(f"{h:,.0f}: {a:.3f}" for h, a in sorted(own)), hours_for(most, own)
        lines.append(f"| {titles[kind]} | {curve} | {'not reached' if needed is None else f'{needed:,.0f}'} |")
    lines.append(f"\nNo more than without dialogue and with 100 hours a month per 1,000 recipients: {most:.3f}, over the whole run. Means, without intervals: "
                 "claims of the preset have them. That fewer hours are fewer minutes is arithmetic.\n")
    return "\n".join(lines)


def ends(p: dict) -> tuple[float, float]:
    low, high = p["neutral"]
    return low, high


def lever_experiment(levers: list[dict]) -> str:
    """An experiment with two arms a lever: its low and its high end."""
    lines = ["title: t", "question: q", "config: " + str(ROOT / "configs" / "median.yaml"), "arms:"]
    for p in levers:
        for side, value in zip(("low", "high"), ends(p)):
            extra = ""
            if p["path"] == "organisation.pool_size":
                extra = ", organisation.span: 66"
            lines.append(f'  - {{name: "{p["path"]} {side}", regime: ordinary, set: {{{p["path"]}: {value:g}{extra}}}}}')
    return "\n".join(lines) + "\n"


def tradeoffs(arguments: argparse.Namespace) -> str:
    table = parameters(arguments.tillit)
    levers = [p for p in table if p["section"] == "lever" and p["neutral"][0] < p["neutral"][1]]
    if arguments.only:
        levers = [p for p in levers if p["path"] in arguments.only]
    rng = random.Random(f"{arguments.seed} tradeoffs")
    worlds = [draw(table, "neutral", rng) + [f"seed={i + 1}", "run.replicates=1", "run.days=364"] for i in range(arguments.worlds)]
    results = {p["path"]: [] for p in levers}
    with tempfile.TemporaryDirectory() as folder:
        files = []
        for first in range(0, len(levers), 8):
            group = levers[first:first + 8]
            path = Path(folder) / f"levers-{first}.yaml"
            path.write_text(lever_experiment(group), encoding="utf-8")
            files.append((path, group))

        def world_of(world: list[str]) -> list[tuple[str, dict, dict]]:
            found = []
            for path, group in files:
                result = experiment(arguments.tillit, path, world)
                if result is not None:
                    found += [(p["path"], result[f"{p['path']} low"], result[f"{p['path']} high"]) for p in group]
            return found

        with ThreadPoolExecutor(arguments.jobs) as pool:
            for found in pool.map(world_of, worlds):
                for path, low, high in found:
                    results[path].append((low, high))
    lines = ["| lever | from, to | better (> 60 %) | worse | never better at one end on all |", "|---|---|---|---|---|"]
    for p in levers:
        pairs = results[p["path"]]
        better, worse, dominated = [], [], {1: 0, -1: 0}
        gains = {o: [] for o in BETTER}
        for low, high in pairs:
            signs = []
            for outcome, direction in BETTER.items():
                if low[outcome] is None or high[outcome] is None:
                    continue
                gain = direction * (high[outcome] - low[outcome])
                gains[outcome].append(gain)
                signs.append((gain > 0) - (gain < 0))
            for end in (1, -1):
                dominated[end] += all(s * end >= 0 for s in signs) and any(s * end > 0 for s in signs)
        for outcome, values in gains.items():
            up = sum(v > 0 for v in values) / max(len(values), 1)
            down = sum(v < 0 for v in values) / max(len(values), 1)
            (better if up > 0.6 else worse if down > 0.6 else []).append(f"{outcome} {100 * max(up, down):.0f}")
        most = 100 * max(dominated.values()) / max(len(pairs), 1)
        verdict = "yes" if most <= 90 else f"**no: {most:.0f} %**"
        lines.append(f"| {p['path']} | {ends(p)[0]:g}, {ends(p)[1]:g} | {', '.join(better) or '-'} | "
                     f"{', '.join(worse) or '-'} | {verdict} |")
    lines.append(f"\n{arguments.worlds} neutral worlds, one replicate each. Better and worse at the high end, with the "
                 "per cent of worlds; outcomes without a majority of 60 % are left out. The last column says whether no "
                 "end is at least as good on every outcome in more than 90 % of worlds.\n")
    return "\n".join(lines)


CASES = ["trust-based-steering", "karlstad", "skonsmo", "buurtzorg", "detail-control", "linkoping-pilot-random", "linkoping-pilot-volunteers",
         "stepwise-or-at-once", "and-back-again", "announced-not-paid", "one-level-at-a-time", "taken-away"]
JUDGED = re.compile(r"^  (supported|negligible|opposite|undecided) +(.*?): ([a-z][a-z_0-9]*)(?:, (.*?):|(?= [-\d])) (.*?)\s*$")
FIGURE = re.compile(r"^([-\d,.e]+)(?: \+-([-\d,.e]+))? ?(.*)$")
# How a unit is told: by what figures are multiplied, with how many decimals, and in which words.
UNITS = {"SEK/yr": (1e-6, 1, " million SEK a year"), "h/yr": (1.0, 0, " hours a year"), "persons": (1.0, 1, " persons"),
         "sd": (1.0, 2, " standard deviations")}  # fmt: skip


def printed(arguments: argparse.Namespace, case: str) -> str:
    """What `tillit experiment` says of a case; with --printed, what it said once."""
    if arguments.printed:
        return (arguments.printed / f"{case}.txt").read_text(encoding="utf-8")
    command = [str(arguments.tillit), "experiment", str(ROOT / "experiments" / f"{case}.yaml"), "--quiet"]
    return subprocess.run(command, capture_output=True, text=True, check=True).stdout


def asked(arguments: argparse.Namespace, case: str) -> dict:
    """What a case asks, with the texts of its arms and claims."""
    command = [str(arguments.tillit), "config", str(ROOT / "experiments" / f"{case}.yaml")]
    return json.loads(subprocess.run(command, capture_output=True, text=True, check=True).stdout)


@functools.cache
def shares() -> set[str]:
    """Measures that are told in per cent."""
    words = (ROOT / "model" / "config" / "measure_words.def").read_text(encoding="utf-8")
    return set(re.findall(r"TL_SAYS\((\w+), SHARE", words))


def in_words(measure: str, part: str, figure: str) -> str:
    """A difference for people: of a share in percentage points, of money in millions; days as they are."""
    found = FIGURE.match(figure)
    if not re.search(r"\d", figure):
        return "cannot be said"
    if not found or part.startswith("days"):
        return figure.replace("-", " to ")
    scale, decimals, unit = UNITS.get(found[3], (1.0, 3, f" {found[3]}".rstrip()))
    if measure.endswith("_per_recipient"):
        scale, decimals, unit = 1.0, 0, " SEK a year"
    if measure in shares():
        scale, decimals, unit = 100.0, 1, " percentage points" + (" a year" if found[3] == "1/yr" else "")
    mean, half = (f"{float(own.replace(',', '')) * scale:,.{decimals}f}" if own and own != "-" else "" for own in found.group(1, 2))
    mean = mean.lstrip("-") if not re.search("[1-9]", mean) else mean if mean.startswith("-") else f"+{mean}"
    return mean + (f" ±{half}" if half else "") + unit


def judged(arguments: argparse.Namespace, case: str, question: dict) -> list[str]:
    """A row a claim: its text, the arms that it compares, the verdict and the figure."""
    text, titles = printed(arguments, case), {arm["name"]: arm["title"]["en"] for arm in question["arms"]}
    found = [own for own in map(JUDGED.match, text[text.index("\nClaims") :].splitlines()) if own]
    if len(found) != len(question["claims"]):
        sys.exit(f"{case}: {len(found)} claims were printed, and its file has {len(question['claims'])}")
    rows = []
    for own, claim in zip(found, question["claims"]):
        verdict, _, measure, part, figure = own.groups()
        one, other = (titles[name] for name in claim["contrast"])
        note = f". {claim['note']['en']}" if "note" in claim else ""
        said = f"{measure}{f', {part}' if part else ''}: {in_words(measure, part or '', figure)}"
        rows.append(f"| {claim['text']['en']} | {one} | {other} | {verdict}{note} | {said} |")
    return rows


def verdicts(arguments: argparse.Namespace, case: str, question: dict) -> list[str]:
    """The table of a case's claims."""
    return ["| claim | arm | compared with | verdict | figure |", "|---|---|---|---|---|", *judged(arguments, case, question), ""]


def cases(arguments: argparse.Namespace) -> str:
    lines: list[str] = []
    for case in CASES:
        question = asked(arguments, case)
        lines += [f"## {question['title']['en']}", "", f"`tillit experiment {case}`", "", *verdicts(arguments, case, question)]
    return "\n".join(lines)


def one_case(arguments: argparse.Namespace) -> str:
    """Its claims and those of its counter-runs."""
    return "\n".join(verdicts(arguments, arguments.what, asked(arguments, arguments.what)))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    tables = {"prior-predictive": prior_predictive, "trust-saves-time": trust_saves_time, "tradeoffs": tradeoffs, "cases": cases}
    tables |= dict.fromkeys(MARKETS, prior_predictive_market) | dict.fromkeys((*(case for case, _ in MARKETS.values()), "linkoping-roll-out"), one_case)
    parser.add_argument("what", choices=(*tables, "insert"))
    parser.add_argument("name", nargs="?", help="insert: the table of this name, from standard input")
    parser.add_argument("--tillit", type=Path, default=ROOT / "build" / "tillit")
    parser.add_argument("--worlds", type=int, default=200)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--only", action="append", help="tradeoffs: this lever alone; may be repeated")
    parser.add_argument("--printed", type=Path, help="cases: a folder of what was printed (NAME.txt), instead of running them")
    parser.add_argument("--jobs", type=int, default=2)
    parser.add_argument("--set", action="append", default=[], metavar="PATH=VALUE", help="set this in every world; may be repeated")
    parser.add_argument("--print", action="store_true", help="print the table instead of writing it into its document")
    arguments = parser.parse_args()
    EVERYWHERE.extend(arguments.set)
    if arguments.what == "insert":
        insert(arguments.name, sys.stdin.read())
        return
    table = tables[arguments.what](arguments)
    print(table) if arguments.print else insert(arguments.what, table)


if __name__ == "__main__":
    main()
