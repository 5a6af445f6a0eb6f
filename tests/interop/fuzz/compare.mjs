// Our verdict beside that of jsonld.js, over many documents.
import crypto from 'node:crypto';
import fs from 'node:fs';
import path from 'node:path';
import {classOf} from './classes.mjs';
import {judge} from './jsonld.mjs';
import {minimise} from './minimise.mjs';
import {documents, Judge} from './ours.mjs';

const sha256 = text => crypto.createHash('sha256').update(text).digest('hex');

/** What one document shows: `same`, `both refuse`, `different`, `ours alone refuses` or `theirs alone refuses`. */
function outcome(ours, theirs) {
  const accepted = [!ours.refused, !theirs.refused];
  if (!accepted[0] && !accepted[1]) return 'both refuse';
  if (!accepted[0]) return 'ours alone refuses';
  if (!accepted[1]) return 'theirs alone refuses';
  return (ours.sha256 ?? sha256(ours.nquads)) === sha256(theirs.nquads) ? 'same' : 'different';
}

/**
 * Compares `count` documents of the series `seed`, or as many as fit into `seconds`. Documents that must not be are made
 * small and written to `folder`.
 */
export async function compare({program, seed, first = 0, count, seconds = Infinity, folder}) {
  const found = {seed, documents: 0, outcomes: new Map(), classes: new Map(), wrong: []};
  const until = performance.now() + seconds * 1000;
  for await (const document of documents(program, seed, first, count)) {
    if (performance.now() > until) break;
    const theirs = await judge(document.text);
    const how = outcome(document, theirs);
    found.documents += 1;
    add(found.outcomes, how);
    if (how === 'same' || how === 'both refuse') continue;
    const known = how === 'different' ? undefined : classOf(document, theirs);
    if (known) add(found.classes, known.name);
    else found.wrong.push({how, index: document.index, text: document.text});
  }
  if (found.wrong.length) await explain(program, found, folder);
  return found;
}

const add = (map, key) => map.set(key, (map.get(key) ?? 0) + 1);

/** At most so many documents are made small: after a mistake there may be thousands. */
const MOST_EXPLAINED = 20;

async function explain(program, found, folder) {
  const ours = new Judge(program);
  fs.mkdirSync(folder, {recursive: true});
  for (const one of found.wrong.slice(0, MOST_EXPLAINED)) {
    const reasons = async text => {
      const [mine, theirs] = [await ours.judge(text), await judge(text)];
      return {mine, theirs, key: [outcome(mine, theirs), mine.refused, theirs.refused].join()};
    };
    const {key} = await reasons(one.text);
    one.minimal = await minimise(one.text, async text => (await reasons(text)).key === key);
    const {mine, theirs} = await reasons(one.minimal);
    one.file = path.join(folder, `${found.seed}-${one.index}.json`);
    fs.writeFileSync(one.file, JSON.stringify({...one, ours: mine, theirs}, undefined, 1));
  }
  ours.end();
}
