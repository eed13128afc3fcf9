"""The queue as somebody would keep it on paper: slow, plain, and on its own."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field

RUNNING = {"SPEAKING", "PAUSED"}
HEARD = RUNNING | {"SPOKEN"}
WHY_NOT = {  # what is said to a step that cannot be taken from a state
    "WAITING": "speakers.not_called",
    "SPEAKING": "speakers.has_floor",
    "PAUSED": "speakers.has_floor",
    "SPOKEN": "speakers.has_spoken",
    "ABSENT": "speakers.not_listed",
    "WITHDRAWN": "speakers.not_listed",
}


@dataclass
class Line:
    """One line of the list."""

    person: object
    village: int | None
    topic: int = 99  # its place in the plan
    follows_up: bool = False
    by_phone: bool = False
    state: str = "WAITING"
    ms: int = 0  # spoken, all times together
    this_ms: int = 0  # of the present time on the floor
    limit: int = 0
    reminders: int = 0
    asked_back: bool = False
    came_back: bool = False
    language: tuple[str, str] = ("", "")


@dataclass
class Paper:
    """The list, in the order in which people asked, and the marks in its margin."""

    lines: dict[int, Line] = field(default_factory=dict)
    rule: str = "REGISTERED"
    is_open: bool = True
    start_by_hand: bool = False
    at_front: list[int] = field(default_factory=list)  # by hand, the first first
    at_end: list[int] = field(default_factory=list)
    finished: list[int] = field(default_factory=list)

    @property
    def running(self) -> int:
        """Who has the floor; 0 for nobody."""
        return next((one for one, line in self.lines.items() if line.state in RUNNING), 0)

    def waits(self, person: object) -> bool:
        """Whether a person is on the list."""
        return any(
            line.person == person and line.state == "WAITING" for line in self.lines.values()
        )

    def last_spoken_of(self, person: object) -> int:
        """The last speech of a person that has ended."""
        return next((one for one in reversed(self.finished) if self._is(one, person)), 0)

    def _is(self, one: int, person: object) -> bool:
        return self.lines[one].person == person

    def order(self) -> list[int]:
        """Who is called after whom."""
        free = [
            one
            for one, line in sorted(self.lines.items())
            if line.state == "WAITING" and one not in self.at_front and one not in self.at_end
        ]
        last = self.running or (self.finished[-1] if self.finished else 0)
        again = [one for one in free if last and self._goes_on(self.lines[one], last)]
        front = self.at_front + again
        rest = [one for one in free if one not in again]
        return front + self._by_rule(rest, front) + self.at_end

    def _goes_on(self, mine: Line, last: int) -> bool:
        """A follow-up of the last one heard; of a phone, if that was not one already."""
        may = mine.follows_up and not (mine.by_phone and self.lines[last].follows_up)
        return may and self._is(last, mine.person)

    def _by_rule(self, rest: list[int], front: list[int]) -> list[int]:
        if self.rule == "TOPIC":
            return sorted(rest, key=lambda one: (self.lines[one].topic, one))
        if self.rule != "FAIR":
            return rest
        heard = [line for line in self.lines.values() if line.state in HEARD]
        people = Counter(line.person for line in heard)
        villages = Counter(line.village for line in heard)
        villages.update(self.lines[one].village for one in front)
        found: list[int] = []
        while rest:
            best = min(
                rest,
                key=lambda one: (
                    villages[self.lines[one].village],
                    people[self.lines[one].person],
                    one,
                ),
            )
            rest = [one for one in rest if one != best]
            villages[self.lines[best].village] += 1
            found.append(best)
        return found

    def marks(self, turn_id: int) -> set[str]:
        """What stands beside the name of one who waits."""
        mine = self.lines[turn_id]
        heard = [line for line in self.lines.values() if line.state in HEARD]
        marks = {
            "front": turn_id in self.at_front,
            "end": turn_id in self.at_end,
            "first": all(line.person != mine.person for line in heard),
            "first of village": mine.village is not None
            and all(line.village != mine.village for line in heard),
        }
        return {mark for mark, holds in marks.items() if holds}

    # -- steps ----------------------------------------------------------------------------------

    def leave(self, turn_id: int, state: str) -> None:
        """Off the list of those who wait, or off the floor."""
        self.at_front = [one for one in self.at_front if one != turn_id]
        self.at_end = [one for one in self.at_end if one != turn_id]
        self.lines[turn_id].state = state
        self.lines[turn_id].asked_back = False

    def call(self, turn_id: int, seconds: int) -> None:
        """The one before is done."""
        if self.running:
            self.end(self.running)
        self.leave(turn_id, "PAUSED" if self.start_by_hand else "SPEAKING")
        self.lines[turn_id].limit = seconds
        self.lines[turn_id].this_ms = 0

    def end(self, turn_id: int) -> None:
        """Thank you."""
        self.leave(turn_id, "SPOKEN")
        self.finished.append(turn_id)

    def mark_absent(self, turn_id: int) -> None:
        """Nobody came: what the clock counted meanwhile is nobody's."""
        if self.lines[turn_id].state in RUNNING:
            self.lines[turn_id].ms -= self.lines[turn_id].this_ms
        self.leave(turn_id, "ABSENT")

    def come_back(self, turn_id: int) -> None:
        """Where the rule puts them, as if nobody had called."""
        self.leave(turn_id, "WAITING")
        self.lines[turn_id].came_back = True

    def put_back(self, turn_id: int) -> None:
        """Before everybody."""
        self.finished = [one for one in self.finished if one != turn_id]
        self.leave(turn_id, "WAITING")
        self.at_front.insert(0, turn_id)

    def move(self, turn_id: int, before_id: int) -> bool:
        """All that stands above stays as it is seen. Returns whether anything was done."""
        order = self.order()
        if before_id == 0:
            if self.at_end[-1:] == [turn_id]:
                return False
            self.leave(turn_id, "WAITING")
            self.at_end.append(turn_id)
            return True
        if before_id == turn_id:
            return False
        after = [one for one in order if one != turn_id]
        after.insert(after.index(before_id), turn_id)
        if after == order:
            return False
        held = {*self.at_front, turn_id}
        while after and after[-1] not in held:
            after.pop()
        self.at_front = after
        self.at_end = [one for one in self.at_end if one not in after]
        return True

    def follow_rule(self) -> None:
        """Nobody has a place by hand any more."""
        self.at_front, self.at_end = [], []

    def tick(self, ms: int) -> None:
        """Time goes by; it counts for whoever speaks."""
        running = self.lines.get(self.running)
        if running is not None and running.state == "SPEAKING":
            running.ms += ms
            running.this_ms += ms
