# On what two views differ, and a view that is not there.
entente compare scenarios/harbour.yaml base hawks --models 60
entente compare scenarios/harbour.yaml base nobody
