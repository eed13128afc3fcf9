"""What people really type, in every bad way that is known: as it comes, as it is kept, as found."""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass

HOSTILE = (
    "<script>document.title='hacked'</script><img src=x onerror=\"document.title='hacked'\">"
    "</textarea> <b>đậm</b> & &lt;i&gt; {{7*7}} %s %(x)s ]]> '; DROP TABLE"
)
LONG = "ơ̆" * 4000  # as long as a question may be, without one place to break it


@dataclass(frozen=True)
class Dirty:
    """One way: what is typed, what is kept of it, and what finds it."""

    name: str
    typed: str
    stored: str
    query: str


def kept(name: str, typed: str, query: str) -> Dirty:
    """Nothing of it is changed."""
    return Dirty(name, typed, typed, query)


DIRTY = (
    kept("no marks", "duong vao lang Klech lay loi qua, xin xa do be tong", "dường vào làng lầy"),
    kept(
        "telex leftovers",
        "dduwowngf vaof langf, ddường vaof làng, kieens nghij, Nguyeenx Vawn Thuwowcs",
        "vaof kieens",
    ),
    kept("VNI leftovers", "d9u7o7ng2 vao2 lang2, kie6n1 nghi5", "d9u7o7ng2 nghi5"),
    kept("place of the tone", "hoà giải, thuỷ lợi, uỷ ban, khoẻ", "hòa thủy ủy ban khỏe"),
    Dirty(
        "decomposed",
        unicodedata.normalize("NFD", "Nguyễn Thị Đào xin cấp thẻ"),
        "Nguyễn Thị Đào xin cấp thẻ",
        "nguyen thi dao",
    ),
    kept(
        "spellings",
        "lý lịch, lí do, kỹ, kĩ, quí IV, quý IV, Bahnar, Ba Na, Đăk, Đắk, K'Bang, Sơ Tơr",
        "ly lich li do dak kbang so tor",
    ),
    kept("dialect", "dzô, hông, hổng, xài, bển", "dzo hong xai ben"),
    kept("chat", "ko dc, k bit, mn, z, ntn, gđ em", "dc ntn gd"),
    Dirty(
        "Icelandic letters",
        "\u00d0ường vào \u00f0ồng, già làng \u00ca\u00f0ê, V\u00d2NG \u00d0AI",
        "Đường vào đồng, già làng Êđê, VÒNG ĐAI",
        "duong vao dong ede vong",
    ),
    Dirty(
        "letters that look alike",
        "Nướ\u200bc\u00a0sạch “giọt” b\u043en ca\u02d8n, đư\u00adờng",
        "Nước sạch “giọt” b\u043en ca\u02d8n, đư\u00adờng",
        "nuoc sach giot can duong",
    ),
    kept("capitals", "ĐỀ NGHỊ XÃ SỬA CẦU TREO", "de nghi xa sua cau treo"),
    kept(
        "numbers",
        "7h30, 07g30, 13/9, ngày 5/10/26, 5tr, 1,5 triệu, 2 sào 7 thước",
        "7h30 5/10/26 1,5 sao",
    ),
    kept(
        "slips of the office",
        "HỘI ĐỘNG NHÂN DÂN, Trung uơng, thực hiên, trang tri maket, 66/KII-UBND, Đơn đốc, HDND",
        "trung uong 66/kii don doc",
    ),
    kept("letters of Bahnar", "Đinh Hơ̆n: tơ̆, trâ̆n, kuô̆k hô̆i, Ƀlĭ", "hon kuok bli"),
    kept("markup", HOSTILE, "script drop"),
    Dirty(
        "signs nobody sees",
        "  Cầu \t hỏng 🌉👩‍🌾 \u202eđảo\u202c\u2067 \u061cxa\x07\x1b\u200f   quá\ufeff  ",
        "Cầu hỏng 🌉👩‍🌾 đảo xa quá",
        "cau hong dao xa qua",
    ),
)
TCVN3 = "§­êng vµo lµng kÐm l¾m"
VNI = "Ñöôøng vaøo laøng laày loäi"
OLD_FONTS = (TCVN3, VNI)  # kept as they came, for only the person can say what they mean
TYPED = "\n".join(one.typed for one in DIRTY)
STORED = "\n".join(one.stored for one in DIRTY)
SHORT = [one for one in DIRTY if one.stored != one.typed or one.name == "markup"]
