/*
title = "社区(村)韧性得分的组成（试算）"
grain = "一行一周一个社区(村)的一项组成"
key = ["as_of", "place_code", "component"]
description = """
试算，不是考核结果。韧性得分的组成、归一化、权重和未报的规则都只写在本文件；得分与名次见 marts.community_rank。
组成：只取调查表、登记表里有的八项，归为五个方面——避难（容量、距离）、物资、预警（已安装、达标）、
队伍与组织（灾害信息员、示范社区）、人口（65岁以上占比）。只看能力，不看威胁；威胁与缺项相对照见 marts.community_gap。
归一化：分档计 0～100 分，各档界限写在每一项的计分办法里，不随别的社区变动。
权重：五个方面各 20，方面之内平分，合计 100。
未报：不算 0 分，以全市当周已报社区(村)该项的平均分代入，并标明未报；全市都没有报的代入 50 分，对名次没有影响。
未报各项的权重合计超过 50 的，不计得分、不排名次。
依据：全国综合减灾示范社区标准（民政部）列出的应急避难场所、物资储备、预警发布、灾害信息员、脆弱人群；
BRIC 社区基线韧性指标（Cutter 等，2010）的指标归一后分方面等权相加；
OECD 与欧盟联合研究中心《综合指标构建手册》（2008）的均值代入与权重敏感性分析；
避难距离的分档用代码表“distance_band”；灾害信息员每个社区至少一名、多灾易灾地区配 A、B 角，据应急〔2020〕11号；
65岁以上占比 7%、14%、20% 是通行的老龄化、老龄、超老龄社会界限。"""
[columns]
component = "组成代码"
component_sort = "组成次序"
component_title = "组成"
component_rule = "计分办法"
raw_value = { title = "原值", note = "空为未报；是否类为 1、0" }
raw_base = { title = "原值的比较对象", note = "容量、65岁以上人口所比的常住人口" }
raw_unit = { title = "原值单位", note = "空为是否类" }
component_score = { title = "归一化得分", unit = "分", note = "0～100；未报的为代入的平均分" }
is_reported = "该项是否已报"
weight_percent = { title = "权重", unit = "%", note = "合计 100" }
contribution = { title = "计入得分", unit = "分", note = "归一化得分 × 权重" }
*/

with

components as (
    select
        'shelter_capacity' as component,
        1 as component_sort,
        '避难容量' as component_title,
        '社区避难场所容量够常住人口的全部100分，四分之三75分，一半50分，四分之一25分，不足0分' as component_rule,
        '人' as raw_unit,
        10 as weight_percent
    union all
    select
        'shelter_distance' as component,
        2 as component_sort,
        '避难距离' as component_title,
        '到最近避难场所直线500米以内100分，1公里75分，2公里50分，5公里25分，更远0分' as component_rule,
        '米' as raw_unit,
        10 as weight_percent
    union all
    select
        'supplies' as component,
        3 as component_sort,
        '应急物资' as component_title,
        '配备基本应急物资100分，没有0分' as component_rule,
        '' as raw_unit,
        20 as weight_percent
    union all
    select
        'broadcast_installed' as component,
        4 as component_sort,
        '预警广播已安装' as component_title,
        '已安装100分，未安装0分' as component_rule,
        '' as raw_unit,
        10 as weight_percent
    union all
    select
        'broadcast_compliant' as component,
        5 as component_sort,
        '预警广播达标' as component_title,
        '达标100分，未达标0分' as component_rule,
        '' as raw_unit,
        10 as weight_percent
    union all
    select
        'officers' as component,
        6 as component_sort,
        '灾害信息员' as component_title,
        '两名及以上100分，一名50分，没有0分' as component_rule,
        '人' as raw_unit,
        10 as weight_percent
    union all
    select
        'demonstration' as component,
        7 as component_sort,
        '综合减灾示范社区' as component_title,
        '全国或省级综合减灾示范社区100分，不是0分' as component_rule,
        '' as raw_unit,
        10 as weight_percent
    union all
    select
        'elderly' as component,
        8 as component_sort,
        '65岁以上人口' as component_title,
        '占常住人口不超过7%的100分，14%的67分，20%的33分，更高0分' as component_rule,
        '人' as raw_unit,
        20 as weight_percent
),

communities as (
    select
        as_of,
        unit_code,
        area_code,
        place_code,
        residents_persons,
        elderly_persons,
        has_supplies,
        information_officers,
        is_demonstration_community
    from marts.community_point
),

services as (
    select
        as_of,
        place_code,
        has_shelter,
        distance_m,
        distance_band
    from marts.community_service
),

shelters as (
    select
        as_of,
        place_code,
        shelter_capacity_persons
    from marts.shelter_status
    where
        shelter_register = 'community'
        and is_community
),

terminal_returns as (
    select
        as_of,
        unit_code
    from staging.unit_return
    where
        source = 'broadcast_terminal'
        and used_as_of is not null
),

