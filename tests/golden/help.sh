# The help, whole and of one verb: the tables of verbs and options as a person meets them.
entente --help
echo ----
entente help deals
