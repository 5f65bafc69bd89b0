/* The editor: highlighting, completion with Chinese titles, the place of an error. */
import {
  autocompletion, closeBrackets, closeBracketsKeymap, closeCompletion, completionKeymap,
} from "@codemirror/autocomplete";
import { defaultKeymap, history, historyKeymap, indentWithTab } from "@codemirror/commands";
import { PostgreSQL, SQLDialect, sql } from "@codemirror/lang-sql";
import { bracketMatching, HighlightStyle, syntaxHighlighting } from "@codemirror/language";
import { setDiagnostics, setDiagnosticsEffect } from "@codemirror/lint";
import { Compartment, EditorState, Prec } from "@codemirror/state";
import { drawSelection, EditorView, highlightActiveLine, keymap, lineNumbers, placeholder } from "@codemirror/view";
import { tags } from "@lezer/highlight";
import { chinese } from "./chinese.js";

const MORE = "qualify pivot unpivot summarize describe asof positional semi anti sample exclude replace columns lambda macro struct map glob ilike try_cast";
const duckdb = SQLDialect.define({
  ...PostgreSQL.spec,
  keywords: `${PostgreSQL.spec.keywords ?? ""} ${MORE}`,
  doubleDollarQuotedStrings: true,
});
// Colours are the page's own (theme.py): they follow light and dark.
const colours = HighlightStyle.define([
  { tag: tags.keyword, class: "sql-keyword" },
  { tag: [tags.string, tags.special(tags.string)], class: "sql-text" },
  { tag: [tags.number, tags.bool, tags.null], class: "sql-number" },
  { tag: [tags.comment, tags.lineComment, tags.blockComment], class: "sql-comment" },
  { tag: tags.typeName, class: "sql-type" },
]);
// A name with what stands before its dots, as it is marked and put right.
const NAME = /^(?:"(?:[^"]|"")*"|[\p{L}\p{N}_]+)(?:\s*\.\s*(?:"(?:[^"]|"")*"|[\p{L}\p{N}_]+))*/u;
const NAME_LENGTH = 100; // how far before a dot a name is looked for
const WORDS = {
  "No diagnostics": "没有问题", "Diagnostics": "问题", "Completions": "补全",
  "Control character": "控制字符", "Selection deleted": "已删去所选",
};

/* What lang-sql completes from: schema -> table -> columns, each with its title. */
function tree(known) {
  const schemas = {};
  for (const table of known.tables) {
    const [schema, name] = table.name.split(".");
    (schemas[schema] ??= {})[name] = {
      self: { label: name, detail: table.title, type: "type", boost: 2 },
      children: table.columns.map((c) => ({
        label: c.name, detail: c.unit ? `${c.title}（${c.unit}）` : c.title, type: "property", boost: 3,
      })),
    };
  }
  return schemas;
}

const isAbout = ({ label, detail }, text) =>
  `${label} ${detail ?? ""}`.toLowerCase().includes(text.toLowerCase());

/* Tables without their schema, columns of the tables that the text names, metrics, functions; the
   views with Chinese names and their columns. */
function words(known) {
  const tables = known.tables.map((t) => ({ label: t.name, detail: t.title, type: "type" }));
  const metrics = known.metrics.map((m) => ({
    label: m.name, detail: m.title, type: "constant", apply: `'${m.name}'`,
  }));
  const functions = known.functions.map((name) => ({ label: name, type: "function", boost: -20 }));
  const inChinese = chinese(known);
  const byName = new Map(known.tables.flatMap((t) => [[t.name, t], [t.name.split(".")[1], t]]));
  return (context) => {
    const word = context.matchBefore(/[\p{L}\p{N}_]+/u);
    const from = word?.from ?? context.pos;
    const text = word?.text ?? "";
    const whole = context.state.doc.toString();
    const before = context.state.sliceDoc(Math.max(0, from - NAME_LENGTH), from);
    if (before.endsWith(".")) {
      const options = inChinese.after(before, whole);
      return options && { from, options: options.filter((one) => isAbout(one, text)), filter: false };
    }
    if (!word && !context.explicit) return null;
    const named = new Set(whole.toLowerCase().match(/[a-z_]+(?:\.[a-z_]+)?/g));
    const columns = new Map();
    for (const name of named) {
      for (const c of byName.get(name)?.columns ?? []) {
        columns.set(c.name, { label: c.name, detail: c.title, type: "property", boost: 10 });
      }
    }
    const options = [...columns.values(), ...tables, ...metrics, ...functions];
    const chineseOnes = [...inChinese.columns(whole), ...inChinese.tables];
    if (!/[\u4e00-\u9fff]/.test(text)) return { from, options: [...options, ...chineseOnes] };
    // A Chinese word finds what is titled or called so.
    const titled = options.filter((one) => one.detail?.includes(text))
      .map((one) => ({ ...one, displayLabel: `${one.detail}  ${one.label}`, apply: one.apply ?? one.label }));
    return { from, options: [...titled, ...chineseOnes.filter((one) => one.label.includes(text))], filter: false };
  };
}

