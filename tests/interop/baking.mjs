// Badges in pictures, both ways with other people's bakers (Python) and with pngjs.
import {execFileSync} from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import {PNG} from 'pngjs';
import {tassel} from './demo.mjs';

const here = new URL('.', import.meta.url).pathname;
const python = path.join(here, '.python/bin/python');
export const hasBakers = fs.existsSync(python);

const run = (program, ...words) => execFileSync(program, words, {encoding: 'utf8', maxBuffer: 1 << 26, stdio: ['ignore', 'pipe', 'pipe']}).trim();
const theirs = (...words) => run(python, path.join(here, 'bakery.py'), ...words);

function same(found, expected, what) {
  if (found !== expected) throw new Error(`${what}: expected ${expected.slice(0, 80)}…, found ${found.slice(0, 80)}…`);
}

function png(file) {
  const picture = new PNG({width: 40, height: 30});
  for (let at = 0; at < picture.data.length; at++) picture.data[at] = (at * 7) % 256;
  fs.writeFileSync(file, PNG.sync.write(picture));
}

const SVG = `<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE svg PUBLIC "-//W3C//DTD SVG 1.1//EN" "http://www.w3.org/Graphics/SVG/1.1/DTD/svg11.dtd">
<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 10 10"><title>Round &amp; red</title><circle cx="5" cy="5" r="4" fill="red"/></svg>
`;

/** A folder with one picture of each kind, and the badge, its pretty print and a spoilt copy as files. */
function bench(folder, badge) {
  const at = name => path.join(folder, name);
  png(at('plain.png'));
  fs.writeFileSync(at('plain.svg'), SVG);
  const spoilt = structuredClone(badge);
  spoilt.credentialSubject.achievement.name += ' with honours';
  fs.writeFileSync(at('badge.json'), JSON.stringify(badge));
  fs.writeFileSync(at('pretty.json'), JSON.stringify(badge, null, 2));
  fs.writeFileSync(at('spoilt.json'), JSON.stringify(spoilt));
  return at;
}

/** `badge` is one we signed; `test` runs a case. */
export async function baking(demo, badge, test) {
  const folder = fs.mkdtempSync(path.join(demo.data, 'baking-'));
  const at = bench(folder, badge);
  const bake = (text, image, out) => JSON.parse(run(tassel, '--json', 'bake', at(text), '--image', at(image), '--out', at(out)));
  const unbaked = image => JSON.parse(run(tassel, '--json', 'unbake', at(image)));
  const verdict = async image => (await demo.verifyBytes(fs.readFileSync(at(image)))).verdict;

  for (const kind of ['png', 'svg']) {
    await test(`${kind}: ours, unbaked and verified by openbadgeslib; a changed one is refused`, async () => {
      for (const text of ['badge.json', 'pretty.json']) {
        bake(text, `plain.${kind}`, `ours.${kind}`);
        same(theirs('unbake3', at(`ours.${kind}`)), fs.readFileSync(at(text), 'utf8'), text);
        same(theirs('verify', at(`ours.${kind}`)), 'valid ldp', text);
        same(await verdict(`ours.${kind}`), 'valid', 'our verdict');
      }
      bake('spoilt.json', `plain.${kind}`, `spoilt.${kind}`);
      same(theirs('verify', at(`spoilt.${kind}`)).slice(0, 8), 'refused:', 'a changed badge');
      same(await verdict(`spoilt.${kind}`), 'invalid', 'our verdict of a changed badge');
    });
    await test(`${kind}: openbadgeslib's, unbaked and verified by us, and baked over`, async () => {
      theirs('bake3', at(`plain.${kind}`), at('badge.json'), at(`theirs.${kind}`));
      same(JSON.stringify(unbaked(`theirs.${kind}`).credential), JSON.stringify(badge), 'the badge');
      same(await verdict(`theirs.${kind}`), 'valid', 'our verdict');
      same(String(bake('pretty.json', `theirs.${kind}`, `over.${kind}`).replaced), 'true', 'replaced');
      same(theirs('unbake3', at(`over.${kind}`)), fs.readFileSync(at('pretty.json'), 'utf8'), 'the new one');
      theirs('bake3', at(`ours.${kind}`), at('badge.json'), at(`twice.${kind}`));
      same(await verdict(`twice.${kind}`), 'unreadable', 'two badges in one picture');
    });
    await test(`${kind}: a JWT signed and baked by openbadgeslib, unbaked and baked again by us`, () => {
      const token = theirs('jwt', at(`plain.${kind}`), at(`jwt.${kind}`));
      const {form, credential} = unbaked(`jwt.${kind}`);
      same(`${form} ${credential}`, `jws ${token}`, 'the token');
      fs.writeFileSync(at('token.jwt'), `${token}\n`);
      bake('token.jwt', `plain.${kind}`, `again.${kind}`);
      same(theirs('unbake3', at(`again.${kind}`)), token, 'the token');
    });
    await test(`${kind}: a badge of Open Badges 2.0 baked by openbadges-bakery is named, and stays beside ours`, () => {
      const assertion = {'@context': 'https://w3id.org/openbadges/v2', type: 'Assertion', id: 'https://college.example/assertions/1'};
      fs.writeFileSync(at('assertion.json'), JSON.stringify(assertion));
      theirs('bake2', at(`plain.${kind}`), at('assertion.json'), at(`old.${kind}`));
      const {standard, credential} = unbaked(`old.${kind}`);
      same(`${standard} ${JSON.stringify(credential)}`, `Open Badges 2.0 ${JSON.stringify(assertion)}`, 'the badge');
      const before = theirs('unbake2', at(`old.${kind}`));
      same(String(bake('badge.json', `old.${kind}`, `both.${kind}`).replaced), 'false', 'replaced');
      same(theirs('unbake2', at(`both.${kind}`)), before, 'the old one');
      same(unbaked(`both.${kind}`).standard, 'Open Badges 3.0', 'the new one');
    });
  }
  await test('png: pngjs reads the same pixels before and after', () => {
    const pixels = name => PNG.sync.read(fs.readFileSync(at(name))).data.toString('base64');
    for (const name of ['ours.png', 'over.png', 'both.png']) same(pixels(name), pixels('plain.png'), name);
  });
}
