#!/usr/bin/env python3
"""What someone needs to build the model anew from its description alone, in a folder of its own.

Small worlds as the program resolves them, and what every unit of their first replicate counts every day, so that a
new implementation finds the first day, unit and counter where it differs. The counters come from tests/reference; they are
written only if its digests are the program's.
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

from reference.config import Config, from_dict
from reference.day import days, digest

ROOT = Path(__file__).resolve().parents[2]
TILLIT = os.environ.get("TILLIT", str(ROOT / "build" / "tillit"))
ABOUT = """\
A kit for building the model of Tillit anew from its description.

ODD.md                    the description; sections 2-8 and 10 are the model
EXACT.md                  what the same bits need beyond it: rounding, keys, orders, counters, the digest
tables/                   every parameter and every measure, as ODD's sections 8 and 10 refer to them
RESULTS.md, results/      what was found with the model; an implementation needs nothing of it
worlds/NAME.yaml          a small world, with the parameters that its name changes below
worlds/NAME.json          the same as the program resolved it: all that an implementation reads
worlds/NAME.expected.json digests of the replicates; and, of the first, every unit's digest and counters of every day

worlds/market-FORM.yaml   a small world whose providers are paid by that form, .json as above
worlds/market-FORM.months.json   of its first replicate, before day 0 (day -1) and on the evening of each day: rates, every
                          provider's account and owner, and what every unit has counted since day 0;
                          where providers are followed up, of the municipality's contract managers and what is kept of
                          each provider, too (market-followed, market-followed-closely, market-begins)

From easy to hard: {names}; then the month of a market, for which the counters of units are given.
Read these documents only, not the program. Begin with the first counter of the first day that differs. Where a sentence leaves
something open, that is what we want to hear of.
"""

TINY = (
    "municipality.recipients=8",
    "municipality.granted_hours=20",
    "municipality.areas=1",
    "organisation.pool_size=3",
    "organisation.span=6",
)
SMALL = (
    "municipality.recipients=36",
    "municipality.granted_hours=20",
    "organisation.pool_size=5",
    "organisation.span=9",
)
# Several units and teams in each of two areas.
BRANCHED = (
    "municipality.recipients=110",
    "municipality.granted_hours=22",
    "municipality.areas=2",
    "organisation.pool_size=3",
    "organisation.span=8",
)
# What hardly happens at the default happens often.
OFTEN = (
    *SMALL,
    "agency.fill_probability=0.9",
    "hourly.availability=0.2",
    "presence.preference_gaps=0.5",
    "control.check_distrust=0.3",
    "control.check_uncertainty=0.2",
    "effort.opportunist_share=0.5",
    "turnover.quits_per_year=1.5",
    "turnover.hourly_quits_per_year=3",
    "need.acute_per_year=4",
    "demography.inflow_per_year=2",
    "care.own_time=0.1",
    "resources.reform_budget=300",
    "steering.breaks_min=10",
    "municipality.areas=3",
    "opinion.new_face_evidence=-0.3",
)
TIMELINE = """\
timeline:
  - {name: trust, day: 10, set: {discretion.officer: 0.9, control.record_checks: 0.1}, ramp_days: 21}
  - {name: contacts, day: 3, set: {organisation.contact_persons: 2, plan.team_planning: 1}, where: {areas: [1]}}
  - {name: help, day: 21, set: {control.enabling: 0.9}, where: {units: [2]}}
"""
SURGE = """\
timeline:
  - {name: many hands, day: 5, set: {resources.client_time_share: 0.25, organisation.hourly_share: 0.4}}
