"""The acts of a rehearsal: people are invited, arrive, ask and speak; the secretary closes."""

from __future__ import annotations

import re
import threading
import time
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path
from random import Random
from typing import TypeVar

from plugins.rehearse.client import PATIENCE, Answer, Client, Tally
from plugins.rehearse.hall import Hall
from plugins.rehearse.programme import Programme
from plugins.rehearse.rules import Person, invent_answer, invent_people, invent_question
from plugins.rehearse.screens import Screens

CROWD = 24  # things that happen in the same moment
TURN_SECONDS = 60  # how long an invented speaker speaks, before --speed
PICTURE = "agenda.programme"  # held on the wall for a while
CODE = re.compile(r"<code>([A-Z0-9-]{8,})</code>")
WORDS = {
    "chair": "Ông Nguyễn Văn Thử - Chủ tịch",
    "secretary": "Bà Trần Thị Diễn - công chức Văn phòng",
}
T = TypeVar("T")
Progress = Callable[[str, int, int], None]


def options(page: str, name: str) -> list[str]:
    """The values a page offers in one of its lists."""
    choices = page.split(f'name="{name}"')[1].split("</select>")[0]
    return re.findall(r'<option value="([^"]+)"', choices)


@dataclass(frozen=True)
class Day:
    """What is rehearsed."""

    plan: Path
    attendees: int
    speed: float
    seed: int
    power_cut: bool


@dataclass
class Acknowledged:
    """What the server said is stored. All of it must be in the minutes."""

    present: int = 0
    over_quota: int = 0
    questions: dict[int, str] = field(default_factory=dict)  # id → text
    answers: dict[int, str] = field(default_factory=dict)
    wishes: int = 0
    turns: int = 0
    lock: threading.Lock = field(default_factory=threading.Lock)


@dataclass
class Guest:
    """An invented person with their id, code and phone."""

    person: Person
    delegate_id: int
    code: str
    client: Client


