"""Who is meant, as papers write it: by name, or by initials and village where a paper is posted."""

from __future__ import annotations

from meeting.papers import wording
from meeting.plan import Plan
from plugins.opinions import texts
from plugins.opinions.queries import OpinionView
from plugins.opinions.rules import ROUTED_OUT, Outcome

NOBODY = "người có ý kiến"
CITIZEN = "Một công dân"
# Forms of address that somebody may write before a name, longest first.
_HONORIFICS = ("ông (bà)", "ông/bà", "đồng chí", "đ/c", "ông", "bà", "anh", "chị", "bác", "cô")
# How enterprises and bodies call themselves, and what a posted paper says instead.
_BODIES = (
    (("công ty", "cty", "doanh nghiệp", "dntn", "tập đoàn", "chi nhánh"), "Một doanh nghiệp"),
    (("hộ kinh doanh", "hộ kd", "cửa hàng", "cơ sở", "quán", "tiệm"), "Một hộ kinh doanh"),
    (("hợp tác xã", "htx", "tổ hợp tác"), "Một hợp tác xã"),
    (
        ("trường", "trạm", "ban", "hội", "chi hội", "chi bộ", "chi đoàn", "tổ", "nhóm", "tập thể"),
        "Một tập thể",
    ),
)


def is_private(one: OpinionView) -> bool:
    """Whether papers tell neither whose it is nor what it says."""
    return one.sensitive or is_routed_out(one)


def is_routed_out(one: OpinionView) -> bool:
    """Whether the law protects who raised it: not even the village is told."""
    return one.outcome is Outcome.REFERRED or one.kind in ROUTED_OUT


def person(one: OpinionView, *, inside: bool, masked: bool = False) -> str:
    """With the form of address; an enterprise, or a typed name without one, stays as it is."""
    if not one.name:
        return ""
    if is_body(one.name):
        return named(one.name, inside=inside, masked=masked)
    known = one.honorific in ("Ông", "Bà")
    if one.delegate_id is None and not known:
        return named(one.name, inside=inside, masked=masked)
    _, bare = split(one.name)
    name = texts.initials(bare) if masked else bare
    return wording.person(name, one.honorific if known else None, inside=inside)  # type: ignore[arg-type]


def named(name: str, *, inside: bool, masked: bool = False) -> str:
    """A typed name; a form of address in it has a capital only where a sentence begins."""
    if instead := body(name):
        found = instead if masked else name
        return _lower(found) if inside and masked else found
    honorific, bare = split(name)
    if masked:
        bare = texts.initials(bare)
    title = honorific.lower() if inside else _upper(honorific)
    return f"{title} {bare}".strip()


def split(name: str) -> tuple[str, str]:
    """Form of address, as it is written, and the name itself."""
    for honorific in _HONORIFICS:
        if name.lower().startswith(f"{honorific} "):
            return name[: len(honorific)], name[len(honorific) :].strip()
    return "", name


def is_body(name: str) -> bool:
    """Whether it is no person who is named."""
    return bool(body(name))


def body(name: str) -> str:
    """What a posted paper calls an enterprise or body; empty for a person."""
    lower = name.lower()
    return next(
        (
            instead
            for words, instead in _BODIES
            if any(lower == word or lower.startswith(f"{word} ") for word in words)
        ),
        "",
    )


def place(one: OpinionView) -> str:
    """The village; who is guided to file a complaint is not to be found by it."""
    return "" if is_routed_out(one) else one.village


def in_list(one: OpinionView, *, masked: bool = False, inside: bool = False) -> str:
    """``Ông Đinh Bưm, làng Stơr``; of a private one nothing but the village."""
    if is_private(one):
        who = _lower(CITIZEN) if inside else CITIZEN
    else:
        who = person(one, inside=inside, masked=masked)
        who = who or ("không ghi tên" if inside else "Không ghi tên")
    return ", ".join(filter(None, (who, place(one))))


def official(name: str, plan: Plan) -> str:
    """A name of the plan with its office."""
    found = next((one for one in plan.people if one.name == name), None)
    return found.full if found else name


def citizen(name: str, plan: Plan, *, inside: bool, masked: bool) -> str:
    """Who took part in an exchange. Officials keep their names where a paper is masked."""
    is_official = any(one.name == name or one.full == name for one in plan.people)
    if not masked or is_official or name in {one.name for one in plan.departments}:
        return name
    return named(name, inside=inside, masked=True)


def _lower(words: str) -> str:
    return f"{words[:1].lower()}{words[1:]}"


def _upper(words: str) -> str:
    return f"{words[:1].upper()}{words[1:]}"
