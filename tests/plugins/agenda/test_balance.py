"""How time is counted: steps, loops, people's speeches inside and outside of them."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from meeting.plan.parts import AgendaKind
from meeting.points import Speech
from plugins.agenda import balance
from plugins.agenda.balance import MINUTE, Elapsed
from plugins.agenda.rules import Span, Step

START = datetime(2023, 10, 20, 0, 30, tzinfo=UTC)


def at(minutes: float) -> datetime:
    return START + timedelta(minutes=minutes)


def span(start: float, end: float | None = None) -> Span:
    return Span(id=1, started_at=at(start), ended_at=None if end is None else at(end))


def step(kind: str, *spans: Span, minutes: int | None = 10) -> Step:
    return Step(id=abs(hash(kind)), kind=AgendaKind(kind), title=kind, minutes=minutes, spans=spans)


def speech(
    start: float,
    used: float,
    *,
    since: float | None = None,
    ended: bool = True,
    people: bool = True,
) -> Speech:
    return Speech(
        by_people=people,
        started_at=at(start),
        ended_at=at(start + used) if ended else None,
        used_ms=round(used * MINUTE),
        running_since=None if since is None else at(since),
    )


def shares(steps: list[Step], speeches: list[Speech], now: float) -> tuple[float, float, float]:
    """Minutes of reports, people and answers at an instant."""
    found = balance.balance(steps, speeches)
    parts = (found.one_way, found.people, found.answers)
    one_way, people, answers = (part.at(at(now)) / MINUTE for part in parts)
    return one_way, people, answers


def test_a_step_adds_up_all_the_times_it_ran() -> None:
    found = balance.elapsed([span(0, 5), span(10)])
    assert (found.ms, found.since) == (5 * MINUTE, at(10))
    assert found.at(at(12)) == 7 * MINUTE
    assert balance.elapsed([]).at(at(9)) == 0


def test_a_clock_that_was_set_back_counts_as_no_time() -> None:
    assert balance.elapsed([span(5, 3)]).ms == 0
    assert balance.elapsed([span(5)]).at(at(1)) == 0
    assert Elapsed(-5, None).at(at(0)) == 0


def test_reports_people_and_answers_share_the_time() -> None:
    steps = [
        step("WELCOME", span(-30, 0)),
        step("OPENING", span(0, 10)),
        step("REPORT", span(10, 30)),
        step("SPEAKING", span(30)),
    ]
    speeches = [speech(31, 4), speech(36, 3)]
    assert shares(steps, speeches, 40) == (30, 7, 2)


def test_while_somebody_speaks_only_that_counts_on() -> None:
    steps = [step("SPEAKING", span(0))]
    speeches = [speech(2, 0, since=2, ended=False)]
    assert shares(steps, speeches, 2) == (0, 0, 0)
    assert shares(steps, speeches, 6) == (0, 4, 0)


def test_nothing_is_answered_before_somebody_has_spoken() -> None:
    loop = [step("SPEAKING", span(0))]
    assert shares(loop, [], 10) == (0, 0, 0)
    assert shares(loop, [speech(8, 3)], 15) == (0, 3, 4)
    assert shares([step("SPEAKING", span(0, 5))], [speech(8, 3)], 15) == (0, 3, 0)


def test_a_paused_speech_leaves_the_time_to_the_answers() -> None:
    """The chair asks back."""
    steps = [step("SPEAKING", span(0))]
    assert shares(steps, [speech(2, 3, ended=False)], 8) == (0, 3, 3)


def test_a_speech_inside_a_report_is_the_peoples() -> None:
    steps = [step("REPORT", span(0))]
    assert shares(steps, [speech(5, 4)], 20) == (16, 4, 0)


def test_officials_who_speak_are_answering() -> None:
    steps = [step("ANSWERS", span(0))]
    assert shares(steps, [speech(1, 8, people=False)], 10) == (0, 0, 10)


def test_without_a_programme_the_people_are_counted_all_the_same() -> None:
    assert shares([], [speech(1, 8)], 10) == (0, 8, 0)


def test_who_has_finished_since_the_last_answers() -> None:
    speeches = [
        speech(1, 2),
        speech(10, 2),
        speech(13, 1, ended=False),
        speech(14, 1, people=False),
    ]
    assert balance.heard(speeches, at(5)) == 1
    assert balance.heard(speeches, at(0)) == 2
    assert balance.heard(speeches, None) == 0


def test_the_end_moves_only_when_a_step_takes_longer() -> None:
    steps = [step("REPORT", span(0)), step("SPEAKING"), step("ANSWERS"), step("CLOSING")]
    finish = balance.finish(steps)
    assert finish is not None
    assert finish.at(at(3)) == finish.at(at(9)) == at(40)
    assert finish.at(at(15)) == at(45)


def test_a_loop_uses_the_time_of_all_its_steps() -> None:
    steps = [step("SPEAKING", span(0, 12)), step("ANSWERS", span(12)), step("CLOSING")]
    finish = balance.finish(steps)
    assert finish is not None
    assert finish.at(at(14)) == at(30)


def test_what_was_brought_forward_needs_no_more_time() -> None:
    steps = [step("REPORT", span(5)), step("GUESTS", span(0, 5)), step("CLOSING", minutes=None)]
    finish = balance.finish(steps)
    assert finish is not None
    assert finish.at(at(6)) == at(15)
    assert balance.finish([step("REPORT")]) is None


def test_after_a_break_the_rest_still_counts() -> None:
    steps = [step("REPORT", span(0, 8)), step("CLOSING")]
    finish = balance.finish(steps)
    assert finish is not None
    assert finish.at(at(20)) == at(30)


moments = st.lists(st.integers(0, 240), min_size=2, max_size=12, unique=True).map(sorted)


@given(moments, st.integers(0, 60))
def test_no_minute_is_counted_twice(times: list[int], later: int) -> None:
    """Steps follow each other without a gap, each with one speech in its first half."""
    kinds = ("OPENING", "SPEAKING", "REPORT", "ANSWERS", "GUESTS", "FOLLOW_UP")
    steps, speeches = [], []
    for number, start in enumerate(times):
        end = times[number + 1] if number + 1 < len(times) else None
        steps.append(step(kinds[number % len(kinds)], span(start, end)))
        if end is not None:
            speeches.append(speech(start, (end - start) / 2))
    now = times[-1] + later
    assert abs(sum(shares(steps, speeches, now)) - (now - times[0])) < 0.01
