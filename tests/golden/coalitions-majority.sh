# Three who vote by majority and like three outcomes in a circle: nothing holds, with the circles that show it.
cat > majority.yaml <<'TEXT'
entente: 1
question: deal of {a, b, c} with winner != none
actors: {a: , b: , c: }
issues:
  winner: {outcomes: [none, x, y, z], unordered: true, status quo: none, control: "2 of [a, b, c]"}
preferences:
  a: {wants: {winner: x > y > z > none}}
  b: {wants: {winner: y > z > x > none}}
  c: {wants: {winner: z > x > y > none}}
TEXT
entente coalitions majority.yaml --stable
entente coalitions majority.yaml --outsiders worst
entente coalitions majority.yaml --can 'winner = x' --of 'a, b' --join c
