// `just prove kill`: the binary is killed at each of its database writes in turn, started again, and the wallet retries.
// Needs strace and python3. Prints one line a kill and fails when a retry does not give one credential with one index.
import {execFileSync, spawn} from 'node:child_process';
import fs from 'node:fs';
import {Demo, tassel} from './demo.mjs';
import {Key, Plain} from './wallet.mjs';

// WRITES: `all` of them (the default), or `some` around the moment between intent and credential.
const which = process.env.WRITES ?? 'all';
const QUERIES = ['access_tokens', 'intents', 'credentials'].map(table => `select count(*) from ${table}`);

function rows(demo, queries = QUERIES) {
  const script = 'import sqlite3,sys;c=sqlite3.connect(sys.argv[1]);print(*[c.execute(q).fetchone()[0] for q in sys.argv[2:]])';
  return execFileSync('python3', ['-c', script, `${demo.data}/tassel.db`, ...queries], {encoding: 'utf8'}).trim().split(' ').map(Number);
}

/** Runs the installation under strace, which kills it at one of its writes; without a number it writes down each. */
async function underStrace(demo, write) {
  const what = write ? ['-o', '/dev/null', '-e', `inject=pwrite64:signal=SIGKILL:when=${write}`] : ['-o', `${demo.data}/writes`];
  const child = spawn('strace', ['-f', '-qq', '-e', 'trace=pwrite64', ...what,
    tassel, 'demo', '--port', String(demo.port), '--data', demo.data], {stdio: 'ignore', detached: true});
  const gone = new Promise(resolve => child.once('exit', resolve));
  while (child.exitCode === null && child.signalCode === null && !await demo.answers()) await new Promise(resolve => setTimeout(resolve, 20));
  return {child, gone};
}

/** An installation with an offer, and a wallet that has not yet redeemed it. */
async function prepared() {
  const demo = await Demo.start();
  const [{id: learner}] = await demo.get('/api/demo/learners');
  const plain = new Plain(demo.base);
  const {code, ids} = await plain.offer(demo.offer(learner, '--credential', 'transcript.ldp').credential_offer_uri);
  await demo.stop();
  const key = await Key.make();
  const wallet = {
    token: undefined,
    redeem: async () => { wallet.token = (await plain.redeem(code)).body.access_token; },
    ask: async () => {
      const proof = await key.proof({nonce: await plain.nonce(), audience: plain.issuer});
      return plain.credential(wallet.token, {credential_configuration_id: ids[0], proofs: {jwt: [proof]}});
    },
  };
  return {demo, wallet};
}

/** Redeems and asks; whether the installation died of it. */
const dies = wallet => wallet.redeem().then(wallet.ask).then(() => false, () => true);

async function end({child, gone}, demo) {
  process.kill(-child.pid, 'SIGKILL');
  await gone;
  while (await demo.answers()) await new Promise(resolve => setTimeout(resolve, 20));
}

/** How many writes an installation makes until the wallet has its credential. */
async function countWrites() {
  const {demo, wallet} = await prepared();
  const strace = await underStrace(demo);
  await dies(wallet);
  const count = fs.readFileSync(`${demo.data}/writes`, 'utf8').split('\n').filter(line => line.includes('pwrite64(')).length;
  await end(strace, demo);
  fs.rmSync(demo.data, {recursive: true, force: true});
  return count;
}

const total = await countWrites();
const every = Array.from({length: total}, (_, index) => index + 1);
const chosen = which === 'some' ? every.slice(-33).filter((_, index) => index % 4 === 0) : every;
console.log(`${total} writes until the wallet has its credential; killing at ${chosen.length} of them\n`);
let between = 0;
const faults = [];
for (const write of chosen) {
  const {demo, wallet} = await prepared();
  const strace = await underStrace(demo, write);
  const died = await dies(wallet);
  if (!died) await end(strace, demo);
  await strace.gone;
  await demo.launch([]);
  const [tokens, intents, credentials] = rows(demo);
  let words = died ? 'died' : 'lived to the end';
  if (died && wallet.token) {
    const [retry, again] = [await wallet.ask(), await wallet.ask()];
    const after = rows(demo, [...QUERIES.slice(1), 'select count(*) from status_entries e join intents i on i.credential_id = e.credential_id']);
    const one = retry.status === 200 && JSON.stringify(retry.body) === JSON.stringify(again.body) && after.every(count => count === 1);
    if (!one) faults.push(write);
    if (intents === 1 && credentials === 0) between += 1;
    words += `; the retry gets ${one ? 'one credential, one id, one index' : `${retry.status}, rows ${after}`}`;
  }
  console.log(`write ${write}: ${words}; at restart ${tokens} token, ${intents} intent, ${credentials} credential`);
  await demo.end();
}
console.log(`\nkilled between intent and credential: ${between}; faults: ${faults.length ? faults.join(', ') : 'none'}`);
process.exit(faults.length || !between ? 1 : 0);
