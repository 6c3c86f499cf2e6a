# An empty core with the coalitions that prove it, and a game without imputations.
printf 'entente: 1\nactors: {a: , b: , c: }\nworth of coalitions: {values: {"a, b": 60, "a, c": 50, "b, c": 40, all: 70}}\n' > game.yaml
entente worth game.yaml
printf 'entente: 1\nactors: {a: , b: }\nworth of coalitions: {values: {a: 3, b: 2, all: 4}}\n' > apart.yaml
entente worth apart.yaml
