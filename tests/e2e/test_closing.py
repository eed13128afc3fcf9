"""The end of a meeting at the desk: what is missing, two read the draft, the close, the papers."""

from __future__ import annotations

import io
import re
from collections.abc import Callable
from urllib.parse import urljoin

import docx
from playwright.sync_api import Locator, Page, expect

from tests.golden.paper_reader import by_pypdf, squeezed
from tests.golden.word_reader import by_python_docx
from tests.running import Running, Visitor

from .acts import act, is_marked, mark, write_down
from .test_shell_looks import violations
from .words import like, vi

OpenPage = Callable[..., Page]
MINUTES, DESK = "/m/1/minutes", "/m/1/opinions/"
DUE, ROADS = "2023-11-03", "DIA_CHINH_XD"
ASKED = (  # who, what, what becomes of it
    ("Đinh Bưm", "Đường vào làng Stơr lầy lội, bao giờ đổ bê tông?",
     {"outcome": "PENDING", "department": ROADS, "due_date": DUE}),
    ("Đinh Thị Hlŏp", "Heo chết dịch chôn rồi mà tiền hỗ trợ chưa thấy.",
     {"outcome": "ANSWERED_ON_SPOT"}),
    ("Đinh Klĕn", "Giá vàng, giá xăng sao lên hoài?",
     {"outcome": "OFF_TOPIC_WRITTEN", "due_date": DUE}),
    ("Đinh Pŭih", "Cán bộ gợi ý tiền bồi dưỡng khi làm giấy.",
     {"outcome": "NOTED"}),
)  # fmt: skip
CONCLUSION = "Biểu dương bà con.\nGiao Văn phòng theo dõi, đôn đốc."
WRONG, RIGHT = "Biểu dương bà con.", "Biểu dương tinh thần thẳng thắn của bà con."
ALSO, BETTER = "Giao Văn phòng theo dõi, đôn đốc.", "Giao Văn phòng theo dõi, báo cáo."
CONFLICT = r"status of 409"


def ask(secretary: Visitor) -> None:
    """Four slips: the second is answered, the last is nobody else's business."""
    for number, (name, words, _) in enumerate(ASKED, 1):
        slip = {"channel": "VIA_SECRETARY", "who": "name", "name": name, "text": words}
        assert secretary.submit(DESK, {**slip, "approved": "y"}, form=DESK).ok
        if number == 2:
            answer = {"text": "Chi trả trong tháng.", "answered_by": "Trần Xuân Nam", "seen": 0}
            assert secretary.submit(f"{DESK}2/answer", answer, form=f"{DESK}2").ok
    assert secretary.submit(f"{DESK}4/sensitive", {"sensitive": "1"}, form=f"{DESK}4").ok


def decide(secretary: Visitor) -> None:
    for number, (_, _, outcome) in enumerate(ASKED, 1):
        assert secretary.submit(f"{DESK}{number}/outcome", outcome, form=f"{DESK}{number}").ok


def line(page: Page, words: str) -> Locator:
    """The paragraph of the reading page that says this."""
    return page.locator("[data-read]", has=page.locator("p", has_text=words)).first


def correct(page: Page, words: str, better: str) -> None:
    """Choose the paragraph, put other words in."""
    paragraph = line(page, words)
    paragraph.locator("p").first.click()
    paragraph.get_by_text(vi("Correct"), exact=True).first.click()
    paragraph.get_by_label(vi("So it should read")).fill(better)
    paragraph.get_by_role("button", name=vi("Correct")).click()
    expect(page.get_by_text(vi("Corrected.")).first).to_be_visible()


def narrow(page: Page) -> None:
    """The page as a phone shows it: nothing lies beside it."""
    size = page.viewport_size
    assert size is not None
    page.set_viewport_size({"width": 360, "height": 740})
    assert page.evaluate("document.documentElement.scrollWidth") <= 360, page.url
    page.set_viewport_size(size)


def fine(page: Page) -> None:
    assert not violations(page), "\n".join(violations(page))
    narrow(page)


def fetched(page: Page, link: Locator) -> bytes:
    answer = page.request.get(urljoin(page.url, link.get_attribute("href") or ""))
    assert answer.ok, answer.text()
    return answer.body()


def in_word(page: Page, link: Locator) -> str:
    """Word's file as it comes when somebody presses the link."""
    with page.expect_download() as asked:
        link.click()
    paper = asked.value.path().read_bytes()
    assert docx.Document(io.BytesIO(paper)).core_properties.title
    return by_python_docx(paper)


def card(page: Page, title: str) -> Locator:
    return page.locator(".papers > li", has=page.get_by_role("heading", name=title, exact=True))


