// jsonld.js in safe mode, as Digital Bazaar's cryptosuites call it, with our contexts under the published URLs.
import fs from 'node:fs';
import path from 'node:path';
import jsonld from 'jsonld';
import ContextResolver from 'jsonld/lib/ContextResolver.js';

const folder = path.resolve(import.meta.dirname ?? new URL('.', import.meta.url).pathname, '../../../contexts');
const published = JSON.parse(fs.readFileSync(path.join(folder, 'published.json'), 'utf8'));
const contexts = new Map(
  Object.entries(published)
    .filter(([, {definition, testing}]) => !definition && !testing)
    .map(([url, {file}]) => [url, JSON.parse(fs.readFileSync(path.join(folder, file), 'utf8'))]));

async function documentLoader(url) {
  if (!contexts.has(url)) throw Object.assign(new Error(`unknown context ${url}`), {name: 'unknown context'});
  return {contextUrl: null, documentUrl: url, document: contexts.get(url)};
}

// Its default limit of work (a factor of 1) refuses lists of four; with 3 its bytes can be compared. What takes longer than
// the time is stopped.
const limits = () => ({algorithm: 'RDFC-1.0', maxWorkFactor: 3, signal: AbortSignal.timeout(5_000)});
const options = {base: null, safe: true, documentLoader};

// jsonld.js remembers processed contexts for all documents, and with them the warnings that a later context of the same
// array caused: after one refused document it may refuse every other that begins with the same context. So each refusal
// is followed by a fresh memory, and a refusal is believed only when the memory was fresh.
const fresh = () => new ContextResolver({sharedCache: new Map()});
let contextResolver = fresh();
let isFresh = true;

/** `{nquads}`, or `{refused, detail}`: the innermost reason jsonld.js gives. */
export async function judge(text) {
  const document = parsed(text);
  if (document === undefined) return {refused: 'not JSON', detail: ''};
  for (;;) {
    const wasFresh = isFresh;
    isFresh = false;
    try {
      return {nquads: await jsonld.canonize(structuredClone(document), {...options, contextResolver, canonizeOptions: limits()})};
    } catch (error) {
      contextResolver = fresh();
      isFresh = true;
      if (wasFresh) return {refused: reason(error), detail: innermost(error).message};
    }
  }
}

function parsed(text) {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function innermost(error) {
  return error.details?.cause instanceof Error ? innermost(error.details.cause) : error;
}

function reason(error) {
  const inner = innermost(error);
  if (/^(Maximum deep iterations|Abort signal)/.test(inner.message)) return 'too complex';
  return inner.details?.event?.code ?? inner.details?.code ?? error.details?.code ?? inner.name;
}
