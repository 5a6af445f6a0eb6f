// `just prove kill`: the binary is killed at each of its database writes in turn, started again, and the wallet retries.
// Needs strace and python3. Prints one line a kill and fails when a retry does not give one credential with one index.
import {execFileSync, spawn} from 'node:child_process';
import {Demo, tassel} from './demo.mjs';
import {Key, Plain} from './wallet.mjs';

const [first, last] = (process.env.WRITES ?? '1-120').split('-').map(Number);
const QUERIES = ['access_tokens', 'intents', 'credentials'].map(table => `select count(*) from ${table}`);

function rows(demo, queries = QUERIES) {
  const script = 'import sqlite3,sys;c=sqlite3.connect(sys.argv[1]);print(*[c.execute(q).fetchone()[0] for q in sys.argv[2:]])';
  return execFileSync('python3', ['-c', script, `${demo.data}/tassel.db`, ...queries], {encoding: 'utf8'}).trim().split(' ').map(Number);
}

/** Runs the installation under strace, which kills it at one of its writes. */
async function launchToDie(demo, write) {
  const inject = `inject=pwrite64:signal=SIGKILL:when=${write}`;
  const child = spawn('strace', ['-f', '-qq', '-o', '/dev/null', '-e', 'trace=pwrite64', '-e', inject,
    tassel, 'demo', '--port', String(demo.port), '--data', demo.data], {stdio: 'ignore', detached: true});
  const gone = new Promise(resolve => child.once('exit', resolve));
  while (child.exitCode === null && child.signalCode === null && !await demo.answers()) await new Promise(resolve => setTimeout(resolve, 20));
  return {child, gone};
}

let between = 0;
const faults = [];
for (let write = first; write <= last; write++) {
  const demo = await Demo.start();
  const [{id: learner}] = await demo.get('/api/demo/learners');
  const plain = new Plain(demo.base);
  const {code, ids} = await plain.offer(demo.offer(learner, '--credential', 'transcript.ldp').credential_offer_uri);
  await demo.stop();
  const {child, gone} = await launchToDie(demo, write);
  const key = await Key.make();
  let token;
  const ask = async () => {
    const proof = await key.proof({nonce: await plain.nonce(), audience: plain.issuer});
    return plain.credential(token, {credential_configuration_id: ids[0], proofs: {jwt: [proof]}});
  };
  const died = await (async () => { token = (await plain.redeem(code)).body.access_token; await ask(); return false; })().catch(() => true);
  if (!died) process.kill(-child.pid, 'SIGKILL');
  await gone;
  while (await demo.answers()) await new Promise(resolve => setTimeout(resolve, 20));
  await demo.launch([]);
  const [tokens, intents, credentials] = rows(demo);
  let words = died ? 'died' : 'lived to the end';
  if (died && token) {
    const [retry, again] = [await ask(), await ask()];
    const after = rows(demo, [...QUERIES.slice(1), 'select count(*) from status_entries e join intents i on i.credential_id = e.credential_id']);
    const one = retry.status === 200 && JSON.stringify(retry.body) === JSON.stringify(again.body) && after.every(count => count === 1);
    if (!one) faults.push(write);
    if (intents === 1 && credentials === 0) between += 1;
    words += `; the retry gets ${one ? 'one credential, one id, one index' : `${retry.status}, rows ${after}`}`;
  }
  console.log(`write ${write}: ${words}; at restart ${tokens} token, ${intents} intent, ${credentials} credential`);
  await demo.end();
  if (!died) break;
}
console.log(`\nkilled between intent and credential: ${between}; faults: ${faults.length ? faults.join(', ') : 'none'}`);
process.exit(faults.length || !between ? 1 : 0);
