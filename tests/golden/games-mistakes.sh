# Mistakes in votes, worth and blocs, each with its place.
cat > wrong.yaml <<'TEXT'
entente: 1
actors: {north: , east: }
votes:
  council: {voters: {a: 1, b: 2}, rule: "vote >= 2 and 3 of [a, b] and c"}
  empty: {rule: votes >= 1}
  table: {table: "name,votes\na,1\na,x", rule: votes > 50%}
worth of coalitions:
  values: {"north, east": 4, "east, north": 5, west: 1}
blocs:
  north: ["east", "north, east", "north, west"]
TEXT
entente check wrong.yaml
# Options that would change nothing are not passed over.
entente coalitions scenarios/harbour.yaml --models 10 --every
entente coalitions scenarios/harbour.yaml --deal 'patrol.north = full' --breakers north --outsiders worst
entente coalitions scenarios/harbour.yaml --every --of north
entente power scenarios/harbour.yaml --can 'raids = stopped' --rule strait
entente blocs scenarios/harbour.yaml --about tolls
