/* 导出时页面里的一半：去往另一视图、装上页脚、量尺寸、读出页面上的一切。由 capture.py 注入，页面自己不用。 */
window.puchaSheet = (() => {
  "use strict";
  const FOOT = "sheet-foot";
  const WAITING = ".stSpinner, [data-testid=stSpinner], [data-testid=stSkeleton], .stException," +
    " .splash, [data-testid=stStatusWidget], [aria-busy=true]";
  const OUTSIDE = ".unseen, dialog, style, script, svg *"; // what has no box of its own on paper
  const EDGE = 1; // px: boxes lie on fractions of pixels
  // A closed <details> keeps the boxes of what it does not show: only checkVisibility knows.
  const visible = (e) => e.getClientRects().length > 0 &&
    e.checkVisibility({ visibilityProperty: true });
  const frames = () => new Promise((done) =>
    requestAnimationFrame(() => requestAnimationFrame(done)));
  const tileAt = (id) => document.querySelector(
    `[data-tile="${CSS.escape(id)}"], .st-key-tile-${CSS.escape(id)}`);
  const tileOf = (e) => {
    const tile = e.closest("[data-tile], [class*=st-key-tile-]");
    return tile?.dataset.tile ?? tile?.className.match(/st-key-tile-(\S+)/)?.[1] ?? null;
  };
  const said = (e) => e.textContent.replace(/\s+/g, " ").trim().slice(0, 40);
  const box = (e) => {
    const at = e.getBoundingClientRect();
    return [at.left + scrollX, at.top + scrollY, at.width, at.height];
  };

  /* ---- the way to another view: as a reader's click, without loading the page anew */
  const go = (to) => {
    const link = document.createElement("a");
    link.href = to;
    link.dataset.go = "";
    document.querySelector(".pucha").appendChild(link);
    link.click();
    link.remove();
  };

  /* ---- the foot, and the moment from which nothing moves any more */
  const bare = () => document.querySelectorAll(`.${FOOT}`).forEach((e) => e.remove());
  const settle = async () => {
    await document.fonts.ready;
    await frames();
  };
  const dress = async (facts, number) => { // facts are kept whole at the ends of lines
    bare();
    const foot = document.createElement("footer");
    foot.className = `pucha ${FOOT}`;
    const add = (name, to, text) => {
      const made = to.appendChild(document.createElement(name));
      made.textContent = text;
      return made;
    };
    const said = add("p", foot, "");
    for (const fact of facts) add("span", said, fact);
    add("b", foot, number);
    document.querySelector(".stMainBlockContainer").appendChild(foot);
    await settle();
  };
  const height = () => Math.ceil(
    document.querySelector(".stMainBlockContainer").getBoundingClientRect().bottom + scrollY);

  /* ---- characters that no font has: drawn like one that is certain to be missing */
  const known = new Map(); // font -> characters looked at and found
  const pen = Object.assign(document.createElement("canvas"), { width: 32, height: 32 })
    .getContext("2d", { willReadFrequently: true });
  const drawn = (font, character) => {
    pen.clearRect(0, 0, 32, 32);
    pen.font = `20px ${font}`;
    pen.fillText(character, 4, 24);
    let shape = 2166136261;
    for (const part of new Uint32Array(pen.getImageData(0, 0, 32, 32).data.buffer)) {
      shape = Math.imul(shape ^ (part >>> 24), 16777619); // black on nothing: only alpha differs
    }
    return shape;
  };
  const missingIn = (font, text) => {
    if (!known.has(font)) known.set(font, new Set());
    const found = known.get(font);
    const none = ["\u{10FFFF}", "\u0378"].map((one) => drawn(font, one));
    const missing = [];
    for (const one of new Set(text)) {
      if (found.has(one) || /[\s\p{Cf}]/u.test(one)) continue;
      const shape = drawn(font, one);
      if (none.includes(shape)) missing.push(one); else found.add(one);
    }
    return missing;
  };
  const missing = () => {
    const texts = new Map();
    const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    while (walker.nextNode()) {
      const parent = walker.currentNode.parentElement;
      if (parent.closest("script, style, noscript") || !visible(parent)) continue;
      const { fontFamily } = getComputedStyle(parent);
      texts.set(fontFamily, (texts.get(fontFamily) ?? "") + walker.currentNode.data);
    }
    return [...texts].flatMap(([font, text]) => missingIn(font, text));
  };

  /* ---- what stands on the page */
  const tiles = () => JSON.parse(
    document.getElementById("pucha-ready").getAttribute("data-tiles-json")).map((tile) => {
    const at = tileAt(tile.id);
    return {
      ...tile,
      title: document.getElementById(`${tile.id}-title`)?.textContent ?? "",
      box: at && visible(at) ? box(at) : null,
    };
  });
  const present = () => [...document.querySelectorAll("[data-tile], [class*=st-key-tile-]")]
    .map(tileOf);
  const figures = () => [...document.querySelectorAll("[data-metric]")].map((e) => ({
    metric: e.dataset.metric, area: e.dataset.area, as_of: e.dataset.asof,
    value: e.dataset.value, text: e.textContent, tile: tileOf(e), is_seen: visible(e),
  }));
  const choices = () => [...document.querySelectorAll(".pucha .chips")].map((e) => [
    e.getAttribute("aria-label"), e.querySelector("[aria-current]")?.textContent ?? "",
  ]);
  const parts = () => [...document.querySelectorAll(".pucha *")]
    .filter((e) => !e.closest(OUTSIDE) && visible(e));
  const shows = (e, style) => e.textContent.trim() || e.tagName === "svg" ||
    style.backgroundColor !== "rgba(0, 0, 0, 0)" || parseFloat(style.borderTopWidth) > 0;
  const cut = () => {
    const [width, bottom] = [document.documentElement.clientWidth, height()];
    return parts().filter((e) => {
      const [left, top, wide, high] = box(e);
      const style = getComputedStyle(e);
      if (!shows(e, style)) return false; // a place to point at
      const outside = left < -EDGE || top < -EDGE || left + wide > width + EDGE ||
        top + high > bottom + EDGE;
      const hides = (way) => style[`overflow${way}`] !== "visible";
      return outside || (e.clientWidth > 0 && hides("X") && e.scrollWidth > e.clientWidth + EDGE) ||
        (e.clientHeight > 0 && hides("Y") && e.scrollHeight > e.clientHeight + EDGE);
    }).map((e) => ({ tile: tileOf(e), text: said(e) }));
  };
  const look = () => ({
    ready: { ...document.getElementById("pucha-ready")?.dataset },
    tiles: tiles(), present: present(), figures: figures(), cut: cut(),
    foot: box(document.querySelector(`.${FOOT}`)),
    waiting: [...document.querySelectorAll(WAITING)].filter(visible).map(said),
    broken: [...document.images].filter((e) => visible(e) && !e.naturalWidth).map((e) => e.src),
    missing: missing(),
  });
  return { go, bare, dress, settle, height, choices, look, missingIn };
})();
