// Credentials as JWT and SD-JWT, both ways with panva's jose, @sd-jwt, and Python's sd-jwt and openbadgeslib.
import {execFileSync, spawnSync} from 'node:child_process';
import crypto from 'node:crypto';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import * as jose from 'jose';
import {SDJwtVcInstance} from '@sd-jwt/sd-jwt-vc';
import {tassel} from './demo.mjs';

const here = new URL('.', import.meta.url).pathname;
const python = path.join(here, '.python/bin/python');
export const hasSdJwt = fs.existsSync(python);

const ISSUER = 'https://issuer.example/college';
const AUDIENCE = 'https://verifier.example';
const NONCE = 'n-0S6_WzA2Mj';

const badge = older => ({
  '@context': [older ? 'https://www.w3.org/2018/credentials/v1' : 'https://www.w3.org/ns/credentials/v2', 'https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.3.json'],
  id: 'urn:uuid:7d0f4f0e-6f4e-4a6e-8f0e-1f1f1f1f1f1f', type: ['VerifiableCredential', 'OpenBadgeCredential'], name: 'Welding',
  issuer: {id: ISSUER, type: ['Profile'], name: 'College'},
  [older ? 'issuanceDate' : 'validFrom']: '2026-01-02T03:04:05Z', [older ? 'expirationDate' : 'validUntil']: '2199-01-01T00:00:00Z',
  credentialSubject: {id: 'did:example:learner', type: ['AchievementSubject'], achievement: {
    id: 'urn:uuid:1', type: ['Achievement'], name: 'Welding', description: 'Joins metal', criteria: {narrative: 'Weld'},
    resultDescription: [{id: 'urn:uuid:2', type: ['ResultDescription'], name: 'Grade', resultType: 'LetterGrade', allowedValue: ['A', 'B', 'C']}]}},
});

const claims = holder => ({
  iss: ISSUER, vct: `${ISSUER}/vct/badge`, iat: Math.floor(Date.now() / 1000), exp: 7226582400, name: 'Ada Lovelace',
  achievement: {name: 'Welding', level: 3}, grades: ['A', 'B', 'C'], cnf: {jwk: holder},
  status: {status_list: {idx: 5, uri: `${ISSUER}/tokenstatus/1`}},
});

const HIDDEN = ['/name', '/achievement', '/achievement/level', '/grades/1'];

const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'tassel-jose-'));
process.on('exit', () => fs.rmSync(folder, {recursive: true, force: true}));

let files = 0;
function file(value) {
  const name = path.join(folder, `${++files}`);
  fs.writeFileSync(name, typeof value === 'string' ? value : JSON.stringify(value));
  return name;
}

/** `tassel jose`: the answer's result and data. */
function ours(action, words) {
  const output = file('');
  const run = spawnSync(tassel, ['jose', action, ...Object.entries(words).flatMap(([name, value]) => [`--${name}`, value]), '--output', output], {encoding: 'utf8'});
  const text = fs.readFileSync(output, 'utf8');
  if (!text) throw new Error(`tassel jose ${action}: ${run.stderr}`);
  return JSON.parse(text);
}

function must({result, data}, expected = 'success') {
  if (result !== expected) throw new Error(`expected ${expected}, found ${result}: ${JSON.stringify(data).slice(0, 200)}`);
  return data;
}

function same(found, expected, what) {
  const sorted = value => value && typeof value === 'object' && !Array.isArray(value)
    ? Object.fromEntries(Object.keys(value).sort().map(name => [name, sorted(value[name])]))
    : Array.isArray(value) ? value.map(sorted) : value;
  const [one, two] = [found, expected].map(value => JSON.stringify(sorted(value)));
  if (one !== two) throw new Error(`${what}: expected ${two}, found ${one}`);
}

/** A key pair as JWKs, and as file of a verification method. */
async function pair(alg, controller = ISSUER) {
  const {privateKey, publicKey} = await jose.generateKeyPair(alg, {extractable: true});
  const [secret, open] = [await jose.exportJWK(privateKey), await jose.exportJWK(publicKey)];
  const id = `${controller}#1`;
  return {alg, id, privateKey, publicKey, secret, open, file: file({id, type: 'JsonWebKey', controller, publicKeyJwk: open, secretKeyJwk: secret})};
}

