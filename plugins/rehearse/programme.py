"""The programme in a rehearsal: every step runs in its order, asking and answering go round."""

from __future__ import annotations

import html
import re
from collections import Counter
from dataclasses import dataclass, field

from plugins.rehearse.client import Client

ROUND = 5  # speeches before the answers
LOOP = ("SPEAKING", "ANSWERS", "FOLLOW_UP")
FOR_SPEECHES = ("SPEAKING", "FOLLOW_UP")
_STEP = re.compile(
    r'id="agenda-step-(?P<id>\d+)" data-kind="(?P<kind>\w+)".*?'
    r"<div>\s*<p>(?P<title>.*?)(?: <small>|</p>)",
    re.DOTALL,
)


@dataclass(frozen=True)
class Step:
    """One step, as the secretary's page shows it."""

    id: int
    kind: str
    title: str


def steps_on(page: str) -> list[Step]:
    """The steps of the page in their order."""
    return [
        Step(int(found["id"]), found["kind"], html.unescape(found["title"]))
        for found in _STEP.finditer(page)
    ]


@dataclass
class Programme:
    """Where the rehearsed meeting is, as the secretary leads it."""

    secretary: Client
    steps: list[Step]
    begun: Counter[Step] = field(default_factory=Counter)
    present: Step | None = None
    _seen: int = 0

    @classmethod
    def read(cls, secretary: Client) -> Programme:
        """As it stands before the first step."""
        return cls(secretary, steps_on(secretary.page("/agenda/")))

    def welcome(self) -> None:
        """While people arrive."""
        self._kind("WELCOME")

    def lead_in(self) -> None:
        """Everything before the people speak."""
        for step in self.steps[: self._loop[0]]:
            if step.kind != "WELCOME":
                self._begin(step)

    def hear(self, speeches: int) -> None:
        """Somebody is about to speak, after so many others: after a round come the answers."""
        if self._is_speaking and speeches and speeches % ROUND == 0:
            self.answer()
        if not self._is_speaking:
            self._kind("SPEAKING")

    def follow_up(self) -> None:
        """People ask more about what they were told."""
        self._kind("FOLLOW_UP")

    def answer(self) -> None:
        """The chair answers."""
        self._kind("ANSWERS")

    def lead_out(self) -> None:
        """Everything after the people have spoken."""
        for step in self.steps[self._loop[1] :]:
            self._begin(step)

    def left_out(self) -> list[str]:
        """Steps that never began; of asking and answering any will do."""
        return [one.title for one in self.steps if one.kind not in LOOP and one not in self.begun]

    @property
    def _is_speaking(self) -> bool:
        return self.present is not None and self.present.kind in FOR_SPEECHES

    @property
    def _loop(self) -> tuple[int, int]:
        """Where the steps of asking and answering begin and end; without any: at the end."""
        places = [place for place, step in enumerate(self.steps) if step.kind in LOOP]
        return (places[0], places[-1] + 1) if places else (len(self.steps), len(self.steps))

    def _kind(self, kind: str) -> None:
        step = next((one for one in self.steps if one.kind == kind), None)
        if step is not None:
            self._begin(step)

    def _begin(self, step: Step) -> None:
        if step == self.present:
            return
        answer = self.secretary.send(f"/agenda/steps/{step.id}/start", seen=self._seen)
        if answer.refused:
            raise RuntimeError(f"The step “{step.title}” could not begin: {answer.refused}")
        self._seen, self.present = int(answer.result), step
        self.begun[step] += 1
