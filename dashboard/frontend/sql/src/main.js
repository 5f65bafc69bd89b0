/* SQL 工作台在浏览器里的一半：编辑器、运行与取消、结果表。Built by `make frontend` into static/sql.js.
   The answers come over HTTP (dashboard/desk/routes.py); nothing here waits for a run of the page. */
import { editor } from "./editor.js";
import { grid } from "./grid.js";
import { browser } from "./browser.js";
import { api, download } from "./api.js";
import { chart } from "./chart.js";
import { formatted } from "./formatted.js";
import { kept } from "./kept.js";
import { make } from "./make.js";
import { planned } from "./plan.js";

const MARK = "desk";
const NOT_WRITTEN = { from: 0, doc: null }; // what stands in no editor

/* The error's text; its place is marked in the line itself: a caret below would lose it where the line wraps. */
function told({ text, marked }) {
  if (!marked) return [text];
  const [at = " ", ...after] = marked.after; // by characters
  return [marked.lead, make("code", {}, marked.before, make("mark", { textContent: at }), after.join("")),
    marked.rest];
}

window.puchaDesk = ({ parentElement, data }) => {
  let desk = parentElement.querySelector(`:scope > .${MARK}`);
  if (!desk) {
    desk = document.createElement("div");
    desk.className = MARK;
    desk.innerHTML = data.html;
    parentElement.appendChild(desk);
    desk.pucha = open(desk, data);
  }
  desk.pucha.frame(data);
};

function open(desk, first) {
  const part = (name) => desk.querySelector(`[data-desk="${name}"]`);
  const table = grid(part("grid"));
  let frame = first;
  let running = null; // {id, started}
  let answer = null;

  const say = (text, kind = "") => {
    part("told").textContent = text;
    part("told").dataset.kind = kind;
  };
  const buttons = () => {
    part("run").disabled = running !== null;
    part("plan").disabled = running !== null;
    part("cancel").disabled = running === null;
    for (const link of desk.querySelectorAll("[data-download]")) {
      link.hidden = answer === null;
      if (answer) link.href = api.file(answer.id, link.dataset.download, part("titled").checked);
    }
    part("result").hidden = answer === null;
    part("copy").hidden = answer === null || answer.count === 0;
    part("chart").hidden = answer === null || answer.count === 0;
  };
  const clear = () => { part("error").hidden = true; };
  const fail = (error, asked, plan) => {
    say("", "");
    part("error").hidden = false;
    part("error-text").replaceChildren(...told(error));
    const offer = part("repair");
    const isOwn = written.stands(asked); // the text stands in the editor, and is still the same
    offer.hidden = !error.repaired || !isOwn;
    const mend = (mended) => { clear(); if (mended) run(plan); };
    offer.onclick = () => mend(written.instead(asked, error.repaired));
    // A name that was perhaps meant stands instead of the marked one at a click.
    part("meant").replaceChildren(...(error.repaired || !isOwn ? [] : error.meant ?? []).map((name) => make("button", {
      type: "button",
      textContent: `改成 ${name} 并运行`,
      onclick: () => mend(written.correct(asked, name)),
    })));
    if (error.line && isOwn) written.mark(asked.from, error.line, error.column, error.text.split("\n")[0]);
  };
  const CUT_OFF = "与服务器的联系断了，请稍后再试";
  /* Of the answer that is shown no more can be had. */
  const lost = (problem) => fail({ text: problem.told ?? CUT_OFF }, NOT_WRITTEN, false);

  /* `text`: another one than stands in the editor, which is left alone. */
  async function run(plan = false, text = null) {
    if (running) return;
    const asked = text === null ? written.asked() : { ...NOT_WRITTEN, text };
    clear();
    part("steps").hidden = true;
    written.unmark();
    running = { id: null, started: performance.now(), cancelled: false };
    const mine = running;
    if (!plan) {
      answer = null;
      table.clear();
      drawn.answered(null);
    }
    buttons();
    tick(mine);
    try {
      const rows = Number(part("rows").value);
      const begun = await api.ask({ sql: asked.text, area: frame.area, asof: frame.asof, rows, plan, glimpse: text !== null });
      if (begun.error) { fail(begun.error, asked, plan); return; }
      mine.id = begun.id;
      if (mine.cancelled) api.cancel(mine.id);
      for (;;) {
        const now = await api.state(mine.id);
        if (now.state === "waiting") { mine.place = now.place; continue; }
        if (now.error) { fail(now.error, asked, plan); return; }
        if (plan) { planned(part("steps"), now); say(""); return; }
        answer = { ...now, id: mine.id };
        drawn.answered(mine.id);
        part("result").hidden = false; // its height is asked when rows are drawn
        table.show(answer, part("titled").checked, (from, count) => api.rows(mine.id, from, count), lost);
        say(`${now.told}，用时 ${now.seconds} 秒，版本 ${now.version}`, "done");
        return;
      }
    } catch (problem) {
      fail({ text: problem.told ?? "与服务器的联系断了，请稍后再运行" }, asked, plan);
    } finally {
      running = null;
      buttons();
      own.ran();
    }
  }

  function tick(mine) {
    if (running !== mine) return;
    const seconds = ((performance.now() - mine.started) / 1000).toFixed(1);
    say(mine.place > 0 ? `排队中，第 ${mine.place} 位` : `运行中，${seconds} 秒`, "running");
    setTimeout(() => tick(mine), 100);
  }

  const cancel = () => {
    if (!running) return;
    running.cancelled = true;
    if (running.id) api.cancel(running.id);
  };

  const written = editor(part("editor"), { run, cancel, edited: clear });
  browser(part("tables"), first.version, written, (text) => run(false, text));
  const drawn = chart(part("charted"), part("chart"));
  const own = kept(desk, { part, written, say });
  part("run").onclick = () => run();
  part("plan").onclick = () => run(true);
  part("format").onclick = () => {
    const asked = written.asked();
    const made = formatted(asked.text);
    if (made.told) say(made.told, "bad");
    else { written.instead(asked, made.text); say("已排版，内容没有改动", "done"); }
    written.focus();
  };
  part("cancel").onclick = cancel;
  part("titled").onchange = () => {
    if (answer) table.titled(part("titled").checked);
    buttons();
  };
  part("copy").onclick = async () => {
    await navigator.clipboard.writeText(table.markdown());
    say("已复制（Markdown 表格，已画出的各行）", "done");
  };
  for (const link of desk.querySelectorAll("[data-download]")) {
    link.onclick = async (event) => {
      event.preventDefault(); // by itself a browser is silent of a file that it cannot get
      const before = part("told").textContent;
      say("正在准备文件", "running");
      try {
        await download(link.href);
        say(before, "done");
      } catch (problem) { lost(problem); }
    };
  }
  for (const saved of desk.querySelectorAll("[data-saved]")) {
    saved.onclick = () => { written.replace(saved.dataset.saved); own.forget(); written.focus(); };
  }
  buttons();
  let shown = null; // the number of the kept query that the address named last
  return {
    frame: (data) => {
      frame = data;
      if (data.query && data.query !== shown) own.open(data.query);
      shown = data.query ?? null;
    },
  };
}
