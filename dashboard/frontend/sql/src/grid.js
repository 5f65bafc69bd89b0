/* The result: thousands of rows, of which only those in sight are drawn; fetched as they are needed. */
const ROW = 28; // px, as in the style sheet
const MOST_HEIGHT = 8_000_000; // px that browsers can scroll
const AROUND = 12; // rows drawn beyond what is in sight

/* Without the last digits, which in a binary fraction are noise (0.1 + 0.2), but never as 0 what is
   not: what is small keeps 15 significant digits. Very large and very small: 1e+21, 1e-7. */
function written(value) {
  const size = Math.abs(value);
  if (size < 1) return String(Number(value.toPrecision(15)));
  return size < 1e21 ? value.toLocaleString("zh-CN", { maximumFractionDigits: 12, useGrouping: false }) : String(value);
}

export function grid(host) {
  let answer = null, size = 1, titled = true, fetchRows = null, tell = null, pages = new Map(), drawn = "";
  let lost = null; // why rows could not be had: told once
  const body = host.querySelector("tbody");
  const head = host.querySelector("thead");
  const top = host.querySelector("[data-desk=above]");
  const bottom = host.querySelector("[data-desk=below]");

  const row = (n) => pages.get(Math.floor(n / size))?.[n % size];
  const want = (n) => {
    const page = Math.floor(n / size);
    if (lost || pages.has(page)) return;
    pages.set(page, []);
    const mine = answer;
    fetchRows(page * size, size).then(({ rows }) => {
      if (answer !== mine) return;
      pages.set(page, rows);
      drawn = "";
      draw();
    }, (problem) => {
      if (answer !== mine) return;
      pages.delete(page);
      if (lost) return;
      lost = problem;
      tell(problem);
      drawn = "";
      draw();
    });
  };
  const shown = (value) => value === null ? "" : value === true ? "是" : value === false ? "否" :
    typeof value === "number" ? written(value) : value;
  const cell = (value, column) => {
    const td = document.createElement("td");
    td.className = value === null ? `null ${column.kind}` : column.kind;
    td.textContent = value === null ? "空" : shown(value);
    if (typeof value === "string" && value.length > 60) td.title = value.slice(0, 2000);
    return td;
  };
  const headings = () => {
    head.replaceChildren();
    const line = head.insertRow();
    for (const column of answer.columns) {
      const th = document.createElement("th");
      th.scope = "col";
      th.className = column.kind;
      const title = column.unit ? `${column.title}（${column.unit}）` : column.title;
      th.textContent = titled && column.title ? title : column.name;
      th.title = titled ? column.name : title ?? "";
      line.appendChild(th);
    }
  };
  function draw() {
    if (!answer) return;
    const { count } = answer;
    const scale = Math.max(1, (count * ROW) / MOST_HEIGHT); // very long: a pixel is several rows
    const first = Math.min(Math.max(0, Math.floor((host.scrollTop * scale) / ROW) - AROUND), Math.max(0, count - 1));
    const last = Math.min(count, first + Math.ceil(host.clientHeight / ROW) + 2 * AROUND);
    const key = `${first}-${last}`;
    if (drawn === key) return;
    drawn = key;
    const lines = [];
    for (let n = first; n < last; n += 1) {
      const tr = document.createElement("tr");
      tr.ariaRowIndex = String(n + 2);
      const values = row(n);
      if (values) values.forEach((value, place) => tr.appendChild(cell(value, answer.columns[place])));
      else {
        want(n);
        const td = document.createElement("td");
        td.colSpan = Math.max(1, answer.columns.length);
        td.textContent = lost ? "没有取到" : "…";
        tr.appendChild(td);
      }
      lines.push(tr);
    }
    if (!count) {
      const tr = document.createElement("tr");
      const td = tr.appendChild(document.createElement("td"));
      td.colSpan = Math.max(1, answer.columns.length);
      td.textContent = "没有行：条件没有选中任何数据";
      lines.push(tr);
    }
    body.replaceChildren(...lines);
    top.style.height = `${(first * ROW) / scale}px`;
    bottom.style.height = `${Math.max(0, ((count - last) * ROW) / scale)}px`;
  }
  let pending = false;
  host.addEventListener("scroll", () => {
    if (pending) return;
    pending = true;
    if (lost && !lost.told) lost = null; // no refusal: the connection may be back
    requestAnimationFrame(() => { pending = false; draw(); });
  }, { passive: true });
  new ResizeObserver(() => { drawn = ""; draw(); }).observe(host);

  const cleared = () => {
    answer = null; pages = new Map(); drawn = ""; lost = null;
    head.replaceChildren(); body.replaceChildren();
    top.style.height = bottom.style.height = "0";
    host.hidden = true;
  };
  return {
    clear: cleared,
    /* `told` hears why rows could not be had. */
    show: (found, withTitles, fetcher, told) => {
      cleared();
      answer = found; titled = withTitles; fetchRows = fetcher; tell = told;
      size = found.page;
      pages.set(0, found.rows);
      host.hidden = !found.columns.length;
      // With its heading: only the rows in sight are drawn.
      host.querySelector("table").ariaRowCount = String(found.count + 1);
      host.scrollTop = 0;
      headings(); draw();
    },
    titled: (is) => { titled = is; headings(); },
    /* The rows that were fetched, as a Markdown table. */
    markdown: () => {
      const flat = (value) => String(value).replaceAll("|", "\\|").replaceAll("\n", " ");
      const names = answer.columns.map((c) => flat((titled && c.title) || c.name));
      const line = (values) => `| ${values.join(" | ")} |`;
      const lines = [line(names), line(answer.columns.map((c) => (c.kind === "number" ? "---:" : "---")))];
      for (const page of [...pages.keys()].sort((a, b) => a - b)) {
        for (const values of pages.get(page)) lines.push(line(values.map((v) => flat(shown(v)))));
      }
      return lines.join("\n");
    },
  };
}