"""


def settings(seed: int, regime: str, burn_in: int, length: int, replicates: int = 1) -> str:
    """A config of a small municipality."""
    return (
        f"seed: {seed}\nmunicipality: lillkoping\nregime: {regime}\n"
        f"run: {{burn_in_days: {burn_in}, days: {length}, replicates: {replicates}}}\nrecord: {{period_days: 14}}\n"
    )


def reorganise(rule: str, day: int = 14, where: str = "{areas: [1, 2]}", pool: int = 4, span: int = 11) -> str:
    """A line of `reorganise:`."""
    sizes = f"{{organisation.pool_size: {pool}, organisation.span: {span}}}"
    return f"  - {{name: day {day}, day: {day}, rule: {rule}, set: {sizes}, where: {where}}}\n"


def branched(seed: int, regime: str, *lines: str) -> tuple[str, tuple[str, ...]]:
    """A world whose units and teams are formed anew."""
    return settings(seed, regime, 28, 56) + "reorganise:\n" + "".join(lines), BRANCHED


def with_market(seed: int, days: int, market: str) -> str:
    """A config of a small municipality in which others than the municipality provide care."""
    return settings(seed, "ordinary", 0, days) + f"market: {{{market}}}\n"


# Two areas, so that units of one home serve another area, too.
MANY = (
    "municipality.recipients=60",
    "municipality.granted_hours=20",
    "municipality.areas=2",
    "organisation.pool_size=4",
    "organisation.span=9",
)
# Config and parameters by name of world, from easy to hard.
WORLDS = {
    "tiny": (settings(1, "ordinary", 0, 14), TINY),
    "small": (settings(1, "ordinary", 0, 14), SMALL),
    "months": (settings(2, "ordinary", 31, 126, 2), SMALL),
    "control": (settings(3, "detail-control", 28, 98), SMALL),
    "trust": (settings(4, "trust-steering", 28, 98), SMALL),
    "fixed": (settings(5, "small-fixed-teams", 9, 70), SMALL),
    "levers": (settings(7, "detail-control", 14, 70) + TIMELINE, SMALL),
    # Memories are rescaled only after many half-lives.
    "lasting": (
        settings(8, "ordinary", 0, 252),
        (*SMALL, "opinion.half_life_days=7", "familiarity.half_life_days=9"),
    ),
    "often": (settings(9, "trust-steering", 14, 84), OFTEN),
    "surge": (settings(11, "ordinary", 0, 56) + SURGE, (*SMALL, "municipality.recipients=80")),
    "by-area": branched(12, "ordinary", reorganise("by_area")),
    "keep-relations": branched(12, "ordinary", reorganise("keep_relations")),
    "at-random": branched(12, "ordinary", reorganise("at_random")),
    "some-units": branched(13, "trust-steering", reorganise("keep_relations", 0, "{units: [2, 3, 4]}", 5, 14)),
    "twice": branched(
        14, "detail-control", reorganise("at_random", 7), reorganise("keep_relations", 28, "{areas: [2]}", 3, 7)
    ),
    "split-one-unit": (
        with_market(22, 98, "split: {parts: 3}"),
        (*MANY, "provider.spans=one_unit", "municipality.outlying_areas=1"),
    ),
    "firms-performed": (
        with_market(24, 98, "externals: 3, share: 0.5"),
        (
            *MANY,
            "reimbursement.form=performed",
            "reimbursement.tolerance=1.1",
            "provider.pad_most=0.8",
            "provider.conduct=0",
            "provider.fill=0.5",
        ),
    ),
    "firms-end-alone": (
        with_market(27, 252, "externals: 4, share: 0.6"),
        (
            *MANY,
            "reimbursement.sek_per_h=200",
            "finance.credit=0.2",
            "finance.grace=1",
            "finance.capital=0.5",
            "handover.staff_share=0",
        ),
    ),
    "dialogues": (settings(41, "ordinary", 14, 84) + "steering: {recipient_dialogues: 8}\n", SMALL),
    "firms-begin": (
        with_market(
            42, 126, "externals: 3, share: 0.5, pool: {small: 2, large: 1, nonprofit: 1}, begins: 30, ask: 0.4"
        ),
        SMALL,
    ),
    "firms-followed": (
        with_market(43, 98, "externals: 3, share: 0.5"),
        (
            *MANY,
            "reimbursement.form=performed",
            "provider.pad_most=0.8",
            "provider.conduct=1",
            "purchaser.form=contract_managers",
            "purchaser.control_hours=2500",
            "purchaser.manager_hours=60",
            "purchaser.manager_turnover=1.5",
            "purchaser.severe_share=0.2",
            "review.hours=8",
            "review.visits=60",
            "complaints.rate=0.1",
            "tips.rate=3",
        ),
    ),
}


FORMS = ("granted", "performed", "per_recipient", "block")


def market(form: str) -> str:
    """A world of 60 recipients, half of them with three firms, over fourteen months; owners act boldly."""
    return (
        f"seed: 21\nmunicipality: lillkoping\nregime: ordinary\nmarket: {{externals: 3, share: 0.5, pool: {{small: 2, large: 1, "
        f"nonprofit: 1}}}}\nrun: {{burn_in_days: 0, days: 425, replicates: 1}}\nrecord: {{period_days: 425}}\n"
        f"reimbursement: {{form: {form}, tolerance: 1.1, own_cost_share: 1.05}}\n"
        "provider: {staffing_step: 0.03, conduct: -1, opportunist_share: 0.5, overhead_small: 8000, overhead_large: 9000}\n"
        "finance: {capital: 1, credit: 0.5}\n"
    )


MOST = "externals: 3, share: 0.5, pool: {small: 2, large: 1, nonprofit: 1}"
# Contract managers who find much and end contracts; firms that begin on a day; dialogues with recipients.
FOLLOWED = {
    "followed": (
        f"market: {{{MOST}}}\nreimbursement: {{form: performed, tolerance: 1.1}}\n"
        "provider: {conduct: -1, opportunist_share: 0.5, pad_most: 0.8}\n"
        "purchaser: {form: contract_managers, control_hours: 2500, manager_hours: 60, manager_turnover: 1.5, audit_relational: 0.5, severe_share: 0.25}\n"
        "review: {hours: 8, visits: 60}\naudit: {false_share: 0.02}\n"
    ),
    "followed-closely": (
        f"market: {{{MOST}}}\nreimbursement: {{form: granted}}\nprovider: {{conduct: -1, opportunist_share: 0.5}}\n"
        "purchaser: {form: contract_managers, coverage: 60, dialogues: 12, target_distrust: 1, target_uncertainty: 0, sanction: 0, warn_at: 0.2}\n"
        "complaints: {rate: 0.1}\ntips: {rate: 3, unfounded: 0.3}\nsteering: {recipient_dialogues: 6}\nofficers: {external_factor: 0.5}\n"
        "finance: {capital: 1, credit: 0.5}\nprovider.overhead_small: 8000\n"
    ),
    "begins": (
        f"market: {{{MOST}, begins: 75, ask: 0.5}}\npurchaser: {{form: contract_managers, control_hours: 1200, target_uncertainty: 0.8}}\n"
        "review: {hours: 10}\n"
    ),
}


# People who choose among firms that are there, change them and wait for them; firms that come; lots; practices asked for.
POOL = "pool: {small: 3, large: 1, nonprofit: 1}"
CHOSEN = {
    "chosen": f"market: {{externals: 3, share: 0.5, {POOL}, lov: {{}}}}\nprovider.entry_per_year: 0\nswitching.thinks_per_year: 0\nchoice: {{own: 0.3, active: 0.6}}\n",
    "changed": f"market: {{externals: 3, share: 0.5, {POOL}, lov: {{}}}}\nprovider.entry_per_year: 0\nswitching: {{thinks_per_year: 3, cost: 0.2}}\n"
    "choice: {own: 0.3, active: 0.6, default_rule: lottery, information: 0.6}\n",
    "entered": f"market: {{{POOL}, lov: {{opens: 30, ask: 0.5, slots: 3}}}}\nprovider: {{entry_per_year: 6, start_recipients: 4}}\n"
    "market.authorise_days: 30\nchoice: {own: 0.3, default_rule: nearest}\nreimbursement.own_cost_share: 1.1\n",
    "tendered": f"market: {{{POOL}, lou: [{{name: first, day: 1, starts: 60, length_days: 120, renewals: [60], award: {{quality: 0.5}}, ask: 1, "
    "lots: [{name: one, providers: 2, areas: [1], share: 0.3}, {name: kind, providers: 1, areas: [1], share: 0.2, orientation: nonprofit}], "
    "phases: [{day: 60, share: 0.5}, {day: 120, share: 1}]}]}\nchoice: {own: 0.3, default_rule: room}\nreimbursement.own_cost_share: 1.4\nprovider: {start_recipients: 4, overhead_small: 0, overhead_large: 0}\n",
    # The care of an area passes as it is on day 30. Nobody bids for it again, so that it comes back on day 90; from 120 on rates are those
    # of a base year that began then.
    "passed": f"market: {{externals: 3, share: 0.3, {POOL}, lov: {{}}, lou: [{{name: first, day: 1, starts: 30, length_days: 60, award: {{quality: 0.5}}, "
    "transfer: true, lots: [{name: one, areas: [1], share: 0.5}]}]}\ncontract.notice_days: 15\nchoice: {own: 0.3, default_rule: room}\n"
    "reimbursement.own_cost_share: 1.4\nprovider: {start_recipients: 4, overhead_small: 0, overhead_large: 0}\n"
    "timeline: [{name: little is paid, day: 45, set: {reimbursement.own_cost_share: 0.7}}]\n",
    "offered": f"market: {{externals: 3, share: 0.5, {POOL}, offers: [{{name: plans, day: 30, way: invitation, supplement: 20, set: {{plan.team_planning: 0.9}}}}, "
    "{name: room, day: 60, way: requirement, set: {discretion.provider: 0.9}}]}\noffer: {adopts_per_year: 6, renewal_days: 120}\n",
}


def followed(name: str, days: int = 245) -> str:
    """A world of 60 recipients whose providers are followed up, or chosen and let in, over eight months or so many days."""
    seed, municipality = (34, "{from: lillkoping, areas: 2}") if name == "passed" else (31, "lillkoping")
    return (
        f"seed: {seed}\nmunicipality: {municipality}\nregime: ordinary\nrun: {{burn_in_days: 0, days: {days}, replicates: 1}}\n"
        f"record: {{period_days: {days}}}\n{(FOLLOWED | CHOSEN)[name]}"
    )


def write_market(folder: Path, form: str) -> None:
    """The world of a form or a way to follow up, and what the program's books say."""
    path = folder / f"market-{form}.yaml"
    path.write_text(market(form) if form in FORMS else followed(form), encoding="utf-8")
    _, resolved = resolve(path, ())
    found = subprocess.run([os.environ["MARKET_MONTHS"], str(path)], capture_output=True, text=True, check=True)
    path.with_suffix(".json").write_text(json.dumps(resolved) + "\n", encoding="utf-8")
    path.with_suffix(".months.json").write_text(found.stdout, encoding="utf-8")


