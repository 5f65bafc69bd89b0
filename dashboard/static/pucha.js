/* 看板在浏览器里的一半：放置板块、记下焦点、提示、对话框、地址，以及 #pucha-ready。
   No outside request, no library. Loaded in <head>, so it is there before Streamlit's own bundle. */
(() => {
  "use strict";
  const root = document.documentElement;
  const dark = window.matchMedia("(prefers-color-scheme: dark)");
  const setTheme = () => { root.dataset.theme = dark.matches ? "dark" : "light"; };
  dark.addEventListener("change", setTheme);
  setTheme();

  const pucha = (window.pucha = {});
  const MARK = "pucha-ready";
  let go = null; // how the page asks the server for another view
  let manifest = null; // what this run declared
  let awaited = false; // a run is under way whose manifest has not arrived
  let leaving = false; // another page was asked for and its address has not come yet

  const app = () => document.querySelector("[data-testid=stApp]");
  const connected = () => app()?.dataset.testConnectionState === "CONNECTED";
  // The selects show again what the page shows: a choice that did not reach the server is none.
  const putBack = () => {
    for (const select of document.querySelectorAll("select[data-go-select]")) {
      const shown = [...select.options].find((option) => option.defaultSelected);
      if (shown) select.value = shown.value;
    }
  };
  const unready = () => document.getElementById(MARK)?.remove();

  /* ---- one step back leads to where one came from: on the way to another page Streamlit first
     gives the old one the new query, as a step of its own, which is left out here */
  const push = history.pushState.bind(history);
  history.pushState = (state, unused, to) => {
    const stays = new URL(to ?? "", location.href).pathname === location.pathname;
    if (leaving && stays) return;
    leaving = false;
    push(state, unused, to);
  };

  /* ---- one board: replace its content only when it changed, and keep the focus */
  pucha.board = ({ parentElement, data, setTriggerValue }) => {
    let host = parentElement.querySelector(":scope > .pucha");
    if (!host) {
      host = document.createElement("div");
      host.className = "pucha";
      parentElement.appendChild(host);
    }
    if (data.go) {
      go = (query) => {
        if (!connected()) { putBack(); return; } // it would be lost, and the page would await it
        leaving = query.page !== location.pathname.split("/").pop();
        unready(); awaited = true; setTriggerValue("go", query);
      };
      if (data.title) document.title = data.title;
      // The address always names area and week, without a step in the history of its own.
      if (data.address) history.replaceState(history.state, "", data.address);
    }
    if (host.dataset.html === undefined || host.pucha !== data.html) {
      const focused = host.contains(document.activeElement) ? document.activeElement.id : "";
      host.innerHTML = data.html;
      host.pucha = data.html;
      host.dataset.html = "";
      for (const scene of host.querySelectorAll(".scene")) pucha.scene(scene);
      if (focused) document.getElementById(focused)?.focus({ preventScroll: true });
    }
    check();
  };

  /* ---- a part with a script of its own, which is fetched when a page first shows it */
  const scripts = {};
  pucha.late = (component) => {
    const { script, opens } = component.data;
    scripts[script] ??= new Promise((loaded, failed) => {
      const one = Object.assign(document.createElement("script"), { src: script });
      one.onload = loaded;
      one.onerror = () => { delete scripts[script]; one.remove(); failed(new Error(script)); };
      document.head.appendChild(one);
    });
    scripts[script].then(() => window[opens](component), () => {
      component.parentElement.textContent = "这一部分没有载入，请刷新本页";
    });
  };

  /* ---- ready: every declared tile is on screen, with the content of this very run */
  pucha.ready = ({ parentElement, data }) => {
    manifest = { host: parentElement, ...JSON.parse(data.manifest) };
    awaited = leaving = false;
    check();
  };

  const drawn = (tile) => {
    const at = tile.drawing === "plotly"
      ? document.querySelectorAll(`.st-key-tile-${CSS.escape(tile.id)} .js-plotly-plot`)
      : document.querySelectorAll(`[data-tile="${CSS.escape(tile.id)}"]`);
    if (at.length !== 1 || at[0].getBoundingClientRect().height <= 0) return false;
    if (tile.drawing !== "plotly") {
      return at[0].dataset.digest === tile.digest && !at[0].querySelector("[data-pending]");
    }
    const chart = at[0];
    if (!chart.pucha) { // says so each time it has finished drawing
      chart.pucha = true;
      chart.on?.("plotly_afterplot", check);
    }
    return chart._fullLayout?.meta?.digest === tile.digest && !chart._transitioning &&
      !chart._redrawing && chart.querySelector(".main-svg") !== null;
  };
  // What is still awaited, for whoever waits in vain: null before the manifest of the run has come.
  pucha.awaited = () => (!manifest || awaited ? null
    : manifest.tiles.filter((tile) => !drawn(tile)).map((tile) => tile.id));
  const idle = () => connected() && app().dataset.testScriptState === "notRunning";
  let pending = false;
  const check = () => {
    if (pending) return;
    pending = true;
    // Two frames: the first lays out what was just put in, the second comes after it was painted.
    requestAnimationFrame(() => requestAnimationFrame(() => {
      pending = false;
      if (!manifest || awaited || !idle() || !manifest.host.isConnected) return;
      if (document.fonts.status !== "loaded") { document.fonts.ready.then(check); return; }
      if (!manifest.tiles.every(drawn)) return; // a later change of the page checks again
      let mark = document.getElementById(MARK);
      if (mark?.dataset.run === manifest.run) return;
      unready();
      mark = document.createElement("div");
      mark.id = MARK;
      mark.hidden = true;
      mark.dataset.run = manifest.run;
      for (const [name, value] of Object.entries(manifest.attributes)) mark.setAttribute(name, value);
      manifest.host.appendChild(mark);
    }));
  };

  /* ---- watch the page: a run that starts takes the mark away at once */
  new MutationObserver((changes) => {
    const running = changes.some((c) => c.type === "attributes" &&
      c.attributeName === "data-test-script-state" &&
      ["running", "rerunRequested"].includes(c.target.dataset.testScriptState));
    if (running) { awaited = true; unready(); }
    const lost = changes.some((c) => c.attributeName === "data-test-connection-state") &&
      !connected();
    if (lost) { awaited = false; unready(); putBack(); } // what was asked for is not coming
    check();
  }).observe(root, {
    subtree: true, childList: true, attributes: true,
    attributeFilter: ["data-test-script-state", "data-test-connection-state", "data-digest",
      "data-pending"],
  });
  window.addEventListener("popstate", () => { awaited = true; unready(); });

  /* ---- links and selects: the same page with another address, without loading it anew */
  const queryOf = (search) => Object.fromEntries(new URLSearchParams(search));
  document.addEventListener("click", (event) => {
    const sign = event.target.closest?.("button[data-go-sign]");
    if (sign) {
      const here = { page: location.pathname.split("/").pop(), query: queryOf(location.search) };
      go?.({ ...here, sign: sign.dataset.goSign });
      return;
    }
    const link = event.target.closest?.("a[data-go]");
    if (link && go && !event.metaKey && !event.ctrlKey && !event.shiftKey && event.button === 0) {
      event.preventDefault();
      const to = new URL(link.getAttribute("href"), document.baseURI); // a shape's href is no text
      go({ page: to.pathname.split("/").pop(), query: queryOf(to.search) });
      return;
    }
    const opener = event.target.closest?.("[data-dialog]");
    if (opener) document.getElementById(opener.dataset.dialog)?.showModal();
    const closer = event.target.closest?.("[data-close]");
    if (closer) closer.closest("dialog")?.close();
    if (event.target.nodeName === "DIALOG") event.target.close();
  });
  document.addEventListener("change", (event) => {
    const select = event.target.closest?.("select[data-go-select]");
    if (!select || !go) return;
    const query = { ...queryOf(location.search), [select.name]: select.value };
    go({ page: location.pathname.split("/").pop(), query });
  });

  /* ---- search: a list is narrowed as one types; sent off, what is sought stands in the address */
  document.addEventListener("input", (event) => {
    const box = event.target.closest?.("input[data-search]");
    if (!box) return;
    const words = box.value.toLowerCase().split(/\s+/).filter(Boolean);
    let found = 0;
    for (const line of document.getElementById(box.dataset.search).children) {
      line.hidden = !words.length || !words.every((word) => line.dataset.find.includes(word));
      if (!line.hidden) found += 1;
    }
    const told = box.form.parentElement.querySelector("[data-told]");
    const { ask, told: hit, none } = told.dataset;
    told.textContent = !words.length ? ask : found ? hit.replace("#", found) : none;
  });
  document.addEventListener("submit", (event) => {
    const form = event.target.closest?.("form[data-go-search]");
    if (!form) return;
    event.preventDefault();
    const query = { ...queryOf(location.search), ...Object.fromEntries(new FormData(form)) };
    go?.({ page: location.pathname.split("/").pop(), query });
  });

  /* ---- tips: pointed at, focused or touched */
  const tip = document.createElement("div");
  tip.className = "pucha-tip";
  tip.setAttribute("role", "tooltip");
  tip.id = "pucha-tip";
  const show = (target) => {
    if (!tip.isConnected) document.body.appendChild(tip);
    tip.textContent = target.dataset.tip;
    tip.classList.add("on");
    const box = target.getBoundingClientRect();
    const { offsetWidth: width, offsetHeight: height } = tip;
    const left = Math.min(Math.max(8, box.left + box.width / 2 - width / 2), innerWidth - width - 8);
    const above = box.top - height - 8;
    tip.style.left = `${left}px`;
    tip.style.top = `${above > 8 ? above : Math.min(box.bottom + 8, innerHeight - height - 8)}px`;
    if (target.tabIndex >= 0) target.setAttribute("aria-describedby", tip.id);
  };
  const hide = () => tip.classList.remove("on");
  for (const event of ["pointerover", "focusin"]) {
    document.addEventListener(event, (e) => {
      const target = e.target.closest?.("[data-tip]");
      if (target) show(target); else hide();
    });
  }
  document.addEventListener("keydown", (event) => { if (event.key === "Escape") hide(); });
  document.addEventListener("scroll", hide, true);
})();
