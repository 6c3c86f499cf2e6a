# Every claim in every view; and one sentence asked of one view, with --strict.
entente claims scenarios/harbour.yaml --models 60
entente claims scenarios/harbour.yaml --models 60 --view doves --strict --claim "no deal of {north, east}"
