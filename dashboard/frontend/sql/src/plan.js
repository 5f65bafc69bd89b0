/* The plan of a query: its steps as an outline, the last one first, each with the rows it is thought to give. */
import { make } from "./make.js";

const STEP = 18; // px

export function planned(host, found) {
  const head = make("p", { className: "note" },
    found.steps
      ? "没有运行。上面一步用下面缩进各步的结果；行数是估计。"
      : "没有运行。以下是 DuckDB 的原文。");
  const close = make("button", { type: "button", className: "plain", textContent: "收起" });
  close.onclick = () => { host.hidden = true; };
  head.append(" ", close);
  host.replaceChildren(head, found.steps ? outline(found.steps) : make("pre", { textContent: found.text }));
  host.hidden = false;
}

function outline(steps) {
  const list = make("ol");
  for (const step of steps) {
    const line = make("li", {},
      make("strong", { textContent: step.title }),
      make("span", { className: "rows", textContent: step.rows === null ? "" : `约 ${step.rows.toLocaleString("zh-CN")} 行` }));
    line.style.paddingLeft = `${Math.min(step.depth, 12) * STEP}px`;
    for (const [word, text] of step.facts) {
      line.append(make("span", { className: "fact" }, `${word} `, make("code", { textContent: text })));
    }
    if (step.warning) line.append(make("span", { className: "warning", textContent: step.warning }));
    list.append(line);
  }
  return list;
}
