"""The posting criteria (掲載基準) a new hub starts with.

They are the union of what municipalities publish for their own papers; each hub rewords them and
switches off what it does not use.
"""

DEFAULT_CRITERIA: tuple[tuple[str, str], ...] = (
    ("organiser", "主催する団体と責任者がわかる"),
    ("for_families", "区内の子育て家庭、または子育てを支える人に向けたものである"),
    ("open", "だれでも参加でき、会員だけの集まりではない"),
    ("safe_place", "会場が公共の場所など、安全な場所である"),
    ("real_cost", "費用は材料費などの実費だけである"),
    ("settled", "日時と費用が決まっている"),
    ("no_profit", "営利を目的としない（講師料・販売・生徒の勧誘がない）"),
    ("no_politics", "政治活動にあたらない"),
    ("no_religion", "宗教活動にあたらない"),
    ("no_network_sales", "連鎖販売（マルチ商法）にかかわらない"),
    ("no_harm", "人を傷つける表現、差別、個人の宣伝を含まない"),
    ("clear_aim", "目的がはっきりし、法令や権利を守っている"),
    ("safeguarding", "見守り・応急手当・保険など、子どもの安全への備えがある"),
    ("health_claims", "医療や発達についての説明は、資格のある機関によるものである"),
    ("food_photo", "食べ物のアレルギーや写真撮影について、参加者に知らせている"),
    ("fair_share", "同じ団体の掲載が、1年の目安（催し4回・会員募集1回）をこえない"),
)
