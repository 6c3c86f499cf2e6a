# A file with mistakes: each with its place, a caret, the path and a hint; status 1.
cat >pact.yaml <<'YAML'
entente: 1
actors:
  north: {resources: {ships: -4}}
  east: {nmae: Eastmark}
issues:
  strait: {outcomes: [east, shared, north], control: east, status quo: shred}
rules:
  - strait = nroth
preferences:
  north: {wants: {strait: north}, salience: tols > strait}
YAML
entente check pact.yaml