@dataclass
class Play:
    """One rehearsal."""

    hall: Hall
    day: Day
    progress: Progress
    meeting_id: int = 1
    tally: Tally = field(default_factory=Tally)
    done: Acknowledged = field(default_factory=Acknowledged)
    guests: list[Guest] = field(default_factory=list)
    _dark: threading.Event = field(default_factory=threading.Event)

    def run(self) -> bytes:
        """Play all acts. Returns the minutes as PDF."""
        self.office = self._staff("organiser")
        self.desk = self._staff("registrar")
        self.secretary = self._staff("secretary")
        self.screens = Screens(self.hall.base, self.meeting_id, self.secretary)
        self.programme = Programme.read(self.secretary)
        self._invite()
        self.programme.welcome()
        self._rush()
        self._each("People ask", self.guests, self._ask)
        self.programme.lead_in()
        self._hold_a_picture()
        self._floor()
        self._follow_up()
        self.programme.answer()
        self._settle()
        self.programme.lead_out()
        self.screens.check(self.done.present)
        return self._close()

    def _random(self, number: int) -> Random:
        """The same for the same seed, whatever order the crowd happens to act in."""
        return Random(f"{self.day.seed}/{number}")  # noqa: S311 - invents people, guards nothing

    def _staff(self, role: str) -> Client:
        client = Client(self.hall.base, self.tally, self.meeting_id)
        client.pair(self.hall.pairing_link(role))
        return client

    def _each(self, title: str, items: Sequence[T], act: Callable[[T], None]) -> None:
        """Do something for many at the same time, as a crowd does."""
        self.progress(title, 0, len(items))
        with ThreadPoolExecutor(CROWD) as crowd:
            for count, _ in enumerate(crowd.map(act, items), 1):
                self.progress(title, count, len(items))

    # Before the day

    def _invite(self) -> None:
        """The office writes its list; each person gets a code."""
        page = self.office.page("/roster/new")
        villages = [value for value in options(page, "village") if value.isdecimal() and int(value)]
        groups = options(page, "group")
        self._citizens = next((one for one in groups if "CITIZEN" in one.upper()), groups[-1])
        people = invent_people(self.day.attendees, len(villages), self._random(0))
        self._each("The office invites", people, lambda one: self._enlist(one, villages))
        self.guests.sort(key=lambda guest: guest.person.number)

    def _enlist(self, person: Person, villages: list[str]) -> None:
        added = self.office.send(
            "/roster/new",
            name=person.name,
            honorific=person.honorific,
            village=villages[person.village],
            group=self._citizens,
        )
        found = CODE.search(self.office.page(f"/roster/{added.result}"))
        client = Client(self.hall.base, self.tally, self.meeting_id)
        guest = Guest(person, added.result, found[1] if found else "", client)
        with self.done.lock:
            self.guests.append(guest)

    # On the day

    def _rush(self) -> None:
        """Everybody comes at once; the power may fail among them."""
        if not self.day.power_cut:
            self._dark.set()
            self._each("People arrive", self.guests, self._arrive)
            return
        with ThreadPoolExecutor(1) as fuse:
            blown = fuse.submit(self._power_cut)
            self._each("People arrive", self.guests, self._arrive)
        blown.result()

    def _power_cut(self) -> None:
        """When a third have been let in. The last third come only then: they find no server."""
        deadline = time.monotonic() + PATIENCE
        while self.done.present < len(self.guests) // 3 and time.monotonic() < deadline:
            time.sleep(0.002)
        self.hall.cut()
        self._dark.set()
        self.hall.start_again()

    def _arrive(self, guest: Guest) -> None:
        """By phone if they have one; the desk takes those without, and those without a place."""
        if guest.person.number * 3 >= len(self.guests) * 2:
            self._dark.wait(PATIENCE)
        refused = "no phone"
        if guest.person.has_phone:
            guest.client.page("/checkin/code")
            guest.client.send("/checkin/code", code=guest.code)
            refused = guest.client.send("/checkin/here").refused
        if refused == "no phone":
            refused = self.desk.send("/checkin/desk/in", delegate_id=guest.delegate_id).refused
        over = refused == "checkin.village_full"
        if over:
            reason = "Được chủ trì đồng ý"
            refused = self.desk.send(
                "/checkin/desk/over", delegate_id=guest.delegate_id, reason=reason
            ).refused
        with self.done.lock:
            self.done.present += not refused
            self.done.over_quota += over and not refused

    def _ask(self, guest: Guest) -> None:
        """Some send a question, some hand the secretary a slip, some ask for the floor."""
        person = guest.person
        if person.asks:
            text = invent_question(person.number, self._random(person.number))
            sent = self._question(guest, text)
            with self.done.lock:
                self.done.questions[sent] = text
        if person.speaks:
            wished = self._wish_to_speak(guest)
            with self.done.lock:
                self.done.wishes += not wished.refused

    def _wish_to_speak(self, guest: Guest) -> Answer:
        if guest.person.has_phone:
            return guest.client.send("/speakers/mine/ask", subject="")
        return self.desk.send("/speakers/request", delegate_id=guest.delegate_id, page="register")

    def _question(self, guest: Guest, text: str) -> int:
        if guest.person.has_phone:
            answer = guest.client.send("/opinions/mine", text=text, category="")
        else:
            answer = self.secretary.send(
                "/opinions/",
                text=text,
                channel="VIA_SECRETARY",
                who="name",
                name=guest.person.name,
                delegate_id=guest.delegate_id,
            )
        return int(answer.result["id"])

    def _floor(self) -> None:
        """The secretary gives the floor to each in turn until nobody waits."""
        while turn := self._first_in_line():
            self.progress("People speak", self.done.turns, self.done.wishes)
            self.programme.hear(self.done.turns)
            self.secretary.send(f"/speakers/next/{turn}", seen=0)
            self._write_down(turn)
            time.sleep(TURN_SECONDS / self.day.speed)
            self.secretary.send(f"/speakers/turns/{turn}/end")
            self.done.turns += 1
        self.progress("People speak", self.done.turns, self.done.wishes)

    def _write_down(self, turn: int) -> None:
        """The secretary takes down what is being said."""
        number = self.day.attendees + turn  # nobody's who sends a question
        text = invent_question(number, self._random(number))
        said = self.secretary.send("/opinions/", text=text, channel="DIRECT", who=f"turn:{turn}")
        self.done.questions[int(said.result["id"])] = text

    def _first_in_line(self) -> int:
        found = re.search(r"/speakers/next/(\d+)", self.secretary.page("/speakers/"))
        return int(found[1]) if found else 0

    def _follow_up(self) -> None:
        """Somebody who has spoken asks more about the answer, by phone."""
        spoke = (one for one in self.guests if one.person.speaks and one.person.has_phone)
        if (guest := next(spoke, None)) is None:
            return
        self.programme.follow_up()
        more = guest.client.send("/speakers/mine/follow-up", subject="")
        self.done.wishes += not more.refused
        self._floor()

    def _hold_a_picture(self) -> None:
        """The secretary holds a picture on the wall for a while, and lets it go."""
        self.secretary.send("/display/pin", scene=PICTURE)
        self.screens.wall_shows(PICTURE)
        self.secretary.send("/display/release")

    # At the end

    def _settle(self) -> None:
        """Each question gets an answer and an outcome."""
        self.secretary.page("/opinions/")
        self._each("Answers", sorted(self.done.questions), self._answer)

    def _answer(self, opinion_id: int) -> None:
        text = invent_answer(opinion_id, self._random(opinion_id))
        at = f"/opinions/{opinion_id}"
        self.secretary.send(f"{at}/approve")
        self.secretary.send(f"{at}/answer", text=text, answered_by="Chủ trì", seen=0)
        self.secretary.send(f"{at}/outcome", outcome="ANSWERED_ON_SPOT")
        with self.done.lock:
            self.done.answers[opinion_id] = text

    def _close(self) -> bytes:
        self.progress("Minutes", 0, 1)
        self._fill_in(self.secretary.page("/minutes/close"))
        closed = self.secretary.send("/minutes/close")
        if closed.refused:
            raise RuntimeError(f"The meeting could not be closed: {closed.refused}")
        paper = self.secretary.paper("/minutes/minutes.pdf")
        self.progress("Minutes", 1, 1)
        return paper

    def _fill_in(self, page: str) -> None:
        """What the plan leaves to the day, e.g. a secretary who is appointed at the meeting."""
        empty = [name for name in WORDS if re.search(rf'name="{name}"[^>]* value=""', page)]
        revision = re.search(r'name="revision" value="(\d+)"', page)
        if empty and revision:
            words = {name: WORDS[name] for name in empty}
            self.secretary.send("/minutes/draft", revision=revision[1], **words)
