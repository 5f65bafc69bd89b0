/*
title = "周报中的任务都在任务目录中"
level = "warn"
message = "周报中的任务编号在任务目录中没有，不属任何类别"
remedy = "更正周报中的任务编号，或在任务目录中补上这项任务"
*/

select
    task_code,
    min(task_name) as task_name,
    area_code,
    min(as_of) as first_as_of
from marts.task_progress
where not is_in_catalogue
group by
    task_code,
    area_code
order by
    task_code,
    area_code
