# No deal: the smallest sets of statements that rule it out, and what would mend it.
cat >wages.yaml <<'YAML'
entente: 1
question: deal of {union, owners} with pay = up
actors: {union: , owners: }
issues:
  pay: {outcomes: [same, up], control: "all of [union, owners]", status quo: same}
  hours: {outcomes: [more, same, less], control: "all of [union, owners]", status quo: same}
preferences:
  union: {wants: {pay: up, hours: less}, salience: pay > hours, red lines: [hours = more]}
  owners: {wants: {pay: same, hours: more}, salience: pay > hours}
YAML
entente wages.yaml