const issue = (feature, document, key, sd) => must(ours('issue', {input: file(document), key: key.file, feature, ...(sd && {sd: JSON.stringify(sd)})}));
const verify = (feature, token, key, binding = {}) => ours('verify', {input: file(token), key: key.file, feature, ...binding});

const seconds = time => Math.floor(Date.parse(time) / 1000);
const registered = {iss: ISSUER, sub: 'did:example:learner', jti: badge().id, nbf: seconds('2026-01-02T03:04:05Z'), exp: seconds('2199-01-01T00:00:00Z')};

/** For each form: the feature, header members, the document, and the payload as others build it. */
const FORMS = [
  {feature: 'credential_jose', header: {typ: 'vc+jwt', cty: 'vc'}, document: badge(), payload: badge(), algs: ['EdDSA', 'ES256', 'ES384', 'RS256']},
  {feature: 'jwt_vc_json', header: {typ: 'JWT'}, document: badge(true), payload: {...registered, vc: badge(true)}, algs: ['EdDSA', 'ES256', 'RS256']},
  {feature: 'vc_jwt', header: {typ: 'JWT'}, document: badge(), payload: {...badge(), ...registered}, algs: ['ES256', 'RS256']},
];

const refusedByJose = async (token, key, options) => {
  try { await jose.jwtVerify(token, key.publicKey, options); } catch { return; }
  throw new Error('jose accepts it');
};

const b64 = value => Buffer.from(typeof value === 'string' ? value : JSON.stringify(value)).toString('base64url');
const open = part => JSON.parse(Buffer.from(part, 'base64url').toString());

/** The JWT with its payload changed, and the old signature. */
function withPayload(token, change) {
  const [header, payload, signature] = token.split('.');
  const value = open(payload);
  change(value);
  return [header, b64(value), signature].join('.');
}

/** The JWT with its payload's text changed, signed again: what no JSON library writes. */
async function signedAsText(token, change, key) {
  const [header, payload] = token.split('.');
  const text = change(Buffer.from(payload, 'base64url').toString());
  const hash = key.alg === 'ES384' ? 'SHA-384' : 'SHA-256';
  const signature = await crypto.subtle.sign({name: key.privateKey.algorithm.name, hash}, key.privateKey, Buffer.from(`${header}.${b64(text)}`));
  return `${header}.${b64(text)}.${Buffer.from(signature).toString('base64url')}`;
}

const subject = value => (value.vc ?? value).credentialSubject;
const CHANGES = {
  'a changed name': value => { subject(value).achievement.name = 'Brazing'; },
  'a turned array': value => { subject(value).achievement.resultDescription[0].allowedValue.reverse(); },
  'an added member': value => { subject(value).honours = true; },
};

