// The cases, one line each. Exit 0 when all passed and nothing was skipped that must not be.
import fs from 'node:fs';
import path from 'node:path';
import {baking, hasBakers} from './baking.mjs';
import {issuedReadByOthers} from './issued.mjs';
import {joseBothWays} from './jose.mjs';
import {hasChromium, scan, walk} from './browser.mjs';
import {Demo, tassel} from './demo.mjs';
import {selectiveBothWays} from './selective.mjs';
import {suitesBothWays} from './suites.mjs';
import {dcc, digitalBazaar, diVpProof, schemaFaults, shared} from './verifiers.mjs';
import {Key, Plain, receive} from './wallet.mjs';

const strict = process.env.TASSEL_REQUIRE_SHARED === '1';
const outcome = {passed: 0, failed: [], skipped: []};

async function test(name, work) {
  try {
    const words = await work();
    outcome.passed += 1;
    console.log(`ok      ${name}${words ? `  (${words})` : ''}`);
  } catch (error) {
    outcome.failed.push(name);
    console.log(`FAILED  ${name}\n        ${error.message.split('\n').slice(0, 6).join('\n        ')}`);
  }
}

function skip(name, why) {
  outcome.skipped.push(`${name}: ${why}`);
  console.log(`SKIPPED ${name}: ${why}`);
}

function equal(found, expected, what) {
  if (found !== expected) throw new Error(`${what}: expected ${JSON.stringify(expected)}, found ${JSON.stringify(found)}`);
}

/** Every way a wallet may name the key it proves. */
const namings = [{naming: 'jwk', alg: 'ES256'}, {naming: 'did:jwk', alg: 'ES256'}, {naming: 'did:key', alg: 'EdDSA'}];

const isTranscript = ({id}) => id === 'transcript.ldp';

/** Pointers of all leaves. */
const leaves = (value, at = []) => value !== null && typeof value === 'object'
  ? Object.entries(value).flatMap(([key, inner]) => leaves(inner, [...at, key]))
  : [at];

function changed(credential, at) {
  const copy = structuredClone(credential);
  const holder = at.slice(0, -1).reduce((value, key) => value[key], copy);
  const leaf = holder[at.at(-1)];
  holder[at.at(-1)] = typeof leaf === 'string' ? `${leaf}x` : typeof leaf === 'number' ? leaf + 1 : !leaf;
  return copy;
}

/** What we may say of a copy with this leaf changed: a suite nobody knows cannot be checked, all else is found out. */
const refusedAs = at => at.at(-2) === 'proof' && ['type', 'cryptosuite'].includes(at.at(-1)) ? ['invalid', 'undecided'] : ['invalid'];

/** A transcript in which two children have changed terms. */
function swapTerms(transcript) {
  const copy = structuredClone(transcript);
  const courses = copy.credentialSubject.verifiableCredential.map(child => child.credentialSubject).filter(({term}) => term);
  const [one] = courses;
  const other = courses.find(({term}) => JSON.stringify(term) !== JSON.stringify(one.term));
  if (!other) throw new Error('no two courses with different terms');
  [one.term, other.term] = [other.term, one.term];
  return copy;
}

/** Every learner of a demo: received by the wallet library, accepted by every verifier and by the published schemas. */
async function everyLearner(demo, label) {
  const all = [];
  for (const [index, {id, name}] of (await demo.get('/api/demo/learners')).entries()) {
    const way = namings[index % namings.length];
    await test(`${label}: ${name} (${id}) receives, and all accept`, async () => {
      const received = await receive(demo.offer(id).credential_offer_uri, way);
      if (!received.some(isTranscript)) throw new Error('there is no transcript');
      if (received.every(isTranscript)) throw new Error('there is no badge');
      for (const one of received) await accepted(demo, one);
      all.push(...received);
      return `${received.length} credentials, key named by ${way.naming}`;
    });
  }
  return all;
}

