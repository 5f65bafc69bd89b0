/* 大屏在浏览器里的一半：放上一屏、走时、到点要下一屏；读不到数据就留住上一屏并说明，断线自己恢复。
   The stage lies over all that Streamlit draws, so that none of its dialogs or boxes is ever seen. */
(() => {
  "use strict";
  const ADDRESS = "wall";
  const WIDTH = 1920, HEIGHT = 1080;
  const pace = window.puchaPace ?? 1; // a test sets it before the page loads: a week in minutes
  const TICK = 250 / pace; // ms
  const QUIET = 5_000; // ms without an answer before the screen says so
  const GIVE_UP = Math.max(30_000 / pace, 10_000); // ms without one before the page is loaded anew
  const RETRY = 10_000 / pace; // ms between looking whether the server is there again
  const KEEP = "pucha-wall"; // the last scene, over a reload
  const SMALLEST = 0.7; // a tile that does not fit is drawn smaller, never cut

  let stage = null;
  let ask = null; // how the page asks the server for the next scene
  let seen = ""; // the run whose scene is shown
  let turn = 0;
  let seconds = 20; // until the server says
  let due = Infinity; // when the next scene is asked for
  let asked = Date.now(); // since when an answer is awaited; 0 for none
  let lost = 0; // since when the connection is gone
  let trouble = null; // { since, said }: what kept the last run from giving a scene
  let shown = false; // a scene has been on the screen
  let drawn = 0; // how many scenes since the page was loaded
  let retry = 0;

  const onWall = () => location.pathname.split("/").pop() === ADDRESS;
  const connected = () =>
    document.querySelector("[data-testid=stApp]")?.dataset.testConnectionState === "CONNECTED";

  /* ---- the stage: as large as the screen, whatever the screen */
  const open = () => {
    if (stage) return;
    document.documentElement.dataset.wall = "";
    document.documentElement.dataset.theme = "dark";
    stage = document.createElement("div");
    stage.id = "pucha-wall";
    stage.className = "pucha wall";
    stage.inert = true; // nothing on it can be pointed at, reached by a key or selected
    document.body.appendChild(stage);
    size();
    window.addEventListener("resize", size);
  };
  const size = () => {
    const scale = Math.min(innerWidth / WIDTH, innerHeight / HEIGHT);
    const left = (innerWidth - WIDTH * scale) / 2, top = (innerHeight - HEIGHT * scale) / 2;
    stage.style.transform = scale === 1 ? "" : `translate(${left}px, ${top}px) scale(${scale})`;
  };
  const draw = (html) => {
    stage.innerHTML = html;
    fit();
    tell();
    clock();
  };
  // Tiles of one group stay of one size: cards beside each other are read as equals.
  const fit = () => {
    for (const tile of stage.querySelectorAll("[data-tile], footer")) {
      const group = tile.closest(".cards")?.children ?? [tile];
      for (let part = 0.95; part >= SMALLEST && overflows(tile); part -= 0.05) {
        for (const one of group) for (const inside of one.children) inside.style.zoom = part;
      }
    }
  };
  const overflows = (tile) =>
    tile.scrollHeight > tile.clientHeight + 1 || tile.scrollWidth > tile.clientWidth + 1;

  /* ---- the clock, and the line that says since when nothing new came */
  const two = (number) => String(number).padStart(2, "0");
  const write = (places, text) => {
    for (const at of stage.querySelectorAll(places)) {
      if (at.textContent !== text) at.textContent = text;
    }
  };
  const clock = () => {
    const now = new Date();
    const day = `${now.getFullYear()}年${now.getMonth() + 1}月${now.getDate()}日`;
    write('[data-wall-clock="date"]', `${day} 星期${"日一二三四五六"[now.getDay()]}`);
    write('[data-wall-clock="time"]', `${two(now.getHours())}:${two(now.getMinutes())}:${two(now.getSeconds())}`);
  };
  const since = (at) => {
    const on = new Date(at);
    return `${on.getMonth() + 1}月${on.getDate()}日${two(on.getHours())}:${two(on.getMinutes())}`;
  };
  const tell = () => {
    const now = Date.now();
    const silent = [lost, asked].filter((at) => at && now - at > QUIET);
    const left = shown ? "，画面是此前的内容" : "";
    let said = "";
    if (silent.length) said = `自${since(Math.min(...silent))}起看板服务没有应答${left}，正在重新连接`;
    else if (trouble) said = `自${since(trouble.since)}起读不到数据（${trouble.said}）${left}`;
    write("[data-wall-trouble]", said);
  };

  /* ---- one run of the server: a scene, or why there is none */
  const pucha = (window.pucha ??= {});
  pucha.wall = ({ data, setTriggerValue }) => {
    open();
    ask = (next) => setTriggerValue("go", { turn: next });
    if (data.run === seen) return;
    seen = data.run;
    turn = data.turn;
    asked = 0;
    seconds = data.seconds ?? seconds;
    due = Date.now() + (seconds * 1000) / pace;
    trouble = data.html ? null : { since: trouble?.since ?? Date.now(), said: data.trouble };
    if (data.html) {
      shown = true;
      draw(data.html);
      Object.assign(stage.dataset, { turn, drawn: ++drawn });
    } else if (!shown) draw(data.waiting);
    else tell();
  };

  /* ---- every quarter of a second: is it time, is the server there */
  const tick = () => {
    const now = Date.now();
    lost = connected() ? 0 : lost || now;
    if (now >= due && ask && !lost) {
      due = Infinity;
      asked = now;
      ask(turn + 1);
    }
    const waited = Math.max(lost && now - lost, asked && now - asked);
    if (waited > GIVE_UP && now > retry) again(now);
    clock();
    tell();
  };
  // Only when the server answers: a reload that finds none would leave the browser's own error page.
  const again = async (now) => {
    retry = now + RETRY;
    try {
      const answer = await fetch("./_stcore/health", { cache: "no-store" });
      if (!answer.ok) return;
    } catch {
      return; // still away: the next look is in RETRY
    }
    const from = trouble?.since ?? Math.min(...[lost, asked].filter(Boolean));
    if (shown) sessionStorage.setItem(KEEP, JSON.stringify({ html: stage.innerHTML, from }));
    location.reload();
  };
  const restore = () => {
    const kept = sessionStorage.getItem(KEEP);
    if (!kept) return;
    sessionStorage.removeItem(KEEP);
    const { html, from } = JSON.parse(kept);
    shown = true;
    trouble = { since: from, said: "正在重新打开" };
    draw(html);
  };

  if (onWall()) {
    document.addEventListener("DOMContentLoaded", () => {
      open();
      restore();
      setInterval(tick, TICK);
    });
  }
})();
