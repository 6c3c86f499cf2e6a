# Views: the discussion, what a view changes, and a question asked in a view.
entente views scenarios/harbour.yaml
entente views scenarios/harbour.yaml --csv
entente check scenarios/harbour.yaml
entente show scenarios/harbour.yaml --view outlaws --diff
entente show scenarios/harbour.yaml --view doves --diff --csv
entente show scenarios/harbour.yaml --view hawks --diff --json
