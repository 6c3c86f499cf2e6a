# Where two views of a small file differ, and what is said when a view is missing.
entente compare scenarios/harbour.yaml base hawks --models 60
entente compare scenarios/harbour.yaml base nobody
