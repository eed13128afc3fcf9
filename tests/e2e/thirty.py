"""Thirty invented opinions of five meetings: who raised them how, and what became of them."""

from __future__ import annotations

from dataclasses import dataclass

S0, S1, S2, S3, S4 = (
    "to-tung-2023",
    "phuong-1-2024",
    "thien-tan-2026",
    "kiem-tan-2023",
    "hong-ngu-2020",
)
DIRECT, SLIP, COLLECTED = "DIRECT", "VIA_SECRETARY", "PRE_COLLECTED"


@dataclass(frozen=True)
class Raised:
    """One of them. ``answer`` is what was said; ``body`` who is competent; ``same`` a number."""

    plan: str
    who: str  # empty: no name on the slip
    channel: str
    topic: str
    text: str
    outcome: str
    answer: str
    village: str = ""
    body: str = ""
    same: int = 0  # the place in the list of the one it repeats
    asked_back: tuple[str, str] | None = None  # the chair's question and the reply
    follow_up: str = ""
    sensitive: bool = False


A, P, B = "ANSWERED_ON_SPOT", "PENDING", "BEYOND_AUTHORITY"
W, N, R, M = "OFF_TOPIC_WRITTEN", "NOTED", "REFERRED", "MERGED"

THIRTY = (
    Raised(
        S0, "Đinh Bưm", DIRECT, "GIAO_THONG_CT",
        "Đường từ làng xuống cánh đồng mưa là lầy, xe máy cày không đi được. Bao giờ đổ bê tông?",
        P, "Đã đưa vào danh mục năm sau.", "Stơr",
    ),
    Raised(
        S0, "Đinh Thị Hlŏp", DIRECT, "HO_NGHEO",
        "Nhà tôi năm ngoái còn hộ nghèo, năm nay bị đưa ra mà không ai nói cho biết.",
        P, "Giao rà lại hồ sơ, báo gia đình.", "Leng",
        asked_back=("Làng có họp bình xét không?", "Có họp mà tôi đi rẫy."),
    ),
    Raised(
        S0, "Đinh Klĕn", DIRECT, "DAT_DAI",
        "Rẫy của cha mẹ để lại làm lâu rồi, giờ bảo lấn đất rừng. Xã nói giúp cho dân.",
        B, "Kiến nghị đo đạc lại.", "Kuk Tung", body="Hạt Kiểm lâm huyện Kbang",
    ),
    Raised(
        S0, "Nông Văn Páo", DIRECT, "NONG_NGHIEP",
        "Heo chết dịch chôn rồi mà tiền hỗ trợ chưa thấy.",
        A, "Danh sách đã duyệt, chi trả trong tháng.", "Cao Sơn",
    ),
    Raised(
        S0, "Đinh Pŭih", DIRECT, "DIEN_NUOC",
        "Nước giọt của làng mùa khô hết nước, xin cái giếng khoan.",
        N, "", "Klếch",
    ),
    Raised(
        S0, "Trần Thị Mận", SLIP, "THU_TUC_HC",
        "Làm giấy khai sinh cho cháu phải đi lại 3 lần.",
        A, "Từ nay ghi phiếu hướng dẫn một lần, đủ, rõ.", "Nam Cao",
    ),
    Raised(
        S0, "Đinh Sŭk", DIRECT, "AN_NINH",
        "Thanh niên uống rượu chạy xe rú ga ban đêm, già làng nói không nghe.",
        A, "Công an xã tuần tra tối thứ bảy.", "Đak Pơ Kao",
    ),
    Raised(
        S0, "Đinh Thị Ŏnh", DIRECT, "CHINH_SACH",
        "Chồng tôi mất rồi mà tiền mai táng chưa có.",
        P, "Hướng dẫn tại nhà.", "Stơr",
        follow_up="Thiếu giấy gì thì xã làm giúp được không?",
    ),
    Raised(
        S1, "Võ Thị Bé Ba", SLIP, "MOI_TRUONG",
        "Cống hẻm 15 nghẹt, mưa chút là ngập, nước dơ tràn vô nhà.",
        P, "Giao nạo vét.", "Khóm 2",
    ),
    Raised(
        S1, "Huỳnh Văn Út", DIRECT, "QUY_HOACH_XD",
        "Nhà tôi nằm trong lộ giới mười mấy năm. Chừng nào làm đường thì nói dân biết.",
        B, "Quy hoạch do cấp trên duyệt.", "Khóm 4", body="UBND thành phố Cao Lãnh",
    ),
    Raised(
        S1, "Hộ kinh doanh Cô Sáu", SLIP, "DONG_GOP",
        "Năm nay quỹ này quỹ kia, cái nào bắt buộc cái nào tự nguyện?",
        A, "Chỉ thu khoản pháp luật quy định.",
    ),
    Raised(
        S1, "Công ty TNHH MTV Phú Thịnh", DIRECT, "THU_TUC_HC",
        "Xin phép bảng hiệu nộp trên mạng rồi lại bắt mang bản giấy.",
        A, "Không yêu cầu bản giấy.",
    ),
    Raised(
        S1, "Lê Văn Tư Em", DIRECT, "AN_NINH",
        "Quán karaoke kẹo kéo hát tới 11 giờ đêm, gọi tổ trưởng không ai tới.",
        A, "Công an phường nhắc nhở, xử phạt.", "Khóm 1",
    ),
    Raised(
        S1, "Phan Văn Chín", SLIP, "KHAC",
        "Cho hỏi giá vàng, giá xăng sao lên hoài, Nhà nước tính sao?",
        W, "", "Khóm 3",
    ),
    Raised(
        S1, "Trần Thị Kim Loan", SLIP, "AN_SINH_YTE_GD",
        "Trạm y tế hết thuốc huyết áp 2 tháng nay.",
        B, "Chờ đấu thầu.", "Khóm 5", body="Sở Y tế",
    ),
    Raised(
        S1, "", SLIP, "CAN_BO",
        "Có cán bộ làm giấy tờ đất gợi ý tiền bồi dưỡng.",
        R, "", "Khóm 2", sensitive=True,
    ),
    Raised(
        S2, "Nông Thị Slao", DIRECT, "BOI_THUONG",
        "Đường mới lấy đất vườn nhà tôi, cắm mốc rồi mà giá đền bù chưa ai công bố.",
        P, "Giao làm việc với chủ đầu tư.", "Lân Luông",
    ),
    Raised(
        S2, "Vi Văn Slung", DIRECT, "DAT_DAI",
        "Sổ đỏ cũ ghi huyện, xã cũ, nay sáp nhập có phải đổi không?",
        A, "Không bắt buộc đổi ngay.", "Bản Cưởm",
    ),
    Raised(
        S2, "Hoàng Văn Thoòng", DIRECT, "THU_TUC_HC",
        "Người già không biết dùng VNeID, xin xã về thôn làm.",
        A, "Mỗi tháng 02 buổi lưu động.", "Nà Pàn",
    ),
    Raised(
        S2, "Lăng Thị Nhình", DIRECT, "DIEN_NUOC",
        "Thôn chưa có sóng điện thoại, con cháu học trực tuyến phải lên đồi.",
        B, "Kiến nghị nhà mạng.", "Khe Giả", body="Sở Khoa học và Công nghệ",
    ),
    Raised(
        S2, "Chu Văn Voòng", DIRECT, "XD_DANG_CQ",
        "Nhập thôn rồi trưởng thôn phụ cấp có tăng không mà việc gấp đôi?",
        N, "", "Đồng Lai",
    ),
    Raised(
        S2, "Hứa Văn Páo", COLLECTED, "DAT_DAI",
        "Ranh giới rừng với nhà bên tranh chấp 5 năm, đơn gửi huyện cũ không biết ai giữ.",
        P, "Tiếp nhận lại hồ sơ.", "Lân Rì",
    ),
    Raised(
        S3, "Phạm Thị Nhài", DIRECT, "NONG_NGHIEP",
        "Mương tiêu sau làng lấp bèo, vụ mùa úng mấy mẫu.",
        P, "Giao nạo vét trước vụ.", "Kiêm Tân",
    ),
    Raised(
        S3, "Vũ Đình Khuê", DIRECT, "NGAN_SACH",
        "Đề nghị công khai tiền đóng góp làm cổng làng: thu bao nhiêu, chi bao nhiêu.",
        A, "Trưởng thôn công khai tại nhà văn hóa trong tuần.", "Kiêm Tân",
    ),
    Raised(
        S3, "Nguyễn Văn Thước", DIRECT, "XD_DANG_CQ",
        "Kiến nghị kỳ trước chưa thấy trả lời.",
        A, "3 việc xong, 1 việc đang làm.", "Kiêm Tân",
    ),
    Raised(
        S3, "Bùi Thị Lụa", COLLECTED, "MOI_TRUONG",
        "Bãi rác đốt khói, trẻ con ho suốt.",
        P, "Giao kiểm tra, báo cáo.", "Kiêm Tân",
    ),
    Raised(
        S3, "Đặng Quang Hưởng", DIRECT, "MOI_TRUONG",
        "Tôi cũng nói chuyện cái bãi rác như bà Lụa.",
        M, "", "Kiêm Tân", same=25,
    ),
    Raised(
        S4, "Nguyễn Thị Út Mười", DIRECT, "BOI_THUONG",
        "Sạt lở bờ sông mất đất, cụm dân cư hứa nền nhà hai năm rồi chưa bốc thăm.",
        P, "Giao trả lời.",
    ),
    Raised(
        S4, "Lê Văn Đực", DIRECT, "MOI_TRUONG",
        "Ao cá tra xả thẳng ra kinh, nước hôi xài không được.",
        P, "Kiểm tra, xử phạt.",
    ),
    Raised(
        S4, "Phan Thị Lùn", SLIP, "AN_SINH_YTE_GD",
        "Cháu mồ côi sống với bà, xin được xét trợ cấp.",
        A, "Hướng dẫn hồ sơ ngay sau buổi họp.", sensitive=True,
    ),
)  # fmt: skip
