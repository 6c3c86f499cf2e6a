#!/usr/bin/env bash
# The short way to everything: installs what is missing, builds, runs, tests.
#
# Nothing is installed that is not printed first, and nothing when all is there. Packages come from
# Debian (or Ubuntu) by apt-get, with sudo when this user is not root.
set -euo pipefail
cd "$(dirname "$0")"

need_build=(gcc libc6-dev cmake ninja-build pkg-config libfyaml-dev libexpat1-dev
    libsqlite3-dev libmd-dev)
need_test=("${need_build[@]}" g++ libcmocka-dev python3 python3-cffi)
need_lint=("${need_test[@]}" clang clang-format-14 cppcheck)
need_fuzz=("${need_build[@]}" clang libclang-rt-14-dev)

usage() {
    cat <<'TEXT'
usage: ./do COMMAND

  demo                     build, and answer the question of scenarios/new-yalta.yaml
  build [PRESET]           build (release, debug, asan, tsan, clang, fuzz)
  test                     all that CI runs, with shorter fuzzing
  test PRESET [ARGS]       build and test one preset; ARGS go to ctest ("./do test release -R golden")
  bench [SECONDS]          build and run the benchmarks (seconds for each measurement)
  fuzz [SECONDS [TARGET]]  run the fuzzers, fuzz/fuzz_TARGET.c (60 seconds each)
  lint                     format, include directions, warnings of two compilers, cppcheck
  format                   rewrite the C files in the house style
  docs                     write the pages of docs/ that the program itself makes
  bless [NAME...]          take what the program prints now as the expected golden output
  help                     this text
TEXT
}

say() { printf '== %s\n' "$*" >&2; }
fail() { printf './do: %s\n' "$*" >&2; exit 1; }

# need PACKAGE...: installs those that are missing.
need() {
    local package missing=()
    for package in "$@"; do
        dpkg-query -W -f '${Status}' "$package" 2>/dev/null | grep -q 'ok installed' ||
            missing+=("$package")
    done
    [ ${#missing[@]} -eq 0 ] && return
    command -v apt-get >/dev/null ||
        fail "please install these first (there is no apt-get here): ${missing[*]}"
    local root=()
    if [ "$(id -u)" -ne 0 ]; then
        command -v sudo >/dev/null ||
            fail "please install these first, as root: apt-get install ${missing[*]}"
        root=(sudo)
    fi
    say "installing with apt-get: ${missing[*]}"
    "${root[@]}" apt-get update -qq </dev/null ||
        fail "apt-get update failed: is there a network?"
    "${root[@]}" env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq \
        --no-install-recommends "${missing[@]}" </dev/null >/dev/null ||
        fail "apt-get could not install: ${missing[*]}"
}

# build PRESET: configures and builds; the build tree of `demo` is that of `release`.
build() {
    say "building $1"
    cmake --preset "$1" --log-level=WARNING >/dev/null
    cmake --build --preset "$1"
}

packages_of() {
    case $1 in
        demo) need "${need_build[@]}" ;;
        fuzz) need "${need_fuzz[@]}" ;;
        clang) need "${need_test[@]}" clang ;;
        lint*) need "${need_lint[@]}" ;;
        *) need "${need_test[@]}" ;;
    esac
}

do_demo() {
    packages_of demo
    build demo >&2
    build/release/entente scenarios/new-yalta.yaml
}

do_build() {
    packages_of "${1:-release}"
    build "${1:-release}"
}

do_test() {
    if [ $# -eq 0 ]; then
        FUZZ_SECONDS=${FUZZ_SECONDS:-5} exec .ci/run
    fi
    local preset=$1
    shift
    do_build "$preset"
    say "testing $preset"
    ctest --test-dir "build/$preset" --output-on-failure --no-tests=error -j "$(nproc)" "$@"
}

do_bench() {
    do_build release
    local program
    for program in build/release/bench_*; do
        [ -x "$program" ] || continue
        say "$(basename "$program")"
        "$program" "$@"
    done
}

do_fuzz() {
    local seconds=${1:-60} target
    local targets=("${2:-}")
    [ -n "${2:-}" ] || mapfile -t targets < <(basename -s .c -a fuzz/fuzz_*.c | sed s/^fuzz_//)
    packages_of fuzz
    build fuzz
    for target in "${targets[@]}"; do
        [ -x "build/fuzz/fuzz/fuzz_$target" ] || fail "there is no fuzz target '$target'"
        say "fuzzing $target for $seconds seconds"
        # New inputs go to the build tree; a finding is left there too, and should be added to
        # fuzz/corpus/TARGET once it is mended.
        mkdir -p "build/fuzz/found/$target"
        "build/fuzz/fuzz/fuzz_$target" -seed="${FUZZ_SEED:-0}" -max_total_time="$seconds" \
            -timeout=20 -rss_limit_mb=2048 \
            -max_len=8192 -print_final_stats=1 -dict=fuzz/entente.dict \
            -artifact_prefix="build/fuzz/found/$target-" \
            "build/fuzz/found/$target" "fuzz/corpus/$target" 2>&1 |
            grep -v -E '^#[0-9]+.*(REDUCE|NEW|RELOAD|pulse) '
    done
}

c_files() {
    local folders=() folder
    for folder in include src cli tests fuzz bench bindings; do
        [ -d "$folder" ] && folders+=("$folder")
    done
    find "${folders[@]}" -name '*.[ch]' | sort
}

do_lint() {
    packages_of lint
    say "house rules"
    python3 tests/lint/tree.py --self-test
    python3 tests/lint/tree.py .
    say "format (mend with ./do format)"
    c_files | xargs clang-format-14 --dry-run --Werror
    build lint-gcc
    build lint-clang
    say "cppcheck"
    cppcheck --quiet --std=c11 --error-exitcode=1 --inline-suppr -j "$(nproc)" \
        --enable=warning,portability -Iinclude -Isrc src cli
}

do_format() {
    packages_of lint
    c_files | xargs clang-format-14 -i
}

do_docs() {
    packages_of test
    build demo >&2
    docs/pages.sh build/release/entente
    docs/rows.py build/release/entente
}

do_bless() {
    do_build release
    tests/golden/run --bless build/release/entente "$@"
}

case ${1:-help} in
    demo | build | test | bench | fuzz | lint | format | docs | bless)
        command=$1
        shift
        "do_$command" "$@"
        ;;
    help | -h | --help) usage ;;
    *)
        usage >&2
        exit 2
        ;;
esac
