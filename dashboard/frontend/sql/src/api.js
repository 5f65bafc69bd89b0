/* The desk's own addresses; every answer is JSON. */
import { make } from "./make.js";

const KEPT_MS = 60_000; // a browser that asks where to save reads the file only then
const BASE = new URL("pucha/desk/", document.baseURI);

async function send(path, body) {
  const response = await fetch(new URL(path, BASE), body === undefined ? {} : {
    method: "POST",
    headers: { "Content-Type": "application/json", "X-Pucha": "1" },
    body: JSON.stringify(body),
  });
  if (!response.ok) throw await refused(response);
  return response.json();
}

/* Why there is no answer, in the server's words; a failure without words is no JSON. */
async function refused(response) {
  const found = await response.json();
  return Object.assign(new Error("refused"), { told: found.error?.text });
}

/* The file of that address is saved; what is refused is thrown, to be told on the page. */
export async function download(address) {
  const response = await fetch(address);
  if (!response.ok) throw await refused(response);
  const named = /filename\*=UTF-8''([^;]+)/.exec(response.headers.get("Content-Disposition") ?? "");
  const held = URL.createObjectURL(await response.blob());
  make("a", { href: held, download: named ? decodeURIComponent(named[1]) : "" }).click();
  setTimeout(() => URL.revokeObjectURL(held), KEPT_MS);
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
