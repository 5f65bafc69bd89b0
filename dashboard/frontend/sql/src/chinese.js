/* Completion of the views with Chinese names (schema cn): lang-sql knows letters of ASCII only. */
const SCHEMA = "cn";
const NAME = "[\\p{L}_][\\p{L}\\p{N}_]*";
const OWNER = new RegExp(`(${NAME})\\.$`, "u");
const READ = new RegExp(`\\b${SCHEMA}\\.(${NAME})(?:\\s+(?:as\\s+)?(${NAME}))?`, "giu");

export function chinese(known) {
  const views = new Map();
  for (const { name, columns, chinese: view } of known.tables) {
    if (!view) continue;
    const label = view.name.slice(SCHEMA.length + 1);
    views.set(label, {
      label, detail: name, type: "type",
      columns: view.columns.map((column, place) => ({ label: column, detail: columns[place]?.name, type: "property" })),
    });
  }
  /* As it is called in the text (by its alias too) -> the view. */
  const read = (text) => {
    const found = new Map();
    for (const [, name, alias] of text.matchAll(READ)) {
      const view = views.get(name);
      if (!view) continue;
      found.set(name, view);
      if (alias) found.set(alias, view);
    }
    return found;
  };
  return {
    /* With the schema, to be written where no dot stands yet. */
    tables: [...views.values()].map(({ label, detail }) => ({ label: `${SCHEMA}.${label}`, detail, type: "type", boost: -10 })),
    /* Columns of the views that the text reads. */
    columns: (text) => [...new Set(read(text).values())].flatMap((view) => view.columns),
    /* What may follow the dot that `before` ends with; null where that is for others to say. */
    after: (before, text) => {
      const owner = OWNER.exec(before)?.[1];
      if (owner?.toLowerCase() === SCHEMA) return [...views.values()].map(({ label, detail, type }) => ({ label, detail, type }));
      return read(text).get(owner)?.columns ?? null;
    },
  };
}
