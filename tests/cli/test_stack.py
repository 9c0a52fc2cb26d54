"""Stacks of 64 kB, as small systems and threads have them, are enough for every command."""

import resource

import pytest

STACK = 64 * 1024
CONFIG = "seed: 5\nmunicipality: lillkoping\nregime: ordinary\nrun: {days: 14, burn_in_days: 0, replicates: 2}\nrecord: {period_days: 14}\n"
EXPERIMENT = """title: {sv: t, en: t}
question: {sv: q, en: q}
config: small.yaml
arms: [{name: a, regime: ordinary}, {name: b, regime: trust-steering}]
outcomes: [quality]
claims: [{name: c, text: {sv: t, en: t}, outcome: quality, contrast: [b, a], direction: higher, smallest: 0.01, days: [0, 14]}]
sweep: {factors: {plan.continuity_weight: [0.5, 1]}, replicates: 2, keep: {windows: {w: [0, 14]}, series: true}}
"""
COMMANDS = [
    ["run", "small.yaml", "--threads", "2", "--out", "a.h5"],
    ["verify", "a.h5"],
    ["diff", "a.h5", "a.h5"],
    ["compare", "small.yaml", "small.yaml"],
    ["experiment", "asked.yaml"],
    ["config", "asked.yaml"],
    ["sweep", "asked.yaml", "--out", "s.sweep"],
    ["status", "s.sweep"],
    ["merge", "s.sweep"],
    ["verify", "s.sweep.h5"],
    ["config", "s.sweep.h5", "--run", "1"],
    ["check", "small.yaml"],
    ["params"],
]


@pytest.fixture
def small_stacks():
    """The limit that commands inherit; this process has its stack already."""
    before = resource.getrlimit(resource.RLIMIT_STACK)
    resource.setrlimit(resource.RLIMIT_STACK, (STACK, before[1]))
    yield
    resource.setrlimit(resource.RLIMIT_STACK, before)


def test_every_command_does_with_stacks_of_64_kb(tillit, tmp_path, small_stacks):
    (tmp_path / "small.yaml").write_text(CONFIG)
    (tmp_path / "asked.yaml").write_text(EXPERIMENT)
    for command in COMMANDS:
        done = tillit(*(tmp_path / word if "." in word else word for word in command))
        assert done.code == 0, (command, done.err)
