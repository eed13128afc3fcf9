"""The rules a cut-off desk applies by itself are the server's: the browser's copy of them is held
against the Python one, and its decisions against a small hall.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page

from meeting import text
from plugins.roster import rules

STATIC = Path(__file__).parents[2] / "plugins/checkin/static"
TYPED = [
    *("Đinh Thị Hlŏp", "dinh thi hlop", "Nguyeenx Vawn Thuwowcs", "Nguye6n4 Va8n Thu7o7c1"),
    *(
        "ĐINH HLOP",
        "Hoà",
        "hòa",
        "Ƀă Ƀlơ̆",
        "ð Ð",
        "K'Bang",
        "  a   b ",
        "",
        "Khóm 1",
        "xax",
        "ddeef",
    ),
    *("Đinh\u00a0Bưm", "lý/lí", "a_b", "Rơ Chăm H’Yêng", "quí IV", "Ksor Hơ̆n", "123", "sss", "w"),
]
CODES = [
    *(
        "CFG-2345",
        "cfg2345",
        " c f g 2 3 4 5 ",
        "O0ISZBU",
        "hlop",
        "vu thinh",
        "",
        "CFG234",
        "CFG23456",
    ),
    *(
        "CFGHJKLMNPQRTVX23456789CFGHJ",
        "http://10.0.0.9:8000/m/1/checkin/i/CFGHJKLMNPQRTVX23456789CFGHJ\n",
    ),
    *(
        "http://x/c/CFG-2345?x=1#y",
        "http://x/c/CFG-2345/",
        "XCFGHJKLMNPQRTVX23456789CFGHJ",
        "ＣＦＧ２３４５",
    ),
]
NAMES = ["Đinh Thị Hlŏp", "Đinh Hlŏp Ơ", "Nguyễn Văn Thước", "Hlŏp", "Ksor Hơ̆n", "Đinh Bưm"]


@pytest.fixture(scope="module")
def page(browser: Browser) -> Iterator[Page]:
    """A page with nothing but the rules."""
    page = browser.new_page()
    page.add_script_tag(content=(STATIC / "offline_rules.js").read_text())
    yield page
    page.close()


def js(page: Page, expression: str, argument: object) -> Any:
    return page.evaluate(
        f"(given) => {{ const r = window.deskRules; return {expression}; }}", argument
    )


def test_words_are_read_as_the_server_reads_them(page: Page) -> None:
    assert js(page, "given.map(r.searchKey)", TYPED) == [text.search_key(one) for one in TYPED]
    words = sorted({word for one in TYPED for word in text.search_key(one).split()})
    told = js(page, "given.map((one) => r.readings(one).sort())", words)
    assert told == [sorted(text.readings(word)) for word in words]


def test_codes_are_read_as_the_server_reads_them(page: Page) -> None:
    told = js(page, "given.map((one) => (r.readCode(one) || { value: '' }).value)", CODES)
    assert told == [rules.read_code(one) for one in CODES]
    kinds = js(
        page, "given.map((one) => (r.readCode(one) || { kind: '' }).kind === 'secret')", CODES
    )
    assert kinds == [rules.is_secret(one) for one in CODES]


def test_people_are_found_in_the_servers_order(page: Page) -> None:
    people = [
        {"id": i, "name": n, "key": text.search_key(n), "village": None}
        for i, n in enumerate(NAMES)
    ]
    for typed in ("hlop", "dinh", "thuwowcs", "hon", "d h", "x"):
        found = js(
            page,
            "r.search({ people: given[0], villages: new Map() }, given[1], 9).map((one) => one.id)",
            [people, typed],
        )
        words = rules.typed_words(typed)
        fits = [one for one in people if rules.matches(words, str(one["key"]))]
        fits.sort(key=lambda one: rules.rank(words, str(one["key"])))
        assert found == [one["id"] for one in fits]


def person(number: int, **facts: Any) -> dict[str, Any]:
    known = {
        "id": number,
        "name": f"Đinh {number}",
        "key": f"dinh {number}",
        "village": 1,
        "side": True,
    }
    return {**known, "at": None, "left": False, "instead": None, "desk": "", **facts}


def hall(*people: dict[str, Any], **changes: Any) -> dict[str, Any]:
    told = {"when_full": "desk", "may_exceed": True, "walk_ins": True, "substitutes": True}
    return {
        "meeting": {"state": changes.pop("state", "OPEN")},
        "rules": {**told, **changes},
        "villages": [
            {"id": 1, "label": "làng Stơr", "heading": "Làng Stơr", "key": "lang stor", "places": 2}
        ],
        "people": list(people),
    }


def decide(page: Page, copy: dict[str, Any], do: str, outbox: list[Any] | None = None) -> Any:
    """The outcome or refusal of ``do``, where ``v`` is the hall as the desk knows it."""
    known = "const r = window.deskRules; const v = r.overlay(copy, outbox);"
    found = page.evaluate(f"([copy, outbox]) => {{ {known} return {do}; }}", [copy, outbox or []])
    return found.get("refusal") or found["outcome"], found.get("over"), found.get("wire")


def entry(number: int, **wire: Any) -> dict[str, Any]:
    return {"id": f"e{number}", "at": 1000 + number, "wire": wire, "shown": {}}


ADMIT = "r.admit(v, r.find(v, 1), '')"


def test_who_is_let_in(page: Page) -> None:
    one, two, three = person(1), person(2, at=500), person(3, at=600)
    assert decide(page, hall(one), ADMIT)[:2] == ("ADMITTED", False)
    assert decide(page, hall(person(1, at=500)), ADMIT)[0] == "ALREADY_IN"
    assert decide(page, hall(one), ADMIT, [entry(1, delegate_id=1)])[0] == "ALREADY_IN"
    assert decide(page, hall(person(1, at=500, left=True)), ADMIT)[0] == "BACK_AGAIN"
    assert decide(page, hall(one, state="CLOSED"), ADMIT)[0] == "core.closed"
    full = hall(one, two, three)
    assert decide(page, full, ADMIT)[0] == "checkin.village_full"
    assert decide(page, hall(one, two), ADMIT, [entry(1, name="Đinh Jrŭ", village_id=1)])[0] == (
        "checkin.village_full"
    )
    with_reason = "r.admit(v, r.find(v, 1), 'làng cử')"
    assert decide(page, full, with_reason)[:2] == ("ADMITTED", True)
    firm = hall(one, two, three, when_full="refuse", may_exceed=False)
    assert decide(page, firm, with_reason)[0] == "checkin.village_full"
    assert decide(page, hall(one, two, three, when_full="warn"), ADMIT)[:2] == ("ADMITTED", True)
    official = hall(person(1, side=False), two, three)
    assert decide(page, official, ADMIT)[:2] == ("ADMITTED", False)


def test_newcomers_and_substitutes(page: Page) -> None:
    one, two = person(1), person(2, at=500)
    come = (
        "r.walkIn(v, { name: ' Đinh   Jrŭ ', village: 1, "
        "honorific: 'Ông', distinction: 'con ông Bok', reason: '' })"
    )
    outcome, over, wire = decide(page, hall(one), come)
    assert (outcome, over) == ("ADMITTED", False)
    said = {"honorific": "Ông", "distinction": "con ông Bok", "reason": ""}
    assert wire == {"name": "Đinh Jrŭ", "village_id": 1, **said}
    assert decide(page, hall(one, walk_ins=False), come)[0] == "checkin.no_walk_ins"
    nameless = come.replace("' Đinh   Jrŭ '", "'123'")
    assert decide(page, hall(one), nameless)[0] == "roster.bad_name"
    instead = "r.instead(v, r.find(v, 1), { name: 'Đinh Thay', honorific: '', reason: '' })"
    assert decide(page, hall(one), instead)[2]["substitute_for"] == 1
    taken = [entry(1, name="Đinh Thay", substitute_for=1)]
    assert decide(page, hall(one), instead, taken)[0] == "checkin.has_substitute"
    assert decide(page, hall(one), ADMIT, taken)[0] == "checkin.has_substitute"
    assert decide(page, hall(person(1, at=500)), instead)[0] == "checkin.is_here"
    assert decide(page, hall(one, two, substitutes=False), instead)[0] == "checkin.no_substitutes"


HOUR = 3600_000


@pytest.mark.parametrize(
    ("anchor", "wall", "mono", "expected"),
    [
        # the device is 5 minutes behind; a minute later it still is
        ({"server": 300_000, "wall": 0, "mono": 0}, 60_000, 60_000, 360_000),
        # it slept for an hour: its counter stood still, its clock did not
        ({"server": 300_000, "wall": 0, "mono": 0}, HOUR, 1_000, 300_000 + HOUR),
        # somebody set its clock back, or a day ahead
        ({"server": 9 * HOUR, "wall": 9 * HOUR, "mono": 0}, 2 * HOUR, 60_000, 9 * HOUR + 60_000),
        ({"server": 0, "wall": 0, "mono": 0}, 24 * HOUR, 60_000, 60_000),
        # after a restart only its clock is left, which cannot be before what is past
        ({"server": 300_000, "wall": 0, "mono": None}, 60_000, 0, 360_000),
        ({"server": 300_000, "wall": 0, "mono": None, "latest": 900_000}, 60_000, 0, 900_000),
    ],
)
def test_the_servers_time_through_a_doubtful_clock(
    anchor: dict[str, Any], wall: int, mono: int, expected: int, page: Page
) -> None:
    told = js(page, "r.serverTime(given[0], given[1], given[2])", [anchor, wall, mono])
    assert told == expected, json.dumps(anchor)
