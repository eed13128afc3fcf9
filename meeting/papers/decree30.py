"""Every measure of a state paper, from Decree 30/2020/NĐ-CP, Appendix I, Part I.

A successor decree is a change of this file alone. Lengths are millimetres, sizes points. Where the
decree gives a range the comment gives it too; `chosen` marks what the decree leaves open.
"""

# --- Paper and margins: I.1 (paper), I.2 (orientation), I.3 (margins) ---
PAGE_WIDTH = 210.0
PAGE_HEIGHT = 297.0
MARGIN_TOP = 20.0  # I.3: 20-25
MARGIN_BOTTOM = 20.0  # I.3: 20-25
MARGIN_LEFT = 30.0  # I.3: 30-35
MARGIN_RIGHT = 15.0  # I.3: 15-20
TEXT_WIDTH = PAGE_WIDTH - MARGIN_LEFT - MARGIN_RIGHT
TEXT_HEIGHT = PAGE_HEIGHT - MARGIN_TOP - MARGIN_BOTTOM

# --- Letters: I.4 (Times New Roman, Unicode, black), I.5 (sizes by component) ---
FONT_FAMILY = "Times New Roman"  # what a Word paper names; the PDF embeds the metric-equal Tinos

# --- Page number: I.7 ---
PAGE_NUMBER_SIZE = 13.0  # I.7: 13-14, upright, Arabic, centred in the top margin, not on page 1
PAGE_NUMBER_BASELINE = 12.0  # chosen: below the upper edge, so that the figure sits mid-margin

# --- National emblem words, component 1: II.1 ---
NATION = "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM"
NATION_SIZE = 13.0  # II.1a: 12-13, upper case, upright, bold
MOTTO = "Độc lập - Tự do - Hạnh phúc"
MOTTO_SIZE = 14.0  # II.1b: 13-14, lower case, upright, bold; rule below as long as the line

# --- Issuing body, component 2: II.2 ---
PARENT_SIZE = 13.0  # II.2: 12-13, upper case, upright
ORGAN_SIZE = 13.0  # II.2: 12-13, upper case, upright, bold
ORGAN_RULE_SHARE = 0.45  # II.2: a third to a half of the line above, centred

# --- Number and notation, component 3: II.3 ---
NUMBER_SIZE = 13.0  # II.3: 13, upright; "Số" lower case, notation upper case
NUMBER_BLANK = 8  # chosen: spaces left for the records clerk's pen

# --- Place and date, component 4: II.4 ---
PLACE_DATE_SIZE = 13.0  # II.4: 13-14, italic, on the line of the number, centred under the motto

# --- Type and subject, component 5: II.5 ---
TYPE_SIZE = 14.0  # II.5a: 13-14, upper case, upright, bold, centred
SUBJECT_SIZE = 14.0  # II.5a: 13-14, lower case, upright, bold, centred below
SUBJECT_RULE_SHARE = 0.4  # II.5a: a third to a half of the line above, centred

ABOUT = "V/v"  # II.5b: what a letter is about
ABOUT_SIZE = 12.0  # II.5b: 12-13, lower case, upright, centred below the number
ABOUT_GAP = 6.0  # II.5b: points below the number

# --- Text, component 6: II.6 ---
BODY_SIZE = 14.0  # II.6: 13-14, upright, justified
FIRST_LINE_INDENT = 12.7  # II.6: 10 or 12.7
PARAGRAPH_SPACING = 6.0  # II.6: at least 6 points between paragraphs
LINE_SPACING = 1.15  # II.6: single to 1.5 lines
ASCENT = 0.891  # of Times New Roman, from the base line to the top of its line
SINGLE_LINE = 1.15  # height of one single line of Times New Roman, as a share of its size
LEGAL_BASIS_SIZE = 14.0  # II.6: italic, one a line, ";" at the end, "." after the last
HEADING_SIZE = 14.0  # II.6: 13-14, bold; parts "I." upper case, clauses "1." lower case

# --- Signing, component 7: II.7 ---
AUTHORITY_SIZE = 14.0  # II.7: 13-14, upper case, upright, bold
SIGNER_SIZE = 14.0  # II.7: 13-14, lower case, upright, bold, centred below
SIGNATURE_ROOM = 28.0  # chosen: pen and seal need 25-30 between office and name
SIGNATURE_NOTE_SIZE = 13.0  # chosen: "(Ký, ghi rõ họ tên)", italic

# --- Recipients, component 9: II.9 ---
ADDRESSEE_TITLE = "Kính gửi:"
ADDRESSEE_SIZE = 14.0  # II.9a "Kính gửi": 13-14, upright
RECIPIENTS_TITLE = "Nơi nhận:"
RECIPIENTS_TITLE_SIZE = 12.0  # II.9b "Nơi nhận": 12, bold italic
RECIPIENTS_SIZE = 11.0  # II.9b: 11, upright

# --- Appendix: III ---
ANNEX_LABEL_SIZE = 14.0  # III: "Phụ lục" 14, bold, centred
ANNEX_TITLE_SIZE = 14.0  # III: 13-14, upper case, bold, centred
ANNEX_REFERENCE_SIZE = 14.0  # III: 13-14, italic, in brackets; pages count anew in each appendix

# --- What the decree is silent on ---
HEAD_LEFT = 65.0  # chosen: the nation's line takes 95.7 mm at 13 points
RULE_GAP = 4.0  # chosen, points: from the line above to a drawn rule
RULE_THICKNESS = 0.6  # chosen, points
BLOCK_GAP = 12.0  # chosen, points: round the title and before signatures
HEADING_COMPANY = 2  # chosen: lines of text that must follow a heading on its page
HEADING_TABLE = 12  # chosen: at most so many lines are kept free for a table's head and first row
SHORT_PARAGRAPH = 600  # chosen: letters up to which the last paragraph stays with the signatures
TABLE_SIZE = 13.0  # chosen: the lower bound of body text
TABLE_SIZE_SMALL = 11.0  # chosen: for wide lists in a landscape appendix
TABLE_LINE = 0.5  # chosen, points
TABLE_PADDING = 3.0  # chosen, points: left and right
TABLE_ABOVE = 1.5  # chosen, points: a line of text has its own air above
TABLE_BELOW = 4.5  # chosen, points
LAST_ROWS = 2  # chosen: so many go along where signatures behind a table take the next page
TALL_ROW_SHARE = 1 / 3  # chosen: a row taller than this share of a page may be divided
ROW_PART = 45  # chosen, points: least of a divided row that stays on the first page
COVER_TITLE_SIZE = 24.0  # chosen: read on a shelf
COVER_SUBJECT_SIZE = 16.0  # chosen
COVER_SHARES = (0.25, 0.45, 0.3)  # chosen: of its height for body, title and facts
COVER_PADDING = 8.0  # chosen, millimetres inside the frame
COVER_LINE = 1.5  # chosen, points
FILL_IN = "…………………"  # chosen: for the pen
FOOT_SIZE = 11.0  # chosen: `trang 1/3` below lists to sign
FINE_SIZE = 10.0  # chosen: small print
CLOSING_LINE_SIZE = 9.0  # chosen: a check sum at the foot of the last page
CLOSING_LINE_BASELINE = 10.0  # chosen: above the lower edge


def leading(size: float) -> float:
    """Distance between base lines of body text of `size` points."""
    return size * SINGLE_LINE * LINE_SPACING


def single(size: float) -> float:
    """Distance between base lines set at single spacing (heads, tables, recipients)."""
    return size * SINGLE_LINE
