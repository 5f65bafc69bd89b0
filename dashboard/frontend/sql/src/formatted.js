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

const bare = (text) => text.replace(/\s+/g, "").toLowerCase();

/* {text} or {told}: why it stays as it is. */
export function formatted(text) {
  if (text.length > LONGEST) return { told: `语句超过 ${LONGEST.toLocaleString("zh-CN")} 字，不排版` };
  let made;
  try {
    made = formatDialect(text, STYLE);
  } catch {
    return { told: "语句不完整（引号、括号或注释没有成对），没有排版；运行一次可看出错在哪里" };
  }
  if (bare(made) !== bare(text)) return { told: "排版会改动语句的内容，没有采用" };
  return { text: `${made.trim()}\n` };
}
