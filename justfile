# What people do here often. `just` alone lists it.

[private]
default:
    @just --list

# The demonstration: everything on one port, with sample learners
demo *OPTIONS:
    cargo run --release -- demo {{OPTIONS}}

# What a change has to pass before it is committed; `.ci/run` does more
check: && test
    cargo fmt --all --check
    cargo clippy --workspace --all-targets -- -D warnings
    RUSTDOCFLAGS='-D warnings' cargo doc --workspace --no-deps

# All tests, the table of what ran at the end
test *OPTIONS:
    cargo test --workspace {{OPTIONS}}

# The rules of the house alone: layers, licences, names (seconds)
house:
    cargo test -p house

# Other people's wallets and verifiers against the release build (Node, Chromium)
interop:
    cargo build --release
    tests/interop/run

# Everything the continuous integration runs, absences being failures
ci:
    .ci/run

# Measure durable writes on SQLite and PostgreSQL
measure-db:
    cargo run --release -p db --example throughput

# Canonical bytes and proofs beside the libraries others use, in one table (about ten minutes; the first build as long)
bench *OPTIONS:
    benches/peers/run {{OPTIONS}}

# A long proof, with its dated output in docs/proofs: `just prove kill`, `just prove packaged`, `just prove fuzz` (needs cargo-fuzz)
prove NAME:
    cargo build --release
    mkdir -p docs/proofs
    bash -o pipefail -c 'node tests/interop/{{NAME}}.mjs | tee "docs/proofs/{{NAME}}-$(date +%F).txt"'
