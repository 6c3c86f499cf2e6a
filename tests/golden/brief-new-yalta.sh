# The founding question, on an agenda as the file asks it.
entente scenarios/new-yalta.yaml --limit 3
