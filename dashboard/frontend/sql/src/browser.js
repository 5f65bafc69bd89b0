/* Tables and metrics beside the editor: opened to what they mean, a click writes the name or shows rows. */
import { api } from "./api.js";
import { make } from "./make.js";

const plain = (text, onclick) => make("button", { type: "button", className: "plain", textContent: text, onclick });
const latest = (metric) => `select area.area_name, value.numerator, value.denominator, value.value, value.data_on
from metrics.value
inner join staging.area on value.area_code = area.area_code
where value.metric = '${metric}' and value.as_of = $asof and area.area_level in ('city', 'district')
order by area.area_level, area.sort_key`;

/* `peek` runs a text and leaves the editor alone. */
export async function browser(host, version, written, peek) {
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
    const insert = plain("写入表名", () => written.insert(table.name));
    const insertChinese = table.chinese ? [plain("写入中文视图", () => written.insert(table.chinese.name))] : [];
    const sample = plain("看前十行", () => peek(`select * from ${table.name} limit 10`));
    const columns = make("ul");
    for (const column of table.columns) {
      const name = make("button", {
        type: "button", className: "plain", title: [column.type, column.note].filter(Boolean).join("；"),
      });
      name.append(make("code", { textContent: column.name }), " ",
        make("span", { textContent: column.unit ? `${column.title ?? ""}（${column.unit}）` : column.title ?? "" }));
      name.onclick = () => written.insert(column.name);
      columns.append(make("li", {}, name));
    }
    details.append(about, make("p", { className: "acts" }, insert, ...insertChinese, sample), columns);
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
  for (const metric of known.metrics) {
    const details = make("details", {},
      make("summary", {},
        make("span", { textContent: metric.title }), " ",
        make("code", { textContent: metric.name }), " ",
        make("small", { textContent: metric.unit ? `指标，${metric.unit}` : "指标" })),
      make("p", { className: "note", textContent: metric.about ?? "" }),
      make("p", { className: "acts" },
        plain("写入代码", () => written.insert(`'${metric.name}'`)),
        plain("看各区(市)", () => peek(latest(metric.name)))));
    details.dataset.find = `${metric.name} ${metric.title} 指标`.toLowerCase();
    list.append(details);
  }
  box.oninput = () => {
    const sought = box.value.toLowerCase().split(/\s+/).filter(Boolean);
    for (const one of list.children) one.hidden = !sought.every((word) => one.dataset.find.includes(word));
  };
}
