"""The sentence forms of the opinions: whole, and said as an office has reworded them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest

from meeting.papers.model import Item, plain
from meeting.phrases import Phrase, Phrases, wrong
from plugins.opinions import service
from plugins.opinions.minutes.letter_phrases import LETTERS
from plugins.opinions.minutes.phrases import PHRASES
from plugins.opinions.minutes.sections import opinions
from plugins.opinions.rules import Kind
from tests.telling import telling

ALL = (*PHRASES, *LETTERS)


@pytest.mark.parametrize("phrase", ALL, ids=lambda phrase: phrase.key)
def test_every_form_says_its_sample(phrase: Phrase) -> None:
    assert not list(wrong(phrase.form, phrase))
    said = Phrases.of([phrase]).sample(phrase.key)
    assert "{" not in said
    assert all(sample in said for sample in phrase.facts.values())


def test_each_has_a_key_of_its_own() -> None:
    keys = [phrase.key for phrase in ALL]
    assert len(set(keys)) == len(keys)
    assert all(key.startswith("opinions.") for key in keys)


@pytest.mark.usefixtures("context")
def test_an_office_says_it_in_its_own_words(write_down: Callable[..., int]) -> None:
    write_down("Đường lầy {who}.", channel="DIRECT")
    asked = telling()
    own = replace(asked.phrases, reworded={"opinions.raised": "{words} ({who} nêu)"})
    told = opinions(replace(asked, phrases=own))[1]
    assert isinstance(told, Item)
    assert plain(told.words) == "Đường lầy {who}. (Đinh Grơ̆ng nêu)"


@pytest.mark.usefixtures("context")
@pytest.mark.parametrize(
    ("kind", "verb"),
    [
        (Kind.QUESTION, "hỏi"),
        (Kind.PETITION, "kiến nghị"),
        (Kind.FEEDBACK, "phản ánh"),
        (Kind.PROPOSAL, "đề xuất"),
    ],
)
def test_the_sort_of_an_opinion_gives_its_verb(
    do: Callable[..., object], write_down: Callable[..., int], kind: Kind, verb: str
) -> None:
    do(service.set_kind, opinion_id=write_down("Làm cầu.", channel="DIRECT"), kind=kind)
    told = opinions(telling())[1]
    assert isinstance(told, Item)
    assert plain(told.words) == f"Đinh Grơ̆ng {verb}: Làm cầu."
