#!/usr/bin/env bash
# The public header stands alone: it compiles first in a file, without a warning, as C99, C17 and
# C++11, by whichever of the two compilers are here.
#
# usage: header.sh FOLDER-OF-HEADER
set -euo pipefail
folder=$1
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
flags=(-pedantic-errors -Wall -Wextra -Wshadow -Wconversion -Werror -fsyntax-only -I "$folder")
printf '#include "entente.h"\nent_style style = ENT_STYLE_INIT;\n' >"$work/use.c"
cp "$work/use.c" "$work/use.cpp"
printf '#include "entente.h"\nint f(void) { return ent_no_such_function(); }\n' >"$work/wrong.c"

tried=0
for compiler in gcc clang; do
    command -v "$compiler" >/dev/null || continue
    "$compiler" -std=c99 -Wstrict-prototypes "${flags[@]}" "$work/use.c"
    "$compiler" -std=c17 -Wstrict-prototypes "${flags[@]}" "$work/use.c"
    # Negative control: a mistake is seen with these flags.
    if "$compiler" -std=c17 "${flags[@]}" "$work/wrong.c" 2>/dev/null; then
        echo "$compiler accepted a call of a function that does not exist" >&2
        exit 1
    fi
    tried=1
done
for compiler in g++ clang++; do
    command -v "$compiler" >/dev/null || continue
    "$compiler" -std=c++11 "${flags[@]}" "$work/use.cpp"
done
[ $tried -eq 1 ]
