"""定时.toml: what may stand in it, and what is said of the rest."""

from __future__ import annotations

from pathlib import Path

import pytest

from dashboard.export.schedule.settings import FILE, BadSettings, Mail, Settings, read

MAIL = '[mail]\nhost = "mail"\nsender = "a@b.cn"\nto = ["c@d.cn"]\n'


def write(folder: Path, text: str) -> Path:
    (folder / FILE).write_text(text, "utf-8")
    return folder


def test_without_a_file_it_is_mondays_at_eight_and_nobody_is_told(tmp_path: Path) -> None:
    assert read(tmp_path) == Settings(weekday=0, hour=8, minute=0, command=(), mail=None)


def test_everything_that_may_be_said_is_read(tmp_path: Path) -> None:
    text = (
        'weekday = "周二"\ntime = "17:30"\nrole = "public"\nareas = "青岛市,崂山区"\nkeep = 8\n'
        '[notify]\nwhen = "failure"\ncommand = ["/bin/tell", "--now"]\n'
        f'{MAIL}security = "starttls"\nuser = "u"\npassword_file = "secret"\n'
    )
    found = read(write(tmp_path, text))
    assert (found.weekday, found.hour, found.minute) == (1, 17, 30)
    assert (found.role, found.areas, found.keep) == ("public", "青岛市,崂山区", 8)
    assert (found.when, found.command) == ("failure", ("/bin/tell", "--now"))
    mail = Mail("mail", "a@b.cn", ("c@d.cn",), "starttls", 587, "u", tmp_path / "secret")
    assert found.mail == mail


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("day = 1\n", "不认识的 day。可用：weekday、time、"),
        ('weekday = "星期一"\n', "weekday 是“星期一”，不对。可用：周一、"),
        ('time = "8:00"\n', "time 是“8:00”，不对。应写作 08:00"),
        ('time = "24:00"\n', "应写作 08:00"),
        ("keep = 0\n", "keep 是“0”，不对。应是 1 起的整数"),
        ('keep = "8"\n', "keep 是“8”，不对。应是整数"),
        ('role = "chief"\n', "role 是“chief”"),
        ("notify = 1\n", "应写作 [notify] 一节"),
        ('[notify]\ncommand = "tell"\n', "notify.command 是“tell”，不对。应是一列文字"),
        ('[notify]\nwhen = "never"\n', "notify.when"),
        ('[mail]\nhost = "mail"\n', "缺少 mail.sender"),
        (MAIL.replace("c@d.cn", "nobody"), "nobody”，不对。应是邮箱地址"),
        (f'{MAIL}user = "u"\n', "要写就都写"),
        (f'{MAIL}user = "u"\npassword_file = "p"\n', "要登录的须用 starttls 或 tls"),
        ("weekday = \n", "不是 UTF-8 的 TOML"),
    ],
)
def test_what_is_wrong_is_named_with_its_key(tmp_path: Path, text: str, said: str) -> None:
    with pytest.raises(BadSettings, match=r"定时\.toml") as told:
        read(write(tmp_path, text))
    assert said in str(told.value)
