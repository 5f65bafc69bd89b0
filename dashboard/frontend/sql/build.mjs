/* Bundles src/ into static/sql.js; its first line tells of which sources, and a test compares. */
import { createHash } from "node:crypto";
import { readdirSync, readFileSync } from "node:fs";
import { build } from "esbuild";

const sources = ["package-lock.json", ...readdirSync("src").sort().map((name) => `src/${name}`)];
const digest = createHash("sha256");
for (const name of sources) digest.update(readFileSync(name));
await build({
  entryPoints: ["src/main.js"],
  bundle: true,
  minify: true,
  format: "iife",
  target: "es2020",
  charset: "utf8",
  legalComments: "none",
  banner: {
    js: `/* ${digest.digest("hex")} 由 make frontend 打包，勿手改。内含 CodeMirror 6 与 Lezer（MIT 许可，Marijn Haverbeke 等）、sql-formatter（MIT 许可）。 */`,
  },
  outfile: "../../static/sql.js",
});
