# Mistakes in views and claims: all of them in one run, each at its place.
cat >views.yaml <<'YAML'
entente: 1
actors: {north: , east: }
issues:
  strait: {outcomes: [east, shared, north], status quo: east, control: "all of [north, east]"}
  weather: {outcomes: [mild, rough], given: mild}
preferences:
  north: {wants: {strait: north}, red lines: [{never: strait = east, name: never east}]}
views:
  hawks:
    changes:
      - add: {preferences: {north: {red line: [strait = shared]}}}
      - replace: {preferences: {nort: {salience: strait}}}
      - remove: never eats
      - freeze weather
      - east prefers north
    claims: ["some deal of {north, east}"]
  doves:
    extends: base
    changes:
      - add: {rules: [strait = shred]}
  owls:
    changes:
      - remove: never east
    claims:
      - some deal of {north, west}
      - {claim: "every deal of {north, east} has strait = shared", rests on: never east}
      - "in view hawk: no deal of {north, east}"
      - "in view base: no deal of {north, south}"
      - strait = shared is SQE-stable
      - all will be well
YAML
entente check views.yaml