/* What was marked says nothing of another text. */
const marksOnlyOf = EditorState.transactionExtender.of((change) =>
  change.docChanged ? { effects: setDiagnosticsEffect.of([]) } : null);

/* `edited` is called when the text is another one. */
export function editor(host, { run, cancel, edited }) {
  const language = new Compartment();
  let marked = null; // where the name stands that was not found, until the text is changed
  const view = new EditorView({
    parent: host,
    state: EditorState.create({
      doc: host.dataset.text ?? "",
      extensions: [
        lineNumbers(), history(), drawSelection(), highlightActiveLine(), bracketMatching(),
        closeBrackets(), EditorView.lineWrapping, syntaxHighlighting(colours),
        placeholder(host.dataset.placeholder ?? ""),
        EditorState.phrases.of(WORDS),
        EditorView.contentAttributes.of({ "aria-label": host.dataset.label ?? "", spellcheck: "false" }),
        language.of(sql({ dialect: duckdb })),
        autocompletion(),
        Prec.highest(keymap.of([
          { key: "Mod-Enter", run: (here) => { closeCompletion(here); run(); return true; } },
          { key: "Escape", run: () => { cancel(); return false; } },
        ])),
        marksOnlyOf,
        EditorView.updateListener.of((update) => {
          if (!update.docChanged) return;
          marked = null;
          edited();
        }),
        keymap.of([...closeBracketsKeymap, ...defaultKeymap, ...historyKeymap, ...completionKeymap, indentWithTab]),
      ],
    }),
  });
  const insert = (text) => {
    const { from, to } = view.state.selection.main;
    const before = view.state.sliceDoc(Math.max(0, from - 1), from);
    const gap = before && !/[\s(.,]/.test(before) ? " " : "";
    view.dispatch({ changes: { from, to, insert: gap + text }, selection: { anchor: from + gap.length + text.length } });
    view.focus();
  };
  const stands = ({ doc }) => doc !== null && view.state.doc.eq(doc);
  /* What was asked is selected again if it was: what runs next is the same, put right. */
  const put = (asked, part, text) => {
    const changes = view.state.changes({ ...part, insert: text });
    const end = asked.to + text.length - (part.to - part.from);
    const selection = asked.isPart ? { anchor: asked.from, head: end }
      : { anchor: changes.mapPos(view.state.selection.main.head, 1) };
    view.dispatch({ changes, selection });
    return true;
  };
  return {
    /* The selection, or all (`whole`: in any case): its text, its place, and the whole text it is of. */
    asked: (whole = false) => {
      closeCompletion(view);
      const { doc, selection: { main } } = view.state;
      const part = whole || main.empty ? { from: 0, to: doc.length } : { from: main.from, to: main.to };
      return { text: view.state.sliceDoc(part.from, part.to), ...part, isPart: !whole && !main.empty, doc };
    },
    stands,
    /* `text` instead of everything. */
    replace: (text) => view.dispatch({ changes: { from: 0, to: view.state.doc.length, insert: text } }),
    /* `text` instead of what was asked; false, and nothing done, where the text is another one since. */
    instead: (asked, text) => stands(asked) && put(asked, { from: asked.from, to: asked.to }, text),
    insert,
    focus: () => view.focus(),
    know: (known) => {
      const knows = sql({ dialect: duckdb, schema: tree(known), upperCaseKeywords: false });
      view.dispatch({
        effects: language.reconfigure([knows, duckdb.language.data.of({ autocomplete: words(known) })]),
      });
    },
    /* `line` and `column` (from 1, in characters) of what began at `from`. */
    mark: (from, line, column, message) => {
      const { doc } = view.state;
      const first = doc.lineAt(from).number + line - 1;
      if (first > doc.lines) return;
      const at = doc.line(first);
      const lead = line === 1 ? from - doc.lineAt(from).from : 0;
      // The server counts characters, the editor UTF-16 units.
      const text = doc.sliceString(at.from + lead, at.to);
      const start = at.from + lead + [...text].slice(0, column - 1).join("").length;
      const word = NAME.exec(doc.sliceString(start, at.to))?.[0].length ?? 1;
      const to = Math.min(start + word, doc.length);
      marked = { from: Math.min(start, to), to };
      view.dispatch(setDiagnostics(view.state, [{ ...marked, severity: "error", message }]));
      view.dispatch({ effects: EditorView.scrollIntoView(start) });
    },
    /* `name` instead of the marked one; what stands before its dot stays. False as for `instead`. */
    correct: (asked, name) => {
      if (!marked || !stands(asked)) return false;
      const written = view.state.sliceDoc(marked.from, marked.to);
      const lead = name.includes(".") ? "" : written.slice(0, written.lastIndexOf(".") + 1);
      return put(asked, marked, lead + name);
    },
    unmark: () => view.dispatch(setDiagnostics(view.state, [])),
  };
}
