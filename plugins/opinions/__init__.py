"""Opinions: what people raise by phone, on paper or in speech, with its answer and its outcome."""

from __future__ import annotations

from meeting.contract import MenuItem, Permission, Plugin, Role, Setting, _l
from meeting.points import Replies
from plugins.opinions.attendees import mine as _mine_pages  # noqa: F401 - its pages are on the routes
from plugins.opinions.attendees.neighbours import CARD as OF_OTHERS
from plugins.opinions.attendees.receipts import CARD as OF_SLIPS
from plugins.opinions.collecting import import_views as _import_pages  # noqa: F401 - as above
from plugins.opinions.collecting.list_views import MENU as COLLECTED
from plugins.opinions.collecting.paper import PAPER
from plugins.opinions.collecting.village_views import SLOT as OF_VILLAGES
from plugins.opinions.desk import views as _desk_pages  # noqa: F401 - as above
from plugins.opinions.dossier import IN_DOSSIER, SHEETS
from plugins.opinions.events import EVENTS, OF_DEVICES
from plugins.opinions.hall.hearing import HEARING
from plugins.opinions.hall.hearing import PANEL as HEARING_PANEL
from plugins.opinions.hall.incoming import INCOMING, PANEL
from plugins.opinions.hall.scenes import SCENES, SUBSCRIBERS
from plugins.opinions.hall.turns import SUBSCRIBERS as OF_TURNS
from plugins.opinions.live import SLOTS, VIEWS
from plugins.opinions.minutes.closing import CHECK
from plugins.opinions.minutes.kinds import KINDS
from plugins.opinions.minutes.letter_phrases import LETTERS
from plugins.opinions.minutes.phrases import PHRASES
from plugins.opinions.minutes.sections import SECTIONS
from plugins.opinions.officials.live import VIEWS as OFFICIALS
from plugins.opinions.officials.views import MENU
from plugins.opinions.page.thread_live import THREADS
from plugins.opinions.page.views import routes

_DESK = frozenset({Role.SECRETARY, Role.SUMMARISER})
_READERS = _DESK | {Role.CHAIR, Role.OBSERVER}

plugin = Plugin(
    name="opinions",
    title=_l("Opinions"),
    requires=("roster", "speakers"),
    settings=(
        Setting("opinions.phone", True, _l("Attendees may send questions by phone.")),
        Setting(
            "opinions.phone_limit",
            20,
            _l("Most questions one person may send by phone; 0 means no limit."),
            check=lambda value: 0 <= value <= 1000,
        ),
        Setting(
            "opinions.support",
            False,
            _l("Attendees may press “I think so too” on the opinions of others."),
        ),
    ),
    permissions=(
        Permission(
            "opinions.manage", _l("Write down and tidy opinions, join those that repeat"), _DESK
        ),
        Permission(
            "opinions.approve",
            _l("Pass opinions on to the chair, record answers"),
            frozenset({Role.SECRETARY}),
        ),
        Permission(
            "opinions.decide",
            _l("Assign opinions, set outcomes, show them in the hall"),
            frozenset({Role.CHAIR, Role.SECRETARY}),
        ),
        Permission("opinions.read", _l("Read opinions and answers"), _READERS),
        Permission(
            "opinions.collected",
            _l("Read what was sent before the meeting, sorted"),
            _DESK | {Role.CHAIR},
        ),
        Permission(
            "opinions.answer",
            _l("Read what is assigned to one's department, prepare its answers"),
            frozenset({Role.ANSWERER}),
        ),
    ),
    routes=routes,
    events=(*EVENTS, *OF_DEVICES),
    subscribers=(*SUBSCRIBERS, *OF_TURNS),
    views=(*VIEWS, *THREADS, INCOMING, HEARING, *OFFICIALS),
    slots=(*SLOTS, HEARING_PANEL, PANEL, OF_OTHERS, OF_SLIPS, OF_VILLAGES),
    menu=(
        MenuItem("opinions.desk", _l("Opinions"), "opinions.manage", order=30),
        *MENU,
        COLLECTED,
    ),
    homes={
        Role.SUMMARISER: "opinions.desk",
        Role.ANSWERER: "opinions.officials",
        Role.OBSERVER: "opinions.register",
    },
    points={"opinions.replies": Replies},
    contributes={
        "core.dossier": (IN_DOSSIER,),
        "core.dossier_sheet": SHEETS,
        "display.scene": SCENES,
        "minutes.section": SECTIONS,
        "minutes.paper": KINDS,
        "minutes.phrase": (*PHRASES, *LETTERS),
        "minutes.check": (CHECK,),
        "roster.paper": (PAPER,),
    },
)
