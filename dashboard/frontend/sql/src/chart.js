/* The quick chart: drawn by the server from the answer it still holds; here only what is chosen. */
import { api } from "./api.js";
import { make } from "./make.js";

export function chart(host, button) {
  const figure = host.querySelector("[data-desk=figure]");
  const selects = Object.fromEntries([...host.querySelectorAll("[data-axis]")].map((one) => [one.dataset.axis, one]));
  let id = null;
  let asked = 0;

  const fill = (axis, options, chosen, none = null) => {
    const select = selects[axis];
    const all = none === null ? options : [{ value: "", title: none }, ...options];
    select.replaceChildren(...all.map((one) => make("option", { value: one.value, textContent: one.title })));
    select.value = chosen ?? "";
    select.parentElement.hidden = all.length < 2;
  };
  async function draw(wanted) {
    asked += 1;
    const mine = asked;
    let found;
    try { found = await api.chart(id, wanted); } catch (problem) {
      found = { told: problem.told ?? "与服务器的联系断了，请稍后再试" };
    }
    if (mine !== asked) return;
    if (found.kinds) {
      const places = (axis) => found.offered[axis].map((one) => ({ value: String(one.place), title: one.title }));
      fill("kind", found.kinds.map((one) => ({ value: one.key, title: one.title })), found.kind);
      fill("x", places("x"), String(found.x));
      fill("y", places("y"), String(found.y));
      fill("by", places("by"), found.by === null ? "" : String(found.by), "不分");
      if (!found.offered.by.length) selects.by.parentElement.hidden = true;
    }
    if (found.html) figure.innerHTML = found.html;
    else figure.replaceChildren(make("p", { className: "note", textContent: found.told }));
  }
  const chosen = () => Object.fromEntries(Object.entries(selects).map(([axis, one]) => [axis, one.value]));
  for (const one of Object.values(selects)) one.onchange = () => draw(chosen());
  const show = (is) => {
    host.hidden = !is;
    button.setAttribute("aria-expanded", String(is));
    button.textContent = is ? "收起图" : "画图";
  };
  button.onclick = () => {
    show(host.hidden);
    if (!host.hidden) draw({});
  };
  return {
    /* The answer of that number is there (null: none); an open chart follows it. */
    answered: (number) => {
      id = number;
      figure.replaceChildren();
      for (const one of Object.values(selects)) one.parentElement.hidden = true;
      if (number === null) { asked += 1; return; }
      if (!host.hidden) draw({});
    },
    close: () => show(false),
  };
}