coverage as (
    select
        as_of,
        place_code,
        is_broadcast_installed,
        is_broadcast_compliant
    from marts.broadcast_coverage
),

-- Null wherever nobody said: a register never returned, a cell left empty, no residents to compare with.
facts as (
    select
        communities.as_of,
        communities.area_code,
        communities.place_code,
        nullif(communities.residents_persons, 0) as residents_persons,
        communities.elderly_persons,
        communities.has_supplies,
        communities.information_officers,
        communities.is_demonstration_community,
        services.distance_m,
        services.distance_band,
        case when services.has_shelter is not null then coalesce(shelters.shelter_capacity_persons, 0) end
            as shelter_capacity_persons,
        case
            when coverage.is_broadcast_installed or terminal_returns.unit_code is not null
                then coverage.is_broadcast_installed
        end as is_broadcast_installed,
        case
            when coverage.is_broadcast_installed or terminal_returns.unit_code is not null
                then coverage.is_broadcast_compliant
        end as is_broadcast_compliant
    from communities
    inner join services
        on
            communities.as_of = services.as_of
            and communities.place_code = services.place_code
    inner join coverage
        on
            communities.as_of = coverage.as_of
            and communities.place_code = coverage.place_code
    left join shelters
        on
            communities.as_of = shelters.as_of
            and communities.place_code = shelters.place_code
    left join terminal_returns
        on
            communities.as_of = terminal_returns.as_of
            and communities.unit_code = terminal_returns.unit_code
),

scored as (
    select
        facts.as_of,
        facts.area_code,
        facts.place_code,
        components.component,
        components.component_sort,
        components.component_title,
        components.component_rule,
        components.raw_unit,
        components.weight_percent,
        case components.component
            when 'shelter_capacity' then cast(facts.shelter_capacity_persons as double)
            when 'shelter_distance' then cast(facts.distance_m as double)
            when 'supplies' then cast(facts.has_supplies as double)
            when 'broadcast_installed' then cast(facts.is_broadcast_installed as double)
            when 'broadcast_compliant' then cast(facts.is_broadcast_compliant as double)
            when 'officers' then cast(facts.information_officers as double)
            when 'demonstration' then cast(facts.is_demonstration_community as double)
            when 'elderly' then cast(facts.elderly_persons as double)
        end as raw_value,
        case
            when components.component in ('shelter_capacity', 'elderly') then cast(facts.residents_persons as double)
        end as raw_base,
        case components.component
            when 'shelter_capacity'
                then
                    25 * (
                        cast(facts.shelter_capacity_persons >= facts.residents_persons as bigint)
                        + cast(4 * facts.shelter_capacity_persons >= 3 * facts.residents_persons as bigint)
                        + cast(2 * facts.shelter_capacity_persons >= facts.residents_persons as bigint)
                        + cast(4 * facts.shelter_capacity_persons >= facts.residents_persons as bigint)
                    )
            when 'shelter_distance'
                then
                    case facts.distance_band
                        when 'within_500' then 100
                        when 'within_1000' then 75
                        when 'within_2000' then 50
                        when 'within_5000' then 25
                        when 'beyond_5000' then 0
                    end
            when 'supplies' then 100 * cast(facts.has_supplies as bigint)
            when 'broadcast_installed' then 100 * cast(facts.is_broadcast_installed as bigint)
            when 'broadcast_compliant' then 100 * cast(facts.is_broadcast_compliant as bigint)
            when 'officers'
                then
                    case
                        when facts.information_officers >= 2 then 100
                        when facts.information_officers = 1 then 50
                        when facts.information_officers = 0 then 0
                    end
            when 'demonstration' then 100 * cast(facts.is_demonstration_community as bigint)
            when 'elderly'
                then
                    case
                        when 100 * facts.elderly_persons <= 7 * facts.residents_persons then 100
                        when 100 * facts.elderly_persons <= 14 * facts.residents_persons then 67
                        when 100 * facts.elderly_persons <= 20 * facts.residents_persons then 33
                        when facts.elderly_persons <= facts.residents_persons then 0
                    end
        end as reported_score
    from facts
    cross join components
),

filled as (
    select
        as_of,
        area_code,
        place_code,
        component,
        component_sort,
        component_title,
        component_rule,
        raw_value,
        raw_base,
        raw_unit,
        weight_percent,
        reported_score is not null as is_reported,
        cast(coalesce(
            reported_score,
            round(avg(reported_score) over (partition by as_of, component)),
            50
        ) as bigint) as component_score
    from scored
)

select
    as_of,
    area_code,
    place_code,
    component,
    component_sort,
    component_title,
    component_rule,
    raw_value,
    raw_base,
    raw_unit,
    component_score,
    is_reported,
    cast(weight_percent as bigint) as weight_percent,
    cast(component_score * weight_percent * 0.01 as double) as contribution
from filled
