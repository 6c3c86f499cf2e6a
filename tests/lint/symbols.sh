#!/usr/bin/env bash
# The libraries show nothing but names of their own: every global symbol of the static library and
# every exported one of the shared library carries the prefix ent_, and the shared library exports
# exactly the functions that the public header declares.
#
# usage: symbols.sh LIBRARY.a LIBRARY.so HEADER
set -euo pipefail
export LC_ALL=C
static=$1 shared=$2 header=$3

# foreign: names on standard input without the prefix, but for the compiler's own.
foreign() { grep -v -E '^(ent_|__|_init$|_fini$)' || true; }
names() { awk 'NF >= 3 {print $3}' | sort -u; }

# Negative control: the filter must let a foreign name through.
[ "$(printf 'ent_version\nhelper\n' | foreign)" = helper ]

status=0
bad=$(nm -g --defined-only "$static" | names | foreign)
if [ -n "$bad" ]; then
    printf 'global symbols without ent_ in %s:\n%s\n' "$static" "$bad"
    status=1
fi

exported=$(nm -D --defined-only "$shared" | names | grep -v -E '^(__|_init$|_fini$)' || true)
declared=$(sed -e 's,/\*.*\*/,,' "$header" | tr '\n' ' ' | grep -o 'ENT_API [^;{]*(' |
    grep -o 'ent_[a-z0-9_]*(' | tr -d '(' | sort -u)
if [ "$exported" != "$declared" ]; then
    printf 'exported (<) and declared in %s (>) differ:\n' "$header"
    diff <(printf '%s\n' "$exported") <(printf '%s\n' "$declared") || true
    status=1
fi
exit $status