def test_two_read_the_draft_and_close(
    hall: Running, open_page: OpenPage, secretary: Visitor
) -> None:
    ask(secretary)
    write_down(secretary, "Nông Văn Páo")
    act(secretary, "next/1", seen=0)

    # The close names what is missing, each with the page to settle it on
    desk = open_page("secretary", 1366, 768, tolerate=CONFLICT)
    desk.goto(f"{hall.http}/m/1/speakers/")
    desk.get_by_role("link", name=vi("Close the meeting"), exact=True).click()
    checks = desk.locator("[data-live='minutes.checks']")
    expect(checks).to_contain_text("Nông Văn Páo")
    expect(checks).to_contain_text("Ý kiến số 1 (Đinh Bưm")
    fine(desk)
    checks.get_by_role("link", name=re.compile("Đinh Bưm")).click()
    expect(desk.get_by_role("heading", level=1)).to_have_text(vi("Opinion %(number)s", number=1))
    desk.go_back()
    mark(desk)
    decide(secretary)
    expect(checks).not_to_contain_text("Đinh Bưm")
    expect(checks).to_contain_text("Nông Văn Páo")

    # She words a sentence of the notice, and the conclusion
    words = open_page("secretary", 1024, 768, tolerate=CONFLICT)
    words.goto(f"{hall.http}{MINUTES}/phrases")
    words.get_by_label(vi("Search by paper or words")).fill("giam sat")
    expect(words.locator("#opinions-raised")).to_have_count(0)
    form = words.locator("#minutes-notice_watched")
    form.locator("summary").click()
    form.get_by_label(vi("So the papers say it")).fill("Giao {ai} báo.")
    form.get_by_role("button", name=vi("Use these words")).click()
    expect(words.locator("#minutes-notice_watched")).to_contain_text("{ai}")
    form.get_by_label(vi("So the papers say it")).fill("{heads} báo lại cho bà con.")
    form.get_by_role("button", name=vi("Use these words")).click()
    expect(form).to_contain_text("trưởng làng báo lại cho bà con.")
    fine(words)
    desk.get_by_label(vi("Conclusion")).fill(CONCLUSION)
    with desk.expect_response(re.compile("/minutes/draft$")):  # leaving the field saves it
        desk.get_by_role("link", name=vi("Read the draft on the screen")).click()
    desk.goto(f"{hall.http}{MINUTES}/close")
    expect(desk.get_by_label(vi("Conclusion"))).to_have_value(CONCLUSION)
    desk.get_by_role("button", name=vi("Continue: read and close")).click()
    desk.get_by_role("heading", name=vi("So it will stand in the minutes")).wait_for()
    fine(desk)

    # While somebody speaks the close is refused; a second click of the step before is none here
    close = desk.get_by_role("button", name=vi("Close now and make the minutes"))
    expect(close).to_have_css("animation-name", "late")
    close.click()
    expect(desk.get_by_role("alert").first).to_contain_text("Nông Văn Páo")
    act(secretary, "turns/1/end")
    secretary.submit(f"{DESK}5/nothing-raised", {}, form=f"{DESK}5")
    desk.goto(f"{hall.http}{MINUTES}/close/confirm")
    expect(checks).to_contain_text(vi("Nothing stands against closing."))
    mark(desk)

    # The chair reads the draft and asks for a change: it stands on the secretary's list by itself
    chair = open_page("chair", 1024, 768, has_touch=True)
    chair.goto(f"{hall.http}{MINUTES}/read")
    tool = line(chair, WRONG)
    tool.locator("p").first.tap()
    tool.get_by_text(vi("Ask for a change")).tap()
    tool.get_by_label(vi("What should be changed")).fill("Nói rõ hơn")
    tool.get_by_role("button", name=vi("Tell the secretary")).tap()
    expect(chair.get_by_text(vi("The secretary sees it.")).first).to_be_visible()
    fine(chair)
    asked = like(
        "Changes asked for in the draft: %(count)s. Correct them or mark them as dealt with."
    )
    expect(checks).to_contain_text(asked)
    assert is_marked(desk), "nothing was loaded anew"
    checks.get_by_role("link", name=asked).click()
    expect(desk.locator(".alert", has_text="Nói rõ hơn")).to_be_visible()
    desk.get_by_role("link", name=vi("Go to the paragraph")).click()
    expect(line(desk, WRONG)).to_have_class(re.compile("is-here"))
    correct(desk, WRONG, RIGHT)
    correct(desk, ALSO, BETTER)
    done = desk.locator(".rd-corrections li", has_text=BETTER)
    done.get_by_role("button", name=vi("Drop the correction")).click()
    expect(line(desk, ALSO)).to_be_visible()
    desk.get_by_role("button", name=vi("Dealt with")).click()
    expect(desk.locator(".alert", has_text="Nói rõ hơn")).to_have_count(0)
    fine(desk)
    read_aloud(chair, hall)

    # The close; the browser's print dialog opens on the paper by itself
    desk.goto(f"{hall.http}{MINUTES}/close/confirm")
    with desk.expect_request(re.compile(r"minutes\.pdf$")):
        desk.get_by_role("button", name=vi("Close now and make the minutes")).click()
    expect(desk.locator("#printing-paper")).to_have_count(1)
    said = by_pypdf(fetched(desk, desk.get_by_role("link", name=vi("Open the PDF")).first))
    assert squeezed(RIGHT) in said
    assert squeezed(WRONG) not in said
    assert squeezed(ALSO) in said
    fine(desk)
    every_paper(desk, hall)
    letters(desk, hall)
    another_version(hall, open_page)


