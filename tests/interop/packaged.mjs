// What `tassel package` makes of learner records, signed by `tassel issue`, held to other people's judges: the published schemas,
// the strict one, JSON-LD safe mode, openbadgeslib and DCC's verifier.
//
//   node packaged.mjs                    the sample learners and every record under ../shared/data/lif
//   node packaged.mjs --records 4        the sample learners and four others, by --seed (1); what the gate runs
//
// Exit 1 when a judge refuses anything.
import {spawnSync} from 'node:child_process';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import {parseArgs} from 'node:util';
import jsonld from 'jsonld';
import {tassel} from './demo.mjs';
import {dcc, loader, olderFaults, schemaFaults, shared, strictFaults} from './verifiers.mjs';

const here = new URL('.', import.meta.url).pathname;
const python = path.join(here, '.python/bin/python');
const {values} = parseArgs({options: {records: {type: 'string'}, seed: {type: 'string', default: '1'}}});
const required = process.env.TASSEL_REQUIRE_SHARED === '1';
const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'tassel-packaged-'));
process.on('exit', () => fs.rmSync(folder, {recursive: true, force: true}));

const counts = new Map();
const failures = [];
const unfit = [];

/** Counts one verdict of a judge: `why` is empty when all is well. */
function count(judge, what, why) {
  const [good, bad] = counts.get(judge) ?? [0, 0];
  counts.set(judge, why ? [good, bad + 1] : [good + 1, bad]);
  if (why) failures.push(`${judge}: ${what}: ${why}`);
}

const isTranscript = credential => credential.type.includes('ClrCredential');
const childrenOf = credential => isTranscript(credential) ? credential.credentialSubject.verifiableCredential : [];
const unproved = ({proof, ...rest}) => rest;

function run(...words) {
  return spawnSync(tassel, ['--data', path.join(folder, 'data'), '--json', ...words], {encoding: 'utf8', maxBuffer: 1 << 28});
}

function jsonFiles(at) {
  return fs.readdirSync(at, {recursive: true}).filter(name => name.endsWith('.json')).map(name => path.join(at, name)).sort();
}

/** Which files are taken: the samples, and all others or some of them. */
function chosen() {
  const samples = jsonFiles(path.resolve(here, '../../model/src/samples'));
  const lif = path.join(shared, 'lif');
  const others = fs.existsSync(lif) ? jsonFiles(lif) : [];
  if (!values.records) return [...samples, ...others];
  // A linear congruential generator (Knuth's MMIX constants), so that the seed tells which files were taken.
  let state = BigInt(values.seed);
  const next = () => { state = (state * 6364136223846793005n + 1442695040888963407n) & 0xffffffffffffffffn; return state >> 33n; };
  return [...samples, ...others.map(file => [next(), file]).sort(([a], [b]) => (a < b ? -1 : 1)).map(([, file]) => file)];
}

/** The credentials of the records in these files. */
function packaged(files) {
  const all = [];
  const others = values.records ? Number(values.records) : Infinity;
  let [records, passed, taken] = [0, 0, 0];
  for (const file of files) {
    const isSample = !file.startsWith(shared);
    if (!isSample && taken === others) break;
    const {status, stdout} = run('package', '--record', file, '--catalogue', 'demo');
    if (status !== 0) { passed += 1; continue; }
    const {credentials} = JSON.parse(stdout);
    records += 1;
    if (!isSample) taken += 1;
    credentials.forEach((credential, index) => all.push({name: `${path.relative(isSample ? here : shared, file)} ${index}`, credential}));
  }
  if (!records) throw new Error(`no record was packaged with ${tassel}`);
  console.log(`${records} records, ${all.length} credentials; ${passed} files hold no record`);
  return all;
}

/** Each signed by a suite: `{name, credential, signed}`. */
function issued(all, suite, ...options) {
  const at = path.join(folder, suite);
  fs.mkdirSync(at);
  const files = all.map(({credential}, index) => {
    const file = path.join(at, `${index}.json`);
    fs.writeFileSync(file, JSON.stringify(credential));
    return file;
  });
  const {status, stdout, stderr} = run('issue', ...files, '--suite', suite, ...options);
  if (status !== 0) throw new Error(`tassel issue --suite ${suite}: ${stderr}`);
  const warnings = stderr.split('\n').filter(line => line.includes('signed all the same'));
  files.forEach((file, index) => count('our own lint, without a warning', all[index].name, warnings.find(line => line.startsWith(`${file}:`))));
  return JSON.parse(stdout).map((signed, index) => ({...all[index], signed}));
}

const payload = token => JSON.parse(Buffer.from(token.split('.')[1], 'base64url').toString());

/** With an id for the learner, as a JWT wants it. */
function named(credential) {
  const copy = structuredClone(credential);
  for (const one of [copy, ...childrenOf(copy)]) one.credentialSubject.id = 'did:example:learner';
  return copy;
}

async function safeModeFault(document) {
  try {
    const bytes = await jsonld.canonize(document, {algorithm: 'RDFC-1.0', format: 'application/n-quads', safe: true, documentLoader: loader('published')});
    return bytes ? '' : 'no statement';
  } catch (error) {
    return `${error.message} ${JSON.stringify(error.details ?? '')}`.slice(0, 400);
  }
}

async function judgeUnsigned({name, credential}) {
  count('published schema, unsigned', name, schemaFaults(credential)[0]);
  for (const badge of [credential, ...childrenOf(credential)].filter(one => !isTranscript(one))) {
    count('strict OB 3.0 schema, without proof', name, strictFaults(unproved(badge))[0]);
  }
  count('JSON-LD safe mode, unsigned', name, await safeModeFault(credential));
}

