"""A speech opens its opinion, and takes it along when it does not take place."""

from __future__ import annotations

from collections.abc import Callable

from flask import Flask

from meeting.access import Actor
from meeting.meetings import change_setting
from plugins.opinions import service
from plugins.opinions.queries import OpinionView
from plugins.opinions.rules import Asker, Channel, Outcome
from plugins.speakers import api as speakers
from tests.plugins.opinions.conftest import Do

Stored = Callable[[], list[OpinionView]]


def called(do: Do, subject: str = "") -> int:
    turn_id: int = do(speakers.request_turn, speaker_name="Đinh Klĕn", subject=subject)
    do(speakers.call_next, seen=0, turn_id=turn_id)
    return turn_id


def test_whoever_has_the_floor_has_an_opinion_the_chair_sees(do: Do, stored: Stored) -> None:
    turn_id = called(do, "Đất rẫy")
    (opinion,) = stored()
    assert (opinion.number, opinion.name, opinion.text) == (1, "Đinh Klĕn", "Đất rẫy")
    assert (opinion.turn_id, opinion.channel, opinion.approved) == (turn_id, Channel.DIRECT, True)


def test_the_first_words_go_there_and_further_ones_beside_it(do: Do, stored: Stored) -> None:
    asker = Asker(turn_id=called(do))
    for text in ("Rẫy của cha mẹ để lại", "Nước giọt hết nước"):
        do(service.record, text=text, channel="DIRECT", asker=asker)
    assert [one.text for one in stored()] == ["Rẫy của cha mẹ để lại", "Nước giọt hết nước"]


def test_a_turn_put_back_leaves_nothing_behind_and_opens_again(do: Do, stored: Stored) -> None:
    turn_id = called(do)
    do(speakers.put_back_last, turn_id=turn_id)
    assert stored() == []
    do(speakers.call_next, seen=0, turn_id=turn_id)
    assert [one.number for one in stored()] == [1]


def test_what_somebody_wrote_stays_when_the_turn_goes_back(do: Do, stored: Stored) -> None:
    turn_id = called(do)
    do(service.record, text="Đất", channel="DIRECT", asker=Asker(turn_id=turn_id))
    do(speakers.put_back_last, turn_id=turn_id)
    do(speakers.call_next, seen=0, turn_id=turn_id)
    assert [one.text for one in stored()] == ["Đất"]


def test_what_others_stand_behind_stays_when_the_turn_goes_back(
    do: Do, stored: Stored, write_down: Callable[..., int], bum: Actor
) -> None:
    do(change_setting, name="opinions.support", value=True)
    turn_id = called(do, "Đất rẫy")
    do(service.support, by=bum, opinion_id=1)
    do(speakers.put_back_last, turn_id=turn_id)
    do(speakers.call_next, seen=0, turn_id=turn_id)
    assert [(one.number, one.supporters) for one in stored()] == [(1, 1)]
    do(service.take_back, by=bum, opinion_id=1)
    same = write_down("Đất rẫy nhà tôi cũng vậy")
    do(service.join, opinion_id=same, number=1)
    do(speakers.mark_absent, turn_id=turn_id, seen=turn_id)
    assert [one.merged_into for one in stored()] == [None, 1]


def test_a_speaker_who_asks_for_nothing_is_in_the_minutes_all_the_same(
    app: Flask, do: Do, stored: Stored
) -> None:
    called(do)
    do(service.nothing_raised, opinion_id=1, seen=1)
    (opinion,) = stored()
    assert opinion.text == "Phát biểu, không nêu kiến nghị."
    assert opinion.outcome is Outcome.NOTED
