/*
title = "需研究决定事项的规则"
grain = "一行一类事项"
key = ["decision_kind"]
description = """
哪些事要请领导决定：每类的门槛、规则原文和要研究决定的事，只写在这里，判断、页面文字和测试都取自这里。
次序先人身安全，再工程和资金，再进度，最后是数据；没有督办文号的不称督办。抽样的门槛取抽样比例指标的目标值。
预付款一般不超过三成，所以支付与工程量相差三成才算脱节；其余门槛可按本单位规定改这一处。"""
[columns]
decision_kind = "事项类别"
decision_title = "类别名称"
decision_order = { title = "类别次序", note = "小的在前" }
threshold = { title = "门槛", note = "天、周或比例，见 rule" }
window_days = { title = "往前看的天数", unit = "天", note = "只有任务数变动用" }
rule = "列入的规则"
asked = "请研究决定的事"
*/

with

targets as (
    select max(target) as lowest_share
    from metrics.definition
    where metric = 'sampling_rate'
),

limits as (
    select
        listed.decision_kind,
        listed.decision_title,
        listed.decision_order,
        listed.threshold,
        listed.window_days
    from (
        values
        ('order_expired', '督办到期未完成', 1, 0, 0),
        ('site_overdue', '长期逾期未督办', 2, 60, 0),
        ('project_overdue', '工程逾期未完工', 3, 0, 0),
        ('project_paid_ahead', '支付快于工程量', 4, 0.3, 0),
        ('project_unpaid', '工程量快于支付', 5, 0.3, 0),
        ('standstill', '连续停滞', 6, 8, 0),
        ('plan_missed', '预计完不成计划', 7, 0.1, 0),
        ('return_missing', '连续缺报', 8, 2, 0),
        ('sampling_low', '抽样不足', 9, null, 0),
        ('task_moved', '任务数变动', 10, 0.01, 28)
    ) as listed (decision_kind, decision_title, decision_order, threshold, window_days)
),

settled as (
    select
        limits.decision_kind,
        limits.decision_title,
        limits.decision_order,
        coalesce(limits.threshold, targets.lowest_share) as threshold,
        limits.window_days
    from limits
    cross join targets
),

worded as (
    select
        decision_kind,
        decision_title,
        decision_order,
        threshold,
        window_days,
        cast(cast(round(threshold) as integer) as varchar) as whole,
        cast(cast(round(threshold * 100) as integer) as varchar) as hundredths
    from settled
)

select
    decision_kind,
    decision_title,
    cast(decision_order as integer) as decision_order,
    cast(threshold as double) as threshold,
    cast(window_days as integer) as window_days,
    case decision_kind
        when 'order_expired' then '有督办文号、督办期限已过、在册未完成治理的隐患点'
        when 'site_overdue' then '整改时限已过' || whole || '天以上、没有督办文号的隐患点'
        when 'project_overdue' then '计划完工日期已过、未完工的项目'
        when 'project_paid_ahead'
            then '未完工、支付比例比工程量完成比例高' || hundredths || '个百分点以上、相差不止一个计量单位的项目'
        when 'project_unpaid' then '工程量完成比例比支付比例高' || hundredths || '个百分点以上的项目'
        when 'standstill' then '没有缺报、落后于计划以来连续' || whole || '周及以上没有进展的指标'
        when 'plan_missed'
            then '按近期速度（取区间上端）到计划终点仍完不成、按平均速度缺' || hundredths || '%以上的计划'
        when 'return_missing' then '连续' || whole || '周及以上没有按期报送的单位'
        when 'sampling_low' then '市级核查中抽样比例低于' || hundredths || '%的核查'
        when 'task_moved'
            then '近' || cast(window_days as varchar) || '天内总数净变动' || hundredths || '%以上的指标'
    end as rule,
    case decision_kind
        when 'order_expired' then '是否约谈责任单位，或调整督办期限'
        when 'site_overdue' then '是否挂牌督办'
        when 'project_overdue' then '是否约谈责任单位，或调整工期'
        when 'project_paid_ahead' then '是否核查资金使用、暂缓支付'
        when 'project_unpaid' then '是否协调拨付'
        when 'standstill' then '是否约谈，或派员督导'
        when 'plan_missed' then '是否增加力量，或调整计划'
        when 'return_missing' then '是否通报，并限期补报'
        when 'sampling_low' then '是否责成补抽'
        when 'task_moved' then '是否认可新的总数'
    end as asked
from worded
