// The fuzz targets of crates/canon/fuzz.
import {spawn, spawnSync} from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';

const targets = ['bytes', 'structured', 'nquads', 'jcs'];

/** Runs each target for TASSEL_FUZZ_MINUTES (30), two at a time, and prints what it did; the number of targets that found something. */
export async function runTargets(root) {
  if (spawnSync('cargo', ['fuzz', '--version']).status !== 0) {
    console.log('SKIPPED targets: cargo-fuzz is absent: cargo install cargo-fuzz');
    return targets.length;
  }
  build(root);
  const seconds = Math.round(Number(process.env.TASSEL_FUZZ_MINUTES ?? 30) * 60);
  const waiting = [...targets];
  let findings = 0;
  const worker = async () => {
    for (let target = waiting.shift(); target; target = waiting.shift()) {
      if (!await run(root, target, seconds)) findings++;
    }
  };
  await Promise.all([worker(), worker()]);
  return findings;
}

// Stable Rust builds the instrumentation when told that it may.
const env = {...process.env, RUSTC_BOOTSTRAP: '1'};

const folder = root => path.join(root, 'crates/canon');

/** All targets at once, so that none waits for another's build while its time runs. */
function build(root) {
  const {status} = spawnSync('cargo', ['fuzz', 'build'], {cwd: folder(root), env, stdio: ['ignore', 'ignore', 'inherit']});
  if (status !== 0) throw new Error('the fuzz targets of crates/canon do not build');
}

async function run(root, target, seconds) {
  const corpus = path.join(root, 'target/fuzz/corpus', target);
  fs.mkdirSync(corpus, {recursive: true});
  const options = [`-max_total_time=${seconds}`, '-print_final_stats=1', '-timeout=20', '-rss_limit_mb=2048', '-max_len=16384'];
  const seeds = [path.join('fuzz/seeds', target), ...(target === 'bytes' ? ['tests/fuzz/bases'] : [])];
  const {status, said} = await finished(spawn('cargo', ['fuzz', 'run', target, corpus, ...seeds, '--', ...options],
    {cwd: folder(root), env, stdio: ['ignore', 'ignore', 'pipe']}));
  const stat = name => said.match(new RegExp(`stat::${name}:\\s+(\\d+)`))?.[1] ?? '?';
  console.log(`target ${target}: ${seconds} s, ${stat('number_of_executed_units')} inputs, ${stat('new_units_added')} new ones kept, `
    + `at most ${stat('peak_rss_mb')} MB: ${status === 0 ? 'nothing found' : 'FOUND SOMETHING'}`);
  if (status !== 0) console.log(said.split('\n').slice(-40).join('\n'));
  return status === 0;
}

/** The exit code of a process and the end of what it said. */
function finished(child) {
  let said = '';
  child.stderr.setEncoding('utf8').on('data', text => said = (said + text).slice(-100_000));
  return new Promise((resolve, reject) => {
    child.on('error', reject);
    child.on('close', status => resolve({status, said}));
  });
}
