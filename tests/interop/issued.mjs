// What `tassel issue` makes of a packaged badge as JWT and SD-JWT, with its certificate, status list and type metadata, read by
// panva's jose, @sd-jwt and Python's sd-jwt.
import crypto from 'node:crypto';
import {execFileSync} from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import * as jose from 'jose';
import {SDJwtVcInstance, TypeMetadataFormatSchema} from '@sd-jwt/sd-jwt-vc';
import {Demo} from './demo.mjs';
import {hasSdJwt} from './jose.mjs';

const here = new URL('.', import.meta.url).pathname;
const open = part => JSON.parse(Buffer.from(part, 'base64url').toString());
const header = token => open(token.split('.')[0]);
const pem = der => `-----BEGIN CERTIFICATE-----\n${der}\n-----END CERTIFICATE-----\n`;

function expect(holds, what) {
  if (!holds) throw new Error(`expected ${what}`);
}

async function refuses(work, what) {
  try { await work(); } catch { return; }
  throw new Error(`${what} was accepted`);
}

/** A demo that knows a P-256 key from its start on, and has certified it. */
async function school() {
  const demo = await Demo.start();
  demo.command('keys', 'new', '--kind', 'P-256');
  await demo.stop();
  await demo.launch([]);
  return demo;
}

/** A packaged badge with an id of its own, signed in `form`. */
function issue(demo, form, id) {
  const packaged = demo.command('package', '--record', path.join(here, '../../model/src/samples/maya-okafor.json'), '--catalogue', 'demo');
  const badge = packaged.credentials[0];
  badge.id = id;
  badge.credentialSubject.id = 'did:example:learner';
  const file = path.join(demo.data, 'badge.json');
  fs.writeFileSync(file, JSON.stringify(badge));
  return {badge, token: demo.command('issue', file, '--suite', form, '--x5c')[0]};
}

/** The key of the certificate, once its dates and form are those of one that an authority gave. */
async function certified(token) {
  const {x5c, alg} = header(token);
  expect(x5c?.length === 1, 'the chain without its root');
  const leaf = new crypto.X509Certificate(pem(x5c[0]));
  expect(leaf.issuer !== leaf.subject && !leaf.ca, 'a certificate that an authority signed');
  expect(new Date(leaf.validFrom) < new Date() && new Date() < new Date(leaf.validTo), 'a certificate that is valid now');
  return jose.importX509(pem(x5c[0]), alg);
}

const checkWith = key => async (data, signature) => {
  try { await jose.compactVerify(`${data}.${signature}`, key); return true; } catch { return false; }
};

async function library(demo, token, spoil = text => text) {
  const jwks = jose.createLocalJWKSet(await demo.get('/default/jwks'));
  return new SDJwtVcInstance({
    hasher: (data, alg = 'sha-256') => new Uint8Array(crypto.createHash(alg.replace('-', '')).update(data).digest()),
    hashAlg: 'sha-256', verifier: checkWith(await certified(token)), loadTypeMetadataFormat: false,
    statusListFetcher: async uri => spoil(await (await fetch(uri, {headers: {accept: 'application/statuslist+jwt'}})).text()),
    // The list is signed by a key of the issuer's own set, whatever its header brings.
    statusVerifier: async (data, signature) => {
      try { await jose.compactVerify(`${data}.${signature}`, jwks); return true; } catch { return false; }
    },
  });
}

/** Runs every case with `test`. */
export async function issuedReadByOthers(test, skip) {
  const demo = await school();
  await test('jwt_vc_json with a certificate: jose reads data model 1.1, by the key of the certificate alone', async () => {
    const {badge, token} = issue(demo, 'jwt_vc_json', 'urn:uuid:00000000-0000-8000-8000-000000000001');
    const key = await certified(token);
    const {payload} = await jose.jwtVerify(token, key, {typ: 'JWT', algorithms: ['ES256'], issuer: header(token).kid.split('#')[0]});
    expect(payload.vc['@context'][0] === 'https://www.w3.org/2018/credentials/v1', 'the context of 1.1');
    expect(payload.vc.issuanceDate === badge.validFrom && payload.nbf === Date.parse(badge.validFrom) / 1000, 'one beginning');
    expect(payload.jti === badge.id && payload.sub === 'did:example:learner', 'the same ids');
    const [head, body, signature] = token.split('.');
    const changed = Buffer.from(JSON.stringify({...open(body), jti: 'urn:uuid:other'})).toString('base64url');
    await refuses(() => jose.jwtVerify(`${head}.${changed}.${signature}`, key), 'a changed token');
  });
  const id = 'urn:uuid:00000000-0000-8000-8000-000000000002';
  const {badge, token} = issue(demo, 'dc+sd-jwt', id);
  await test('dc+sd-jwt with a certificate and a status: @sd-jwt follows both', async () => {
    const {payload} = await (await library(demo, token)).verify(token);
    expect(payload.id === badge.id && payload.credentialSubject.achievement.name === badge.credentialSubject.achievement.name, 'the badge');
    const list = await (await fetch(payload.status.status_list.uri)).text();
    expect(header(list).typ === 'statuslist+jwt' && header(list).x5c[0] === header(token).x5c[0], 'a list with the certificate too');
    await refuses(async () => (await library(demo, token, list => list.replace(/\.[^.]+$/, `.${'A'.repeat(86)}`))).verify(token), 'a forged list');
  });
  await test('the metadata of the type stands at its vct, in the form that @sd-jwt knows', async () => {
    const {vct} = open(token.split('.')[1]);
    const metadata = TypeMetadataFormatSchema.parse(await (await fetch(vct)).json());
    expect(metadata.vct === vct && metadata.claims.length > 5, 'the metadata of this type');
  });
  if (hasSdJwt) {
    await test("dc+sd-jwt with a certificate: Python's sd-jwt reads it by the key of the certificate", async () => {
      const issuer = await jose.exportJWK(await certified(token));
      const ask = words => JSON.parse(execFileSync(path.join(here, '.python/bin/python'), [path.join(here, 'sd.py'), 'verify'], {input: JSON.stringify(words), encoding: 'utf8', stdio: ['pipe', 'pipe', 'pipe']}));
      expect(ask({token, issuer}).payload?.id === badge.id, 'the badge');
      const other = await jose.exportJWK((await jose.generateKeyPair('ES256', {extractable: true})).publicKey);
      expect(ask({token, issuer: other}).refused, 'another key to be refused');
    });
  } else skip("certified SD-JWT with Python's sd-jwt", 'the Python packages of requirements.txt are not installed');
  await test('dc+sd-jwt: once revoked, @sd-jwt refuses it, and so do we', async () => {
    expect((await demo.verifyBytes(token)).verdict === 'valid', 'a good one before');
    demo.command('revoke', id, '--reason', 'a slip');
    await refuses(async () => (await library(demo, token)).verify(token), 'a revoked credential');
    const report = await demo.verifyBytes(token);
    expect(report.verdict === 'invalid' && report.checks.find(check => check.code === 'status').reason === 'revoked', 'our refusal');
  });
  await demo.end();
}

if (process.argv[1] === new URL(import.meta.url).pathname) {
  let failed = 0;
  await issuedReadByOthers(async (name, work) => {
    try { await work(); console.log(`ok      ${name}`); } catch (error) { failed += 1; console.log(`FAILED  ${name}\n        ${error.stack.split('\n').slice(0, 4).join('\n        ')}`); }
  }, (name, why) => console.log(`SKIPPED ${name}: ${why}`));
  process.exit(failed ? 1 : 0);
}
