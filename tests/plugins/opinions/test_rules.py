"""The rules of opinions, without application or database."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from meeting.contract import Refused
from meeting.plan.options import Deadlines
from meeting.workdays import calendar
from plugins.opinions import rules, spelling, texts
from plugins.opinions.deciding import Decision, DueOffer, Wish, decide, due_offers
from plugins.opinions.rules import Asker, Case, Channel, Outcome

DAY = date(2023, 10, 20)
READY = Case(
    number=3, text="Hỏi", approved=True, answer="Đã duyệt.", answered_by="Lê Nam", department="NN"
)


def code_of(refused: pytest.ExceptionInfo[Refused]) -> str:
    return refused.value.code


# Texts: what people really type goes in and comes out as promised

KEPT = [
    "duong vao lang Klech lay loi qua, xin xa do be tong",
    "dduwowngf vaof langf",
    "ddường vaof làng",
    "d9u7o7ng2 vao2 lang2",
    "hoà, hòa, thuỷ, thủy, uỷ ban, ủy ban",
    "dzô, hông, hổng, xài, bển",
    "ko dc, k bit, mn, z, ntn, gđ em",
    "ĐỀ NGHỊ XÃ SỬA CẦU",
    "7h30, 07g30, 13/9, ngày 5/10/26, 5tr, 1,5 triệu, 2 sào 7 thước",
    "§­êng vµo lµng",  # TCVN3
    "Ñöôøng vaøo laøng",  # VNI
    "“Ngoặc kép cong” – và gạch dài — với emoji 🌾",
    "Đinh Hơ̆n, Đinh Thị Ƀlĭ, H'Lĭnh: tơ̆, trâ̆n, kuô̆k hô̆i",
    "<script>alert('x')</script> & <b>đậm</b>",
]


@pytest.mark.parametrize("text", KEPT)
def test_a_text_is_kept_letter_for_letter(text: str) -> None:
    assert texts.question(text) == text


@pytest.mark.parametrize(
    ("typed", "stored"),
    [
        ("  Đường   xấu \t quá  ", "Đường xấu quá"),
        ("Đường xấu\u200b quá\ufeff", "Đường xấu quá"),
        ("Nguye\u0302\u0303n Thi\u0323 \u0110a\u0300o", "Nguyễn Thị Đào"),
        ("\u00d0ường vào làng, \u00f0ất rẫy", "Đường vào làng, đất rẫy"),
        ("Hai\u00a0sào", "Hai sào"),
        ("Dòng một\r\nDòng hai\r\n\r\n\r\n\r\nDòng ba", "Dòng một\nDòng hai\n\nDòng ba"),
    ],
)
def test_only_what_nobody_sees_is_changed(typed: str, stored: str) -> None:
    assert texts.question(typed) == stored


def test_length_is_counted_in_letters_as_a_reader_counts() -> None:
    assert texts.question("ơ̆" * texts.QUESTION_LIMIT)
    with pytest.raises(Refused) as refused:
        texts.question("ơ̆" * (texts.QUESTION_LIMIT + 1))
    assert code_of(refused) == "opinions.too_long"
    assert refused.value.facts == {"length": 4001, "limit": 4000}


@pytest.mark.parametrize("text", ["", "   ", "\n\n", "\u200b\u200b", "\u200b \ufeff"])
def test_an_empty_question_is_refused(text: str) -> None:
    with pytest.raises(Refused) as refused:
        texts.question(text)
    assert code_of(refused) == "opinions.empty"


@pytest.mark.parametrize("text", ["§­êng vµo lµng", "Ñöôøng vaøo laøng", "x· T¬ Tung lµm ®­êng"])
def test_a_text_in_an_old_code_page_is_noticed(text: str) -> None:
    assert texts.in_wrong_code(text)


@pytest.mark.parametrize(
    "text",
    [
        "Đường vào làng lầy lội",
        "duong vao lang",
        "2 m² đất, 30°C, § 5",
        "Café Müller",
        "tôi cũng có",
        "Đinh Hơ̆n",
    ],
)
def test_a_sound_text_is_not_suspected(text: str) -> None:
    assert not texts.in_wrong_code(text)


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("dduwowngf vaof langf", "đường vào làng"),
        ("ddường vaof làng", "đường vào làng"),
        ("kieens nghij", "kiến nghị"),
        ("Nguyeenx Vawn Thuwowcs", "Nguyễn Văn Thước"),
        ("ddeef nghij xax, sowms", "đề nghị xã, sớm"),
        ("DDUWOWNGF xaaus", "ĐƯỜNG xấu"),
        ("d9u7o7ng2 vao2 lang2", "đường vào làng"),
        ("kie6n1 nghi5", "kiến nghị"),
        (
            "nuwowcs khoong chayr quys ngoaif giuwx toans hoaf",
            "nước không chảy quý ngoài giữ toán hòa",
        ),
        ("", ""),
        ("Đường vào làng Klếch lầy lội", ""),
        ("duong vao lang lay loi, xoong noi tuoi", ""),
        ("Bok Hơ̆n, Đinh Klĕn, Hlŏp ở Stơr, Yơng, Kpă, Plei", ""),
        ("cách QL25 2km, 30m2, zalo 0912345678, off", ""),
        ("chir một chữ thôi", ""),
    ],
)
def test_keys_that_stayed_in_a_text_give_a_hint(typed: str, meant: str) -> None:
    assert spelling.reading(typed) == meant


# Who asks


def test_a_turn_or_a_delegate_needs_no_name() -> None:
    for asker in (Asker(turn_id=5), Asker(delegate_id=7)):
        assert rules.known_asker(asker, Channel.DIRECT, anonymous_slips=False) == asker


def test_a_free_name_is_cleaned() -> None:
    asker = rules.known_asker(
        Asker(name="  Đinh   Grơ̆ng "), Channel.VIA_SECRETARY, anonymous_slips=True
    )
    assert asker.name == "Đinh Grơ̆ng"


@pytest.mark.parametrize("name", ["Hyek", "H'Lĭnh", "Hộ kinh doanh Cô Sáu", "Công ty TNHH 89"])
def test_any_name_with_a_letter_will_do(name: str) -> None:
    assert texts.asker_name(name) == name


@pytest.mark.parametrize("name", ["…", "12345", "x" * 121])
def test_what_is_not_a_name_is_refused(name: str) -> None:
    with pytest.raises(Refused) as refused:
        texts.asker_name(name)
    assert code_of(refused) == "opinions.bad_name"


def test_nobody_is_named_only_on_purpose() -> None:
    with pytest.raises(Refused) as refused:
        rules.known_asker(Asker(), Channel.DIRECT, anonymous_slips=True)
    assert code_of(refused) == "opinions.no_asker"
    nobody = Asker(anonymous=True, village_id=4, name="left over")
    asker = rules.known_asker(nobody, Channel.VIA_SECRETARY, anonymous_slips=True)
    assert asker == Asker(anonymous=True, village_id=4)


def test_a_plan_may_refuse_slips_without_a_name_but_not_a_voice_from_the_hall() -> None:
    nobody = Asker(anonymous=True)
    with pytest.raises(Refused) as refused:
        rules.known_asker(nobody, Channel.VIA_SECRETARY, anonymous_slips=False)
    assert code_of(refused) == "opinions.name_needed"
    assert rules.known_asker(nobody, Channel.DIRECT, anonymous_slips=False) == nobody


def test_one_phone_sends_only_so_many() -> None:
    rules.within_limit(19, 20)
    rules.within_limit(500, 0)  # no limit
    with pytest.raises(Refused) as refused:
        rules.within_limit(20, 20)
    assert code_of(refused) == "opinions.too_many"


def test_only_the_plans_topics_and_departments() -> None:
    assert rules.listed("", ["A"], "x") == ""
    assert rules.listed("A", ["A"], "x") == "A"
    with pytest.raises(Refused) as refused:
        rules.listed("B", ["A"], "opinions.unknown_department")
    assert code_of(refused) == "opinions.unknown_department"


# Saving over somebody else's words


def test_a_stale_save_is_refused_with_the_other_text() -> None:
    rules.fresh(2, 2, theirs="", by="")
    with pytest.raises(Refused) as refused:
        rules.fresh(1, 2, theirs="Câu của người kia", by="Thư ký 2")
    assert code_of(refused) == "opinions.stale"
    assert refused.value.facts["theirs"] == "Câu của người kia"
    assert refused.value.facts["revision"] == 2


# The hall screen and masking


def test_only_what_is_approved_and_not_sensitive_is_shown() -> None:
    rules.may_be_shown(READY)
    with pytest.raises(Refused) as refused:
        rules.may_be_shown(replace(READY, approved=False))
    assert code_of(refused) == "opinions.not_approved"
    with pytest.raises(Refused) as refused:
        rules.may_be_shown(replace(READY, sensitive=True))
    assert code_of(refused) == "opinions.sensitive"
    with pytest.raises(Refused) as refused:
        rules.may_be_shown(replace(READY, text=""))
    assert code_of(refused) == "opinions.no_words"


def test_what_was_referred_stays_masked() -> None:
    rules.may_be_open(READY)
    with pytest.raises(Refused) as refused:
        rules.may_be_open(replace(READY, outcome=Outcome.REFERRED))
    assert code_of(refused) == "opinions.referred"


@pytest.mark.parametrize(
    ("name", "short"),
    [("Đinh Thị Hlŏp", "Đ.T.H."), ("Hyek", "H."), ("Đinh Ơ̆n", "Đ.Ơ̆."), ("ƀok Bưm", "Ƀ.B.")],
)
def test_initials(name: str, short: str) -> None:
    assert texts.initials(name) == short


# Outcomes: each needs what belongs to it

WHOLE = Wish(
    outcome="PENDING",
    due_date=date(2023, 11, 10),
    competent_body=" Hạt  Kiểm lâm ",
    merged_into=1,
)


@pytest.mark.parametrize(
    ("outcome", "kept"),
    [
        ("ANSWERED_ON_SPOT", {}),
        ("PENDING", {"due_date": date(2023, 11, 10)}),
        ("BEYOND_AUTHORITY", {"competent_body": "Hạt Kiểm lâm"}),
        ("OFF_TOPIC_WRITTEN", {"due_date": date(2023, 11, 10)}),
        ("NOTED", {}),
        ("MERGED", {"merged_into": 1}),
        ("REFERRED", {}),
    ],
)
def test_an_outcome_keeps_exactly_what_belongs_to_it(outcome: str, kept: dict[str, object]) -> None:
    decided = decide(READY, replace(WHOLE, outcome=outcome), day=DAY)
    assert decided == Decision(outcome=Outcome(outcome), **kept)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("case", "wish", "target", "code"),
    [
        (READY, Wish(outcome="MAYBE"), None, "no_outcome"),
        (replace(READY, answer=""), Wish(outcome="ANSWERED_ON_SPOT"), None, "no_answer"),
        (replace(READY, answered_by=""), Wish(outcome="ANSWERED_ON_SPOT"), None, "no_answerer"),
        (replace(READY, department=""), WHOLE, None, "no_department"),
        (READY, replace(WHOLE, due_date=None), None, "no_due_date"),
        (READY, replace(WHOLE, due_date=date(2023, 10, 19)), None, "due_too_early"),
        (READY, Wish(outcome="BEYOND_AUTHORITY", competent_body=" "), None, "no_competent_body"),
        (READY, Wish(outcome="BEYOND_AUTHORITY", competent_body="x" * 241), None, "too_long"),
        (READY, Wish(outcome="OFF_TOPIC_WRITTEN"), None, "no_due_date"),
        (READY, Wish(outcome="MERGED"), None, "no_link"),
        (READY, Wish(outcome="MERGED", merged_into=3), None, "own_link"),
        (READY, Wish(outcome="MERGED", merged_into=1), Outcome.MERGED, "link_merged"),
    ],
)
def test_an_outcome_without_what_it_needs_is_refused(
    case: Case, wish: Wish, target: Outcome | None, code: str
) -> None:
    with pytest.raises(Refused) as refused:
        decide(case, wish, day=DAY, target=target)
    assert code_of(refused) == f"opinions.{code}"


def test_a_due_date_on_the_day_itself_is_allowed() -> None:
    assert decide(READY, replace(WHOLE, due_date=DAY), day=DAY).due_date == DAY


def test_a_pending_opinion_keeps_its_department() -> None:
    rules.may_lose_department(READY)
    with pytest.raises(Refused) as refused:
        rules.may_lose_department(replace(READY, outcome=Outcome.PENDING))
    assert code_of(refused) == "opinions.department_needed"


@pytest.mark.parametrize(("text", "by"), [("", "Lê Nam"), ("Đã duyệt.", ""), ("", "")])
def test_an_answered_opinion_keeps_its_answer(text: str, by: str) -> None:
    rules.keeps_its_answer(READY, text, by)
    with pytest.raises(Refused) as refused:
        rules.keeps_its_answer(replace(READY, outcome=Outcome.ANSWERED_ON_SPOT), text, by)
    assert code_of(refused) == "opinions.answer_needed"


def test_a_date_later_than_the_rules_give_needs_its_reason() -> None:
    due = date(2023, 11, 10)
    offer = DueOffer(day=due, last=due, count=15, working=True)
    late = replace(WHOLE, due_date=date(2023, 11, 11))
    with pytest.raises(Refused) as refused:
        decide(READY, late, day=DAY, offer=offer)
    assert code_of(refused) == "opinions.late_without_reason"
    reasoned = decide(READY, replace(late, due_reason=" Chờ  đo đạc "), day=DAY, offer=offer)
    assert reasoned.due_reason == "Chờ đo đạc"
    in_time = decide(READY, replace(WHOLE, due_reason="Chờ đo đạc"), day=DAY, offer=offer)
    assert in_time.due_reason == ""


def test_a_department_reads_what_it_is_given_but_no_complaint() -> None:
    given = replace(READY, approved=True)
    assert rules.department_may_read(given)
    assert rules.department_may_read(replace(given, sensitive=True))
    assert not rules.department_may_read(replace(given, department=""))
    assert not rules.department_may_read(replace(given, approved=False))
    assert not rules.department_may_read(replace(given, kind="DENUNCIATION"))
    assert not rules.department_may_read(replace(given, outcome=Outcome.REFERRED))


def test_only_what_everybody_may_read_gets_support() -> None:
    open_one = replace(READY, approved=True)
    rules.may_be_supported(open_one, own=False, on=True)
    for case, own, on, code in (
        (open_one, False, False, "support_off"),
        (replace(open_one, approved=False), False, True, "not_public"),
        (replace(open_one, sensitive=True), False, True, "not_public"),
        (replace(open_one, outcome=Outcome.MERGED), False, True, "not_public"),
        (open_one, True, True, "own_opinion"),
    ):
        with pytest.raises(Refused) as refused:
            rules.may_be_supported(case, own=own, on=on)
        assert code_of(refused) == f"opinions.{code}"


# Due dates


def test_the_strictest_rule_of_the_plan_comes_first() -> None:
    offers = due_offers(Outcome.PENDING, DAY, Deadlines(), calendar())
    assert offers == (
        DueOffer(day=date(2023, 11, 10), last=date(2023, 11, 10), count=15, working=True),
        DueOffer(day=date(2023, 11, 17), last=date(2023, 11, 20), count=30, working=False),
    )
    shorter = Deadlines(pending_reply_max_days=10)
    offers = due_offers(Outcome.PENDING, DAY, shorter, calendar())
    assert (offers[0].day, offers[0].last) == (date(2023, 10, 30), date(2023, 10, 30))
    assert (offers[0].count, offers[0].working) == (10, False)


def test_no_rule_no_offer() -> None:
    off = Deadlines(pending_reply_working_days=None, pending_reply_max_days=None)
    assert due_offers(Outcome.PENDING, DAY, off, calendar()) == ()
    assert due_offers(Outcome.NOTED, DAY, Deadlines(), calendar()) == ()


def test_a_letter_has_its_own_rule() -> None:
    plan = Deadlines(off_topic_reply_working_days=5)
    (offer,) = due_offers(Outcome.OFF_TOPIC_WRITTEN, DAY, plan, calendar())
    assert offer.day == date(2023, 10, 27)


def test_the_law_says_by_when_the_asker_hears_that_it_was_passed_on() -> None:
    (offer,) = due_offers(Outcome.BEYOND_AUTHORITY, DAY, Deadlines(), calendar())
    assert (offer.day, offer.by_law) == (date(2023, 11, 3), True)


def test_an_unknown_year_is_said() -> None:
    offers = due_offers(Outcome.PENDING, date(2026, 12, 20), Deadlines(), calendar())
    assert offers[0].unknown_years == (2027,)
