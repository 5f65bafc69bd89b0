/* 一个板块画成 SVG：按浏览器排好的位置，逐个框、逐行字、逐条线写出来。由 capture.py 注入。
   Only what the tiles use is drawn; what it draws is compared with the picture by a test. */
window.puchaVector = (() => {
  "use strict";
  const SVG = "http://www.w3.org/2000/svg";
  const PLAIN = "data-plain"; // its pseudo-elements were made real ones
  const SHAPES = "polyline, polygon, path, circle, rect, line";
  const zoomOf = (e) => e.currentCSSZoom ?? 1;
  const num = (value) => String(Math.round(value * 100) / 100);
  const px = (text, e) => (parseFloat(text) || 0) * zoomOf(e);

  /* ---- colours: Word and WPS know #rrggbb and an opacity, nothing newer */
  const channels = (colour) => {
    const numbers = colour.match(/[\d.]+(?:e-?\d+)?/g)?.map(Number) ?? [0, 0, 0, 0];
    const scale = colour.startsWith("color(") ? 255 : 1;
    const [r, g, b, a = 1] = numbers;
    return { rgb: [r, g, b].map((part) => Math.round(part * scale)), a };
  };
  const shown = (colour) => colour && colour !== "none" && channels(colour).a > 0;
  const ink = (name, colour, more = 1) => {
    const { rgb, a } = channels(colour);
    const hex = rgb.map((part) => part.toString(16).padStart(2, "0")).join("");
    const seen = a * more;
    return { [name]: `#${hex}`, ...(seen < 1 ? { [`${name}-opacity`]: num(seen) } : {}) };
  };
  const COLOUR = /(?:rgba?|color)\([^()]*\)/g;

  class Drawing {
    constructor(tile) {
      this.origin = tile.getBoundingClientRect();
      this.root = document.createElementNS(SVG, "svg");
      const [width, height] = [this.origin.width, this.origin.height].map(num);
      for (const [name, value] of Object.entries({
        width, height, viewBox: `0 0 ${width} ${height}`,
        "font-family": getComputedStyle(tile).fontFamily,
      })) this.root.setAttribute(name, value);
      this.patterns = 0;
    }
    x(value) { return value - this.origin.left; }
    y(value) { return value - this.origin.top; }
    put(name, attributes, text) {
      const made = document.createElementNS(SVG, name);
      for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, value);
      if (text !== undefined) made.textContent = text;
      this.root.appendChild(made);
      return made;
    }

    /* a box: its corners may be round, each by itself */
    outline({ left, top, width, height }, corners) {
      const [a, b, c, d] = corners.map((r) => Math.min(r, width / 2, height / 2));
      const at = (x, y) => `${num(left + x)} ${num(top + y)}`;
      const arc = (r, x, y) => (r ? `A${num(r)} ${num(r)} 0 0 1 ${at(x, y)}` : "");
      return `M${at(a, 0)}L${at(width - b, 0)}${arc(b, width, b)}L${at(width, height - c)}` +
        `${arc(c, width - c, height)}L${at(d, height)}${arc(d, 0, height - d)}L${at(0, a)}` +
        `${arc(a, a, 0)}Z`;
    }
    box(e, style) {
      const at = e.getBoundingClientRect();
      const box = { left: this.x(at.left), top: this.y(at.top), width: at.width, height: at.height };
      const turn = new DOMMatrix(style.transform);
      const more = {};
      if (style.transform !== "none" && (turn.b || turn.c)) { // turned about its middle
        const [middle, centre] = [box.left + box.width / 2, box.top + box.height / 2];
        [box.width, box.height] = [px(style.width, e), px(style.height, e)];
        [box.left, box.top] = [-box.width / 2, -box.height / 2];
        const way = [turn.a, turn.b, turn.c, turn.d].map(num).join(" ");
        more.transform = `matrix(${way} ${num(middle)} ${num(centre)})`;
      }
      const corners = ["TopLeft", "TopRight", "BottomRight", "BottomLeft"].map((corner) => {
        const radius = style[`border${corner}Radius`];
        return radius.endsWith("%") ? (parseFloat(radius) / 100) * box.width : px(radius, e);
      });
      return { box, corners, more };
    }
    surface(e, style) {
      const { box, corners, more } = this.box(e, style);
      const cut = style.clipPath.match(/^polygon\((.*)\)$/)?.[1];
      const d = cut ? this.polygon(cut, box, e) : this.outline(box, corners);
      this.shadows(e, style, box, corners, more, false);
      if (shown(style.backgroundColor)) this.put("path", { d, ...ink("fill", style.backgroundColor), ...more });
      if (style.backgroundImage !== "none") this.image(e, style, box, d, more);
      this.shadows(e, style, box, corners, more, true);
      this.borders(e, style, box, corners, more);
    }
    polygon(points, box, e) {
      const part = (text, whole) => text.endsWith("%") ? (parseFloat(text) / 100) * whole : px(text, e);
      return "M" + points.split(",").map((point) => {
        const [x, y] = point.trim().split(/\s+/);
        return `${num(box.left + part(x, box.width))} ${num(box.top + part(y, box.height))}`;
      }).join("L") + "Z";
    }
    /* stripes, or a line across; both are gradients of CSS */
    image(e, style, box, d, more) {
      const text = style.backgroundImage;
      const colour = text.match(COLOUR)?.filter(shown).at(-1);
      if (!colour) return;
      if (text.startsWith("repeating")) {
        const [from, to] = text.match(/[\d.]+px/g).map((step) => px(step, e)).slice(-2);
        const id = `stripes-${(this.patterns += 1)}`;
        const stripes = this.put("pattern", { id, width: num(to), height: num(to),
          patternUnits: "userSpaceOnUse", patternTransform: "rotate(-45)" });
        const bar = document.createElementNS(SVG, "rect");
        for (const [key, value] of Object.entries({ width: num(to), height: num(to - from),
          ...ink("fill", colour) })) bar.setAttribute(key, value);
        stripes.appendChild(bar);
        this.put("path", { d, fill: `url(#${id})`, ...more });
        return;
      }
      const high = px(style.backgroundSize.split(" ")[1] ?? "", e) || box.height;
      const share = parseFloat(style.backgroundPositionY) / 100 || 0;
      this.put("rect", { x: num(box.left), y: num(box.top + share * (box.height - high)),
        width: num(box.width), height: num(high), ...ink("fill", colour) });
    }
    shadows(e, style, box, corners, more, inset) {
      if (style.boxShadow === "none") return;
      for (const one of style.boxShadow.split(/,(?![^(]*\))/)) {
        if (one.includes("inset") !== inset) continue;
        const colour = one.match(COLOUR)[0];
        const [x, y, , spread] = one.replace(COLOUR, "").match(/-?[\d.]+px/g).map((at) => px(at, e));
        const paint = { fill: "none", ...ink("stroke", colour), ...more };
        if (spread) {
          const out = inset ? -spread / 2 : spread / 2;
          const ring = { left: box.left - out, top: box.top - out,
            width: box.width + 2 * out, height: box.height + 2 * out };
          const round = corners.map((r) => Math.max(0, r && r + out));
          this.put("path", { d: this.outline(ring, round), "stroke-width": num(spread), ...paint });
        } else if (inset && y < 0) {
          this.put("rect", { x: num(box.left), y: num(box.top + box.height + y), width: num(box.width),
            height: num(-y), ...ink("fill", colour) });
        } else if (inset && x < 0) {
          this.put("rect", { x: num(box.left + box.width + x), y: num(box.top), width: num(-x),
            height: num(box.height), ...ink("fill", colour) });
        }
      }
    }
    borders(e, style, box, corners, more) {
      const sides = ["Top", "Right", "Bottom", "Left"].map((side) => ({
        width: style[`border${side}Style`] === "none" ? 0 : px(style[`border${side}Width`], e),
        colour: style[`border${side}Color`], dashed: style[`border${side}Style`] === "dashed",
      })).map((side) => ({ ...side, width: shown(side.colour) ? side.width : 0 }));
      const [first] = sides;
      const dashes = (side) => side.dashed ? { "stroke-dasharray": `${num(3 * side.width)}` } : {};
      if (first.width && sides.every((s) => s.width === first.width && s.colour === first.colour)) {
        const half = first.width / 2;
        const inner = { left: box.left + half, top: box.top + half,
          width: box.width - first.width, height: box.height - first.width };
        const d = this.outline(inner, corners.map((r) => Math.max(0, r - half)));
        this.put("path", { d, fill: "none", "stroke-width": num(first.width),
          ...ink("stroke", first.colour), ...dashes(first), ...more });
        return;
      }
      const [right, bottom] = [box.left + box.width, box.top + box.height];
      const ends = [[box.left, box.top, right, box.top], [right, box.top, right, bottom],
        [box.left, bottom, right, bottom], [box.left, box.top, box.left, bottom]];
      const inward = [[0, 1], [-1, 0], [0, -1], [1, 0]];
      sides.forEach((side, n) => {
        if (!side.width) return;
        const [dx, dy] = inward[n].map((way) => (way * side.width) / 2);
        const [x1, y1, x2, y2] = ends[n];
        this.put("path", { d: `M${num(x1 + dx)} ${num(y1 + dy)}L${num(x2 + dx)} ${num(y2 + dy)}`,
          fill: "none", "stroke-width": num(side.width), ...ink("stroke", side.colour), ...dashes(side) });
      });
    }

    /* words, line by line, each as wide as it was set */
    words(node) {
      const style = getComputedStyle(node.parentElement);
      const range = document.createRange();
      let line = null;
      const lines = [];
      for (let n = 0; n < node.data.length; n += 1) {
        range.setStart(node, n);
        range.setEnd(node, n + 1);
        const at = range.getClientRects()[0];
        if (!at || !at.width) continue;
        if (!line || Math.abs(at.top - line.top) > 1) {
          line = { text: "", left: at.left, top: at.top, height: at.height, right: at.right };
          lines.push(line);
        }
        line.text += node.data[n];
        line.right = at.right;
      }
      for (const one of lines) this.line(one, style, node.parentElement);
    }
    line({ text, left, top, height, right }, style, parent) {
      const said = text.replace(/\s+$/u, "");
      if (!said) return;
      pen.font = `${style.fontStyle} ${style.fontWeight} ${style.fontSize} ${style.fontFamily}`;
      const { fontBoundingBoxAscent: up, fontBoundingBoxDescent: down } = pen.measureText(said);
      const width = said === text ? right - left : 0;
      this.put("text", {
        x: num(this.x(left)), y: num(this.y(top) + (height * up) / (up + down)),
        "font-size": num(px(style.fontSize, parent)),
        ...(style.fontWeight === "400" ? {} : { "font-weight": style.fontWeight }),
        ...(style.fontVariantNumeric === "normal" ? {}
          : { style: `font-variant-numeric: ${style.fontVariantNumeric}` }),
        ...(width && said.length > 1 ? { textLength: num(width) } : {}),
        ...ink("fill", style.color),
      }, said);
    }

    /* lines and shapes that are SVG already, where they stand on the page */
    shape(e) {
      const style = getComputedStyle(e);
      const way = e.getScreenCTM();
      const fixed = style.vectorEffect === "non-scaling-stroke";
      const faint = parseFloat(style.opacity) * parseFloat(getComputedStyle(e.ownerSVGElement).opacity);
      const paint = {
        ...(shown(style.fill) ? ink("fill", style.fill, faint * parseFloat(style.fillOpacity)) : { fill: "none" }),
        ...(shown(style.stroke) ? {
          ...ink("stroke", style.stroke, faint),
          "stroke-linejoin": style.strokeLinejoin, "stroke-linecap": style.strokeLinecap,
        } : {}),
      };
      const wide = parseFloat(style.strokeWidth) || 0;
      const dashes = style.strokeDasharray === "none" ? null
        : style.strokeDasharray.match(/[\d.]+/g).map(Number);
      const scaled = fixed ? zoomOf(e) : 1;
      if (shown(style.stroke)) {
        paint["stroke-width"] = num(wide * scaled);
        if (dashes) paint["stroke-dasharray"] = dashes.map((part) => num(part * scaled)).join(" ");
      }
      if (e.points) {
        const points = [...e.points].map((point) => point.matrixTransform(way));
        if (!fixed && paint["stroke-width"]) paint["stroke-width"] = num(wide * Math.hypot(way.a, way.b));
        const written = points.map((at) => `${num(this.x(at.x))},${num(this.y(at.y))}`).join(" ");
        this.put(e.tagName, { points: written, ...paint });
        return;
      }
      const own = ["d", "cx", "cy", "r", "x", "y", "width", "height", "rx", "x1", "x2", "y1", "y2"]
        .filter((name) => e.hasAttribute(name)).map((name) => [name, e.getAttribute(name)]);
      const matrix = [way.a, way.b, way.c, way.d, this.x(way.e), this.y(way.f)];
      this.put(e.tagName, { ...Object.fromEntries(own), ...paint,
        ...(fixed ? { "vector-effect": "non-scaling-stroke" } : {}),
        transform: `matrix(${matrix.map((part) => String(Math.round(part * 1e4) / 1e4)).join(" ")})` });
    }

    walk(e) {
      if (e.closest(".unseen, dialog, style, script") || !e.getClientRects().length ||
        !e.checkVisibility({ visibilityProperty: true })) return;
      if (e.tagName === "svg") {
        const strange = e.querySelector("text, image, use, foreignObject");
        if (strange) throw new Error(`<${strange.tagName}>`); // left out, it would not be missed
        e.querySelectorAll(SHAPES).forEach((shape) => {
          if (!shape.closest("defs, clipPath, pattern")) this.shape(shape);
        });
        return;
      }
      const style = getComputedStyle(e);
      if (style.display !== "contents") this.surface(e, style);
      for (const child of e.childNodes) {
        if (child.nodeType === Node.TEXT_NODE) this.words(child);
        else if (child.nodeType === Node.ELEMENT_NODE) this.walk(child);
      }
    }
  }
  const pen = document.createElement("canvas").getContext("2d");

  /* ---- pseudo-elements have no place of their own to ask for: real ones stand in for a moment */
  const materialise = (tile) => {
    const made = [];
    for (const e of [tile, ...tile.querySelectorAll("*")]) {
      for (const which of ["::before", "::after"]) {
        const style = getComputedStyle(e, which);
        if (style.content === "none" || style.content === "normal" || style.display === "none") continue;
        const real = document.createElement("span");
        for (const name of style) real.style.setProperty(name, style.getPropertyValue(name));
        real.style.setProperty("content", "normal");
        real.textContent = style.content.replace(/^"|"$/g, "");
        made.push([e, real, which]);
      }
    }
    for (const [e, real, which] of made) {
      e.setAttribute(PLAIN, "");
      if (which === "::before") e.prepend(real); else e.append(real);
    }
    return () => made.forEach(([e, real]) => { e.removeAttribute(PLAIN); real.remove(); });
  };

  const of = (id) => {
    const tile = document.querySelector(`[data-tile="${CSS.escape(id)}"]`);
    if (!tile) return null; // drawn by Plotly
    const rule = document.head.appendChild(document.createElement("style"));
    rule.textContent = `[${PLAIN}]::before, [${PLAIN}]::after { content: none !important; }`;
    const undo = materialise(tile);
    const drawing = new Drawing(tile);
    drawing.walk(tile);
    undo();
    rule.remove();
    return new XMLSerializer().serializeToString(drawing.root);
  };
  return { of };
})();
