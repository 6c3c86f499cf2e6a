#!/usr/bin/env bash
# The same scenario and options give the same bytes: for 1, 2 and 4 threads, and for every program
# given (builds of gcc, of clang, with sanitizers).
#
# usage: determinism.sh PROGRAM... [-- SCENARIO...]
#
# As a negative control two verbs must give different bytes, so that a program
# which prints nothing, or always the same, does not pass.
set -euo pipefail
cd "$(dirname "$0")/.."
programs=()
while [ $# -gt 0 ] && [ "$1" != -- ]; do
    programs+=("$1")
    shift
done
[ $# -gt 0 ] && shift
scenarios=("$@")
[ ${#scenarios[@]} -gt 0 ] || scenarios=(scenarios/*.yaml)
[ ${#programs[@]} -gt 0 ] || { echo "usage: determinism.sh PROGRAM... [-- SCENARIO...]" >&2; exit 2; }

# sum PROGRAM ARGUMENTS...: digest of the output and the exit status.
sum() {
    { "$@" 2>&1 || echo "status $?"; } | sha256sum | cut -c 1-16
}

failures=0
runs=0
for scenario in "${scenarios[@]}"; do
    for question in show "deals --draw 5" "deals --engine parts" brief terms \
        "terms --rest any --engine parts" trades frontier "frontier --over packages --engine parts" \
        coalitions moves power worth "claims --models 20"; do
        read -ra words <<<"$question"
        # A discussion of a hundred claims takes long under sanitizers; a small one says as much.
        [ "${words[0]}" = claims ] && [ "$(basename "$scenario")" = new-yalta.yaml ] && continue
        expected=$(sum "${programs[0]}" "${words[@]}" "$scenario" --json --quiet --threads 1)
        for program in "${programs[@]}"; do
            for threads in 1 2 4; do
                runs=$((runs + 1))
                got=$(sum "$program" "${words[@]}" "$scenario" --json --quiet --threads $threads)
                if [ "$got" != "$expected" ]; then
                    echo "DIFFERS: $program $question $scenario --threads $threads"
                    failures=$((failures + 1))
                fi
            done
        done
    done
    if [ "$(sum "${programs[0]}" show "$scenario" --json)" = \
        "$(sum "${programs[0]}" deals "$scenario" --json)" ]; then
        echo "NO CONTROL: show and deals of $scenario print the same"
        failures=$((failures + 1))
    fi
done
echo "determinism: $runs runs of ${#programs[@]} programs, $failures differ"
[ $failures -eq 0 ] && [ $runs -gt 0 ]
