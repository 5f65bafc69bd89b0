"""The words of Chinese bulletins that are no metric's own: the one home of the reading's rules.

What a metric is called is declared in its SQL file (`phrase`, `wordings`) and in the code list
`synonym`; here stands only how Chinese counts, rounds, dates and hedges.
"""

from __future__ import annotations

import re
from decimal import Decimal

# ------------------------------------------------------------------ units

# Written unit -> (unit it is measured in, how many of those it is).
CONVERTED = {
    "公里": ("米", Decimal(1000)),
    "千米": ("米", Decimal(1000)),
    "km": ("米", Decimal(1000)),
    "m": ("米", Decimal(1)),
}
# Words that count the same: a metric in 人 is also written with 名 or 位, never with 人次.
SAME = {"人": ("人", "名", "位"), "米": ("米", "公里", "千米", "km", "m")}
PERCENT, TENTH = "%", "成"
_MEASURES = (
    *(
        "个百分点",
        "百分点",
        "平方公里",
        "平方千米",
        "平方米/人",
        "平方米",
        "立方米",
        "公里",
        "千米",
    ),
    *(
        "毫米",
        "厘米",
        "公顷",
        "公斤",
        "千克",
        "千瓦",
        "千伏",
        "小时",
        "分钟",
        "人次",
        "架次",
        "场次",
    ),
    *("批次", "美元", "元/人", "km", "元", "米", "亩", "吨", "度", "天", "周", "年", "岁", "倍"),
)
_COUNTERS = (
    "个处座人户名位项类次家种支本张件套条栋间所台辆只艘架根块片面门幅册篇轮组队批层级期场份部大村县镇"
    "盏株头顶床瓶箱袋盒枚颗把起"
)
UNITS = (*_MEASURES, *_COUNTERS)
UNIT = "|".join(sorted(map(re.escape, UNITS), key=len, reverse=True)) + r"|m(?![A-Za-z0-9])"

# ------------------------------------------------------------------ about a number

# How far a word lets the figure stand from the value; `verdict` holds the rules.
MORE, LESS, ABOUT, AT_LEAST, AT_MOST = "more", "less", "about", "at_least", "at_most"
ODD, NEARLY = "odd", "nearly"
BEFORE = {
    **dict.fromkeys(("超过", "超出", "突破", "多于", "大于", "超", "逾"), MORE),
    **dict.fromkeys(("不足", "不到", "少于", "小于", "低于"), LESS),
    **dict.fromkeys(("将近", "接近", "近"), NEARLY),
    **dict.fromkeys(("大约", "约为", "大概", "左右", "约"), ABOUT),
    **dict.fromkeys(("不少于", "不低于", "至少", "最少"), AT_LEAST),
    **dict.fromkeys(("不多于", "不超过", "不高于", "至多", "最多"), AT_MOST),
}
INSIDE = dict.fromkeys(("余", "多"), ODD)
AFTER = {
    **dict.fromkeys(("以上", "之多"), AT_LEAST),
    **dict.fromkeys(("左右", "上下", "前后"), ABOUT),
    **dict.fromkeys(("以下", "以内", "之内"), AT_MOST),
}

# ------------------------------------------------------------------ said and left out of account

# Without them the sentence counts the same. None negates, plans, dates, adds or narrows.
FILLERS = (
    *("截至目前为止", "截至目前", "截止目前", "到目前为止", "目前为止", "目前", "现已", "据统计"),
    *("已经", "累计", "共计", "总计", "合计", "一共", "总共", "共", "了", "出"),
    *("高质量", "圆满", "顺利", "扎实", "有序", "全面", "同时", "此外", "另外", "同步", "现", "还"),
)
# What may stand between the words and the number of any wording.
LINKS = ("达到了", "达到", "达", "为", "是", "有")
# Verbs that a wording may begin with: such a wording stands by itself behind any other figure.
VERBS = (
    *("排查", "完成", "整改", "销号", "建设", "建有", "配备", "安装", "实施", "动员", "汇交"),
    *("投资", "压缩", "召开", "办结", "对", "为", "在", "采集", "校对", "检验", "逾期", "竣工"),
)

# ------------------------------------------------------------------ out of reach

