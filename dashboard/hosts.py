"""Under which names the dashboard may be asked for: a page from elsewhere must not become ours.

A name of a foreign site can be made to lead to this machine (DNS rebinding); a browser then lets
that site's script read what we answer. So a server that only this machine reaches answers to this
machine's own names, and to those the deployment says in $PUCHA_HOSTS (its proxy passes them on).
"""

from __future__ import annotations

import os

from dashboard.who import is_loopback

HOSTS_VARIABLE = "PUCHA_HOSTS"


def is_ours(host: str, listens_at: str | None) -> bool:
    """Whether a request with this Host header is answered by a server listening there."""
    name = _name(host)
    known = {_name(one) for one in os.environ.get(HOSTS_VARIABLE, "").split(",") if one.strip()}
    if is_loopback(name) or name in known:
        return True
    return not known and not is_loopback(listens_at)


def refusal(host: str) -> str:
    """What is answered to others."""
    return (
        f"看板不在“{_name(host)[:60]}”这个名字下。请从本机地址打开；"
        f"经反向代理的，请管理员把对外的名字写进环境变量 {HOSTS_VARIABLE}（几个的用逗号分开）。"
    )


def _name(host: str) -> str:
    """`[::1]:8501` -> `::1`, `Example.cn:80` -> `example.cn`."""
    bare = host.strip().lower()
    if bare.startswith("["):
        return bare[1:].partition("]")[0]
    return bare.partition(":")[0]
