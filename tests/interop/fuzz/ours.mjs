// Our half: the example `mutants` of crates/canon, which makes the documents and judges them.
import {spawn} from 'node:child_process';
import readline from 'node:readline';

/** Documents `first` to `first + count - 1` of the series `seed`, each `{index, text, sha256 | refused}`. */
export async function* documents(program, seed, first, count) {
  const child = spawn(program, [seed, first, count].map(String), {stdio: ['ignore', 'pipe', 'inherit']});
  const ended = new Promise(resolve => child.on('close', resolve));
  let all = false;
  try {
    for await (const line of readline.createInterface({input: child.stdout})) yield JSON.parse(line);
    all = true;
  } finally {
    // Whoever has seen enough stops listening.
    if (!all) child.kill();
  }
  const status = await ended;
  if (status !== 0) throw new Error(`${program} ended with ${status}: a document made it fail`);
}

/** Judges texts one at a time: `{nquads}` or `{refused}`. */
export class Judge {
  #child;
  #lines;

  constructor(program) {
    this.#child = spawn(program, ['judge'], {stdio: ['pipe', 'pipe', 'inherit']});
    this.#lines = readline.createInterface({input: this.#child.stdout})[Symbol.asyncIterator]();
  }

  async judge(text) {
    this.#child.stdin.write(`${JSON.stringify(text)}\n`);
    const {value, done} = await this.#lines.next();
    if (done) throw new Error('our half ended: the last document made it fail');
    return JSON.parse(value);
  }

  end() {
    this.#child.stdin.end();
  }
}
