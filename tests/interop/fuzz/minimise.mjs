// The smallest document that still shows something: takes members and items away as long as it does.

/** The pieces of a document that could be left out or made smaller, as functions that return a smaller copy. */
function* smaller(value) {
  if (Array.isArray(value)) {
    for (let size = value.length >> 1; size >= 1; size >>= 1) {
      for (let at = 0; at < value.length; at += size) yield [...value.slice(0, at), ...value.slice(at + size)];
    }
    if (value.length === 1) yield value[0];
    for (const [at, item] of value.entries()) for (const less of smaller(item)) yield value.with(at, less);
  } else if (value !== null && typeof value === 'object') {
    const keys = Object.keys(value);
    for (const key of keys) yield Object.fromEntries(Object.entries(value).filter(([name]) => name !== key));
    for (const key of keys) if (key !== '@context' && typeof value[key] === 'object' && value[key]) yield value[key];
    for (const key of keys) for (const less of smaller(value[key])) yield {...value, [key]: less};
  } else if (typeof value === 'string' && value.length > 1 && !value.includes(':')) {
    yield 'x';
  }
}

/** `text` made smaller while `shows(text)` holds; at most `most` tries. */
export async function minimise(text, shows, most = 4000) {
  let best = JSON.parse(text);
  let tries = 0;
  // Numbers such as -0 or 1E2 do not survive parsing and writing.
  if (!await shows(JSON.stringify(best))) return text;
  for (let found = true; found && tries < most;) {
    found = false;
    for (const candidate of smaller(best)) {
      if (++tries > most) break;
      if (await shows(JSON.stringify(candidate))) {
        [best, found] = [candidate, true];
        break;
      }
    }
  }
  return JSON.stringify(best);
}
