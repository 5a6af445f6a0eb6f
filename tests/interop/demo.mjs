// Starts and stops `tassel demo`, and runs commands beside it.
import {execFileSync, spawn} from 'node:child_process';
import fs from 'node:fs';
import net from 'node:net';
import os from 'node:os';
import path from 'node:path';

export const tassel = path.resolve(process.env.TASSEL ?? new URL('../../target/release/tassel', import.meta.url).pathname);

const freePort = () => new Promise((resolve, reject) => {
  const server = net.createServer().on('error', reject).listen(0, '127.0.0.1', () => {
    const {port} = server.address();
    server.close(() => resolve(port));
  });
});

// Whatever ends this process, no demo outlives it.
const running = new Set();
process.on('exit', () => running.forEach(child => child.kill('SIGKILL')));
for (const signal of ['SIGINT', 'SIGTERM']) process.on(signal, () => process.exit(1));

/** A running demo on a port and data directory of its own. */
export class Demo {
  static async start(...options) {
    const demo = new Demo();
    demo.port = await freePort();
    demo.base = `http://localhost:${demo.port}`;
    demo.data = fs.mkdtempSync(path.join(os.tmpdir(), 'tassel-interop-'));
    await demo.launch(options);
    return demo;
  }

  async launch(options) {
    this.options = options;
    const began = performance.now();
    this.child = spawn(tassel, ['demo', '--port', String(this.port), '--data', this.data, ...options], {stdio: ['ignore', 'ignore', 'pipe']});
    const {child} = this;
    running.add(child);
    child.once('exit', () => running.delete(child));
    this.messages = '';
    this.child.stderr.on('data', chunk => { this.messages += chunk; });
    while (!await this.answers()) {
      if (this.child.exitCode !== null) throw new Error(`the demo ended: ${this.messages}`);
      if (performance.now() - began > 20_000) throw new Error(`the demo did not answer: ${this.messages}`);
      await new Promise(resolve => setTimeout(resolve, 10));
    }
    this.started = Math.round(performance.now() - began);
  }

  answers() {
    return fetch(`${this.base}/healthz`).then(answer => answer.ok, () => false);
  }

  /** Peak memory so far, in megabytes. */
  megabytes() {
    const status = fs.readFileSync(`/proc/${this.child.pid}/status`, 'utf8');
    return Number(/VmHWM:\s+(\d+)/.exec(status)[1]) / 1024;
  }

  async get(where) {
    return (await fetch(new URL(where, this.base))).json();
  }

  /** A command on the same installation; its JSON. */
  command(...words) {
    return JSON.parse(execFileSync(tassel, [...words, '--json', '--data', this.data], {encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe']}));
  }

  offer(learner, ...options) {
    return this.command('offer', '--learner', learner, ...options);
  }

  /** The verifier's report. */
  verify(credential) {
    return this.verifyBytes(JSON.stringify(credential));
  }

  async verifyBytes(body) {
    const answer = await fetch(`${this.base}/verifier/api/verify`, {method: 'POST', body});
    return answer.json();
  }

  async stop(signal = 'SIGTERM') {
    const ended = new Promise(resolve => this.child.once('exit', resolve));
    this.child.kill(signal);
    await ended;
  }

  async end() {
    await this.stop();
    fs.rmSync(this.data, {recursive: true, force: true});
  }
}
