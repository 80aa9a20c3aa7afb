"""The 18 wards of Yokohama by their six-digit municipality code."""

PREFECTURE = "神奈川県"
CITY = "横浜市"

WARDS: dict[str, str] = {
    "141011": "鶴見区",
    "141020": "神奈川区",
    "141038": "西区",
    "141046": "中区",
    "141054": "南区",
    "141062": "保土ケ谷区",
    "141071": "磯子区",
    "141089": "金沢区",
    "141097": "港北区",
    "141101": "戸塚区",
    "141119": "港南区",
    "141127": "旭区",
    "141135": "緑区",
    "141143": "瀬谷区",
    "141151": "栄区",
    "141160": "泉区",
    "141178": "青葉区",
    "141186": "都筑区",
}


def place_names(ward_code: str) -> tuple[str, str]:
    """(prefecture, municipality) of a ward code; two empty texts for a code we do not know."""
    ward = WARDS.get(ward_code)
    return (PREFECTURE, f"{CITY}{ward}") if ward else ("", "")
