// The fuzz targets of crates/canon/fuzz, one after the other.
import {spawnSync} from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';

const targets = ['bytes', 'structured', 'nquads', 'jcs'];

/** Runs each target for TASSEL_FUZZ_MINUTES (30) and prints what it did; the number of targets that found something. */
export function runTargets(root) {
  if (spawnSync('cargo', ['fuzz', '--version']).status !== 0) {
    console.log('SKIPPED targets: cargo-fuzz is absent: cargo install cargo-fuzz');
    return targets.length;
  }
  const minutes = Number(process.env.TASSEL_FUZZ_MINUTES ?? 30);
  return targets.filter(target => !run(root, target, Math.round(minutes * 60))).length;
}

function run(root, target, seconds) {
  const folder = path.join(root, 'crates/canon');
  const corpus = path.join(root, 'target/fuzz/corpus', target);
  fs.mkdirSync(corpus, {recursive: true});
  const options = [`-max_total_time=${seconds}`, '-print_final_stats=1', '-timeout=20', '-rss_limit_mb=2048', '-max_len=16384'];
  // Stable Rust builds the instrumentation when told that it may.
  const env = {...process.env, RUSTC_BOOTSTRAP: '1'};
  const seeds = [path.join('fuzz/seeds', target), ...(target === 'bytes' ? ['tests/fuzz/bases'] : [])];
  const {status, stderr} = spawnSync('cargo', ['fuzz', 'run', target, corpus, ...seeds, '--', ...options],
    {cwd: folder, env, encoding: 'utf8', stdio: ['ignore', 'ignore', 'pipe'], maxBuffer: 1 << 30});
  const stat = name => stderr.match(new RegExp(`stat::${name}:\\s+(\\d+)`))?.[1] ?? '?';
  const peak = stat('peak_rss_mb');
  console.log(`target ${target}: ${seconds} s, ${stat('number_of_executed_units')} inputs, ${stat('new_units_added')} new ones kept, `
    + `at most ${peak} MB: ${status === 0 ? 'nothing found' : 'FOUND SOMETHING'}`);
  if (status !== 0) console.log(stderr.split('\n').slice(-40).join('\n'));
  return status === 0;
}
