"""All measurements by name."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

from tests.bench.broadcast import broadcast
from tests.bench.checkin import checkin
from tests.bench.closing import closing
from tests.bench.day import day
from tests.bench.fan import fan
from tests.bench.first_page import first_page
from tests.bench.invitations import invitations
from tests.bench.opinions import opinions
from tests.bench.papers import minutes
from tests.bench.result import Result
from tests.bench.storm import storm
from tests.bench.writes import writes

# scratch folder, number of phones → rows
Measure = Callable[[Path, int], Iterator[Result]]

MEASURES: dict[str, Measure] = {
    "writes": writes,
    "checkin": checkin,
    "fan": fan,
    "broadcast": broadcast,
    "storm": storm,
    "day": day,
    "minutes": minutes,
    "closing": closing,
    "invitations": invitations,
    "opinions": opinions,
    "first-page": first_page,
}
