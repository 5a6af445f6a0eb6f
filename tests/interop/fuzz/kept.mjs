// The documents that crates/canon keeps as a test which needs no Node: index, hash of the text, bytes as jsonld.js gave them.
import crypto from 'node:crypto';
import fs from 'node:fs';
import zlib from 'node:zlib';
import {judge} from './jsonld.mjs';
import {documents} from './ours.mjs';

const sha256 = text => crypto.createHash('sha256').update(text).digest('hex');

/** Keeps the first `most` documents of the series that both accept with equal bytes, no bytes twice, in `file`. */
export async function keep({program, seed, most, file}) {
  const kept = new Map();
  for await (const {index, text, sha256: ours} of documents(program, seed, 0, most * 20)) {
    if (kept.size === most) break;
    if (!ours || kept.has(ours)) continue;
    const {nquads} = await judge(text);
    if (nquads === undefined) continue;
    if (sha256(nquads) !== ours) throw new Error(`document ${index} of series ${seed} is accepted by both with different bytes`);
    kept.set(ours, {index, text, nquads});
  }
  if (kept.size < most) throw new Error(`only ${kept.size} documents of ${most}`);
  // Those that resemble each other stand together, which makes the file small.
  const order = [...kept.values()].sort((one, other) => (one.nquads < other.nquads ? -1 : 1));
  const lines = order.map(({index, text, nquads}) => `# ${index} ${sha256(text)}\n${nquads}`);
  fs.writeFileSync(file, zlib.gzipSync(`# series ${seed}\n${lines.join('')}`, {level: 9}));
  return {kept: kept.size, bytes: fs.statSync(file).size};
}