async function accepted(demo, {id, credential, holder}) {
  equal(credential.credentialSubject.id, holder, `${id}: the holder`);
  equal(credential.type.includes(isTranscript({id}) ? 'ClrCredential' : 'OpenBadgeCredential'), true, `${id}: its type`);
  const faults = schemaFaults(credential);
  equal(faults.length, 0, `${id}: published schema: ${faults[0]}`);
  for (const contexts of ['published', 'ours']) {
    const bazaar = await digitalBazaar(credential, contexts);
    equal(bazaar.verified, true, `${id}: Digital Bazaar with ${contexts} contexts: ${bazaar.why}`);
    equal(bazaar.revoked, false, `${id}: Digital Bazaar's status`);
  }
  const campus = await dcc(credential);
  equal(campus.valid_signature, true, `${id}: DCC signature ${campus.why}`);
  equal(campus.revocation_status, true, `${id}: DCC status`);
  equal(campus.schemas.every(Boolean), true, `${id}: DCC schema`);
  if (!isTranscript({id}) && !campus.schemas.length) throw new Error(`${id}: DCC compared it with no schema`);
  const report = await demo.verify(credential);
  equal(report.verdict, 'valid', `${id}: our own verdict: ${report.sentence}`);
}

async function refusals(demo, learner) {
  const plain = new Plain(demo.base);
  const wrong = code => (code === '000000' ? '111111' : '000000');
  const refused = ({status, body}, expected, code = 400) => { equal(status, code, 'status'); equal(body.error, expected, 'error'); };
  await test('four wrong transaction codes, then the right one works', async () => {
    const offer = demo.offer(learner, '--tx-code');
    const {code} = await plain.offer(offer.credential_offer_uri);
    for (let guess = 0; guess < 4; guess++) refused(await plain.redeem(code, wrong(offer.tx_code)), 'invalid_grant');
    equal((await plain.redeem(code, offer.tx_code)).status, 200, 'status');
  });
  await test('five wrong transaction codes, and the code is dead', async () => {
    const offer = demo.offer(learner, '--tx-code');
    const {code} = await plain.offer(offer.credential_offer_uri);
    for (let guess = 0; guess < 5; guess++) refused(await plain.redeem(code, wrong(offer.tx_code)), 'invalid_grant');
    refused(await plain.redeem(code, offer.tx_code), 'invalid_grant');
  });
  await test('a code is redeemed once; 64 wallets at a time, one gets it', async () => {
    const {code} = await plain.offer(demo.offer(learner).credential_offer_uri);
    const answers = await Promise.all(Array.from({length: 64}, () => plain.redeem(code)));
    equal(answers.filter(({status}) => status === 200).length, 1, 'successes');
    refused(await plain.redeem(code), 'invalid_grant');
  });
  await test('a replayed, a foreign and a misdirected key proof, and an unknown configuration, are refused', async () => {
    const {code, ids} = await plain.offer(demo.offer(learner).credential_offer_uri);
    const token = (await plain.redeem(code)).body.access_token;
    const key = await Key.make();
    const ask = (id, jwt) => plain.credential(token, {credential_configuration_id: id, proofs: {jwt: [jwt]}});
    refused(await ask(ids[0], await key.proof({nonce: await plain.nonce(), audience: 'https://elsewhere.example'})), 'invalid_proof');
    refused(await ask(ids[0], await key.proof({nonce: 'invented', audience: plain.issuer})), 'invalid_nonce');
    const mismatched = Object.assign(await Key.make(), {jwk: key.jwk});
    refused(await ask(ids[0], await mismatched.proof({nonce: await plain.nonce(), audience: plain.issuer})), 'invalid_proof');
    refused(await ask('unknown.ldp', await key.proof({nonce: await plain.nonce(), audience: plain.issuer})), 'unknown_credential_configuration');
    const jwt = await key.proof({nonce: await plain.nonce(), audience: plain.issuer});
    equal((await ask(ids[0], jwt)).status, 200, 'status');
    refused(await ask(ids[0], jwt), 'invalid_nonce');
  });
}

