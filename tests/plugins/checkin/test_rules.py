"""When a village is full, how the hall is counted, what a Wi-Fi QR says."""

from __future__ import annotations

import pytest

from plugins.checkin.rules import Totals, VillageCount, is_full, wifi


@pytest.mark.parametrize(
    ("places", "present", "full"),
    [(6, 5, False), (6, 6, True), (6, 7, True), (None, 500, False), (1, 0, False)],
)
def test_a_village_is_full_when_its_places_are_taken(
    places: int | None, present: int, full: bool
) -> None:
    assert is_full(places, present) is full


@pytest.mark.parametrize(
    ("places", "present", "over", "free"),
    [(6, 0, 0, 6), (6, 6, 0, 0), (6, 8, 2, 0), (None, 8, 0, None)],
)
def test_over_and_free_are_never_both(
    places: int | None, present: int, over: int, free: int | None
) -> None:
    row = VillageCount(
        village_id=1, village="Làng Stơr", places=places, invited=6, present=present, missing=0
    )
    assert (row.over, row.free) == (over, free)


@pytest.mark.parametrize(
    ("low", "high", "counted", "standing"),
    [
        (60, 60, 59, "under"),
        (60, 60, 60, "within"),
        (60, 60, 61, "over"),
        (120, 150, 120, "within"),
        (None, None, 5, ""),
    ],
)
def test_the_hall_stands_under_within_or_over_the_plan(
    low: int | None, high: int | None, counted: int, standing: str
) -> None:
    totals = Totals(
        places=60, invited=60, present=40, missing=20, over=0, officials_invited=18,
        officials_present=10, officials_missing=8, low=low, high=high, counted=counted,
    )  # fmt: skip
    assert (totals.standing, totals.everybody, totals.all_invited) == (standing, 50, 78)


@pytest.mark.parametrize(
    ("name", "password", "said"),
    [
        ("", "secret", ""),
        ("Hoi truong", "", "WIFI:T:nopass;S:Hoi truong;P:;;"),
        ("Hội trường", "12345678", "WIFI:T:WPA;S:Hội trường;P:12345678;;"),
        ('a;b,c:d"e\\f', "p;w", 'WIFI:T:WPA;S:a\\;b\\,c\\:d\\"e\\\\f;P:p\\;w;;'),
    ],
)
def test_the_wifi_code_escapes_what_would_end_it(name: str, password: str, said: str) -> None:
    assert wifi(name, password) == said
