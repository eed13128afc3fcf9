"""What the core itself declares, by the same contract as every plugin."""

from __future__ import annotations

from flask import Flask

from meeting.access import Role
from meeting.contract import LiveView, MenuItem, Permission, Plugin, Setting, _l
from meeting.devices import DeviceRenamed, DeviceRevoked
from meeting.dossier import words as dossier
from meeting.dossier.shape import misnamed
from meeting.loader import unheard
from meeting.meetings import CORE_EVENTS, MeetingClosed, MeetingOpened
from meeting.pairing import DevicePaired, pairing_state
from meeting.points import Closing, DossierFiles, DossierSheet, InDossier
from meeting.printing import LONGEST_NAME

# a hall screen and a kiosk do one thing, and nothing else opens on them
STAFF = frozenset(role.value for role in Role if role not in {Role.SCREEN, Role.KIOSK})


def _problems(app: Flask) -> list[str]:
    """What a start may bear and a meeting day should not."""
    registry = app.extensions["meeting"].registry
    return [*unheard(registry.plugins.values()), *misnamed(registry)]


core = Plugin(
    name="core",
    title=_l("Meeting"),
    switchable=False,
    permissions=(
        Permission("core.staff", _l("See the staff pages"), STAFF),
        Permission("core.run", _l("Open the meeting"), frozenset({Role.SECRETARY})),
        Permission("core.devices", _l("Pair and revoke devices"), frozenset({Role.SECRETARY})),
        Permission(
            "core.restore", _l("Restore a meeting from its dossier"), frozenset({Role.SECRETARY})
        ),
        Permission("core.settings", _l("Change settings"), frozenset({Role.SECRETARY})),
        Permission(
            "core.journal", _l("Read the journal"), frozenset({Role.SECRETARY, Role.OBSERVER})
        ),
    ),
    settings=(
        Setting(
            "core.printer",
            "",
            _l(
                "Printer of the server's computer for the papers, by its name there; "
                "empty: papers are printed from the browser"
            ),
            lambda name: len(name) <= LONGEST_NAME,
        ),
    ),
    events=(*CORE_EVENTS, DevicePaired, DeviceRenamed, DeviceRevoked),
    views=(
        LiveView(
            name="core.state",
            template="_meeting_state.html",
            context=lambda _session, _meeting_id: {},
            on=(MeetingOpened, MeetingClosed),
        ),
        LiveView(
            name="core.pairing",
            template="_pairing_state.html",
            context=pairing_state,
            on=(DevicePaired,),
            permission="core.devices",
            key=lambda event: getattr(event, "link_id", None),
        ),
    ),
    menu=(
        MenuItem("core.staff_home", _l("Overview"), "core.staff", 0),
        MenuItem("core.devices", _l("Devices"), "core.devices", 90),
        MenuItem("core.settings", _l("Settings"), "core.settings", 91),
        MenuItem("core.journal", _l("Journal"), "core.journal", 92),
    ),
    points={
        "core.closing": Closing,
        "core.dossier": InDossier,
        "core.dossier_sheet": DossierSheet,
        "core.dossier_files": DossierFiles,
    },
    contributes={
        "core.dossier": (
            InDossier(
                tables=dossier.HOLDS,
                left_out=dossier.LEFT_OUT,
                ids={"device_id": "device", "link_id": "pairing_link"},
                actors={"device": "device"},
                settings_left_out=frozenset({"core.printer"}),  # of this computer
                facts=dossier.FACTS,
                codes={"role": dossier.ROLES},
            ),
        ),
    },
    check=_problems,
)
