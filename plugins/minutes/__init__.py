"""The minutes: closing the meeting, the frozen document, its PDF.

Other plugins add what they know of the meeting, and what must be settled before it closes.
"""

from __future__ import annotations

from meeting.contract import MenuItem, Permission, Plugin, Role, Slot, _l
from meeting.phrases import Phrase
from meeting.points import CloseCheck, Ending, PaperKind, Section
from plugins.minutes.closing import views as closing_views  # noqa: F401
from plugins.minutes.combined import all_sessions
from plugins.minutes.combined import notice as combined_notice
from plugins.minutes.combined import report as combined_report
from plugins.minutes.dossier import views as dossier_views  # noqa: F401
from plugins.minutes.dossier.contents import FILES
from plugins.minutes.dossier.events import DossierMade
from plugins.minutes.dossier.kept import IN_DOSSIER
from plugins.minutes.events import EVENTS
from plugins.minutes.live import VIEWS, desk_link, staff_card
from plugins.minutes.papers import views as paper_views  # noqa: F401
from plugins.minutes.papers.catalogue import OWN_MINUTES
from plugins.minutes.phrases import views as phrase_views  # noqa: F401
from plugins.minutes.printing import views as printing_views  # noqa: F401
from plugins.minutes.printing.events import PaperPrinted
from plugins.minutes.reading import views as reading_views  # noqa: F401
from plugins.minutes.routes import routes
from plugins.minutes.scene import CONCLUSION
from plugins.minutes.writing import notice, report

_READERS = frozenset(role.value for role in Role if role not in {Role.SCREEN, Role.KIOSK})

plugin = Plugin(
    name="minutes",
    title=_l("Minutes"),
    after=("opinions", "agenda"),
    permissions=(
        Permission(
            "minutes.close",
            _l("Close the meeting and make the minutes"),
            frozenset({Role.SECRETARY}),
        ),
        Permission(
            "minutes.correct",
            _l("Correct papers"),
            frozenset({Role.SECRETARY}),
        ),
        Permission(
            "minutes.reword",
            _l("Word the sentences of the papers"),
            frozenset({Role.SECRETARY}),
        ),
        Permission(
            "minutes.remark",
            _l("Ask for changes in the draft of the minutes"),
            frozenset({Role.CHAIR, Role.SECRETARY, Role.SUMMARISER}),
        ),
        Permission(
            "minutes.number",
            _l("Give papers their number"),
            frozenset({Role.SECRETARY}),
        ),
        Permission(
            "minutes.print",
            _l("Print papers at the server's computer"),
            frozenset({Role.SECRETARY}),
        ),
        Permission(
            "minutes.dossier",
            _l("Make and take the dossier of the meeting"),
            frozenset({Role.SECRETARY}),
        ),
        # A draft holds what is not approved yet, a letter what only its addressee should read.
        Permission(
            "minutes.papers",
            _l("Read drafts and all papers"),
            frozenset({Role.SECRETARY, Role.SUMMARISER, Role.CHAIR}),
        ),
        Permission("minutes.read", _l("Read and print the minutes"), _READERS),
    ),
    routes=routes,
    events=(*EVENTS, PaperPrinted, DossierMade),
    views=VIEWS,
    slots=(Slot("staff.home", staff_card, order=80), Slot("speakers.desk", desk_link, order=45)),
    menu=(
        MenuItem("minutes.index", _l("Minutes"), "minutes.read", order=80),
        MenuItem("minutes.papers", _l("Papers"), "minutes.papers", order=81),
        MenuItem("minutes.dossier", _l("Dossier"), "minutes.dossier", order=82),
    ),
    points={
        "minutes.section": Section,
        "minutes.check": CloseCheck,
        "minutes.paper": PaperKind,
        "minutes.phrase": Phrase,
    },
    contributes={
        "core.dossier": (IN_DOSSIER,),
        "core.dossier_files": (FILES,),
        "display.scene": (CONCLUSION,),
        "minutes.paper": (
            OWN_MINUTES,
            notice.KIND,
            report.KIND,
            combined_notice.KIND,
            combined_report.KIND,
        ),
        "minutes.phrase": (
            *notice.PHRASES,
            *report.PHRASES,
            all_sessions.OPENING,
            combined_notice.CONCLUDED,
            combined_report.FOLLOWS,
        ),
        "agenda.ending": (Ending(endpoint="minutes.close"),),
    },
)
