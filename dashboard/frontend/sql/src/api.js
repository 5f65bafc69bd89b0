/* The desk's own addresses; every answer is JSON. */
const BASE = new URL("pucha/desk/", document.baseURI);

async function send(path, body) {
  const response = await fetch(new URL(path, BASE), body === undefined ? {} : {
    method: "POST",
    headers: { "Content-Type": "application/json", "X-Pucha": "1" },
    body: JSON.stringify(body),
  });
  const found = await response.json();
  if (!response.ok) throw Object.assign(new Error("refused"), { told: found.error?.text });
  return found;
}

export const api = {
  ask: (asked) => send("ask", asked),
  state: (id) => send(`${id}/state`),
  rows: (id, from, count) => send(`${id}/rows?from=${from}&count=${count}`),
  cancel: (id) => send(`${id}/cancel`, {}),
  own: () => send("own.json"),
  keep: (query) => send("own/keep", query),
  drop: (id) => send(`own/${id}/drop`, {}),
  shared: (id) => send(`own/${encodeURIComponent(id)}/query.json`),
  history: () => send("history.json"),
  chart: (id, wanted) => send(`${id}/chart.json?${new URLSearchParams(wanted)}`),
  /* Where another person opens the kept query. */
  link: (id) => new URL(`?query=${id}`, location.href.split(/[?#]/)[0]).href,
  known: (version) => send(`${version}/known.json`),
  file: (id, form, titled) =>
    new URL(`${id}/result.${form}${titled ? "?titles=1" : ""}`, BASE).href,
};
