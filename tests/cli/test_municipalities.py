"""Tests of configs/municipalities/ and of the script that writes it. Run: python3 -m unittest discover tests"""

from __future__ import annotations

import csv
import re
import subprocess
import sys
import tempfile
import unittest
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT / "scripts"))

import municipalities

FOLDER = ROOT / "configs" / "municipalities"
FULL_PROFILES = ("linkoping", "karlstad", "sundsvall", "botkyrka")
HAND_WRITTEN = {"lillkoping"}
NOT_A_MUNICIPALITY = {"swedish-median", "lillkoping"}
REGISTER_TOTAL = 148_500


def read_profile(path: Path) -> dict[str, str]:
    """The entries of `municipality:`, read without the script's own code."""
    block = re.search(
        r"^municipality:\n((?:  .*\n)+)", path.read_text(encoding="utf-8"), re.MULTILINE
    )
    assert block, path
    lines = (line.split("  #")[0].strip() for line in block[1].splitlines())
    return dict(
        line.split(": ", 1) for line in lines if line and not line.startswith("#")
    )


def table() -> list[dict[str, str]]:
    """The source table."""
    with (FOLDER / "source" / "profiles.csv").open(
        encoding="utf-8", newline=""
    ) as file:
        return list(csv.DictReader(file))


class Files(unittest.TestCase):
    """What stands in the folder."""

    @classmethod
    def setUpClass(cls) -> None:
        cls.profiles = {
            path.stem: read_profile(path) for path in sorted(FOLDER.glob("*.yaml"))
        }
        cls.real = {
            slug: profile
            for slug, profile in cls.profiles.items()
            if slug not in NOT_A_MUNICIPALITY
        }

    def test_all_municipalities_once(self) -> None:
        self.assertEqual(len(self.real), 290)
        names = [profile["name"] for profile in self.real.values()]
        self.assertEqual(sorted(names), sorted(row["municipality"] for row in table()))

    def test_values_are_accepted(self) -> None:
        ranges = municipalities.read_ranges(municipalities.PARAMETERS)
        for slug, profile in self.profiles.items():
            for name, text in profile.items():
                if name not in ("name", "code"):
                    with self.subTest(slug=slug, field=name):
                        self.assertTrue(
                            ranges[name][0] <= float(text) <= ranges[name][1], text
                        )

    def test_codes_are_the_official_ones(self) -> None:
        codes = {profile["name"]: profile.get("code") for profile in self.real.values()}
        self.assertEqual(
            codes,
            {row["municipality"]: str(int(row["municipality_code"])) for row in table()},
        )
        self.assertEqual(len(set(codes.values())), 290)

    def test_whole_numbers(self) -> None:
        for slug, profile in self.profiles.items():
            with self.subTest(slug=slug):
                self.assertTrue(
                    profile["recipients"].isdecimal() and profile["areas"].isdecimal()
                )

    def test_sum_of_recipients(self) -> None:
        total = sum(int(profile["recipients"]) for profile in self.real.values())
        self.assertAlmostEqual(total / REGISTER_TOTAL, 1.0, delta=0.01)

    def test_full_profiles(self) -> None:
        for slug in (*FULL_PROFILES, *NOT_A_MUNICIPALITY):
            with self.subTest(slug=slug):
                self.assertEqual(
                    set(self.profiles[slug]) - {"code"},
                    {"name", *municipalities.FIELDS},
                )

    def test_rule_values_of_full_profiles_follow_the_rules(self) -> None:
        population = {row["municipality"]: int(row["population"]) for row in table()}
        with (FOLDER / "source" / "profiles_full.csv").open(
            encoding="utf-8", newline=""
        ) as file:
            rows = list(csv.DictReader(file))
        people = {
            row["municipality"]: int(row["value"])
            for row in rows
            if row["field"] == "recipients"
        }
        for row in (row for row in rows if row["grade"] == "rule"):
            name = row["municipality"]
            by_rule = {
                "areas": municipalities.areas_rule(people[name]),
                "trip_min": municipalities.trip_rule(population[name]),
            }
            with self.subTest(municipality=name, field=row["field"]):
                self.assertEqual(float(row["value"]), by_rule[row["field"]])

    def test_nothing_of_the_held_out_year(self) -> None:
        for path in FOLDER.glob("*.yaml"):
            with self.subTest(file=path.name):
                self.assertNotRegex(
                    path.read_text(encoding="utf-8"), r"(?m)^  \w+_2015:"
                )

    def test_only_known_files_are_hand_written(self) -> None:
        written = municipalities.all_files()
        self.assertEqual(
            {slug for slug in self.profiles if f"{slug}.yaml" not in written},
            HAND_WRITTEN,
        )


class Script(unittest.TestCase):
    """What the script does."""

    def test_check_passes(self) -> None:
        command = [
            sys.executable,
            str(ROOT / "scripts" / "municipalities.py"),
            "--check",
        ]
        done = subprocess.run(command, capture_output=True, text=True, check=False)
        self.assertEqual(done.returncode, 0, done.stderr)

    def test_check_sees_every_kind_of_difference(self) -> None:
        files = {
            "a.yaml": municipalities.MARK + "\n",
            "b.yaml": municipalities.MARK + " b\n",
        }
        with tempfile.TemporaryDirectory() as name:
            folder = Path(name)
            municipalities.write({"old.yaml": municipalities.MARK, **files}, folder)
            (folder / "mine.yaml").write_text("invented: true\n", encoding="utf-8")
            (folder / "a.yaml").write_text("changed\n", encoding="utf-8")
            (folder / "b.yaml").unlink()
            found = municipalities.differences(files, folder)
            self.assertEqual(
                [line.split()[0] for line in found], ["a.yaml", "b.yaml", "old.yaml"]
            )
            municipalities.write(files, folder)
            self.assertEqual(municipalities.differences(files, folder), [])
            self.assertTrue((folder / "mine.yaml").exists())
            self.assertFalse((folder / "old.yaml").exists())

    def test_slugs_are_unique(self) -> None:
        slug = municipalities.slugs(table())
        self.assertEqual(len(set(slug.values())), len(slug))
        self.assertEqual(slug["Upplands Väsby"], "upplands-vasby")
        self.assertEqual(
            (slug["Habo"], slug["Håbo"]), ("habo-jonkoping", "habo-uppsala")
        )

    def test_value_outside_the_range_is_left_out(self) -> None:
        profile = municipalities.Profile(
            "X", values={"recipients": municipalities.Value("7", "")}
        )
        municipalities.keep_accepted(profile, {"recipients": (10.0, 20.0)})
        self.assertEqual(profile.values, {})
        self.assertIn("left out", profile.warnings[0])

    def test_rules(self) -> None:
        self.assertEqual(
            [municipalities.areas_rule(n) for n in (1, 164, 165, 1100)], [1, 1, 2, 10]
        )
        self.assertEqual(municipalities.trip_rule(30_000), 12.0)
        self.assertEqual(
            [municipalities.trip_rule(n) for n in (1, 10_000_000)], [20.0, 8.0]
        )


if __name__ == "__main__":
    unittest.main()
