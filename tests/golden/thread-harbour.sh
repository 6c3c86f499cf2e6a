# The whole discussion of a small file: verdicts, witnesses, premises.
entente thread scenarios/harbour.yaml --models 60 --quiet
