/* 三维场景的画法：柱、地面、线、圈，用浏览器自己的 WebGL 画，不用库。
   What is drawn is prisms on a plane, thousands alike: one instanced call for each entry of the
   legend. A library would be thirty times as long, and need a tool chain to be built and watched.
   The units are those of components/scene/columns.py; x leads east, y up, z south. */
(() => {
  "use strict";
  const SIDES = { triangle: 3, square: 4, diamond: 4, circle: 10 };
  // How a column of each kind is built: its parts as shares of the radius, and how many sides they
  // have where it is not the shape that tells: without a graphics card each one is felt.
  const FORMS = {
    spike: [{ radius: 1, taper: 0.12 }],
    block: [{ radius: 1, taper: 1 }],
    pin: [{ radius: 0.22, taper: 1, sides: 4 }, { radius: 0.5, taper: 1, head: 0.9 }],
  };
  const WIDEST = 1.1, NARROWEST = 0.35, CROWD = 22; // radius of a column, by how many there are
  const RING = [2.1, 2.6], CHOSEN_RING = [3, 3.7]; // radii, of the column's
  const HULL = 1.3; // the dark edge of the chosen column
  const PALE = 0.4; // how far what is done with fades into the ground

  const VERTEX = `#version 300 es
    layout(location = 0) in vec3 corner; // on the unit prism: x, height 0 to 1, z
    layout(location = 1) in vec3 normal;
    layout(location = 2) in vec3 column; // x, z, height
    uniform mat4 camera;
    uniform vec4 build; // radius, taper, height of a head or 0, more height
    uniform float scale;
    out vec3 facing;
    out float high;
    void main() {
      float wide = scale * build.x * mix(1.0, build.y, corner.y);
      float tall = scale *
        (build.z > 0.0 ? column.z + corner.y * build.z : corner.y * (column.z + build.w));
      facing = normal;
      high = corner.y;
      gl_Position = camera * vec4(column.x + corner.x * wide, tall, column.y + corner.z * wide, 1);
    }`;
  const FRAGMENT = `#version 300 es
    precision highp float;
    in vec3 facing;
    in float high;
    uniform vec3 colour;
    uniform float flatly; // 1: as it is, without light and shade
    out vec4 pixel;
    void main() {
      float lit = 0.8 + 0.32 * max(dot(normalize(facing), normalize(vec3(-0.5, 0.9, 0.55))), 0.0);
      pixel = vec4(colour * mix(lit * mix(0.88, 1.0, high), 1.0, flatly), 1);
    }`;

  /* ---- meshes: six numbers for each corner, its place and where it faces */
  const prism = (shape, sides = SIDES[shape]) => {
    const turn = shape === "square" ? Math.PI / 4 : 0;
    const at = (k) => {
      const angle = turn + (k * 2 * Math.PI) / sides;
      return [Math.sin(angle), -Math.cos(angle)];
    };
    const made = [];
    for (let k = 0; k < sides; k += 1) {
      const [a, b] = [at(k), at(k + 1)];
      const out = sides > 8 ? [a, b] : [[a[0] + b[0], a[1] + b[1]], [a[0] + b[0], a[1] + b[1]]];
      const corner = (p, y, n) => made.push(p[0], y, p[1], n[0], 0, n[1]);
      corner(a, 0, out[0]); corner(b, 1, out[1]); corner(b, 0, out[1]);
      corner(a, 0, out[0]); corner(a, 1, out[0]); corner(b, 1, out[1]);
      made.push(0, 1, 0, 0, 1, 0, b[0], 1, b[1], 0, 1, 0, a[0], 1, a[1], 0, 1, 0); // the lid
    }
    return made;
  };
  const ring = ([inner, outer]) => {
    const made = [], steps = 32;
    for (let k = 0; k < steps; k += 1) {
      const [a, b] = [k, k + 1].map((n) => (n * 2 * Math.PI) / steps);
      for (const [angle, r] of [[a, inner], [b, outer], [a, outer], [a, inner], [b, inner], [b, outer]]) {
        made.push(Math.sin(angle) * r, 0, Math.cos(angle) * r, 0, 1, 0);
      }
    }
    return made;
  };
  const flat = (points) => points.flatMap(([x, z]) => [x, 0, z, 0, 1, 0]);

  /* ---- the drawing in one canvas; null where the browser cannot */
  const space = (canvas) => {
    const gl = canvas.getContext("webgl2", { antialias: true, alpha: true });
    if (!gl) return null;
    let program, where, parts, bound; // bound: what a new model or a lost context lets go of

    const start = () => {
      program = gl.createProgram();
      for (const [kind, text] of [[gl.VERTEX_SHADER, VERTEX], [gl.FRAGMENT_SHADER, FRAGMENT]]) {
        const shader = gl.createShader(kind);
        gl.shaderSource(shader, text);
        gl.compileShader(shader);
        gl.attachShader(program, shader);
      }
      gl.linkProgram(program);
      if (!gl.getProgramParameter(program, gl.LINK_STATUS) && !gl.isContextLost()) {
        throw new Error(gl.getProgramInfoLog(program));
      }
      where = Object.fromEntries(["camera", "scale", "build", "colour", "flatly"].map((name) =>
        [name, gl.getUniformLocation(program, name)]));
      bound = [];
    };

    const buffer = (numbers) => {
      const made = gl.createBuffer();
      gl.bindBuffer(gl.ARRAY_BUFFER, made);
      gl.bufferData(gl.ARRAY_BUFFER, new Float32Array(numbers), gl.STATIC_DRAW);
      bound.push(() => gl.deleteBuffer(made));
    };
    // One thing to draw: a mesh, and the columns it stands at (x, z, height each).
    const part = (mesh, columns, look) => {
      const array = gl.createVertexArray();
      bound.push(() => gl.deleteVertexArray(array));
      gl.bindVertexArray(array);
      buffer(mesh);
      for (const place of [0, 1]) {
        gl.enableVertexAttribArray(place);
        gl.vertexAttribPointer(place, 3, gl.FLOAT, false, 24, place * 12);
      }
      buffer(columns);
      gl.enableVertexAttribArray(2);
      gl.vertexAttribPointer(2, 3, gl.FLOAT, false, 12, 0);
      gl.vertexAttribDivisor(2, 1);
      return { array, corners: mesh.length / 6, columns: columns.length / 3, ...look };
    };
    const still = [0, 0, 0]; // where what is no column stands

    const load = (model) => {
      for (const free of bound) free();
      bound = [];
      parts = [...grounds(model), ...model.signs.flatMap((sign, n) => standing(model, sign, n))];
      const lonely = model.columns.filter((one) => one.alone);
      if (lonely.length) {
        const at = lonely.flatMap((one) => [one.x, one.z, 0]);
        parts.push(part(ring(RING), at, { colour: "bad", build: [model.radius, 1, 0, 0], lies: true }));
      }
    };
    const grounds = ({ wide, high, grid, borders, bar }) => {
      const [x, z] = [wide / 2, high / 2];
      const lines = [];
      for (let at = -x; at <= x + 0.01; at += grid) lines.push([at, -z], [at, z]);
      for (let at = z; at >= -z - 0.01; at -= grid) lines.push([-x, at], [x, at]);
      const drawn = borders.flatMap((r) => r.flatMap((corner, n) => [corner, r[(n + 1) % r.length]]));
      const square = (a, b, c, d) => flat([[a, b], [a, d], [c, d], [a, b], [c, d], [c, b]]);
      const made = [
        [square(-x, -z, x, z), { colour: "fill", lies: true }],
        [flat(lines), { colour: "rule-2", lines: true, faint: 0.6, lies: true }],
        [square(bar.x, bar.z - 0.22, bar.x + bar.long, bar.z + 0.22), { colour: "ink-2", lies: true }],
      ];
      if (drawn.length) made.push([flat(drawn), { colour: "ink-3", lines: true, lies: true }]);
      const as = { build: [1, 1, 0, 0], grows: false };
      return made.map(([mesh, look]) => part(mesh, still, { ...as, ...look }));
    };
    const standing = (model, sign, n) => {
      const columns = model.columns.filter((one) => one.sign === n);
      const at = columns.flatMap((one) => [one.x, one.z, one.tall]);
      return FORMS[sign.form].map(({ radius, taper, head, sides }) => part(prism(sign.shape, sides), at, {
        colour: sign.tone === "plain" ? "ink-3" : sign.tone,
        faint: sign.tone === "plain" ? PALE : 0,
        build: [model.radius * radius, taper, head ? model.radius * head : 0, 0],
      }));
    };

    /* `camera`: pucha.camera's; `colours`: by token; `chosen`: a column with its sign, or null */
    const draw = (model, camera, colours, chosen) => {
      gl.viewport(0, 0, canvas.width, canvas.height);
      gl.clearColor(0, 0, 0, 0);
      gl.clear(gl.COLOR_BUFFER_BIT | gl.DEPTH_BUFFER_BIT);
      gl.enable(gl.DEPTH_TEST);
      gl.useProgram(program);
      gl.uniformMatrix4fv(where.camera, false, camera.matrix());
      for (const one of parts) paint(one, colours, one.grows === false ? 1 : camera.scale());
      if (chosen) paintChosen(model, chosen, colours, camera.scale());
    };
    const mix = (a, b, share) => a.map((part_, n) => part_ + (b[n] - part_) * share);
    const paint = (one, colours, scale) => {
      gl.uniform1f(where.scale, scale);
      gl.bindVertexArray(one.array);
      gl.uniform4fv(where.build, one.build);
      gl.uniform3fv(where.colour, mix(colours[one.colour], colours.fill, one.faint ?? 0));
      gl.uniform1f(where.flatly, one.lies ? 1 : 0);
      gl.depthMask(!one.lies); // what lies on the ground hides nothing, so that no two flicker
      gl.drawArraysInstanced(one.lines ? gl.LINES : gl.TRIANGLES, 0, one.corners, one.columns);
      gl.depthMask(true);
    };
    // The chosen column once more, with a dark edge (its hull seen from within) and a wide ring.
    const paintChosen = (model, chosen, colours, scale) => {
      const kept = bound;
      bound = [];
      const at = [chosen.x, chosen.z, chosen.tall];
      const { form, shape } = model.signs[chosen.sign];
      const low = { build: [model.radius, 1, 0, 0], colour: "ink", lies: true };
      paint(part(ring(CHOSEN_RING), at, low), colours, scale);
      gl.enable(gl.CULL_FACE);
      gl.cullFace(gl.FRONT);
      for (const { radius, taper, head, sides } of FORMS[form]) {
        const wide = model.radius * radius * HULL + 0.12;
        const build = [wide, taper, head ? model.radius * head * HULL : 0, 0.3];
        paint(part(prism(shape, sides), at, { colour: "ink", build }), colours, scale);
      }
      gl.disable(gl.CULL_FACE);
      for (const free of bound) free();
      bound = kept;
    };

    start();
    // What went wrong since it was last asked, such as no memory for what is to be drawn; 0: nothing.
    return { start, load, draw, isLost: () => gl.isContextLost(), fault: () => gl.getError() };
  };

  const pucha = (window.pucha ??= {});
  pucha.space = space;
  /* the radius of a column, so that a city's worth does not grow into one */
  pucha.space.radius = (count) => Math.max(NARROWEST, Math.min(WIDEST, CROWD / Math.sqrt(count)));
})();
