// Mutated badges, transcripts and presentations, judged by us and by jsonld.js; then, as a proof, the fuzz targets.
//
//   node fuzz.mjs                    20,000 documents, then every target for 30 minutes (TASSEL_FUZZ_MINUTES)
//   node fuzz.mjs --seconds 60       as many documents as fit, no targets; what the gate runs
//   node fuzz.mjs --documents 500 --seed 7 --first 100
//   node fuzz.mjs --keep             renews the documents that crates/canon keeps with their bytes
//
// Exit 1 when a document is accepted by both with different bytes, when only one accepts it for a reason that
// docs/CONFORMANCE.md does not argue, or when a target finds something.
import {spawnSync} from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import {parseArgs} from 'node:util';
import {names} from './fuzz/classes.mjs';
import {compare} from './fuzz/compare.mjs';
import {keep} from './fuzz/kept.mjs';
import {runTargets} from './fuzz/targets.mjs';

const root = path.resolve(new URL('.', import.meta.url).pathname, '../..');

const {values} = parseArgs({options: {
  documents: {type: 'string'}, seconds: {type: 'string'}, seed: {type: 'string'}, first: {type: 'string'}, keep: {type: 'boolean'},
}});
const isProof = !values.documents && !values.seconds;

/** Builds the example `mutants`, with the features of the whole workspace as its tests do, and returns its path. */
function program() {
  const build = ['build', '--quiet', '--locked', '--workspace', '--example', 'mutants', '--message-format', 'json'];
  const {status, stdout} = spawnSync('cargo', build, {cwd: root, encoding: 'utf8', stdio: ['ignore', 'pipe', 'inherit'], maxBuffer: 1 << 28});
  if (status !== 0) throw new Error('the example `mutants` of crates/canon does not build');
  return stdout.trim().split('\n').map(line => JSON.parse(line)).findLast(({executable}) => executable).executable;
}

function unargued() {
  const text = fs.readFileSync(path.join(root, 'docs/CONFORMANCE.md'), 'utf8');
  return names.filter(name => !text.includes(`| ${name} |`));
}

const sorted = map => [...map].sort(([, one], [, other]) => other - one);

function print({documents, seed, outcomes, classes, wrong}, took) {
  console.log(`${documents} documents of series ${seed} against jsonld.js in safe mode, in ${Math.round(took / 1000)} s`);
  for (const [how, count] of sorted(outcomes)) console.log(`${String(count).padStart(8)}  ${how}`);
  if (classes.size) console.log('  of those that one alone refuses, by the names of docs/CONFORMANCE.md:');
  for (const [name, count] of sorted(classes)) console.log(`${String(count).padStart(8)}  ${name}`);
  for (const {how, index, minimal, file} of wrong) {
    console.log(`WRONG   ${how}: document ${index}${minimal ? `: ${minimal}\n        ${file}` : ''}`);
  }
}

if (values.keep) {
  const file = path.join(root, 'crates/canon/tests/fuzz/kept.gz');
  const {kept, bytes} = await keep({program: program(), seed: 9, most: 2000, file});
  console.log(`${kept} documents in ${bytes} bytes: ${file}`);
  process.exit(0);
}
const began = performance.now();
const found = await compare({
  program: program(),
  seed: values.seed ?? '20261124',
  first: Number(values.first ?? 0),
  count: Number(values.documents ?? (values.seconds ? 1_000_000 : 20_000)),
  seconds: Number(values.seconds ?? Infinity),
  folder: path.join(root, 'target/fuzz'),
});
print(found, performance.now() - began);
const silent = unargued();
for (const name of silent) console.log(`WRONG   docs/CONFORMANCE.md does not argue "${name}"`);
const findings = isProof ? await runTargets(root) : 0;
process.exit(found.wrong.length || silent.length || findings ? 1 : 0);
