"""The conditional logic that matters most (domain.md 2.3), on the real checklist."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from auditapp.checklist.expressions import parse
from auditapp.checklist.model import Severity, Verdict
from auditapp.checklist.verdicts import as_text, band_for, figure, judge, shown, verdict
from tests.checklist.given import Given, item

CONFORM, OBS, MINOR, MAJOR = Verdict.CONFORM, Verdict.OBSERVATION, Verdict.MINOR, Verdict.MAJOR


@pytest.mark.parametrize(
    ("settings", "drills", "expected"),
    [
        (
            {"building_type": "lowrise", "key_fire_unit": "no", "crowded_place": "no", "subplan_unit": "no"},
            "1",
            CONFORM,
        ),
        ({"building_type": "lowrise", "key_fire_unit": "no", "crowded_place": "no", "subplan_unit": "no"}, "0", MAJOR),
        ({"building_type": "lowrise", "key_fire_unit": "yes", "crowded_place": "no", "subplan_unit": "no"}, "1", MAJOR),
        (
            {"building_type": "lowrise", "key_fire_unit": "yes", "crowded_place": "no", "subplan_unit": "no"},
            "2",
            CONFORM,
        ),
        (
            {"building_type": "highrise", "key_fire_unit": "no", "crowded_place": "no", "subplan_unit": "no"},
            "1",
            CONFORM,
        ),
        ({"building_type": "super_highrise", "key_fire_unit": "no", "crowded_place": "no"}, "1", MAJOR),
        (
            {"building_type": "lowrise", "key_fire_unit": "no", "crowded_place": "strict", "subplan_unit": "no"},
            "1",
            MAJOR,
        ),
        ({"subplan_unit": "yes", "key_fire_unit": "yes"}, "3", MAJOR),
        ({"subplan_unit": "yes", "key_fire_unit": "yes"}, "4", CONFORM),
        ({}, "4", CONFORM),
        ({}, "0", MAJOR),
        ({}, "1", Verdict.PENDING),
    ],
)
def test_the_least_number_of_drills_follows_building_and_unit(
    settings: dict[str, str], drills: str, expected: Verdict
) -> None:
    assert verdict(item("EM-2.2"), drills, Given(settings=settings)).verdict is expected


@pytest.mark.parametrize(
    ("building", "layout", "width", "expected"),
    [
        ("highrise", "double", "1.40", CONFORM),
        ("highrise", "double", "1.39", MAJOR),
        ("super_highrise", "single", "1.30", CONFORM),
        ("highrise", "single", "1.29", MAJOR),
        ("lowrise", "double", "1.10", CONFORM),
        ("lowrise", "double", "1.09", MAJOR),
        ("highrise", None, "1.40", CONFORM),
        ("highrise", None, "1.35", Verdict.PENDING),
        ("highrise", None, "1.0", MAJOR),
    ],
)
def test_corridor_width_follows_building_and_layout(
    building: str, layout: str | None, width: str, expected: Verdict
) -> None:
    attributes = {("zone", "S1", "corridor"): layout} if layout else {}
    facts = Given(settings={"building_type": building}, attributes=dict(attributes))
    assert verdict(item("WP-4.6"), width, facts, "S1").verdict is expected


@pytest.mark.parametrize(
    ("season", "temperature", "expected"),
    [
        ("cooling", "28", CONFORM),
        ("cooling", "28.1", MINOR),
        ("cooling", "21.9", MINOR),
        ("heating", "16", CONFORM),
        ("heating", "24.1", MINOR),
        ("neutral", "24.1", CONFORM),
        ("neutral", "15.9", MINOR),
    ],
)
def test_temperature_follows_the_season(season: str, temperature: str, expected: Verdict) -> None:
    assert verdict(item("WP-3.2"), temperature, Given(settings={"season": season}), "S1").verdict is expected


@pytest.mark.parametrize(
    ("season", "value", "expected"),
    [("cooling", "25.9", OBS), ("cooling", "26", CONFORM), ("heating", "20.1", OBS), ("neutral", "5", CONFORM)],
)
def test_the_set_point_is_only_an_energy_reminder(season: str, value: str, expected: Verdict) -> None:
    assert verdict(item("WP-3.3"), value, Given(settings={"season": season}), "S1").verdict is expected


@pytest.mark.parametrize(
    ("season", "value", "expected"),
    [("cooling", "40", CONFORM), ("cooling", "39.9", MINOR), ("heating", "60.1", MINOR), ("neutral", "30", CONFORM)],
)
def test_humidity_follows_the_season(season: str, value: str, expected: Verdict) -> None:
    assert verdict(item("WP-3.4"), value, Given(settings={"season": season}), "S1").verdict is expected


def test_an_unknown_season_leaves_a_reading_pending_unless_all_seasons_agree() -> None:
    assert verdict(item("WP-3.2"), "27", Given(), "S1").verdict is Verdict.PENDING
    assert verdict(item("WP-3.2"), "23", Given(), "S1").verdict is CONFORM
    assert verdict(item("WP-3.2"), "40", Given(), "S1").verdict is MINOR


@pytest.mark.parametrize(
    ("kind", "made", "expected"),
    [
        ("water", "2020-03-06", CONFORM),
        ("water", "2020-03-05", MAJOR),
        ("powder", "2016-03-06", CONFORM),
        ("powder", "2016-03-05", MAJOR),
        ("clean", "2016-03-05", MAJOR),
        ("co2", "2014-03-06", CONFORM),
        ("co2", "2014-03-05", MAJOR),
        ("co2", "2014-02", MAJOR),
    ],
)
def test_an_extinguisher_is_past_its_life_on_the_anniversary(kind: str, made: str, expected: Verdict) -> None:
    facts = Given(answers={"WP-4.16@S1": kind, "WP-4.19@S1": made}, day=date(2026, 3, 5))
    assert judge(item("WP-4.20"), facts, "S1").verdict is expected


def test_the_age_of_an_extinguisher_of_unknown_type_is_judged_only_when_all_types_agree() -> None:
    assert judge(item("WP-4.20"), Given(answers={"WP-4.19@S1": "2018-01-01"}), "S1").verdict is Verdict.PENDING
    assert judge(item("WP-4.20"), Given(answers={"WP-4.19@S1": "2000-01-01"}), "S1").verdict is MAJOR
    assert judge(item("WP-4.20"), Given(answers={"WP-4.16@S1": "water"}), "S1").verdict is Verdict.PENDING


@pytest.mark.parametrize(
    ("hazard", "metres", "expected"),
    [
        ("serious", "15", CONFORM),
        ("serious", "15.1", MAJOR),
        ("medium", "20", CONFORM),
        ("medium", "20.1", MAJOR),
        ("light", "25", CONFORM),
        ("light", "25.1", MAJOR),
    ],
)
def test_the_way_to_an_extinguisher_follows_the_hazard_class(hazard: str, metres: str, expected: Verdict) -> None:
    assert verdict(item("WP-4.25"), metres, Given(answers={"WP-4.15": hazard}), "S1").verdict is expected


def test_a_high_rise_proposes_the_serious_class() -> None:
    (proposal,) = item("WP-4.15").proposals
    assert proposal.value == "serious"
    assert parse(proposal.when).holds(Given(settings={"building_type": "highrise"})) is True
    assert parse(proposal.when).holds(Given(settings={"building_type": "lowrise"})) is False


def lights(broken: int, of: int, building: str | None) -> Given:
    answers = {f"WP-4.10@S{n}": "major" if n <= broken else "conform" for n in range(1, of + 1)}
    answers |= {f"WP-4.11@S{n}": "yes" for n in range(1, of + 1)}
    return Given(
        answers=dict(answers),
        settings={"building_type": building} if building else {},
        sets={"emergency_light": [f"S{n}" for n in range(1, of + 1)]},
    )


@pytest.mark.parametrize(
    ("broken", "building", "verdict_", "escalated"),
    [
        (0, "highrise", CONFORM, False),
        (1, "highrise", MAJOR, False),
        (3, "highrise", MAJOR, False),
        (4, "highrise", MAJOR, True),
        (4, "lowrise", MAJOR, False),
        (5, "lowrise", MAJOR, False),
        (6, "lowrise", MAJOR, True),
        (4, None, MAJOR, False),
        (6, None, MAJOR, True),
    ],
)
def test_many_broken_escape_lights_are_a_major_fire_hazard(
    broken: int, building: str | None, verdict_: Verdict, escalated: bool
) -> None:
    judged = judge(item("WP-4.12"), lights(broken, 10, building))
    assert judged.number == broken * 10
    assert judged.verdict is verdict_
    assert (judged.escalated is not None) is escalated
    if judged.escalated:
        assert judged.escalated.grade is Severity.CRITICAL


@pytest.mark.parametrize(
    ("place", "age", "crowded", "limit"),
    [
        ("corridor", "existing", "no", "1.0"),
        ("corridor", "new", "no", "3.0"),
        ("stair", "existing", "no", "5.0"),
        ("stair", "new", "no", "10.0"),
        ("stair", "existing", "yes", "10.0"),
        ("crowded", "existing", "no", "3.0"),
        ("office", "existing", "strict", "3.0"),
        ("office", "existing", "no", "1.0"),
        ("crowded", "new", "no", "3.0"),
    ],
)
def test_escape_lighting_follows_place_age_and_crowd(place: str, age: str, crowded: str, limit: str) -> None:
    facts = Given(settings={"building_age": age, "crowded_place": crowded}, attributes={("zone", "S1", "place"): place})
    assert verdict(item("WP-4.14"), limit, facts, "S1").verdict is CONFORM
    assert verdict(item("WP-4.14"), str(Decimal(limit) - Decimal("0.01")), facts, "S1").verdict is MINOR
    band = band_for(item("WP-4.14"), facts, "S1")
    assert band is not None
    assert band.fail_below == limit


@pytest.mark.parametrize(
    ("settings", "minutes"),
    [
        ({"building_type": "super_highrise", "large_building": "no"}, 90),
        ({"building_type": "lowrise", "large_building": "yes"}, 60),
        ({"building_type": "highrise", "large_building": "no"}, 30),
    ],
)
def test_the_duration_of_emergency_lighting_follows_the_building(settings: dict[str, str], minutes: int) -> None:
    assert verdict(item("WP-4.13"), str(minutes), Given(settings=settings)).verdict is CONFORM
    assert verdict(item("WP-4.13"), str(minutes - 1), Given(settings=settings)).verdict is MAJOR


def test_a_premium_office_needs_500_lux() -> None:
    facts = Given(settings={"office_class": "premium"})
    assert [verdict(item("WP-2.2"), v, facts, "S1").verdict for v in ("500", "499", "449", "1000", "1001")] == [
        CONFORM,
        OBS,
        MINOR,
        CONFORM,
        MINOR,
    ]


def test_no_fallback_is_major_and_hides_what_depends_on_it() -> None:
    none = Given(answers={"EM-5.1": "none"}, settings={"vendor_overflow": "yes"})
    assert judge(item("EM-5.1"), none).verdict is MAJOR
    assert [shown(item(f"EM-5.{n}"), none) for n in range(2, 10)] == [False] * 8
    standby = Given(answers={"EM-5.1": "standby"}, settings={"vendor_overflow": "no"})
    assert judge(item("EM-5.1"), standby).verdict is CONFORM
    assert [shown(item(f"EM-5.{n}"), standby) for n in range(2, 10)] == [True] * 6 + [False, False]
    assert shown(item("EM-5.8"), Given(answers={"EM-5.1": "home"})) is True
    assert shown(item("EM-5.9"), Given(answers={"EM-5.1": "vendor"})) is True
    assert [shown(item(f"EM-5.{n}"), Given()) for n in range(2, 10)] == [True] * 8


def test_a_small_centre_is_graded_mildly() -> None:
    figures = {"PM-1.1": "40", "PM-1.2": "2", "PM-1.4": "1", "EM-5.2": "1"}
    small = Given(answers={**figures, "WP-1.5": "15"}, inputs={("EM-5.3", "minimum"): "10"})
    large = Given(answers={**figures, "WP-1.5": "16"}, inputs={("EM-5.3", "minimum"): "10"})
    assert [judge(item(i), small).verdict for i in ("EM-5.3", "PM-1.3", "PM-1.5")] == [OBS, OBS, CONFORM]
    assert [judge(item(i), large).verdict for i in ("EM-5.3", "PM-1.3", "PM-1.5")] == [MAJOR, MINOR, CONFORM]
    relieved = judge(item("EM-5.3"), small).relieved
    assert relieved is not None
    assert "小型中心" in relieved.text.zh


@pytest.mark.parametrize(
    ("setting", "items"),
    [
        ("runs_at_night", ["WP-3.15", "EM-2.9"]),
        ("telesales", ["SY-2.3"]),
        ("pc_insurer", ["EM-6.2"]),
        ("flood_or_quake_zone", ["EM-7.6"]),
        ("agency_labour", ["PM-1.9"]),
        ("many_female_staff", ["WP-7.3"]),
        ("face_recognition", ["WP-5.11"]),
        ("works_12_months", ["WP-4.37"]),
        ("fitout_24_months", ["WP-3.10"]),
        ("control_room", ["WP-4.32"]),
    ],
)
def test_a_switch_shows_and_hides_its_items(setting: str, items: list[str]) -> None:
    for id_ in items:
        assert shown(item(id_), Given(settings={setting: "yes"})) is True
        assert shown(item(id_), Given(settings={setting: "no"})) is False
        assert shown(item(id_), Given()) is True, "an unknown switch shows the item"


def test_conditions_on_answers_and_samples_hold() -> None:
    assert shown(item("WP-6.11"), Given(answers={"WP-6.1": "genset"})) is True
    assert shown(item("WP-6.11"), Given(answers={"WP-6.1": "dual"})) is False
    assert shown(item("SY-3.8"), Given(answers={"SY-1.1": "on_prem"})) is False
    facts = Given(attributes={("zone", "S1", "can_be_emptied"): "yes", ("zone", "S2", "can_be_emptied"): "no"})
    assert [shown(item("WP-3.8"), facts, s) for s in ("S1", "S2", "S3")] == [True, False, True]


def test_a_missed_rto_says_so() -> None:
    facts = Given(answers={"EM-4.2@S1": "60", "EM-4.4@S1": "75"})
    judged = judge(item("EM-4.5"), facts, "S1")
    assert (judged.verdict, judged.number) == (MAJOR, Decimal(-15))
    assert judged.escalated is not None
    assert "RTO" in judged.escalated.text.en
    assert judge(item("EM-4.5"), Given(answers={"EM-4.2@S1": "60", "EM-4.4@S1": "60"}), "S1").verdict is CONFORM


def test_no_stated_rto_is_a_failure_of_its_own() -> None:
    assert verdict(item("EM-4.2"), "none", Given(), "S1").verdict is MAJOR
    assert verdict(item("EM-4.2"), "240", Given(), "S1").verdict is CONFORM
    assert verdict(item("EM-4.3"), "none", Given(answers={"EM-4.1@S1": "recording"}), "S1").verdict is MINOR
    assert verdict(item("EM-4.3"), "none", Given(answers={"EM-4.1@S1": "chat"}), "S1").verdict is OBS
    unstated = Given(answers={"EM-4.2@S1": "none", "EM-4.4@S1": "60"})
    assert judge(item("EM-4.5"), unstated, "S1").verdict is Verdict.PENDING


def test_scenario_coverage_counts_options_and_minds_the_mandatory_ones() -> None:
    codes = tuple(o.code for o in item("EM-1.4").options)
    assert judge(item("EM-1.5"), Given(answers={"EM-1.4": codes})).verdict is CONFORM
    fifteen = Given(answers={"EM-1.4": tuple(c for c in codes if c != "media")})
    assert (judge(item("EM-1.5"), fifteen).number, judge(item("EM-1.5"), fifteen).verdict) == (Decimal("93.75"), OBS)
    no_fire = Given(answers={"EM-1.4": codes[1:]})
    assert judge(item("EM-1.5"), no_fire).verdict is MINOR
    fewer = Given(answers={"EM-1.4": codes[:8]}, inputs={("EM-1.5", "applicable"): "8"})
    assert judge(item("EM-1.5"), fewer).verdict is CONFORM
    assert verdict(item("EM-1.4"), (), Given()).verdict is MAJOR


def test_exercised_scenarios_are_counted_once() -> None:
    facts = Given(
        answers={"EM-1.4": ("fire", "power", "acd", "cyber")},
        sets={"drill": ["S1", "S2"]},
        attributes={("drill", "S1", "scenarios"): ("fire", "power"), ("drill", "S2", "scenarios"): ("fire",)},
    )
    assert (judge(item("EM-11.3"), facts).number, judge(item("EM-11.3"), facts).verdict) == (Decimal(50), OBS)


def test_further_numbers_are_used_and_a_missing_one_leaves_it_pending() -> None:
    assert judge(item("EM-11.4"), Given()).verdict is Verdict.PENDING
    done = Given(inputs={("EM-11.4", "closed"): "9", ("EM-11.4", "total"): "10"})
    assert (judge(item("EM-11.4"), done).number, judge(item("EM-11.4"), done).verdict) == (Decimal(90), CONFORM)
    nothing = Given(inputs={("EM-11.4", "closed"): "0", ("EM-11.4", "total"): "0"})
    assert judge(item("EM-11.4"), nothing).verdict is Verdict.PENDING
    assert verdict(item("EM-2.7"), "181", Given(inputs={("EM-2.7", "target"): "180"}), "S1").verdict is MINOR
    assert verdict(item("EM-2.7"), "180", Given(), "S1").verdict is Verdict.PENDING
    backup = Given(answers={"EM-6.3": "9", "WP-1.6": "100"})
    assert judge(item("EM-6.4"), backup).verdict is MINOR
    assert judge(item("EM-6.4"), Given(answers=backup.answers, inputs={("EM-6.4", "target"): "5"})).verdict is CONFORM
    assert verdict(item("SY-2.2"), "2", Given()).verdict is CONFORM
    assert verdict(item("SY-2.2"), "2", Given(inputs={("SY-2.2", "norm"): "3"})).verdict is MINOR


def test_long_cover_needs_ten_years_of_sales_recordings() -> None:
    assert verdict(item("SY-2.3"), "5", Given(settings={"long_term_sales": "no"})).verdict is CONFORM
    assert verdict(item("SY-2.3"), "9.9", Given(settings={"long_term_sales": "yes"})).verdict is MAJOR


def test_workstations_without_a_failure_are_counted() -> None:
    answers = {f"WP-2.3@S{n}": "conform" for n in range(1, 11)} | {"WP-2.4@S1": "minor", "WP-2.5@S2": "obs"}
    facts = Given(answers=dict(answers), sets={"workstation": [f"S{n}" for n in range(1, 12)]})
    assert (judge(item("WP-2.16"), facts).number, judge(item("WP-2.16"), facts).verdict) == (Decimal(90), CONFORM)


def test_illuminance_is_averaged_exactly() -> None:
    facts = Given(
        answers={"WP-2.2@S1": "300.1", "WP-2.2@S2": "300.2", "WP-2.2@S3": "300.3"},
        sets={"workstation": ["S1", "S2", "S3", "S4"]},
        settings={"office_class": "ordinary"},
    )
    assert judge(item("WP-2.14"), facts).number == Decimal("300.2")
    uniformity = judge(item("WP-2.15"), facts).number
    assert uniformity is not None
    assert round(uniformity, 4) == Decimal("0.9997")


def test_readings_within_limits_are_counted() -> None:
    facts = Given(
        answers={"WP-3.5@S1": "850", "WP-3.5@S2": "1100", "WP-3.7@S1": "50", "WP-3.7@S2": "61"},
        sets={"zone": ["S1", "S2"]},
    )
    assert judge(item("WP-3.16"), facts).number == Decimal(50)


@pytest.mark.parametrize(
    ("id_", "raw", "expected"),
    [
        ("WP-4.18", "green", CONFORM),
        ("WP-4.18", "red", MAJOR),
        ("WP-4.18", "yellow", MINOR),
        ("WP-4.18", "no_gauge", Verdict.INFO),
        ("WP-6.1", "single", MAJOR),
        ("WP-6.1", "ups", CONFORM),
        ("EM-3.3", "no", CONFORM),
        ("EM-3.3", "yes", MAJOR),
        ("WP-6.10", "no", MAJOR),
        ("WP-1.2", "no", Verdict.INFO),
        ("EM-1.12", "no", MAJOR),
        ("WP-4.2", "minor", MAJOR),
        ("WP-4.2", "obs", OBS),
        ("WP-1.3", "minor", MINOR),
        ("WP-3.9", "obs", OBS),
        ("WP-1.1", "highrise", Verdict.INFO),
        ("WP-1.5", "120", Verdict.INFO),
        ("WP-3.17", "照度计 A12 2026-12-31", CONFORM),
    ],
)
def test_words_are_judged(id_: str, raw: str, expected: Verdict) -> None:
    assert verdict(item(id_), raw, Given(), "S1").verdict is expected


def test_a_date_that_lies_ahead_cannot_be_an_age() -> None:
    assert verdict(item("WP-4.30"), "2026-03-06", Given(day=date(2026, 3, 5))).verdict is Verdict.PENDING
    assert verdict(item("WP-7.8"), "2026-03-05", Given(day=date(2026, 3, 5)), "S1").verdict is CONFORM
    assert verdict(item("WP-7.8"), "2026-03-04", Given(day=date(2026, 3, 5)), "S1").verdict is MAJOR


def test_an_open_item_is_pending() -> None:
    assert judge(item("WP-1.3"), Given()).verdict is Verdict.PENDING
    assert judge(item("WP-1.8"), Given()).verdict is Verdict.PENDING


def test_a_figure_never_looks_as_if_it_met_a_limit_it_missed() -> None:
    crowded = Given(answers={"WP-1.7": "599.6", "WP-1.6": "100"})
    judged = judge(item("WP-1.8"), crowded)
    assert (judged.verdict, figure(item("WP-1.8"), judged)) == (OBS, "5.996")
    assert figure(item("WP-1.8"), judge(item("WP-1.8"), Given(answers={"WP-1.7": "600", "WP-1.6": "100"}))) == "6.00"
    assert figure(item("WP-1.8"), judge(item("WP-1.8"), Given())) == ""
    assert as_text(Decimal("2") / 3, 1) == "0.7"
    assert as_text(Decimal("99.96"), 1, (Decimal(100), None)) == "99.96"
    assert as_text(Decimal("99.99999999"), 1, (Decimal(100),)) == "100.000000"
