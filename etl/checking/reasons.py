"""What can be wrong with a cell: each reason has its rule, level, sentence and remedy in one place.

Sentences may use {value} (the cell as printed), {title} (the column), {unit}, {hint} and {limit}.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType


@dataclass(frozen=True)
class Reason:
    """Why a cell is not taken as it stands; `level` error rejects its row."""

    rule: str
    level: str
    message: str
    remedy: str


_FILL = "补填；确实没有的，先与主管单位核实，不得以符号代替"
_UNMERGE = "取消合并，各行分别填写"
_ONE_NUMBER = "填一个确定的数；只有估计数的，先核实"
_DATE_FORM = "填写到日，如 2021-03-22 或 2021年3月22日"
_AS_TEXT = "把该列单元格格式设为“文本”，重新填写完整编码"

REASONS: Mapping[str, Reason] = MappingProxyType(
    {
        "required": Reason("C1", "error", "必填项“{title}”为空", _FILL),
        "merged_required": Reason(
            "C1", "error", "必填项“{title}”在合并单元格 {hint} 里，本行没有内容", _UNMERGE
        ),
        "merged_area": Reason(
            "V1", "confirm", "“{title}”在合并单元格 {hint} 里，本行没有内容，列入待认领", _UNMERGE
        ),
        "merged": Reason(
            "C4",
            "confirm",
            "“{title}”在合并单元格 {hint} 里，本行按空白采用",
            f"{_UNMERGE}；本行确无内容的在说明栏写明",
        ),
        "uncalculated": Reason(
            "E1",
            "error",
            "“{title}”是公式，没有保存计算结果，读不到值",
            "用 Excel 或 WPS 打开，待公式算完后保存，或直接填写数值，再重新报送",
        ),
        "error_cell": Reason(
            "E1", "error", "单元格是公式错误 {value}，没有值", "改正公式，或直接填写数值后重新报送"
        ),
        "code_list": Reason(
            "V3",
            "error",
            "“{value}”不在代码表“{title}”中；可填：{limit}{hint}",
            "从下拉列表中选一项",
        ),
        "boolean": Reason(
            "V3", "error", "“{value}”不能判断是或否；“{title}”只填：是、否", "填“是”或“否”"
        ),
        "number": Reason("V4", "error", "“{value}”不是数；“{title}”须填数{unit}", "只填阿拉伯数字"),
        "approximate": Reason(
            "V4", "error", "“{value}”是约数，不是确定的数；“{title}”须填数{unit}", _ONE_NUMBER
        ),
        "range": Reason(
            "V4", "error", "“{value}”是一个范围，不是确定的数；“{title}”须填数{unit}", _ONE_NUMBER
        ),
        "parentheses": Reason(
            "V4", "error", "“{value}”用括号表示负数，不能采用", "去掉括号；应为负数的写负号，并核对"
        ),
        "thousands": Reason(
            "V4", "error", "“{value}”的千分位逗号位置不对", "去掉逗号，或改成每三位一个逗号"
        ),
        "suffix": Reason(
            "V4",
            "error",
            "“{value}”带有不能识别或不能换算的文字；“{title}”须填数{unit}",
            "只填数字，单位按标题",
        ),
        "fraction": Reason("V4", "error", "“{value}”有小数；“{title}”须填整数{unit}", "填整数"),
        "too_large": Reason("V4", "error", "“{value}”超出可存储的范围", "核对位数和单位"),
        "converted": Reason(
            "N1", "info", "“{value}”已换算为 {hint}{limit}", "请核对；下次按标题单位填写"
        ),
        "minimum": Reason(
            "V4", "error", "“{value}”小于“{title}”的下限 {limit}", "核对数值、正负号和单位"
        ),
        "maximum": Reason("V4", "error", "“{value}”大于“{title}”的上限 {limit}", "核对数值和单位"),
        "outside": Reason(
            "S1", "error", "“{value}”不在“{title}”的合理范围 {limit} 内", "核对坐标；用十进制度"
        ),
        "swapped": Reason(
            "S1",
            "error",
            "经度“{value}”、纬度“{hint}”疑似填反（经纬度互换）",
            "经纬度互换后重新填报",
        ),
        "imprecise": Reason(
            "S1",
            "confirm",
            "经度“{value}”、纬度“{hint}”的小数都不足 {limit} 位，位置可差百米以上",
            "核对原始坐标，补足小数位数；确无更准坐标的在说明栏写明",
        ),
        "shape_type": Reason(
            "S6",
            "error",
            "“{title}”不是面（Polygon 或 MultiPolygon）：{hint}",
            "在地理信息软件中导出为面状界线的 GeoJSON，再重新报送",
        ),
        "shape_ring": Reason(
            "S6",
            "error",
            "“{title}”不完整：{hint}",
            "在地理信息软件中检查、修复图形后重新导出",
        ),
        "shape_swapped": Reason(
            "S1",
            "error",
            "“{title}”的经纬度疑似填反（GeoJSON 每个点先经度、后纬度）",
            "经纬度互换后重新导出",
        ),
        "shape_outside": Reason(
            "S1",
            "error",
            "“{title}”有顶点不在本市大致范围（{hint}）内",
            "核对坐标系：只收经纬度（十进制度）；范围本身不对的改 sql/codes/city.csv",
        ),
        "date": Reason("D1", "error", "“{value}”不是可识别的日期", _DATE_FORM),
        "roc_year": Reason(
            "D2", "error", "“{value}”是民国纪年，不能采用{hint}", "改用公历，填写到日"
        ),
        "short_year": Reason("D3", "error", "“{value}”的年份不是四位，无法确定哪一年", _DATE_FORM),
        "no_day": Reason("D4", "error", "“{value}”没有写到日", _DATE_FORM),
        "no_such_day": Reason("D5", "error", "“{value}”这一天不存在", "核对月份和日期"),
        "foreign_order": Reason(
            "D6", "error", "“{value}”是外文写法，日和月的次序无法确定", _DATE_FORM
        ),
        "far_year": Reason("D7", "error", "“{value}”的年份不在 1900～2100 之间", "核对年份"),
        "ditto": Reason(
            "V6", "error", "“{value}”不能代替内容；“{title}”每行都要写全", "填写实际内容"
        ),
        "pattern": Reason("V6", "error", "“{value}”不符合“{title}”的格式：{limit}", "按格式改正"),
        "personal_pattern": Reason(
            "V6", "confirm", "“{title}”不符合格式：{limit}（本列不入库）", "核对后改正"
        ),
        "long_code": Reason("V7", "error", "“{value}”是科学计数法，编码的后几位已丢失", _AS_TEXT),
        "personal": Reason(
            "P1",
            "confirm",
            "“{title}”中疑似有{hint}，该单元格未入库",
            "删去姓名、身份证号、电话号码后重新报送",
        ),
        "personal_key": Reason(
            "P1",
            "error",
            "“{title}”中疑似有{hint}，不能作编号",
            "改填规定的编号；个人信息不得报送",
        ),
        "bad_area": Reason(
            "V1",
            "error",
            "“{value}”不是区划代码：应为 6 位区(市)、9 位镇(街道)或 12 位社区(村)数字",
            _AS_TEXT,
        ),
        "area_level": Reason(
            "V1", "error", "“{value}”是{hint}，“{title}”须填{limit}", "按要求的级别填写区划代码"
        ),
        "no_area": Reason("V1", "confirm", "“{title}”为空，列入待认领", "补填区划代码"),
        "unknown_area": Reason(
            "V1",
            "confirm",
            "“{value}”在区划代码表中查不到，列入待认领",
            "核对区划代码；新设区划请先报送区划表",
        ),
        "past_area": Reason(
            "V1",
            "confirm",
            "“{value}”的区划代码已于 {hint} 停用，列入待认领",
            "改填现行的区划代码；区划表所写停用日期不对的，先更正区划表",
        ),
        "future_area": Reason(
            "V1",
            "confirm",
            "“{value}”的区划代码自 {hint} 起才启用，列入待认领",
            "改填当时的区划代码；区划表所写启用日期不对的，先更正区划表",
        ),
        "ambiguous_area": Reason(
            "V1", "confirm", "“{value}”有多个同名区划，列入待认领", "改填区划代码"
        ),
        "unresolved_key": Reason(
            "V1",
            "error",
            "“{value}”查不到对应的区划代码；“{title}”是本表的编号，不能没有代码",
            "改填区划代码",
        ),
        "foreign_area": Reason(
            "V1",
            "confirm",
            "“{value}”不在填报单位{limit}范围内，列入待认领",
            "核对区划代码或填报单位；有争议的写明",
        ),
        "coarse_area": Reason(
            "V1", "confirm", "“{value}”是{hint}，没有写到{limit}，列入待认领", "补填到要求的级别"
        ),
        "same_key": Reason(
            "U1",
            "error",
            "“{value}”与第 {hint} 行的{title}重复，以第 {hint} 行为准",
            "删去重复行，或改正编号",
        ),
        "same_name": Reason(
            "U2",
            "confirm",
            "与第 {hint} 行同名同址，编号不同",
            "核对是否同一对象；不是的在说明栏写明",
        ),
        "same_point": Reason(
            "S4",
            "confirm",
            "坐标与第 {hint} 行完全相同",
            "核对是否复制粘贴；确在同一点的在说明栏写明",
        ),
    }
)
"""Reason name -> what is said and done. Rule titles stand in sql/codes/quality_rule.csv."""

HIDDEN_REASONS = ("personal", "personal_key")
"""Reasons whose cell is never printed."""

UNCLAIMED: Mapping[str, str] = MappingProxyType(
    {
        "no_area": "未填区划代码",
        "merged_area": "未填区划代码",
        "unknown_area": "区划代码表中查不到：{value}",
        "past_area": "区划代码已于 {hint} 停用：{value}",
        "future_area": "区划代码自 {hint} 起才启用：{value}",
        "ambiguous_area": "有多个同名区划：{value}",
        "foreign_area": "不在填报单位范围内：{value}",
        "coarse_area": "没有写到要求的级别：{value}",
    }
)
"""Reasons that put a row into the 待认领 bucket -> what its `_unclaimed` says."""
