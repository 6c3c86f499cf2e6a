#!/usr/bin/env bash
# What gets installed can be used: a small C program is built against the installed header and
# library through pkg-config, shared and static, and the installed program and pages are there.
#
# usage: install.sh BUILD-FOLDER     (with CC the compiler; skipped for sanitized builds)
set -euo pipefail
[ -z "${ENTENTE_SANITIZE:-}" ] || exit 77
build=$1
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cmake --install "$build" --prefix "$work/usr" >/dev/null

cat >"$work/use.c" <<'C'
#include <entente.h>
#include <stdio.h>
#include <string.h>
int main(void)
{
    ent_context *context;
    if (strcmp(ent_version(), ENT_VERSION) != 0 || ent_context_new(&context) != ENT_OK)
        return 1;
    ent_context_free(context);
    printf("%s\n", ent_version());
    return 0;
}
C
folder=$(dirname "$(find "$work/usr" -name entente.pc)")
PKG_CONFIG_PATH=$folder
export PKG_CONFIG_PATH
# The installed prefix is the build's own (/usr/local); for the test it is the temporary folder.
flags() { pkg-config --define-variable=prefix="$work/usr" "$@" entente; }
library=$(flags --variable=libdir)

# shellcheck disable=SC2046
${CC:-cc} -std=c17 "$work/use.c" $(flags --cflags --libs) -Wl,-rpath,"$library" -o "$work/shared"
# shellcheck disable=SC2046
${CC:-cc} -std=c17 "$work/use.c" $(flags --cflags) "$library/libentente.a" \
    $(pkg-config --libs libfyaml expat) -pthread -o "$work/static"
wanted=$(flags --modversion)
for program in shared static; do
    [ "$("$work/$program")" = "$wanted" ] || { echo "$program: not version $wanted"; exit 1; }
done
# The shared program must really load the installed library.
loaded=$(ldd "$work/shared")
[[ $loaded == *"$library/libentente.so.0"* ]] || { echo "not linked shared: $loaded"; exit 1; }

[ "$("$work/usr/bin/entente" --version)" != "" ]
for page in man/man1/entente.1 bash-completion/completions/entente \
    zsh/site-functions/_entente fish/vendor_completions.d/entente.fish; do
    [ -s "$work/usr/share/$page" ] || { echo "share/$page is missing or empty"; exit 1; }
done
bash -n "$work/usr/share/bash-completion/completions/entente"
echo "installed: usable, version $wanted"