async function presentationRefusals(demo, learner) {
  await test('a presentation made for another issuer, with an invented nonce, or by another holder is no key proof', async () => {
    const plain = new Plain(demo.base);
    const {code, ids} = await plain.offer(demo.offer(learner, '--credential', 'transcript.ldp').credential_offer_uri);
    const token = (await plain.redeem(code)).body.access_token;
    const answer = async (spoil, change = () => {}) => {
      const {proof} = await diVpProof({challenge: await plain.nonce(), domain: plain.issuer, ...spoil});
      change(proof);
      const {status, body} = await plain.credential(token, {credential_configuration_id: ids[0], proofs: {di_vp: [proof]}});
      return `${status} ${body.error}`;
    };
    equal(await answer({domain: 'https://elsewhere.example'}), '400 invalid_proof', 'another issuer');
    equal(await answer({challenge: 'invented'}), '400 invalid_nonce', 'an invented nonce');
    const stranger = await (await Key.make('EdDSA')).didKey();
    equal(await answer({}, proof => { proof.holder = stranger; }), '400 invalid_proof', 'another holder');
  });
}

async function ways(demo, learner) {
  await test('a wallet types the transaction code', async () => {
    const offer = demo.offer(learner, '--tx-code', '--credential', 'transcript.ldp');
    equal((await receive(offer.credential_offer_uri, {txCode: offer.tx_code})).length, 1, 'credentials');
  });
  await test("a wallet proves its key with a presentation made by Digital Bazaar's library", async () => {
    const plain = new Plain(demo.base);
    const {code, ids} = await plain.offer(demo.offer(learner, '--credential', 'transcript.ldp').credential_offer_uri);
    const token = (await plain.redeem(code)).body.access_token;
    const {holder, proof} = await diVpProof({challenge: await plain.nonce(), domain: plain.issuer});
    const answer = await plain.credential(token, {credential_configuration_id: ids[0], proofs: {di_vp: [proof]}});
    equal(answer.status, 200, JSON.stringify(answer.body));
    await accepted(demo, {id: ids[0], credential: answer.body.credentials[0].credential, holder});
  });
  await test('the process is killed; started again, the wallet gets the same credential', async () => {
    const plain = new Plain(demo.base);
    const {code, ids} = await plain.offer(demo.offer(learner).credential_offer_uri);
    const token = (await plain.redeem(code)).body.access_token;
    const key = await Key.make();
    const ask = async () => plain.credential(token, {credential_configuration_id: ids[0], proofs: {jwt: [await key.proof({nonce: await plain.nonce(), audience: plain.issuer})]}});
    const first = await ask();
    equal(first.status, 200, JSON.stringify(first.body));
    await demo.stop('SIGKILL');
    await demo.launch(demo.options);
    const again = await ask();
    equal(JSON.stringify(again.body.credentials), JSON.stringify(first.body.credentials), 'the credential');
  });
}

