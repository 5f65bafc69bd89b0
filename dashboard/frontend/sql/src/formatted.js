/* The text laid out in the house's style, in the analyst's own browser: nothing that is typed can keep
   the server busy. Only white space and the case of keywords may change; anything else is refused. */
import { duckdb, formatDialect } from "sql-formatter";

const LONGEST = 50_000; // characters; beyond it a browser would stand still noticeably
const STYLE = {
  dialect: duckdb,
  tabWidth: 4,
  keywordCase: "lower",
  dataTypeCase: "lower",
  functionCase: "lower",
  logicalOperatorNewline: "before",
  paramTypes: { named: ["$"] },
};

const KEPT = /'[^']*'|"[^"]*"|\$(\w*)\$[\s\S]*?\$\1\$|--[^\n]*|\/\*[\s\S]*?\*\//g;

/* What must stay: quoted texts and comments as they are (a long comment may be indented anew), and of
   the rest everything but white space and case. */
function meaning(text) {
  const kept = [];
  const rest = text.replace(KEPT, (part) => {
    kept.push(part.startsWith("/*") ? part.replace(/\s+/g, " ") : part.trimEnd());
    return " ";
  });
  return JSON.stringify([kept, rest.replace(/\s+/g, "").toLowerCase()]);
}

/* {text} or {told}: why it stays as it is. */
export function formatted(text) {
  if (text.length > LONGEST) return { told: `语句超过 ${LONGEST.toLocaleString("zh-CN")} 字，不排版` };
  let made;
  try {
    made = formatDialect(text, STYLE);
  } catch {
    return { told: "语句不完整（引号、括号或注释没有成对），没有排版；运行一次可看出错在哪里" };
  }
  if (meaning(made) !== meaning(text)) return { told: "排版会改动语句的内容，没有采用" };
  return { text: `${made.trim()}\n` };
}
