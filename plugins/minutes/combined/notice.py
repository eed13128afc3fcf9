"""The notice of conclusions over all sessions (S4-06, S4-09): its sections are of
``combined_notice``, with the same places as those of a single one.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from meeting.contract import _l
from meeting.papers import sessions
from meeting.papers import wording as office
from meeting.papers.model import Block, Heading, Paragraph, plain, text
from meeting.phrases import Phrase
from meeting.plan import Plan
from meeting.plan.parts import PersonRole
from meeting.points import Letter, PaperKind, Telling
from plugins.minutes import queries
from plugins.minutes.combined import all_sessions
from plugins.minutes.rules import paragraphs
from plugins.minutes.writing import notice
from plugins.minutes.writing.frame import Issued, Part, annexes, flat, issue, part, points
from plugins.minutes.writing.record import parts

NAME = "combined_notice"
IN_ALL = "Kết luận chung tại các buổi"
CHAIRS = "chủ trì các buổi"  # where each session has its own official to conclude

CONCLUDED = Phrase(
    key="minutes.combined_concluded",
    title=_l("Notice over all sessions: who concluded"),
    form="{who} kết luận hội nghị.",
    facts={"who": "Chủ tịch UBND Huyện Trần Minh Khoa"},
)


def write(telling: Telling, found: Sequence[Part]) -> Letter:
    """The notice; parts without anything to say are left out."""
    plan, who = telling.plan, concluding(telling)
    about = f"Kết luận của {office.offices(who, [one.name for one in plan.people])}"
    blocks: list[Block] = [
        all_sessions.heading(telling, notice.TYPE, about),
        *all_sessions.listed(telling, chaired=True),
        *_opening(telling, who, flat(found, 0, notice.SETTLED)),
        *part(notice.ASSESSMENT, list(_assessment(telling))),
        *flat(found, notice.SETTLED),
        *part(notice.CARRYING_OUT, notice.carrying_out(telling)),
    ]
    what = Issued(
        paper=notice.NAME,
        title=f"Thông báo kết luận {plan.title} (các buổi)",
        blocks=blocks,
        annexes=annexes(found),
        carry_out=_in_the_plans_order(plan, notice.charged(telling)),
    )
    return Letter(document=issue(telling, what))


def concluding(telling: Telling) -> str:
    """Whose conclusion it is: one official's for all sessions, or that of each one's chair."""
    plan = telling.plan
    chairs = {plan.session(one.session_index).chair.id for one in telling.meetings}
    if plan.with_role(PersonRole.CONCLUDING_OFFICIAL) or len(chairs) == 1:
        return plan.concluding_official.titled
    return CHAIRS


def _opening(telling: Telling, who: str, told: Sequence[Block]) -> list[Block]:
    """A sentence of each plugin over all sessions, who concluded, whose words follow."""
    more = [plain(one.words) for one in told if isinstance(one, Paragraph)]
    concluded = "" if who == CHAIRS else telling.say(CONCLUDED.key, who=who)
    follows = telling.say(notice.CONCLUDES.key, host=telling.plan.host.name, who=who)
    said = " ".join(filter(None, [*more, concluded]))
    return [
        *([Paragraph(words=text(said))] if said else []),
        Paragraph(words=text(follows), keep_with_next=True),
    ]


def _assessment(telling: Telling) -> Iterator[Block]:
    """The points of every session's conclusion; what was said in all of them stands once."""
    said = {one.meeting: _concluded(one) for one in telling.each}
    first = next(iter(said.values()), [])
    shared = [line for line in first if all(line in lines for lines in said.values())]
    own = {one: [line for line in lines if line not in shared] for one, lines in said.items()}
    if shared and any(own.values()):
        yield Heading(words=IN_ALL, level=2)
    yield from points(shared)
    for meeting, lines in own.items():
        if lines:
            yield Heading(words=sessions.title(meeting), level=2)
            yield from points(lines)


def _concluded(telling: Telling) -> list[str]:
    entered = queries.desk(telling.session, telling.meeting).entered
    return [office.sentence(line) for line in paragraphs(entered.conclusion)]


def _in_the_plans_order(plan: Plan, names: Sequence[str]) -> list[str]:
    """Each unit once, as the plan lists them: sessions name them in any order."""
    order = [one.name for one in plan.departments]
    once = dict.fromkeys(names)
    return sorted(once, key=lambda name: order.index(name) if name in order else len(order))


KIND = PaperKind(
    name=NAME,
    title=_l("Notice of conclusions over all sessions"),
    about=_l("One notice for all sessions of the plan; goes to all who were given something."),
    file_name="thong-bao-ket-luan-chung",
    order=32,
    write=lambda telling: [write(telling, parts(telling))],
    masked=True,
    plan_name=notice.NAME,
    offered=all_sessions.offered,
    meetings=all_sessions.told,
    waits=all_sessions.waits,
)