async function tampering(demo, received) {
  const badge = received.find(one => !isTranscript(one)).credential;
  await test('any changed leaf of a badge is refused by us and by Digital Bazaar', async () => {
    const all = leaves(badge);
    for (const at of all) {
      const spoiled = changed(badge, at);
      const ours = (await demo.verify(spoiled)).verdict;
      equal(refusedAs(at).includes(ours), true, `ours says ${ours} of a changed /${at.join('/')}`);
      const theirs = await digitalBazaar(spoiled);
      if (theirs.verified) throw new Error(`Digital Bazaar accepts a changed /${at.join('/')}`);
    }
    return `${all.length} leaves`;
  });
  await test('a changed leaf of a badge is refused by DCC', async () => {
    const result = await dcc(changed(badge, ['credentialSubject', 'achievement', 'name']));
    if (result.valid_signature) throw new Error('DCC accepts it');
  });
  const transcript = received.find(isTranscript).credential;
  await test('terms swapped between two courses: the outer proof alone (Digital Bazaar) holds, we look at each child', async () => {
    const swapped = swapTerms(transcript);
    equal((await digitalBazaar(swapped)).verified, true, "the outer proof");
    equal((await demo.verify(swapped)).verdict, 'invalid', 'our verdict');
  });
  await test('any changed leaf of a transcript is refused by us', async () => {
    const all = leaves(transcript);
    for (const at of all) {
      const ours = (await demo.verify(changed(transcript, at))).verdict;
      equal(refusedAs(at).includes(ours), true, `ours says ${ours} of a changed /${at.join('/')}`);
    }
    return `${all.length} leaves`;
  });
  await test('after revoking, every status check says so', async () => {
    demo.command('revoke', badge.id, '--reason', 'issued in error');
    equal((await digitalBazaar(badge)).revoked, true, "Digital Bazaar's status bit");
    equal((await dcc(badge)).revocation_status, false, "DCC's status");
    const report = await demo.verify(badge);
    equal(report.checks.find(({code}) => code === 'status').reason, 'revoked', 'our reason');
    equal((await demo.verify(transcript)).verdict, 'invalid', 'the transcript that holds it');
  });
}

async function pages(demo, learner) {
  if (!hasChromium) return skip('pages in Chromium', 'chromium is not installed');
  await test('a phone reads the QR code of the offer page', async () => {
    const offer = demo.offer(learner);
    equal(await scan(`${offer.page}?show`), offer.qr, 'the QR code');
  });
  await test('the whole way by hand ends with a valid credential', async () => {
    const {received, verdict} = await walk(demo.base, process.env.PICTURES);
    equal(verdict, 'Genuine and valid', 'the verdict');
    return `${received} credentials`;
  });
}

async function withDemo(options, work) {
  const demo = await Demo.start(...options);
  try { await work(demo); } finally { await demo.end(); }
}

console.log(`${tassel}\n`);
await joseBothWays(test, skip);
await issuedReadByOthers(test, skip);
if (!fs.existsSync(shared)) {
  skip('everything', '../shared/data is absent: the published contexts and schemas are there');
} else {
  await suitesBothWays(test);
  await selectiveBothWays(test);
  await withDemo([], async demo => {
    await test('the demo answers within a second', () => {
      if (demo.started > 1000) throw new Error(`it took ${demo.started} ms`);
      return `${demo.started} ms`;
    });
    const received = await everyLearner(demo, 'samples');
    const [{id: learner}] = await demo.get('/api/demo/learners');
    await refusals(demo, learner);
    await presentationRefusals(demo, learner);
    await ways(demo, learner);
    await pages(demo, learner);
    if (hasBakers) await baking(demo, received.find(one => !isTranscript(one)).credential, test);
    else skip('badges in pictures', 'the Python packages of requirements.txt are not installed');
    await tampering(demo, received);
    await test('the demo holds under 60 MB', () => {
      const megabytes = demo.megabytes();
      if (megabytes >= 60) throw new Error(`it took ${megabytes.toFixed(1)} MB`);
      return `${megabytes.toFixed(1)} MB at most`;
    });
  });
  const lif = path.join(shared, 'lif');
  await withDemo(['--records', path.join(lif, 'composed-3orgs')], demo => everyLearner(demo, 'composed from three organisations'));
  await withDemo(['--records', lif], demo => test('the demo runs on everything under lif', async () => {
    const learners = await demo.get('/api/demo/learners');
    for (const {id} of learners) demo.offer(id);
    return `${learners.length} records, each offered; ${demo.messages.match(/^skipped/gm)?.length ?? 0} files skipped with a reason`;
  }));
}

const failing = outcome.failed.length + (strict ? outcome.skipped.length : 0);
console.log(`\n${[...outcome.failed.map(name => `FAILED  ${name}\n`), ...outcome.skipped.map(what => `SKIPPED ${what}\n`)].join('')}${outcome.passed} passed, ${outcome.failed.length} failed, ${outcome.skipped.length} skipped`);
process.exit(failing ? 1 : 0);
