#!/usr/bin/env bash
# Writes the pages that the program itself makes, so that they say what it does: the reference of the
# file format, the JSON Schema for editors, and the catalogue of diagnostics. The table of claims in
# new-yalta.md takes longer and is written by rows.py.
#
# usage: pages.sh [--check] PROGRAM
#
# --check compares instead of writing, and fails when a page is out of date.
set -euo pipefail
folder=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
check=0
if [ "${1:-}" = --check ]; then
    check=1
    shift
fi
program=$(realpath "${1:?usage: pages.sh [--check] PROGRAM}")
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

diagnostics() {
    local code
    printf '# Diagnostics\n\n'
    printf 'What the program says about a scenario or a question, and how to mend it. '
    printf 'The same is shown by `entente explain CODE`.\n'
    # An explanation is Markdown as it stands: its examples are indented by four.
    for code in $("$program" explain --color never | grep -o -E '^[EW][0-9]{4}\b' | sort -u); do
        printf '\n## '
        "$program" explain "$code" --color never --width 100
    done
}

"$program" format >"$work/format.md"
"$program" format --json >"$work/scenario.schema.json"
diagnostics >"$work/diagnostics.md"

status=0
for page in "$work"/*; do
    name=$(basename "$page")
    if [ $check -eq 0 ]; then
        cp "$page" "$folder/$name"
        echo "wrote docs/$name"
    elif ! diff -u --label "docs/$name" --label "the program" "$folder/$name" "$page"; then
        echo "docs/$name is out of date: run ./do docs"
        status=1
    fi
done
exit $status