async function judgeProved({name, signed}) {
  count('published schema, eddsa-rdfc-2022', name, schemaFaults(signed)[0]);
  count('JSON-LD safe mode, eddsa-rdfc-2022', name, await safeModeFault(signed));
  for (const badge of [signed, ...childrenOf(signed)].filter(one => !isTranscript(one))) {
    count('strict OB 3.0 schema, signed, proof taken off', name, strictFaults(unproved(badge))[0]);
    const campus = await dcc(badge);
    const good = campus.valid_signature && campus.schemas.length && campus.schemas.every(Boolean);
    count('DCC verifier-core', name, good ? '' : JSON.stringify(campus));
  }
}

const proofQuestions = proved => proved.flatMap(({name, signed}) => [signed, ...childrenOf(signed)].map(credential => {
  const judge = `openbadgeslib, eddsa-rdfc-2022, ${isTranscript(credential) ? 'transcripts' : 'badges'}`;
  return {judge, name, form: 'ldp', credential};
}));

/** It reads badges alone from a JWT. */
const tokenQuestions = tokens => tokens.filter(({credential}) => !isTranscript(credential)).map(({name, signed}) => (
  {judge: 'openbadgeslib, vc-jwt, badges', name, form: 'jwt', credential: signed, issuer: payload(signed).iss}));

function skip(what, why) {
  console.log(`SKIPPED ${what}: ${why}`);
  if (required) failures.push(`${what}: skipped`);
}

const withinPython = fs.existsSync(python);

/** What openbadgeslib says of each, in one process. */
function asked(questions) {
  const input = questions.map(({judge, name, ...rest}) => JSON.stringify(rest)).join('\n');
  const {status, stdout, stderr} = spawnSync(python, [path.join(here, 'judge.py')], {input, encoding: 'utf8', maxBuffer: 1 << 28});
  const answers = stdout.split('\n').filter(Boolean).map(line => JSON.parse(line));
  if (status !== 0 || answers.length !== questions.length) throw new Error(`judge.py: ${stderr}`);
  return answers;
}

function openbadgeslib(questions) {
  asked(questions).forEach((answer, index) => {
    const {judge, name} = questions[index];
    if (answer.startsWith('unfit: ')) unfit.push(`${judge}: ${name}: ${answer}`);
    else count(judge, name, answer === 'ok' ? '' : answer);
  });
}

/** A judge that refuses nothing says nothing: each is shown something spoilt. */
async function controls({signed, credential}, {signed: token}, {signed: older}) {
  const spoilt = (one, change) => { const copy = structuredClone(one); change(copy); return copy; };
  const renamed = spoilt(signed, ({credentialSubject: {achievement}}) => { achievement.name += ' with honours'; });
  const refusals = {
    'the published schema': schemaFaults(spoilt(credential, one => { delete one.credentialSubject.achievement.criteria; })).length,
    'the strict schema': strictFaults(spoilt(unproved(credential), one => { [one.credentialSubject.type] = one.credentialSubject.type; })).length,
    'our variant of it': olderFaults(spoilt(payload(older).vc, one => { one.validFrom = one.issuanceDate; })).length,
    'safe mode': await safeModeFault({...credential, favouriteColour: 'red'}),
    'DCC verifier-core': !(await dcc(renamed)).valid_signature,
  };
  if (withinPython) {
    const [proof, jwt] = asked([{form: 'ldp', credential: renamed}, {form: 'jwt', credential: token.replace(/[^.]+$/, 'A'.repeat(86)), issuer: payload(token).iss}]);
    Object.assign(refusals, {'openbadgeslib of a proof': proof !== 'ok', 'openbadgeslib of a JWT': jwt !== 'ok'});
  }
  for (const [judge, refused] of Object.entries(refusals)) if (!refused) failures.push(`${judge} accepts a spoilt badge`);
}

async function main() {
  if (!fs.existsSync(shared)) {
    skip('packaged records before other judges', '../shared/data is absent: the published contexts and schemas are there');
    return failures.length ? 1 : 0;
  }
  const all = packaged(chosen());
  const proved = issued(all, 'eddsa-rdfc-2022');
  const ready = all.map(({name, credential}) => ({name, credential: named(credential)}));
  // Of an RSA key, which signs by itself here, openbadgeslib takes no did:key.
  const {id: key} = JSON.parse(run('keys', 'new', '--kind', 'P-256').stdout);
  const tokens = issued(ready, 'vc-jwt', '--key', key);
  const older = issued(ready, 'jwt_vc_json');
  for (const one of all) await judgeUnsigned(one);
  for (const one of proved) await judgeProved(one);
  for (const {name, signed} of tokens) count('published schema, vc-jwt', name, schemaFaults(payload(signed))[0]);
  for (const {name, signed} of older) count('our VCDM 1.1 variant of the published schema, jwt_vc_json', name, olderFaults(payload(signed).vc)[0]);
  await controls(proved[0], tokens[0], older[0]);
  if (withinPython) openbadgeslib([...proofQuestions(proved), ...tokenQuestions(tokens)]);
  else skip('openbadgeslib', 'the Python packages of requirements.txt are not installed');
  report();
  return failures.length ? 1 : 0;
}

function report() {
  console.log('\naccepted  refused  judge');
  for (const [judge, [good, bad]] of counts) console.log(`${String(good).padStart(8)} ${String(bad).padStart(8)}  ${judge}`);
  for (const line of unfit) console.log(`NOT JUDGED ${line}`);
  const seen = new Map();
  for (const line of failures) {
    const kind = line.replace(/: .*? \d+: /, ': ').slice(0, 90);
    seen.set(kind, [...seen.get(kind) ?? [], line]);
  }
  for (const lines of seen.values()) console.log(`FAILED  ${lines.length} times, first ${lines[0].slice(0, 600)}`);
}

process.exit(await main());
