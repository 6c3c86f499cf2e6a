# The page that most people see: the file's own question, answered.
entente scenarios/labour.yaml