def program(*arguments: object) -> str:
    """What the program prints; its own message ends this where it refuses."""
    done = subprocess.run([TILLIT, *map(str, arguments)], capture_output=True, text=True, check=False)
    if done.returncode != 0:
        sys.exit(done.stderr.strip())
    return done.stdout


def resolve(path: Path, sets: tuple[str, ...]) -> tuple[list[str], dict]:
    """Digests of a config's replicates by the program, and the config as it resolved it."""
    out = path.with_suffix(".h5")
    words = [word for setting in sets for word in ("--set", setting)]
    printed = program("run", path, "--out", out, "--overwrite", "--quiet", *words)
    resolved = json.loads(program("config", out))
    out.unlink()
    (line,) = (line for line in printed.splitlines() if line.startswith("digest"))
    return line.split()[1:], resolved


def counted(config: Config, replicate: int) -> tuple[str, list[list[dict]]]:
    """Digest of a replicate, and every unit's digest and counters of every day."""
    found = []
    for world in days(config, replicate):
        found.append([{"digest": f"{unit.digest:016x}", "counters": vars(unit.counted)} for unit in world.units])
    return f"{digest(world):016x}", found


def expected(resolved: dict) -> dict:
    """What the reference gives of a resolved config."""
    config = from_dict(resolved)
    runs = [counted(config, replicate) for replicate in range(config.run["run.replicates"])]
    return {"digests": [own for own, _ in runs], "days_of_replicate_0": runs[0][1]}


