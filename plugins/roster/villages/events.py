"""What becomes of the lists that villages make themselves."""

from __future__ import annotations

from dataclasses import dataclass

from meeting.contract import Event, _l


@dataclass(frozen=True, kw_only=True)
class VillageLinkIssued(Event):
    """A village's private page got a new address; one that was there before opens nothing now."""

    name = "roster.village_link_issued"
    title = _l("New link for a village's list")
    village_id: int
    village: str


@dataclass(frozen=True, kw_only=True)
class VillageLinksIssued(Event):
    """Villages without a link got one."""

    name = "roster.village_links_issued"
    title = _l("Links for the villages' lists")
    villages: int


@dataclass(frozen=True, kw_only=True)
class VillageListSubmitted(Event):
    """A village says that its list is complete."""

    name = "roster.village_list_submitted"
    title = _l("Village sent its list")
    village_id: int
    village: str
    people: int


@dataclass(frozen=True, kw_only=True)
class VillageListClosed(Event):
    """The office closed a village's list: the village cannot change it any more."""

    name = "roster.village_list_closed"
    title = _l("Village's list closed")
    village_id: int
    village: str


@dataclass(frozen=True, kw_only=True)
class VillageListReopened(Event):
    """A village may change its list again."""

    name = "roster.village_list_reopened"
    title = _l("Village's list opened again")
    village_id: int
    village: str


VILLAGE_LIST_EVENTS: tuple[type[Event], ...] = (
    VillageLinkIssued,
    VillageLinksIssued,
    VillageListSubmitted,
    VillageListClosed,
    VillageListReopened,
)
