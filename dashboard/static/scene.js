/* 三维场景在浏览器里的一半：能画则画柱子，不能则留平面图；选中、转动、名称、图例旁的详情。
   One canvas serves every scene of this window: browsers give few drawing contexts, and late back.
   A scene is `data-pending` until it is drawn, and the page is not ready before (pucha.js). */
(() => {
  "use strict";
  const STEP = Math.PI / 24, NEARER = 1 / 1.25, DRAG = 1 / 220; // of a key, of a button, of a pixel
  const STRAY = 5; // pixels a pointer may move and still click
  const REACH = { mouse: 4, touch: 12 }; // pixels beside a column that still hit it
  const GLIDE = 350; // ms
  const GAP = 3; // pixels between two names
  const FOOT = 5; // units before the plane, for the scale bar and its text
  const COMMUNITY = "community";
  const pucha = (window.pucha ??= {});
  const still = window.matchMedia("(prefers-reduced-motion: reduce)");

  let canvas = null, drawing = null; // what all scenes share; `drawing` null: no WebGL
  let scene = null; // the one on screen
  let kept = null; // how it was looked at: the same area is looked at the same way again

  const make = (name, text, given = {}) => {
    const made = document.createElement(name);
    made.textContent = text;
    for (const [key, value] of Object.entries(given)) made.setAttribute(key, value);
    return made;
  };

  /* ---- what the server wrote (components/scene/packed.py), in the units of the drawing */
  const read = (text) => {
    const told = JSON.parse(text);
    const [across, down] = told.plane, { longer, position, height } = told.units;
    const unit = longer / Math.max(across, down); // of a km
    const [wide, high] = [across * unit, down * unit];
    const east = (x) => (x / position - 0.5) * wide, south = (y) => (y / position - 0.5) * high;
    const pairs = (ring) => ring.flatMap((x, n) => (n % 2 ? [] : [[east(x), south(ring[n + 1])]]));
    const columns = told.x.map((x, n) => ({
      n, x: east(x), z: south(told.y[n]), tall: told.height[n] / height,
      sign: told.sign[n], alone: Boolean(told.alone[n]), at: [x, told.y[n]].map((part) => (part / position) * 100),
      name: told.name[n], area: told.areas[told.area[n]], facts: told.facts[n].map((w) => told.words[w]),
    }));
    const [km, said] = told.bar;
    return {
      wide, high, columns, said, grid: km * unit,
      tallest: Math.max(...columns.map((one) => one.tall)),
      radius: pucha.space.radius(columns.length),
      bar: { x: -wide / 2, z: high / 2 + 1.6, long: km * unit },
      signs: told.signs.map(([kind, form, tone, shape, title]) => ({ kind, form, tone, shape, title })),
      borders: told.borders.map(pairs),
      groups: told.groups.map(([name, x, y, reach, to]) => ({
        name, x: east(x), z: south(y), reach: reach * unit, to,
      })),
      kinds: told.kinds, links: told.links,
    };
  };
  const TOKENS = ["fill", "ink", "ink-2", "ink-3", "rule-2", "accent", "good", "warn", "bad"];
  const colours = () => {
    const style = getComputedStyle(document.documentElement);
    return Object.fromEntries(TOKENS.map((token) => {
      const hex = style.getPropertyValue(`--${token}`).trim();
      return [token, [1, 3, 5].map((at) => parseInt(hex.slice(at, at + 2), 16) / 255)];
    }));
  };

  /* ---- a scene comes on screen */
  pucha.scene = (element) => {
    scene?.close();
    scene = null;
    try {
      scene = open(element);
    } catch (problem) { // such as a driver that refuses a shader: the flat map tells the same
      console.error(problem);
      settle(element, false);
    }
  };
  const settle = (element, can) => {
    element.dataset.drawn = can ? "space" : "flat";
    element.removeAttribute("data-pending");
  };

  const open = (element) => {
    const model = read(element.querySelector('script[type="application/json"]').textContent);
    const stage = element.querySelector(".stage"), picked = element.querySelector(".picked");
    const flat = element.querySelector(".flat .plane"), ring = make("i", "", { class: "chosen" });
    const camera = pucha.camera(model.wide, model.high, model.tallest, FOOT);
    const undo = new AbortController();
    let chosen = null, near = true, asked = 0, paint = colours(), glide = null, placed = false;

    /* ---- drawing: once for each frame in which something changed, and only where it is seen */
    const names = pucha.names(stage, model, GAP);
    const draw = () => {
      if (element.dataset.drawn !== "space") return;
      drawing.draw(model, camera, paint, chosen);
      names.place(camera, chosen);
      kept = { area: element.dataset.view, look: { ...camera.state } };
    };
    const request = () => {
      if (near) asked ||= requestAnimationFrame((now) => { asked = 0; move(now); draw(); });
    };
    const move = (now) => {
      if (!glide) return;
      glide.since ??= now;
      const done = Math.min((now - glide.since) / GLIDE, 1), eased = done * (2 - done);
      camera.set(Object.fromEntries(Object.entries(glide.to).map(([name, value]) =>
        [name, glide.from[name] + (value - glide.from[name]) * eased])));
      if (done === 1) glide = null; else request();
    };
    const look = (to) => {
      glide = still.matches ? null : { from: { ...camera.state }, to };
      if (!glide) camera.set(to);
      request();
    };
    const nearer = (factor) => ({ // to what is chosen
      away: (glide?.to.away ?? camera.state.away) * factor, ...(chosen && { x: chosen.x, z: chosen.z }),
    });
    const turned = (change) => { glide = null; camera.set(change); request(); };

    /* ---- what is chosen: told beside the drawing, ringed on either of the two */
    const choose = (n, from) => {
      chosen = n === null ? null : model.columns[n];
      tell(picked, model, chosen);
      for (const name of element.querySelectorAll("[data-pick]")) {
        name.setAttribute("aria-pressed", String(chosen?.n === Number(name.dataset.pick)));
      }
      ring.remove();
      if (chosen) {
        ring.style.cssText = `left:${chosen.at[0]}%;top:${chosen.at[1]}%`;
        flat.append(ring);
      }
      if (chosen && from === "list") bring();
      request();
    };
    const bring = () => {
      const seen = element.dataset.drawn === "space";
      (seen ? stage : flat).scrollIntoView({ block: "nearest", behavior: still.matches ? "auto" : "smooth" });
      const [x, y] = camera.eye()(chosen.x, 0, chosen.z);
      if (seen && (Math.abs(x - 0.5) > 0.45 || Math.abs(y - 0.5) > 0.45)) look({ x: chosen.x, z: chosen.z });
    };
    const hit = (event) => {
      const box = stage.getBoundingClientRect();
      const reach = REACH[event.pointerType] ?? REACH.mouse;
      return pucha.hit(model, camera, box, event.clientX - box.left, event.clientY - box.top, reach);
    };

    pucha.turning(element, stage, undo.signal, {
      keys: {
        ArrowLeft: () => turned({ turn: camera.state.turn + STEP }),
        ArrowRight: () => turned({ turn: camera.state.turn - STEP }),
        ArrowUp: () => turned({ tilt: camera.state.tilt + STEP }),
        ArrowDown: () => turned({ tilt: camera.state.tilt - STEP }),
        "+": () => turned(nearer(NEARER)),
        "-": () => turned(nearer(1 / NEARER)),
        " ": () => look(camera.home()),
        Escape: () => choose(null),
      },
      buttons: {
        in: () => look(nearer(NEARER)),
        out: () => look(nearer(1 / NEARER)),
        home: () => look(camera.home()),
        top: () => look(camera.top()),
      },
      drag: (x, y) => turned({ turn: camera.state.turn - x * DRAG, tilt: camera.state.tilt + y * DRAG }),
      pan: (x, y) => { glide = null; camera.pan(x, y); request(); },
      zoom: (factor, x, y) => { glide = null; camera.zoom(factor, x, y); request(); },
      over: (event) => { names.point(event && hit(event)); request(); },
      click: (event) => choose(hit(event)?.n ?? null),
      stray: STRAY,
    });
    pucha.listed(element, undo.signal, (n) => choose(n, "list"));

    /* ---- the canvas, in the size and the colours of the moment */
    const size = () => {
      const dense = Math.min(window.devicePixelRatio, 2);
      const [wide, high] = [stage.clientWidth, stage.clientHeight];
      if (!wide || !high) return; // not on screen: on paper the flat map stands
      canvas.width = Math.round(wide * dense);
      canvas.height = Math.round(high * dense);
      camera.resize(wide / high);
      if (!placed) camera.set(kept?.area === element.dataset.view ? kept.look : camera.home());
      placed = true;
      draw();
    };
    const start = () => {
      drawing.fault(); // what another scene left
      drawing.load(model);
      settle(element, true);
      size();
      if (drawing.fault()) settle(element, false); // half a picture is none
    };
    const watches = [new ResizeObserver(size), new IntersectionObserver(([one]) => {
      near = one.isIntersecting;
      request();
    }), new MutationObserver(() => { paint = colours(); request(); })];
    canvas ??= make("canvas", "", { "aria-hidden": "true" });
    drawing ??= pucha.space(canvas);
    if (drawing) {
      stage.prepend(canvas);
      watches[0].observe(stage);
      watches[1].observe(stage);
      watches[2].observe(document.documentElement, { attributeFilter: ["data-theme"] });
      canvas.addEventListener("webglcontextlost", (event) => { // the driver was reset, say
        event.preventDefault();
        settle(element, false);
      }, { signal: undo.signal });
      canvas.addEventListener("webglcontextrestored", () => { drawing.start(); start(); },
        { signal: undo.signal });
    }
    if (drawing && !drawing.isLost()) start(); else settle(element, false);
    tell(picked, model, null);
    return {
      close: () => {
        undo.abort();
        cancelAnimationFrame(asked);
        for (const one of watches) one.disconnect();
      },
    };
  };

  /* ---- the facts of what is chosen, and where it leads */
  const tell = (picked, model, one) => {
    picked.replaceChildren();
    if (!one) {
      picked.append(make("p", picked.dataset.hint, { class: "note" }));
      return;
    }
    const { kind, title } = model.signs[one.sign];
    const [code, path, level] = one.area;
    const to = (address, text) => make("a", text, { href: address.replace(model.links.mark, code), "data-go": "" });
    const facts = make("ul", "");
    facts.append(...one.facts.map((fact) => make("li", fact)));
    const links = make("p", "", { class: "leads" });
    if (level === COMMUNITY) links.append(to(model.links.community, "社区画像"));
    else if (level) links.append(to(model.links.area, "只看这里"));
    links.append(to(model.links.source[kind], "逐行查看"));
    picked.append(make("h3", one.name), make("p", `${model.kinds[kind]} · ${title} · ${path}`, { class: "note" }),
      facts, links);
  };
})();
