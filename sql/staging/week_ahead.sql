/*
title = "往后各周"
audience = "public"
released = "只有日期"
grain = "一行往后的一周"
key = ["weeks_ahead"]
description = "推算完成日期时往后看的周数：三年以后才能完成的不推算，这条界限只写在这里。"
[columns]
weeks_ahead = { title = "往后第几周", unit = "周" }
*/

select cast(unnest(generate_series(1, 156)) as bigint) as weeks_ahead
