"""The words of a dossier. They are Vietnamese whatever language the screens speak."""

from __future__ import annotations

WORKBOOK = "ho-so.xlsx"
JOURNAL = "nhat-ky.txt"
PLAN = "ke-hoach.json"
READ_FIRST = "DOC-TRUOC.txt"
MANIFEST = "manifest.json"
SUMS = "SHA256SUMS"
TABLES = "du-lieu"
PAPERS = "van-ban"

JOURNAL_SHEET = "Nhật ký"
JOURNAL_HEAD = ("STT", "Thời điểm", "Việc", "Người thực hiện", "Bị từ chối", "Chi tiết")
PROGRAM = "Chương trình"
UNKNOWN = "Điện thoại chưa rõ của ai"
YES, NO = "có", "không"

ABOUT = """\
HỒ SƠ HỘI NGHỊ
{title}
{place}
Khai mạc: {opened}. Kết thúc: {closed}.
Hồ sơ lập lúc {made} bằng chương trình doithoai, phiên bản {version}.

Hồ sơ này đọc được mà không cần chương trình ấy: mở bằng trình đọc PDF, Word, Excel
và trình soạn thảo văn bản.

{folders}

TRONG THƯ MỤC {tables} (mỗi tệp là một bảng, mỗi dòng là một bản ghi; mã hóa UTF-8)
{holds}

Trong các bảng, cột id là số thứ tự của dòng; cột tên kết thúc bằng _id ghi số của dòng
ở bảng khác. Số âm là dòng không còn hoặc không đưa vào hồ sơ. Thời điểm ghi theo giờ
Việt Nam (+07:00).

KHÔNG ĐƯA VÀO HỒ SƠ
{left_out}

KIỂM TRA HỒ SƠ CÒN NGUYÊN VẸN
Giải nén, mở cửa sổ dòng lệnh trong thư mục vừa giải nén, gõ:  sha256sum -c {sums}
(Windows: certutil -hashfile TÊN-TỆP SHA256, so với dòng của tệp ấy trong {sums}.)

DỮ LIỆU CÁ NHÂN
Hồ sơ có họ tên, nơi ở, ý kiến của người dự, số điện thoại của ai muốn được báo kết quả
và mã mời của từng người. Chỉ lưu trữ và dùng nội bộ; không đăng, không niêm yết cả hồ sơ.

KHÔI PHỤC
Chương trình doithoai dựng lại được hội nghị từ hồ sơ này: trang "Khôi phục từ hồ sơ", hoặc
lệnh doithoai dossier import TÊN-TỆP.zip. Các máy của ban tổ chức phải ghép lại; mã mời đã
phát vẫn dùng được.
"""
FOLDERS = {
    PAPERS: "các văn bản của hội nghị (PDF, Word), bìa, mục lục; bản đã được thay (…-v1.pdf)",
    WORKBOOK: "toàn bộ diễn biến dưới dạng bảng tính Excel",
    JOURNAL: "nhật ký: ai làm gì, lúc nào",
    PLAN: "kế hoạch hội nghị đã nạp vào chương trình",
    TABLES: "toàn bộ dữ liệu gốc dưới dạng JSON, để khôi phục",
    MANIFEST: "danh mục tệp, dung lượng, mã kiểm tra SHA-256, phiên bản chương trình",
    SUMS: "mã kiểm tra của mọi tệp",
}
NOT_YET = "chưa"

# What the core itself declares.
HOLDS = {
    "meeting": "hội nghị: tên, kế hoạch, giờ khai mạc và kết thúc",
    "meeting_plugin": "phần của chương trình đã tắt cho hội nghị này",
    "setting_value": "cài đặt của hội nghị",
    "journal_entry": "nhật ký",
}
LEFT_OUT = {
    "device": "máy của ban tổ chức: khóa ghép máy là bí mật; máy phải ghép lại",
    "pairing_link": "liên kết ghép máy dùng một lần: bí mật",
    "submission": "dấu vết kỹ thuật để một biểu mẫu gửi hai lần chỉ tính một",
}
FACTS = {
    "setting": "cài đặt",
    "value": "giá trị",
    "device": "máy",
    "was": "tên cũ",
    "role": "vai trò",
    "sha256": "mã SHA-256 của hồ sơ",
}
ROLES = {
    "registrar": "bàn đón tiếp",
    "screen": "màn hình hội trường",
    "kiosk": "máy ở cửa",
    "chair": "chủ trì",
    "secretary": "thư ký",
    "mc": "người dẫn chương trình",
    "summariser": "bộ phận tổng hợp ý kiến",
    "answerer": "đơn vị trả lời",
    "observer": "theo dõi",
    "surveyor": "lấy ý kiến hài lòng",
    "organiser": "văn phòng",
}
