/* 三维场景的镜头：绕着地面上一点转、俯仰、远近；算出画图用的矩阵和每一点在屏幕上的位置。
   Angles in radians; a turn of 0 looks north, a tilt of 90 degrees straight down. */
(() => {
  "use strict";
  const ANGLE = (22 * Math.PI) / 180; // how much is seen from top to foot
  const LOWEST = 0.2, HIGHEST = Math.PI / 2 - 0.001, HOME = 0.86; // tilts
  const NEAREST = 9, FURTHEST = 1.5; // units; times the distance that shows everything
  const ROOM = 0.93; // of the picture: names and columns at the edge are not cut
  const STEPS = 24; // halvings that find that distance, and the middle of what is seen from it
  const SLOWER = 0.6; // columns grow less than the ground that one comes near to

  const dot = (a, b) => a[0] * b[0] + a[1] * b[1] + a[2] * b[2];
  const between = (low, value, high) => Math.min(Math.max(value, low), high);

  /* where between `low` and `high` `isEnough` begins to be so */
  const halved = (low, high, isEnough) => {
    for (let n = 0; n < STEPS; n += 1) {
      const middle = (low + high) / 2;
      if (isEnough(middle)) high = middle; else low = middle;
    }
    return high;
  };

  /* `wide`, `high`: of the plane; `tall`: of the tallest column; `foot`: kept free before it */
  const camera = (wide, high, tall, foot) => {
    let shape = 1; // width of the picture to its height
    let everything = 100; // the distance that shows all of the plane
    const state = { turn: 0, tilt: HOME, away: 100, x: 0, z: 0 };

    const axes = ({ turn, tilt, away, x, z }) => {
      const [s, c, up, flat] = [Math.sin(turn), Math.cos(turn), Math.sin(tilt), Math.cos(tilt)];
      const back = [s * flat, up, c * flat];
      const right = [c, 0, -s];
      const above = [-s * up, flat, -c * up];
      return { back, right, above, eye: [x + back[0] * away, back[1] * away, z + back[2] * away] };
    };
    const project = (at, point) => {
      const from = point.map((value, n) => value - at.eye[n]);
      const depth = -dot(from, at.back);
      const lens = 1 / Math.tan(ANGLE / 2) / depth;
      return [(dot(from, at.right) * lens) / shape, dot(from, at.above) * lens, depth];
    };
    const corners = [-wide / 2, wide / 2].flatMap((x) => [-high / 2, high / 2 + foot].flatMap((z) =>
      [0, tall].map((y) => [x, y, z])));
    // What is seen of the corners: the furthest aside, the lowest and the highest; null behind one.
    const seen = (look) => {
      const at = axes(look), all = corners.map((corner) => project(at, corner));
      if (all.some(([, , depth]) => depth <= 0)) return null;
      const up = all.map(([, y]) => y);
      return [Math.max(...all.map(([x]) => Math.abs(x))), Math.min(...up), Math.max(...up)];
    };
    // From north, as near as shows everything, the middle of it in the middle of the picture.
    const whole = (tilt) => {
      const look = { turn: 0, tilt, x: 0 };
      const centred = (away) => halved(-high, high, (z) => {
        const found = seen({ ...look, away, z });
        return found && found[1] + found[2] > 0;
      });
      const away = halved(1, 4000, (far) => {
        const found = seen({ ...look, away: far, z: centred(far) });
        return found && Math.max(found[0], -found[1], found[2]) < ROOM;
      });
      return { ...look, away, z: centred(away) };
    };

    /* within what may be looked at */
    const bounded = (look) => ({
      turn: look.turn,
      tilt: between(LOWEST, look.tilt, HIGHEST),
      away: between(NEAREST, look.away, everything * FURTHEST),
      x: between(-wide / 2, look.x, wide / 2),
      z: between(-high / 2, look.z, high / 2),
    });
    const set = (change) => Object.assign(state, bounded({ ...state, ...change }));

    return {
      state,
      set,
      home: () => whole(HOME),
      top: () => whole(HIGHEST),
      /* how large columns are drawn: nearer they come apart instead of growing into each other */
      scale: () => Math.min((state.away / everything) ** SLOWER, 1),
      /* the picture's shape changed: what was seen in full is so again */
      resize: (to) => {
        const all = state.away / everything;
        shape = to;
        everything = whole(HOME).away;
        set({ away: all * everything });
      },
      /* what is under the pointer stays there: `x`, `y` from -1 to 1 */
      zoom: (factor, x = 0, y = 0) => {
        const before = ground(x, y);
        set({ away: state.away * factor });
        const after = ground(x, y);
        if (before && after) set({ x: state.x + before[0] - after[0], z: state.z + before[1] - after[1] });
      },
      /* by parts of the picture's height, as if the ground were held */
      pan: (right, down) => {
        const reach = 2 * state.away * Math.tan(ANGLE / 2);
        const [s, c] = [Math.sin(state.turn), Math.cos(state.turn)];
        const [a, b] = [right * reach, (down * reach) / Math.max(Math.sin(state.tilt), 0.35)];
        set({ x: state.x - a * c - b * s, z: state.z + a * s - b * c });
      },
      /* what the shader takes: columns first */
      matrix: () => {
        const { back, right, above, eye } = axes(state);
        const lens = 1 / Math.tan(ANGLE / 2), near = state.away / 50, far = state.away * 4 + 400;
        const [a, b] = [-(far + near) / (far - near), (-2 * far * near) / (far - near)];
        const row = (axis, by) => [...axis.map((value) => value * by), -dot(axis, eye) * by];
        const rows = [row(right, lens / shape), row(above, lens), row(back, a), row(back, -1)];
        rows[2][3] += b;
        return new Float32Array([0, 1, 2, 3].flatMap((n) => rows.map((one) => one[n])));
      },
      /* points of one drawing: [x, y] in parts of the picture from its left top, and the depth */
      eye: () => {
        const at = axes(state);
        return (x, y, z) => {
          const [right, up, depth] = project(at, [x, y, z]);
          return [(right + 1) / 2, (1 - up) / 2, depth];
        };
      },
    };

    function ground(x, y) {
      const { back, right, above, eye } = axes(state);
      const lens = Math.tan(ANGLE / 2);
      const ray = [0, 1, 2].map((n) => right[n] * x * lens * shape + above[n] * y * lens - back[n]);
      return ray[1] < 0 ? [eye[0] - (ray[0] * eye[1]) / ray[1], eye[2] - (ray[2] * eye[1]) / ray[1]] : null;
    }
  };

  const pucha = (window.pucha ??= {});
  pucha.camera = camera;
})();
