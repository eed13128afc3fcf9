"""What the rules of the programme allow, offer and refuse; without a database."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from meeting.contract import Refused
from meeting.plan.parts import AgendaKind
from plugins.agenda import rules
from plugins.agenda.rules import BATCH, EACH, Span, Step, Typed

START = datetime(2023, 10, 20, 0, 30, tzinfo=UTC)
KINDS = (
    "WELCOME", "OPENING", "REPORT", "SPEAKING", "ANSWERS", "FOLLOW_UP", "GUESTS", "CONCLUSION",
)  # fmt: skip


def at(minutes: float) -> datetime:
    return START + timedelta(minutes=minutes)


def span(number: int, start: float, end: float | None = None) -> Span:
    return Span(id=number, started_at=at(start), ended_at=None if end is None else at(end))


def programme(*kinds: str, **spans: tuple[Span, ...]) -> list[Step]:
    """Steps with ids from one; `speaking=(span, …)` says when that sort ran."""
    return [
        Step(
            id=number,
            kind=AgendaKind(kind),
            title=kind.title(),
            minutes=10,
            spans=spans.get(kind.lower(), ()),
        )
        for number, kind in enumerate(kinds or KINDS, start=1)
    ]


def offered(steps: list[Step], mode: str) -> tuple[str | None, list[str]]:
    ahead = rules.ahead(steps, mode)
    main = str(ahead.main.kind) if ahead.main else None
    return main, [str(one.kind) for one in ahead.also]


def refusal(action: object, *arguments: object, **named: object) -> str:
    with pytest.raises(Refused) as refused:
        action(*arguments, **named)  # type: ignore[operator]
    assert refused.value.message
    return refused.value.code


def test_only_the_welcome_begins_before_the_meeting_is_open() -> None:
    rules.may_begin(AgendaKind.WELCOME, meeting_open=False)
    rules.may_begin(AgendaKind.REPORT, meeting_open=True)
    for kind in set(AgendaKind) - {AgendaKind.WELCOME}:
        assert refusal(rules.may_begin, kind, meeting_open=False) == "agenda.not_open"


def test_a_click_on_an_old_picture_is_refused() -> None:
    rules.not_moved(7, 7)
    assert refusal(rules.not_moved, 7, 8) == "agenda.moved"
    assert refusal(rules.not_moved, 0, 8) == "agenda.moved"


def test_the_first_button_begins_the_programme() -> None:
    assert offered(programme(), EACH) == ("WELCOME", [])
    assert offered([], EACH) == (None, [])


def test_steps_follow_each_other() -> None:
    assert offered(programme(welcome=(span(1, 0),)), EACH) == ("OPENING", [])
    assert offered(programme(conclusion=(span(1, 0),)), EACH) == (None, [])


def test_a_step_that_was_brought_forward_is_not_offered_again() -> None:
    steps = programme(guests=(span(1, 0, 5),), report=(span(2, 5),), speaking=(span(3, 1, 2),))
    assert offered(steps, EACH)[0] == "SPEAKING"  # the loop is entered again and again
    steps = programme(guests=(span(1, 0, 5),), speaking=(span(2, 5),))
    assert offered(steps, EACH)[0] == "CONCLUSION"


def test_with_answers_at_once_the_loop_is_one_step() -> None:
    steps = programme(speaking=(span(1, 0),))
    assert offered(steps, EACH) == ("GUESTS", ["ANSWERS", "FOLLOW_UP"])


def test_in_rounds_the_loop_goes_round() -> None:
    first = programme(speaking=(span(1, 0),))
    assert offered(first, BATCH) == ("ANSWERS", ["FOLLOW_UP", "GUESTS"])
    second = programme(speaking=(span(1, 0, 9),), answers=(span(2, 9),))
    assert offered(second, BATCH) == ("FOLLOW_UP", ["SPEAKING", "GUESTS"])
    third = programme(
        speaking=(span(1, 0, 9),), answers=(span(2, 9, 20),), follow_up=(span(3, 20),)
    )
    assert offered(third, BATCH) == ("SPEAKING", ["ANSWERS", "GUESTS"])


def test_a_loop_of_one_step_is_left() -> None:
    steps = programme("SPEAKING", "CONCLUSION", speaking=(span(1, 0),))
    assert offered(steps, BATCH) == ("CONCLUSION", [])


def test_after_a_break_the_last_step_can_go_on() -> None:
    steps = programme(report=(span(1, 0, 5),))
    assert offered(steps, EACH) == ("SPEAKING", ["REPORT"])


def test_only_neighbours_are_one_loop() -> None:
    steps = programme("SPEAKING", "ANSWERS", "GUESTS", "SPEAKING", "CONCLUSION")
    assert [len(block) for block in rules.blocks(steps)] == [2, 1, 1, 1]


def test_a_round_begins_with_the_first_speech_after_an_answer() -> None:
    assert rules.round_began(programme()) is None
    assert rules.round_began(programme(report=(span(1, 0),))) is None
    assert rules.round_began(programme(speaking=(span(1, 3),))) == at(3)
    interrupted = programme(speaking=(span(1, 3, 5), span(2, 6)))
    assert rules.round_began(interrupted) == at(3)
    second = programme(speaking=(span(1, 3, 5), span(3, 9)), answers=(span(2, 5, 9),))
    assert rules.round_began(second) == at(9)


@pytest.mark.parametrize(
    ("typed", "minutes"), [("", None), ("  ", None), ("5", 5), (" 15 ", 15), ("600", 600)]
)
def test_minutes_are_whole_or_left_out(typed: str, minutes: int | None) -> None:
    assert rules.minutes_of(typed) == minutes


@pytest.mark.parametrize("typed", ["0", "-5", "601", "1,5", "mười", "²", "١٢", "9" * 5000])
def test_odd_minutes_are_refused(typed: str) -> None:
    assert refusal(rules.minutes_of, typed) == "agenda.bad_minutes"


def test_a_title_needs_words() -> None:
    assert rules.title_line("  Khai\u200b mạc ") == "Khai mạc"
    for typed in ("", "  ", "…", "123"):
        assert refusal(rules.title_line, typed) == "agenda.no_title"


def test_texts_have_limits_in_letters_a_reader_counts() -> None:
    assert rules.title_line("ơ̆" * rules.TITLE_LIMIT)
    assert refusal(rules.title_line, "ơ" * (rules.TITLE_LIMIT + 1)) == "agenda.too_long"
    assert refusal(rules.who_line, "a" * (rules.WHO_LIMIT + 1)) == "agenda.too_long"
    assert refusal(rules.note_text, "a" * (rules.NOTE_LIMIT + 1)) == "agenda.too_long"
    assert rules.note_text("một\r\nhai") == "một\nhai"


def test_only_known_sorts() -> None:
    assert rules.kind_of("REPORT") is AgendaKind.REPORT
    for typed in ("", "report", "BREAK"):
        assert refusal(rules.kind_of, typed) == "agenda.no_kind"


def test_a_programme_has_an_end() -> None:
    rules.room_for_more(rules.MOST_STEPS - 1)
    assert refusal(rules.room_for_more, rules.MOST_STEPS) == "agenda.too_many"


def test_nobody_saves_over_anothers_change() -> None:
    rules.not_changed(3, 3)
    assert refusal(rules.not_changed, 2, 3) == "agenda.changed"


def test_a_new_step_stands_where_it_was_put() -> None:
    assert rules.placed([1, 2], 9, 0) == [1, 2, 9]
    assert rules.placed([1, 2], 9, 2) == [1, 9, 2]
    assert refusal(rules.placed, [1, 2], 9, 7) == "agenda.other_order"


def test_moving_counts_on_the_neighbour_that_was_seen() -> None:
    assert rules.moved_up([1, 2, 3], 2, 1) == [2, 1, 3]
    assert rules.moved_up([2, 1, 3], 2, 1) == [2, 1, 3]  # the same click again
    assert rules.moved_up([1, 2, 3], 3, 2) == [1, 3, 2]
    for item, above in ((3, 1), (9, 1), (1, 9), (1, 1)):
        assert refusal(rules.moved_up, [1, 2, 3], item, above) == "agenda.other_order"


def test_what_has_begun_stays() -> None:
    steps = programme(report=(span(1, 0, 5),))
    rules.may_remove(steps[0])
    assert refusal(rules.may_remove, steps[2]) == "agenda.has_begun"
    rules.may_replace(programme())
    assert refusal(rules.may_replace, steps) == "agenda.under_way"


def test_settings_have_bounds() -> None:
    assert [n for n in (1, 2, 50, 51) if rules.is_batch_size(n)] == [2, 50]


def test_what_was_typed_is_the_same_value_again() -> None:
    """A repeated form is recognised by it."""
    assert repr(Typed(title="a", kind="REPORT")) == repr(Typed(title="a", kind="REPORT"))