# 入汛以来, 今年以来; since the census began is since the registers began.
_SINCE = r"(?<!试点启动)(?<!普查启动)(?<!普查开展)(?<!工作开展)以来"
# Earlier in the sentence: another time, a plan, a wish, a condition, a comparison.
SCOPE = re.compile(
    # a plan, a wish, an order
    r"计划|规划|拟|力争|争取|预计|预期|预测|目标|指标|任务书|任务(?=[:数量为是])|应当|必须|需要|"
    r"(?<!技术)(?<!工作)要求|确保|务必|抓紧|尽快|限期|按期|力求|有望|即将|准备|打算|"
    r"下一步|下步|下阶段|今后|"
    r"将(?=于|在|完成|达|实现|建|新|继续|再|力争|全面|进一步|排查|治理|配备|安装|陆续|逐步|要)|"
    r"(?<![主需重必简首])要(?=坚持|抓|加|强|进|持|认|切|全|突|聚|按|把|以|确|深|继|严|着|尽|抢|完成)|"
    # another time, or part of the time
    r"年(?!度重要|度议事)|月|季度|半年|周(?!边|密|到|围|转)|昨|今日|今天|当日|当天|近日|近期|日前|最近|"
    r"连日|天内|日内|小时内|同期|期间|汛期|此前|以前|之前|原有|过去|曾|"
    rf"{_SINCE}|"
    # part of what is counted, or something else
    r"此次|本次|这次|专项(?:行动|整治|排查)|集中(?:行动|整治|排查)|另有|外地|其余|剩余|"
    r"除.{0,12}外|不含|不包括|剔除|扣除|比(?!例|率|武|较好)|较|仅(?=占)|"
    r"其[他它](?=区|街|镇|村|社区|隐患|各|部)|剩下|余下|平均|人均|每[个名家处座项户]|在建(?![设立成])|"
    r"[首一二三\uf8fd]批(?=[,:的])|期(?:工程|项目)?(?=[,:])|部分(?=[,:])|的(?=[,:])|"
    r"(?:抽查|督查|检查|巡查|暗访|督导)(?:中|时|发现)?(?=[,:])|"
    # a condition, a doubt, a denial, what is only said or wished
    r"如果|假如|假设|假定|倘若|若(?!干)|不完全统计|误|谣|并非|不是|没有|未能|尚未|"
    r"愿景|口号|标语|设想|原定|原方案|(?:方案|设计|进度|合同)(?=[,:])|[上下]限|控制(?=在|数)|"
    r"考核(?:要点|内容|标准|办法)|自报|上报数"
)
# A clause of nothing but these, before the words of a wording, is what they are said of.
PART = re.compile(
    r"[^\W\d_进入到向与对为把走深抵]{0,6}?(?:街道|镇街|镇|乡|村|社区|片区|林场|景区|园区|校区|港区|学校|企业|公司|集团|单位|部队)"
    r"(?:方面|[内里中上])?|[^\W\d_]{2,4}系统[^\W\d_]*|"
    r"[^,;:。()]*[\ue000-\uf7ff][^\W\d_]?(?:街道|镇街|镇|乡|村|社区|林场|学校|企业|单位)"
)
# Standing in an earlier sentence or a heading, these govern what follows.
AHEAD = re.compile(
    r"下一步|下步|下阶段|明年|后年|今后|工作目标|目标任务|工作打算|工作计划|工作安排|年度计划|年度目标|"
    r"往年|去年|上年|历年|上周|上月|上期|上次|前期|据.{0,8}省|外地|兄弟城市"
)
# In a heading or a title.
OVER_ALL = re.compile(
    rf"{AHEAD.pattern}|计划|规划|打算|目标|展望|回顾|设想|工作部署|工作要求|季度|[上下]半年|年度|"
    r"\d{4}年(?:工作|全年|以来|各|全市|主要|重点|任务|情况)|往期|历次"
)
# At the beginning of a sentence: what follows in the paragraph is of that time as well.
TIMES = re.compile(
    r"今年|本年|去年|上年|前年|近年|历年|[上下本当][周月季]|[上下]半年|[一二三四]季度|期间"
)
# At the beginning of a sentence: the whole article from there on is of that period.
PERIOD = re.compile(rf"[^,。;:]{{1,14}}{_SINCE}")
# The heading is followed by others of its level or above before it stops to count.
LEVELS = (
    re.compile(r"\s*【"),
    re.compile(r"\s*[一二三四五六七八九十]+、"),
    re.compile(r"\s*[(（][一二三四五六七八九十]+[)）]"),
    re.compile(r"\s*(?:\d+[.、．]|[一二三四五六七八九十]+是)"),
)

# ------------------------------------------------------------------ areas

CITY_WORDS = ("全市", "我市", "本市")
DISTRICT_WORDS = ("全区", "我区", "本区", "该区")
PLURAL = re.compile(
    r"其[他它余]各?(?:区|街|镇|县)|各区\(?市\)?|各区县|各县区|各镇\(?街\)?|各镇街|各街道|各区|各县|区市两级"
)
# Cities that a bulletin compares with, by their short names too.
_CITIES = (
    "济南|淄博|枣庄|东营|烟台|潍坊|济宁|泰安|威海|日照|临沂|德州|聊城|滨州|菏泽|北京|上海|天津|重庆|"
    "大连|宁波|厦门|深圳|广州|杭州|南京|成都|武汉|西安|沈阳|长春|哈尔滨|苏州"
)
# Behind a short name (崂山, 胶州) these make another name of it.
OTHER_NAME = (
    r"水库|湖|湾|山|河|风景区|景区|路|镇|街道|社区|村|古城|机场|站|港|大桥|隧道|海|"
    r"经验|路径|模式|实际|林场|片区|校区"
)
# At the beginning of a clause: somewhere that the register does not know.
ELSEWHERE = re.compile(
    rf"(?:在|和|与|对|以)?(?:{_CITIES})(?![路街湾])市?|"
    r"(?:全国|全省|我省|国家|省级|中央|外省|外市)|"
    r"[^\W\d_由和与对在为把将从向各个了的是并及按以因使]{2,5}?"
    r"(?:省|自治区|自治州|新区|县|镇|乡|街道|(?<!城)(?<!区)(?<!县)市(?![场政民容区级普应直委办])"
    r"|(?<![危险社小园景城灾库林山海地辖街校片牧郊护能发点矿])区(?![普委直级政应办域]))"
)
INSIDE_AREA = ("辖区内", "境内", "范围内", "辖区", "的", "内")
# In a clause that names an area: what follows need not be about it (以崂山区为代表).
PASSING = re.compile(r"为代表|为例|做法|先进|典型|借鉴|学习|除.{0,6}外|相比|支援|协助|对口")
COMPARES = re.compile(r"在(?:全市|全省|全国)|全市(?:首|率先|第一|前列|唯一|平均)")
