"""Which papers can be asked for, and what each is made of."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from meeting.contract import Refused, _l
from meeting.papers.bundle import Bundle, Sheet
from meeting.papers.model import Meta
from plugins.roster.papers import invitations, sheets, slips, wording
from plugins.roster.papers.facts import Facts, Guest

MOST_PAGES = 200
ALL, OFFICIALS = "all", "officials"  # beside ids of villages in a choice


@dataclass(frozen=True, kw_only=True)
class Wish:
    """What somebody chose on the page; `whom` is a village's id, `officials` or `all`."""

    kind: str
    whom: str = ALL
    per_page: int = 1
    pages: int = 10


def bundle_of(facts: Facts, wish: Wish) -> Bundle:
    """The papers that were asked for. Raises Refused when there is nothing to print."""
    if wish.kind not in KINDS:
        raise Refused("roster.no_paper", _l("Choose one of the papers on this page."))
    title, make = KINDS[wish.kind]
    made = make(facts, wish)
    if not made:
        raise Refused(
            "roster.nothing_to_print",
            _l("There is nothing to print: nobody of this choice is on the list or has a code."),
        )
    meta = Meta(title=f"{title} – {facts.title}", subject=facts.title, author=facts.plan.host.name)
    return Bundle(meta=meta, sheets=tuple(made))


def _people(facts: Facts, wish: Wish) -> list[Guest]:
    chosen = [*facts.officials, *facts.elsewhere]
    if wish.whom != OFFICIALS:
        chosen = [one for one in facts.guests if wish.whom in (ALL, str(one.village_id))]
    return [one for one in chosen if one.invited and one.code]


def _personal(facts: Facts, wish: Wish) -> Sequence[Sheet]:
    people = _people(facts, wish)
    return [invitations.personal(facts, people, wish.per_page)] if people else []


def _villages(facts: Facts, wish: Wish) -> Sequence[Sheet]:
    chosen = [one for one in facts.villages if wish.whom in (ALL, str(one.id))]
    return [invitations.of_village(facts, one) for one in chosen]


def _sign_in(facts: Facts, wish: Wish) -> Sequence[Sheet]:
    if wish.whom == OFFICIALS:
        return sheets.others_signing(facts)
    if wish.whom == ALL:
        return sheets.all_signing(facts)
    return [sheets.sign_in(facts, one) for one in facts.villages if str(one.id) == wish.whom]


def _money(facts: Facts, _wish: Wish) -> Sequence[Sheet]:
    return [sheets.money(facts)]


def _questions(facts: Facts, wish: Wish) -> Sequence[Sheet]:
    pages = min(max(wish.pages, 1), MOST_PAGES)
    return [slips.questions(facts, 4 if wish.per_page == 4 else 2, pages)]


def _programme(facts: Facts, _wish: Wish) -> Sequence[Sheet]:
    steps = slips.programme(facts)
    return [steps] if steps else []


def _pack(facts: Facts, _wish: Wish) -> Sequence[Sheet]:
    return slips.pack(facts)


# The word of the file's name, and its maker.
KINDS: dict[str, tuple[str, Callable[[Facts, Wish], Sequence[Sheet]]]] = {
    "invitations": ("Giấy mời", _personal),
    "villages": ("Giấy mời theo đơn vị", _villages),
    "sign-in": ("Danh sách ký tên", _sign_in),
    "money": ("Danh sách ký nhận tiền", _money),
    "questions": ("Phiếu câu hỏi", _questions),
    "programme": ("Chương trình", _programme),
    "pack": (wording.PACK.capitalize(), _pack),
}