async function plainForms(test) {
  for (const {feature, header, document, payload, algs} of FORMS) {
    for (const alg of algs) {
      const [key, other] = [await pair(alg), await pair(alg)];
      const options = {typ: header.typ, algorithms: [alg]};
      await test(`${feature} ${alg}: ours is read by jose, changed ones and other keys are not`, async () => {
        const token = issue(feature, document, key);
        const read = await jose.jwtVerify(token, key.publicKey, options);
        same(read.payload, payload, 'the payload');
        same(read.protectedHeader, {alg, kid: key.id, ...header}, 'the header');
        for (const change of Object.values(CHANGES)) await refusedByJose(withPayload(token, change), key, options);
        await refusedByJose(token, other, options);
        await refusedByJose(token, key, {...options, typ: 'kb+jwt'});
      });
      await test(`${feature} ${alg}: jose's is read by us, changed ones and other keys are not`, async () => {
        const sign = (head, body = payload, by = key) => new jose.SignJWT(body).setProtectedHeader({alg, kid: key.id, ...header, ...head}).sign(by.privateKey);
        const token = await sign({});
        same(must(verify(feature, token, key)), document, 'the document');
        for (const [what, change] of Object.entries(CHANGES)) {
          if (verify(feature, withPayload(token, change), key).result !== 'failure') throw new Error(`we accept ${what}`);
        }
        must(verify(feature, token, other), 'failure');
        for (const typ of ['kb+jwt', 'statuslist+jwt', 'vp+jwt']) must(verify(feature, await sign({typ}), key), 'failure');
        must(verify(feature, await sign({}, {...payload, iss: 'https://other.example'}), key), 'failure');
        must(verify(feature, `${b64({alg: 'none', ...header})}.${b64(payload)}.`, key), 'failure');
        const symmetric = await new jose.SignJWT(payload).setProtectedHeader({...header, alg: 'HS256', kid: key.id}).sign(Buffer.from(JSON.stringify(key.open)));
        must(verify(feature, symmetric, key), 'failure');
        const {data} = verify(feature, await signedAsText(token, text => text.replace(/^\{("\w+"|"@context"):/, '{$1:0,$1:'), key), key);
        if (!/appears twice/.test(data)) throw new Error(`a member that is there twice: ${data}`);
      });
    }
  }
}

async function presentations(test) {
  const [key, other] = [await pair('ES256'), await pair('ES256')];
  const presentation = id => ({'@context': ['https://www.w3.org/ns/credentials/v2'], type: ['VerifiablePresentation'], holder: ISSUER,
    verifiableCredential: [{'@context': 'https://www.w3.org/ns/credentials/v2', type: 'EnvelopedVerifiableCredential', id}]});
  await test('presentation_jose: both ways with jose; other keys and open credentials are refused', async () => {
    const document = presentation(`data:application/vc+jwt,${issue('credential_jose', badge(), key)}`);
    const token = issue('presentation_jose', document, key);
    same((await jose.jwtVerify(token, key.publicKey, {typ: 'vp+jwt'})).payload, document, 'the payload');
    await refusedByJose(token, other, {typ: 'vp+jwt'});
    const sign = body => new jose.SignJWT(body).setProtectedHeader({alg: 'ES256', kid: key.id, typ: 'vp+jwt'}).sign(key.privateKey);
    same(must(verify('presentation_jose', await sign(document), key)), document, 'the document');
    must(verify('presentation_jose', await sign({...document, verifiableCredential: [badge()]}), key), 'failure');
    must(verify('presentation_jose', await sign(document), other), 'failure');
  });
}

const ask = (script, action, words) => JSON.parse(execFileSync(python, [path.join(here, script), action], {input: JSON.stringify(words), encoding: 'utf8', stdio: ['pipe', 'pipe', 'pipe']}));
const theirs = (action, words) => ask('sd.py', action, words);

async function openBadges(test) {
  for (const alg of ['ES256', 'RS256']) {
    await test(`vc_jwt ${alg}: both ways with openbadgeslib; changed ones and other keys are refused`, async () => {
      const [key, other] = [await pair(alg), await pair(alg)];
      const [publicPem, otherPem] = [await jose.exportSPKI(key.publicKey), await jose.exportSPKI(other.publicKey)];
      const token = issue('vc_jwt', badge(), key);
      same(ask('vcjwt.py', 'verify', {token, public: publicPem}), {name: 'Welding'}, 'ours');
      const refused = words => { if (!ask('vcjwt.py', 'verify', words).refused) throw new Error('it accepts it'); };
      refused({token, public: otherPem});
      for (const change of Object.values(CHANGES)) refused({token: withPayload(token, change), public: publicPem});
      const made = ask('vcjwt.py', 'sign', {private: await jose.exportPKCS8(key.privateKey), alg, issuer: ISSUER});
      same(must(verify('vc_jwt', made, key)).credentialSubject.achievement.name, 'Baking', 'theirs');
      must(verify('vc_jwt', made, other), 'failure');
      must(verify('vc_jwt', withPayload(made, value => { value.credentialSubject.achievement.name = 'Frying'; }), key), 'failure');
    });
  }
}

/** @sd-jwt with the issuer's and the holder's keys. */
function library(key, holder) {
  const check = async (data, signature, jwk) => { try { await jose.compactVerify(`${data}.${signature}`, await jose.importJWK(jwk, key.alg)); return true; } catch { return false; } };
  const signer = by => async data => Buffer.from(await crypto.subtle.sign({name: 'ECDSA', hash: 'SHA-256'}, by.privateKey, Buffer.from(data))).toString('base64url');
  const hasher = (data, alg = 'sha-256') => new Uint8Array(crypto.createHash(alg.replace('-', '')).update(data).digest());
  return new SDJwtVcInstance({
    hasher, hashAlg: 'sha-256', saltGenerator: length => crypto.randomBytes(length).toString('base64url'), signer: signer(key), signAlg: 'ES256',
    verifier: (data, signature) => check(data, signature, key.open), kbSigner: signer(holder), kbSignAlg: 'ES256',
    kbVerifier: (data, signature, payload) => check(data, signature, payload.cnf.jwk), loadTypeMetadataFormat: false,
    statusListFetcher: async () => { throw new Error('not asked for'); },
  });
}

/** The SD-JWT with its disclosures changed. */
function withDisclosures(token, change) {
  const parts = token.split('~');
  return [parts[0], ...change(parts.slice(1, -1)), parts.at(-1)].join('~');
}

const extra = Buffer.from(JSON.stringify(['c2FsdA', 'admin', true])).toString('base64url');
const DISCLOSURES = {
  'one removed': list => list.slice(1),
  'one added': list => [...list, extra],
  'one twice': list => [...list, list[0]],
  'one replaced': list => [extra, ...list.slice(1)],
};

async function selective(test) {
  const [key, other, holder, thief] = [await pair('ES256'), await pair('ES256'), await pair('ES256'), await pair('ES256')];
  const sdJwt = library(key, holder);
  const body = claims(holder.open);
  const {status, ...withoutStatus} = body;
  const binding = {audience: AUDIENCE, nonce: NONCE};
  const some = {...body, achievement: {name: 'Welding'}, grades: ['A', 'C']};
  delete some.name;
  const present = (token, words = {}) => must(ours('present', {input: file(token), 'issuer-key': key.file, sd: JSON.stringify(['/achievement/name']), ...words}));
  const bound = (token, by = holder) => present(token, {key: by.file, ...binding});

  await test("dc+sd-jwt: ours, with everything and in part, is read by Python's sd-jwt; spoilt ones are not", () => {
    const token = issue('dc_sdjwt', body, key, HIDDEN);
    same(theirs('verify', {token, issuer: key.open}).payload, body, 'all of it');
    const shown = bound(token);
    same(theirs('verify', {token: shown, issuer: key.open, ...binding}).payload, some, 'a part');
    const refused = words => { if (!theirs('verify', {issuer: key.open, ...words}).refused) throw new Error('it accepts it'); };
    refused({token, issuer: other.open});
    refused({token: shown, audience: AUDIENCE, nonce: 'other'});
    refused({token: shown, audience: 'https://other.example', nonce: NONCE});
    refused({token: bound(token, thief), ...binding});
    refused({token: withDisclosures(shown, DISCLOSURES['one removed']), ...binding});
    refused({token: withDisclosures(shown, DISCLOSURES['one twice']), ...binding});
  });
  await test("dc+sd-jwt: Python's sd-jwt, with decoys, is read by us, in full and in part; spoilt ones are not", () => {
    const header = {typ: 'dc+sd-jwt', kid: key.id};
    const token = theirs('issue', {claims: body, pointers: HIDDEN, issuer: key.secret, alg: 'ES256', header, decoys: true});
    same(must(verify('dc_sdjwt', token, key)), body, 'all of it');
    const shown = theirs('present', {token, show: {achievement: {name: true}}, holder: holder.secret, alg: 'ES256', ...binding});
    same(must(verify('dc_sdjwt', shown, key, binding)), some, 'a part');
    same(must(verify('dc_sdjwt', bound(token), key, binding)), some, 'a part that we bound');
    must(verify('dc_sdjwt', token, key, binding), 'failure');
    must(verify('dc_sdjwt', token, other), 'failure');
    must(verify('dc_sdjwt', shown, key, {audience: AUDIENCE, nonce: 'other'}), 'failure');
    must(verify('dc_sdjwt', shown, key, {audience: 'https://other.example', nonce: NONCE}), 'failure');
    const stolen = theirs('present', {token, show: {}, holder: thief.secret, alg: 'ES256', ...binding});
    must(verify('dc_sdjwt', stolen, key, binding), 'failure');
    for (const [what, change] of Object.entries(DISCLOSURES)) {
      if (verify('dc_sdjwt', withDisclosures(shown, change), key, binding).result !== 'failure') throw new Error(`we accept ${what}`);
      if (what !== 'one removed' && verify('dc_sdjwt', withDisclosures(token, change), key).result !== 'failure') throw new Error(`we accept ${what}, unbound`);
    }
    const typ = theirs('issue', {claims: body, pointers: [], issuer: key.secret, alg: 'ES256', header: {typ: 'example+sd-jwt'}});
    must(verify('dc_sdjwt', typ, key), 'failure');
    must(verify('credential_sdjwt', token, key), 'failure');
    const hidden = theirs('issue', {claims: body, pointers: ['/status'], issuer: key.secret, alg: 'ES256', header});
    must(verify('dc_sdjwt', hidden, key), 'failure');
  });
  await test('dc+sd-jwt: ours, with everything and in part, is read by @sd-jwt; spoilt ones are not', async () => {
    const token = issue('dc_sdjwt', withoutStatus, key, HIDDEN);
    same((await sdJwt.verify(token)).payload, withoutStatus, 'all of it');
    const shown = bound(token);
    const read = await sdJwt.verify(shown, {keyBindingNonce: NONCE});
    const {status: _, ...expected} = some;
    same(read.payload, expected, 'a part');
    same(read.kb.payload.aud, AUDIENCE, 'the audience');
    const refused = async (spoilt, options) => { try { await sdJwt.verify(spoilt, options); } catch { return; } throw new Error('it accepts it'); };
    await refused(shown, {keyBindingNonce: 'other'});
    await refused(bound(token, thief), {keyBindingNonce: NONCE});
    await refused(withDisclosures(shown, DISCLOSURES['one removed']), {keyBindingNonce: NONCE});
    await refused(issue('dc_sdjwt', withoutStatus, other, HIDDEN));
  });
  await test("dc+sd-jwt: @sd-jwt's is read by us, in full and in part; spoilt ones are not", async () => {
    const frame = {_sd: ['name', 'achievement'], achievement: {_sd: ['level']}, grades: {_sd: [1]}};
    const token = await sdJwt.issue(withoutStatus, frame, {header: {kid: key.id}});
    same(must(verify('dc_sdjwt', token, key)), withoutStatus, 'all of it');
    const kb = {payload: {iat: Math.floor(Date.now() / 1000), aud: AUDIENCE, nonce: NONCE}};
    const shown = await sdJwt.present(token, {achievement: true}, {kb});
    const {status: _, ...expected} = some;
    same(must(verify('dc_sdjwt', shown, key, binding)), expected, 'a part');
    must(verify('dc_sdjwt', shown, other, binding), 'failure');
    must(verify('dc_sdjwt', shown, key, {audience: AUDIENCE, nonce: 'other'}), 'failure');
    for (const [what, change] of Object.entries(DISCLOSURES)) {
      if (verify('dc_sdjwt', withDisclosures(shown, change), key, binding).result !== 'failure') throw new Error(`we accept ${what}`);
    }
    const [jwt, ...rest] = token.split('~');
    must(verify('dc_sdjwt', [withPayload(jwt, value => { value.grades.reverse(); }), ...rest].join('~'), key), 'failure');
  });
  await test("vc+sd-jwt: both ways with Python's sd-jwt", () => {
    const pointers = ['/credentialSubject/achievement/name', '/name'];
    const token = issue('credential_sdjwt', badge(), key, pointers);
    same(theirs('verify', {token, issuer: key.open}).payload, badge(), 'ours');
    const made = theirs('issue', {claims: badge(), pointers, issuer: key.secret, alg: 'ES256', header: {typ: 'vc+sd-jwt', cty: 'vc', kid: key.id}});
    same(must(verify('credential_sdjwt', made, key)), badge(), 'theirs');
    must(verify('presentation_sdjwt', made, key), 'failure');
  });
}

/** Runs every case with `test`. */
export async function joseBothWays(test, skip) {
  await plainForms(test);
  await presentations(test);
  if (hasSdJwt) {
    await openBadges(test);
    await selective(test);
  } else skip('SD-JWT and badges as JWT with Python libraries', 'the Python packages of requirements.txt are not installed');
}

if (process.argv[1] === new URL(import.meta.url).pathname) {
  let failed = 0;
  await joseBothWays(async (name, work) => {
    try { await work(); console.log(`ok      ${name}`); } catch (error) { failed += 1; console.log(`FAILED  ${name}\n        ${error.stack.split('\n').slice(0, 4).join('\n        ')}`); }
  }, (name, why) => console.log(`SKIPPED ${name}: ${why}`));
  process.exit(failed ? 1 : 0);
}
