/* 三维场景的手和名：指针、触摸、按键怎样转动它，名称标在哪里，指着的是哪根柱。
   One finger's way up and down scrolls the page (touch-action: pan-y); the wheel alone does too. */
(() => {
  "use strict";
  const pucha = (window.pucha ??= {});
  const NOTCH = 0.0016; // of a wheel's pixel, as a power of e
  const AROUND = [0, -20, 20, -40, 40]; // pixels a name may stand off its place

  /* ---- pointers and keys. `hands`: what each of them does */
  pucha.turning = (element, stage, signal, hands) => {
    const down = new Map(); // pointers on the stage: where each was last
    let moved = 0;
    const on = (target, name, does, more) => target.addEventListener(name, does, { signal, ...more });
    const middle = () => {
      const all = [...down.values()];
      return [0, 1].map((n) => all.reduce((sum, at) => sum + at[n], 0) / all.length);
    };
    const spread = () => {
      const [a, b] = [...down.values()];
      return Math.hypot(a[0] - b[0], a[1] - b[1]);
    };
    const isDrawing = (event) => !event.target.closest("a, button");

    on(stage, "pointerdown", (event) => {
      if (!isDrawing(event) || event.button > 2) return;
      if (!down.size) moved = 0;
      down.set(event.pointerId, [event.clientX, event.clientY]);
      if (event.pointerType === "mouse") stage.setPointerCapture(event.pointerId);
    });
    on(stage, "pointermove", (event) => {
      if (!down.has(event.pointerId)) {
        if (event.pointerType === "mouse") hands.over(isDrawing(event) ? event : null);
        return;
      }
      const before = [middle(), down.size === 2 && spread()];
      down.set(event.pointerId, [event.clientX, event.clientY]);
      const after = [middle(), down.size === 2 && spread()];
      const [x, y] = [0, 1].map((n) => after[0][n] - before[0][n]);
      moved += Math.abs(x) + Math.abs(y);
      const box = stage.getBoundingClientRect();
      if (down.size === 2) {
        hands.pan(x / box.height, y / box.height);
        if (before[1] && after[1]) hands.zoom(before[1] / after[1], ...part(box, after[0]));
      } else if (moved > hands.stray) {
        if (event.shiftKey || event.buttons & 6) hands.pan(x / box.height, y / box.height);
        else hands.drag(x, y);
      }
    });
    const up = (event) => {
      const was = down.delete(event.pointerId);
      if (!was || event.type !== "pointerup" || down.size || moved > hands.stray) return;
      if (event.button === 0) hands.click(event);
    };
    for (const name of ["pointerup", "pointercancel"]) on(stage, name, up);
    on(stage, "pointerleave", () => hands.over(null));
    on(stage, "contextmenu", (event) => { if (moved > hands.stray) event.preventDefault(); });
    on(stage, "wheel", (event) => {
      if (!event.ctrlKey && !event.metaKey) return; // the page scrolls
      event.preventDefault();
      const at = part(stage.getBoundingClientRect(), [event.clientX, event.clientY]);
      hands.zoom(Math.exp(event.deltaY * (event.deltaMode ? 16 : 1) * NOTCH), ...at);
    }, { passive: false });
    on(stage, "keydown", (event) => {
      const does = event.target === stage && hands.keys[event.key === "=" ? "+" : event.key];
      if (!does || event.ctrlKey || event.metaKey || event.altKey) return;
      event.preventDefault();
      does();
    });
    on(element, "click", (event) => {
      const way = event.target.closest("[data-turn]")?.dataset.turn;
      if (way) hands.buttons[way]();
    });
  };
  // Where in the picture: -1 to 1, right and up.
  const part = (box, [x, y]) =>
    [((x - box.left) / box.width) * 2 - 1, 1 - ((y - box.top) / box.height) * 2];

  /* ---- the lists: a name is a button that chooses its column */
  pucha.listed = (element, signal, choose) => {
    const toggle = (name) => choose(name.getAttribute("aria-pressed") === "true" ? null : Number(name.dataset.pick));
    for (const name of element.querySelectorAll("[data-pick]")) {
      for (const [key, value] of Object.entries({ role: "button", tabindex: 0, "aria-pressed": false })) {
        name.setAttribute(key, value);
      }
    }
    element.addEventListener("click", (event) => {
      const name = event.target.closest("[data-pick]");
      if (name) toggle(name);
    }, { signal });
    element.addEventListener("keydown", (event) => {
      if (!event.target.matches("[data-pick]") || !["Enter", " "].includes(event.key)) return;
      event.preventDefault();
      toggle(event.target);
    }, { signal });
  };

  /* ---- which column is under a spot of the picture: the nearest to it, then to the eye */
  pucha.hit = (model, camera, box, x, y, reach) => {
    const eye = camera.eye(), scale = camera.scale(), px = ([a, b]) => [a * box.width, b * box.height];
    let found = null;
    for (const one of model.columns) {
      const foot = eye(one.x, 0, one.z), head = eye(one.x, one.tall * scale, one.z);
      if (foot[2] <= 0) continue;
      const [a, b] = [px(foot), px(head)];
      const wide = Math.abs(px(eye(one.x + model.radius * scale, 0, one.z))[0] - a[0]);
      const [dx, dy] = [b[0] - a[0], b[1] - a[1]], long = dx * dx + dy * dy || 1;
      const t = Math.min(Math.max(((x - a[0]) * dx + (y - a[1]) * dy) / long, 0), 1);
      const off = Math.max(Math.hypot(x - a[0] - dx * t, y - a[1] - dy * t) - wide * 0.6, 0);
      if (off > reach) continue;
      if (!found || off < found.off || (off === found.off && foot[2] < found.depth)) {
        found = { n: one.n, off, depth: foot[2] };
      }
    }
    return found && model.columns[found.n];
  };

  /* ---- names over the picture: areas, the scale bar, north, what is pointed at or chosen */
  pucha.names = (stage, model, gap) => {
    const layer = document.createElement("div");
    layer.className = "names";
    const put = (kind, text, to) => {
      const made = document.createElement(to ? "a" : "span");
      made.className = kind;
      made.textContent = text;
      if (to) { made.setAttribute("href", to); made.dataset.go = ""; }
      layer.append(made);
      return made;
    };
    const groups = model.groups.map((one) => ({ ...one, label: put("group", one.name, one.to) }));
    const bar = put("bar-text", model.said), hint = put("hint", "");
    const north = put("north", "北");
    stage.querySelector(".names")?.remove();
    stage.append(layer);
    let over = null;

    const at = (label, [x, y, depth]) => {
      const is = depth > 0 && x > 0 && x < 1 && y > 0 && y < 1;
      label.hidden = !is;
      if (!is) return false;
      const half = label.offsetWidth / 2; // nothing stands over the edge
      const left = Math.min(Math.max(x * layer.clientWidth, half), layer.clientWidth - half);
      label.style.transform = `translate(-50%, -50%) translate(${left}px, ${y * layer.clientHeight}px)`;
      return true;
    };
    // A name that meets one already placed moves up or down a line; with no room it is left out.
    const spread = (eye, turn) => {
      const taken = [];
      for (const { x, z, reach, label } of groups) { // before its columns, as seen now
        const [a, b, depth] = eye(x + Math.sin(turn) * reach, 0, z + Math.cos(turn) * reach);
        const [wide, high] = [label.offsetWidth, label.offsetHeight];
        const free = AROUND.map((off) => off / layer.clientHeight).find((off) => {
          const [left, top] = [a * layer.clientWidth - wide / 2, (b + off) * layer.clientHeight - high / 2];
          return taken.every((box) => left > box[2] + gap || left + wide < box[0] - gap ||
            top > box[3] + gap || top + high < box[1] - gap);
        });
        const fits = free !== undefined && at(label, [a, b + free, depth]);
        label.hidden = !fits;
        if (!fits) continue;
        const [left, top] = [a * layer.clientWidth - wide / 2, (b + free) * layer.clientHeight - high / 2];
        taken.push([left, top, left + wide, top + high]);
      }
    };
    return {
      place: (camera, chosen) => {
        const eye = camera.eye();
        for (const { label } of groups) label.hidden = false; // to be measured
        spread(eye, camera.state.turn);
        const { x, z, long } = model.bar;
        at(bar, eye(x + long / 2, 0, z + 1.8));
        north.style.transform = `rotate(${camera.state.turn}rad)`;
        const told = over ?? chosen;
        hint.textContent = told?.name ?? "";
        if (told) {
          const [a, b, depth] = eye(told.x, told.tall * camera.scale(), told.z);
          at(hint, [a, b - 18 / layer.clientHeight, depth]);
        } else hint.hidden = true;
        stage.classList.toggle("pointing", Boolean(over));
      },
      point: (one) => { over = one; },
    };
  };
})();
