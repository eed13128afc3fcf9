"""Which papers can be asked for, and what each is made of."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from meeting.contract import Refused, _l
from meeting.papers.bundle import Bundle, Cards, Sheet
from meeting.papers.model import Meta
from meeting.papers.render import Form
from plugins.roster.papers import invitations, sheets, slips, wording
from plugins.roster.papers.facts import Facts, Guest

MOST_PAGES = 200
PACK = "pack"
ONLY_PDF = frozenset({"questions", PACK})  # cards to be cut lie exactly; Word would move them
ALL, OFFICIALS = "all", "officials"  # beside ids of villages in a choice


@dataclass(frozen=True, kw_only=True)
class Wish:
    """What somebody chose on the page; `whom` is a village's id, `officials` or `all`."""

    kind: str
    whom: str = ALL
    per_page: int = 1
    pages: int = 10
    form: Form = "pdf"


@dataclass(frozen=True, kw_only=True)
class Other:
    """A paper that another plugin has made ready."""

    file_name: str
    sheets: tuple[Sheet, ...]
    in_pack: bool


Others = Mapping[str, Other]  # by kind
NONE: Others = {}


def bundle_of(facts: Facts, wish: Wish, others: Others = NONE) -> Bundle:
    """The papers that were asked for. Raises Refused when there is nothing to print."""
    title, made = _made(facts, wish, others)
    if wish.form == "docx" and _is_cut(wish, made):
        raise Refused(
            "roster.only_pdf", _l("This paper is cut along its lines, so it is made as PDF only.")
        )
    if not made and wish.kind in others:
        raise Refused(
            "roster.empty_paper", _l("Nothing stands on this paper yet. Fill it in first.")
        )
    if not made:
        raise Refused(
            "roster.nothing_to_print",
            _l("There is nothing to print: nobody of this choice is on the list or has a code."),
        )
    meta = Meta(title=f"{title} – {facts.title}", subject=facts.title, author=facts.plan.host.name)
    return Bundle(meta=meta, sheets=tuple(made))


def _is_cut(wish: Wish, made: Sequence[Sheet]) -> bool:
    return wish.kind in ONLY_PDF or any(isinstance(one, Cards) for one in made)


def _made(facts: Facts, wish: Wish, others: Others) -> tuple[str, Sequence[Sheet]]:
    if wish.kind in KINDS:
        title, make = KINDS[wish.kind]
        return title, make(facts, wish, others)
    if wish.kind not in others:
        raise Refused("roster.no_paper", _l("Choose one of the papers on this page."))
    return others[wish.kind].file_name, others[wish.kind].sheets


def _people(facts: Facts, wish: Wish) -> list[Guest]:
    chosen = [*facts.officials, *facts.elsewhere]
    if wish.whom != OFFICIALS:
        chosen = [one for one in facts.guests if wish.whom in (ALL, str(one.village_id))]
    return [one for one in chosen if one.invited and one.code]


def _personal(facts: Facts, wish: Wish, _others: Others) -> Sequence[Sheet]:
    people = _people(facts, wish)
    return [invitations.personal(facts, people, wish.per_page)] if people else []


def _villages(facts: Facts, wish: Wish, _others: Others) -> Sequence[Sheet]:
    chosen = [one for one in facts.villages if wish.whom in (ALL, str(one.id))]
    return [invitations.of_village(facts, one) for one in chosen]


def _sign_in(facts: Facts, wish: Wish, _others: Others) -> Sequence[Sheet]:
    if wish.whom == OFFICIALS:
        return sheets.others_signing(facts)
    if wish.whom == ALL:
        return sheets.all_signing(facts)
    return [sheets.sign_in(facts, one) for one in facts.villages if str(one.id) == wish.whom]


def _money(facts: Facts, _wish: Wish, _others: Others) -> Sequence[Sheet]:
    return [sheets.money(facts)]


def _questions(facts: Facts, wish: Wish, _others: Others) -> Sequence[Sheet]:
    pages = min(max(wish.pages, 1), MOST_PAGES)
    return [slips.questions(facts, 4 if wish.per_page == 4 else 2, pages)]


def _pack(facts: Facts, _wish: Wish, others: Others) -> Sequence[Sheet]:
    inside = (sheet for one in others.values() if one.in_pack for sheet in one.sheets)
    return slips.pack(facts, inside)


# The word of the file's name, and its maker.
KINDS: dict[str, tuple[str, Callable[[Facts, Wish, Others], Sequence[Sheet]]]] = {
    "invitations": ("Giấy mời", _personal),
    "villages": ("Giấy mời theo đơn vị", _villages),
    "sign-in": ("Danh sách ký tên", _sign_in),
    "money": ("Danh sách ký nhận tiền", _money),
    "questions": ("Phiếu câu hỏi", _questions),
    PACK: (wording.PACK.capitalize(), _pack),
}
