# Mistakes as JSON, for editors and other programs.
printf 'entente: 1\nactors: {a: {}}\nissues: {x: {outcomes: [u], control: b}}\n' >x.yaml
entente check x.yaml --json