def write_world(folder: Path, name: str) -> None:
    """One world's files."""
    text, sets = WORLDS[name]
    path = folder / f"{name}.yaml"
    path.write_text(text, encoding="utf-8")
    digests, resolved = resolve(path, sets)
    found = expected(resolved)
    if found["digests"] != digests:
        sys.exit(f"{name}: the program's digests are {digests}, the reference's {found['digests']}")
    path.write_text(f"{text}# --set {' --set '.join(sets)}\n", encoding="utf-8")
    for suffix, content in ((".json", resolved), (".expected.json", found)):
        (folder / f"{name}{suffix}").write_text(json.dumps(content, indent=None) + "\n", encoding="utf-8")


def copy_documents(folder: Path) -> None:
    """The description with all that it refers to for a rule or a table, in the folders that its links expect."""
    for name in ("ODD.md", "EXACT.md", "RESULTS.md"):
        shutil.copy(ROOT / "docs" / name, folder)
    for name in ("tables", "results"):
        shutil.copytree(ROOT / "docs" / name, folder / name, dirs_exist_ok=True)


def main() -> None:
    """Writes the kit."""
    if len(sys.argv) != 2:
        sys.exit("usage: replication_kit.py FOLDER")
    folder = Path(sys.argv[1])
    (folder / "worlds").mkdir(parents=True, exist_ok=True)
    copy_documents(folder)
    (folder / "README").write_text(ABOUT.format(names=", ".join(WORLDS)), encoding="utf-8")
    for name in WORLDS:
        write_world(folder / "worlds", name)
        print(f"{folder}/worlds/{name}: the program and the reference agree")
    for form in (*FORMS, *FOLLOWED, *CHOSEN):
        write_market(folder / "worlds", form)
        print(f"{folder}/worlds/market-{form}: what the program's books say")


if __name__ == "__main__":
    main()