def read_aloud(page: Page, hall: Running) -> None:
    """Keys go from paragraph to paragraph; the letters grow."""
    page.goto(f"{hall.http}{MINUTES}/read")
    here = page.locator("[data-read].is-here")
    first = page.locator("[data-read]").nth(0)
    page.keyboard.press("Space")
    expect(first).to_have_class(re.compile("is-here"))
    page.keyboard.press("ArrowDown")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("ArrowUp")
    expect(here).to_have_count(1)
    expect(page.locator("[data-read]").nth(1)).to_have_class(re.compile("is-here"))
    size = "parseFloat(getComputedStyle(document.querySelector('[data-reading]')).fontSize)"
    before = page.evaluate(size)
    page.get_by_role("button", name=vi("Larger letters")).click()
    assert page.evaluate(size) > before


def every_paper(page: Page, hall: Running) -> None:
    """Each opens as PDF and as Word's file; what is posted names nobody; a number is given."""
    page.goto(f"{hall.http}{MINUTES}/papers")
    fine(page)
    told = {
        "Biên bản": RIGHT,
        "Thông báo kết luận": "trưởng làng báo lại cho bà con./.",
        "Báo cáo tổng hợp": "BÁO CÁO",
        "Danh sách đại biểu tham dự": "DANH SÁCH",
    }
    for title, words in told.items():
        paper = card(page, title)
        pdf = by_pypdf(fetched(page, paper.get_by_role("link", name=vi("Open the PDF"))))
        assert squeezed(words) in pdf, title
        assert squeezed(words) in in_word(page, paper.get_by_role("link", name=vi("Word file")))
    for title in ("Biên bản", "Thông báo kết luận"):
        paper = card(page, title)
        paper.get_by_text(vi("To be posted: initials in place of names")).click()
        posted = by_pypdf(fetched(page, paper.get_by_role("link", name=vi("PDF to post"))))
        word = in_word(page, paper.get_by_role("link", name=vi("Word file to post")))
        for name, *_ in ASKED:
            assert squeezed(name) not in posted + word, name
        assert "Đ.B." in posted
        assert "bồidưỡng" not in posted + word
    notice = card(page, "Thông báo kết luận")
    notice.get_by_text(vi("Give number and date")).click()
    notice.get_by_label(vi("Number in the register")).fill("7/TB")
    notice.get_by_role("button", name=vi("Give the number"), exact=True).click()
    expect(notice).to_contain_text(
        vi("Type only the number as it stands in the register, such as 05 or 12a.")
    )
    expect(notice.get_by_label(vi("Number in the register"))).to_be_focused()
    expect(notice.get_by_label(vi("Number in the register"))).to_have_value("7/TB")
    fine(page)
    notice.get_by_label(vi("Number in the register")).fill("7")
    notice.get_by_role("button", name=vi("Give the number"), exact=True).click()
    expect(notice).to_contain_text("Số 07")
    numbered = fetched(page, notice.get_by_role("link", name=vi("Open the PDF")))
    assert "Số:07/TB-UBND" in by_pypdf(numbered)


def letters(page: Page, hall: Running) -> None:
    """One to each who is owed something, and all of them in one file."""
    page.goto(f"{hall.http}{MINUTES}/papers/written_reply")
    fine(page)
    one = page.locator(".papers > li", has_text="Đinh Bưm")
    assert "ĐinhBưm" in by_pypdf(fetched(page, one.get_by_role("link", name=vi("Open the PDF"))))
    every = page.get_by_role("link", name=vi("All %(count)s in one PDF", count=2))
    together = by_pypdf(fetched(page, every))
    assert "ĐinhBưm" in together
    assert "ĐinhKlĕn" in together


def another_version(hall: Running, open_page: OpenPage) -> None:
    """What was made is corrected without a script too: version 2 with a reason, 1 stays on disk."""
    (kept,) = (hall.data / "papers" / "1").glob("bien-ban-v1-*.pdf")
    first = kept.read_bytes()
    page = open_page("secretary", 360, 740, java_script_enabled=False)
    page.goto(f"{hall.http}{MINUTES}/read")
    paragraph = line(page, ALSO)
    paragraph.get_by_text(vi("Correct"), exact=True).first.click()
    paragraph.get_by_label(vi("So it should read")).fill(BETTER)
    paragraph.get_by_role("button", name=vi("Correct")).click()
    expect(page.get_by_text(vi("Corrected.")).first).to_be_visible()
    page.get_by_label(vi("Why another version is made")).fill("Sai kết luận")
    page.get_by_role("button", name=vi("Make version %(number)s", number=2)).click()
    expect(page.get_by_text(vi("Version %(number)s is made.", number=2)).first).to_be_visible()
    second = fetched(page, page.get_by_role("link", name=vi("Open the PDF")).first)
    assert squeezed(BETTER) in by_pypdf(second)
    assert squeezed(BETTER) not in by_pypdf(first)
    assert kept.read_bytes() == first
