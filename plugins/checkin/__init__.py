"""The door: who has come, against the places their village has."""

from __future__ import annotations

from meeting.contract import MenuItem, Permission, Plugin, Setting, Slot, _l

# Importing views mounts their pages.
from plugins.checkin import kiosk, names, views  # noqa: F401
from plugins.checkin.attendance import ATTENDANCE, PANEL
from plugins.checkin.attendance_list import KIND as ATTENDANCE_LIST
from plugins.checkin.desk import actions, lists  # noqa: F401
from plugins.checkin.desk import views as desk_views  # noqa: F401
from plugins.checkin.dossier import IN_DOSSIER, SHEETS
from plugins.checkin.events import (
    AbsenceCleared,
    AbsenceNoted,
    CameBack,
    CheckedIn,
    CheckInUndone,
    ConflictRaised,
    ConflictSettled,
    PhoneIdentified,
    PhoneReleased,
    WentHome,
)
from plugins.checkin.live import VIEWS
from plugins.checkin.offline import views as offline_views  # noqa: F401
from plugins.checkin.paper import SECTIONS
from plugins.checkin.queries import why_in_use
from plugins.checkin.routes import routes
from plugins.checkin.scene import WELCOME
from plugins.roster.api import InUse, InvitationPage

CLERKS = frozenset({"registrar", "secretary"})
READERS = CLERKS | {"summariser", "chair", "answerer", "observer"}

plugin = Plugin(
    name="checkin",
    title=_l("Reception"),
    requires=("roster",),
    settings=(
        Setting(
            "checkin.when_full",
            "desk",
            _l("When all places of a village are taken"),
            choices={
                "desk": _l("Phones are sent to the desk, where staff let people in with a reason."),
                "warn": _l("People come in all the same and are counted as over quota."),
                "refuse": _l("Nobody more comes in, unless the secretary or the office allows it."),
            },
        ),
        Setting("checkin.by_name", True, _l("Phones may choose their village and name.")),
        Setting(
            "checkin.self_walk_in",
            False,
            _l("Phones may write a name on the list that is not there, where the plan allows it."),
        ),
        Setting(
            "checkin.seat_note",
            "",
            _l("What a phone says to who is in, e.g. where to sit."),
            check=lambda value: len(value) <= 200,
        ),
        Setting(
            "checkin.wifi_name",
            "",
            _l("Name of the hall's Wi-Fi, for the QR on the screen."),
            check=lambda value: len(value.encode()) <= 32,  # as long as a network's name may be
        ),
        Setting(
            "checkin.wifi_password",
            "",
            _l("Password of the hall's Wi-Fi; empty: open."),
            check=lambda value: len(value) <= 63,
        ),
    ),
    permissions=(
        Permission("checkin.desk", _l("Receive people at the desk"), CLERKS),
        Permission(
            "checkin.kiosk", _l("Let people check themselves in on this device"), CLERKS | {"kiosk"}
        ),
        Permission("checkin.read", _l("See the village table"), READERS),
    ),
    routes=routes,
    events=(
        CheckedIn,
        CheckInUndone,
        WentHome,
        CameBack,
        AbsenceNoted,
        AbsenceCleared,
        ConflictRaised,
        ConflictSettled,
        PhoneIdentified,
        PhoneReleased,
    ),
    views=(*VIEWS, ATTENDANCE),
    slots=(
        Slot("attendee.home", views.home_card, 10),
        Slot("staff.home", views.staff_card, 10),
        PANEL,
    ),
    menu=(
        MenuItem("checkin.desk", _l("Reception desk"), "checkin.desk", 11),
        MenuItem("checkin.table", _l("Village table"), "checkin.read", 12),
    ),
    homes={"registrar": "checkin.desk", "kiosk": "checkin.kiosk"},
    contributes={
        "core.dossier": (IN_DOSSIER,),
        "core.dossier_sheet": SHEETS,
        "display.scene": (WELCOME,),
        "minutes.section": SECTIONS,
        "minutes.paper": (ATTENDANCE_LIST,),
        "roster.invitation_page": (InvitationPage("checkin.invitation"),),
        "roster.in_use": (InUse(refuse=why_in_use),),
    },
)
