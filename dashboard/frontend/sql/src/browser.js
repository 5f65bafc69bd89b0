/* The tables beside the editor: opened to their columns, a click writes the name. */
import { api } from "./api.js";
import { make } from "./make.js";

export async function browser(host, version, written) {
  const list = host.querySelector("[data-desk=list]");
  const box = host.querySelector("input");
  let known;
  try {
    known = await api.known(version);
  } catch (problem) {
    list.textContent = problem.told ?? "表的清单读不出来，请刷新本页";
    return;
  }
  written.know(known);
  const open = (details, table) => {
    if (details.dataset.filled) return;
    details.dataset.filled = "yes";
    const about = make("p", { className: "note", textContent: table.about ?? "" });
    const insert = make("button", { type: "button", className: "plain", textContent: "写入表名" });
    insert.onclick = () => written.insert(table.name);
    const sample = make("button", { type: "button", className: "plain", textContent: "看前十行" });
    sample.onclick = () => { written.replace(`select *\nfrom ${table.name}\nlimit 10`); written.focus(); };
    const columns = make("ul");
    for (const column of table.columns) {
      const name = make("button", { type: "button", className: "plain", title: column.type });
      name.append(make("code", { textContent: column.name }), " ",
        make("span", { textContent: column.unit ? `${column.title ?? ""}（${column.unit}）` : column.title ?? "" }));
      name.onclick = () => written.insert(column.name);
      columns.append(make("li", {}, name));
    }
    details.append(about, make("p", { className: "acts" }, insert, sample), columns);
  };
  for (const table of known.tables) {
    const details = make("details");
    details.dataset.find = [table.name, table.title, ...table.columns.flatMap((c) => [c.name, c.title])]
      .filter(Boolean).join(" ").toLowerCase();
    details.append(make("summary", {},
      make("span", { textContent: table.title ?? table.name }), " ",
      make("code", { textContent: table.name }), " ",
      make("small", { textContent: `${table.rows.toLocaleString("zh-CN")} 行` })));
    details.addEventListener("toggle", () => open(details, table));
    list.append(details);
  }
  box.oninput = () => {
    const sought = box.value.toLowerCase().split(/\s+/).filter(Boolean);
    for (const one of list.children) one.hidden = !sought.every((word) => one.dataset.find.includes(word));
  };
}
