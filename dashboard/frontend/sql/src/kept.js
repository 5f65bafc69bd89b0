/* What people keep: one's own queries, those asked last, and another's that a link opens. */
import { api } from "./api.js";
import { make } from "./make.js";

const MONTH_DAY = new Intl.DateTimeFormat("zh-CN", {
  month: "numeric", day: "numeric", hour: "2-digit", minute: "2-digit", hour12: false, timeZone: "Asia/Shanghai",
});
const ENDS = { fine: "", bad: "语句有误", limit: "超过上限", refused: "不允许", cancelled: "已取消", failed: "没有完成" };
const SHOWN = 80; // characters of a text in the list
const folded = (text) => text.replace(/\s+/g, " ").trim();
const when = (at) => MONTH_DAY.format(new Date(at));
const plain = (text, onclick, title = "") =>
  make("button", { type: "button", className: "plain", textContent: text, title, onclick });

/* What a text is called in the list: by the comment it begins with, or by itself in one line. */
function heading(sql) {
  const comment = /^\s*(?:--+([^\n]*\S)|\/\*([\s\S]*?)\*\/)/.exec(sql);
  const said = comment ? folded(comment[1] ?? comment[2]) : "";
  const letters = [...(said || folded(sql))];
  return letters.length > SHOWN ? `${letters.slice(0, SHOWN).join("")}…` : letters.join("");
}

export function kept(desk, { part, written, say }) {
  let opened = null; // the kept query that stands in the editor
  const form = part("saving");
  const box = part("title");

  const told = (query) => {
    opened = query;
    const note = part("opened");
    note.hidden = query === null;
    if (query) {
      note.textContent = query.is_own
        ? `“${query.title}”，自己 ${when(query.at)} 存的`
        : `“${query.title}”，${query.who} ${when(query.at)} 存的：可以运行，改了存成自己的`;
    }
    part("update").hidden = !query?.is_own;
  };
  const put = (query) => {
    written.replace(query.sql);
    told(query);
    box.value = query.title;
    written.focus();
  };
  const problem = (error) => say(error.told ?? "与服务器的联系断了，请稍后再试", "bad");

  async function list() {
    let found;
    try { found = (await api.own()).queries; } catch (error) { problem(error); return; }
    const lines = found.map((query) => {
      const open = plain(query.title, () => put({ ...query, is_own: true }));
      const share = plain("复制链接", async () => {
        await navigator.clipboard.writeText(api.link(query.id));
        say(`已复制“${query.title}”的链接：打开的人按自己的权限运行`, "done");
      });
      const drop = plain("删除", async () => {
        if (drop.dataset.sure !== "yes") { drop.dataset.sure = "yes"; drop.textContent = "确认删除"; return; }
        try { await api.drop(query.id); } catch (error) { problem(error); return; }
        if (opened?.id === query.id) told(null);
        say(`已删除“${query.title}”`, "done");
        await list();
      });
      drop.onblur = () => { drop.dataset.sure = ""; drop.textContent = "删除"; };
      return make("li", {}, open, make("span", { className: "note" }, `${when(query.at)} `, share, " ", drop));
    });
    part("own").replaceChildren(...(lines.length ? lines
      : [make("li", { className: "note", textContent: "还没有：写好语句后点“保存”" })]));
  }

  async function history() {
    let found;
    try { found = (await api.history()).asked; } catch (error) { problem(error); return; }
    const lines = found.map((one) => {
      const open = plain(heading(one.sql), () => { written.replace(one.sql); told(null); written.focus(); }, one.sql.slice(0, 1000));
      open.disabled = !one.is_whole;
      const end = ENDS[one.outcome] || (one.rows === null ? "" : `${one.rows.toLocaleString("zh-CN")} 行`);
      const said = [when(one.at), end, one.is_whole ? "" : "太长，记录里只有开头"].filter(Boolean).join("，");
      return make("li", {}, open, make("span", { className: "note", textContent: said }));
    });
    part("history").replaceChildren(...(lines.length ? lines
      : [make("li", { className: "note", textContent: "还没有运行过" })]));
  }

  async function keep(id) {
    try {
      const made = await api.keep({ title: box.value, sql: written.asked(true).text, ...(id ? { id } : {}) });
      say(`已保存“${made.title}”`, "done");
      form.hidden = true;
      part("save").setAttribute("aria-expanded", "false");
      told({ id: made.id, title: made.title, at: Date.now(), is_own: true });
      await list();
    } catch (error) {
      problem(error);
      box.focus();
    }
  }

  part("save").onclick = () => {
    form.hidden = !form.hidden;
    part("save").setAttribute("aria-expanded", String(!form.hidden));
    if (!form.hidden) box.focus();
  };
  form.onsubmit = (event) => { event.preventDefault(); keep(null); };
  part("update").onclick = () => keep(opened.id);
  part("own").closest("details").addEventListener("toggle", (event) => { if (event.target.open) list(); });
  part("history").closest("details").addEventListener("toggle", (event) => { if (event.target.open) history(); });

  return {
    /* Another query stands there now, which nobody kept. */
    forget: () => told(null),
    ran: () => { if (part("history").closest("details").open) history(); },
    open: async (id) => {
      try { put(await api.shared(id)); } catch (error) { problem(error); }
    },
  };
}
