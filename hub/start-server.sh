#!/bin/sh
# Start one student's server, as that student: start-server.sh PROGRAMS DATA ARGUMENTS...
set -e
programs=$1 data=$2
shift 2
umask 077
# Keras writes beside its data sets (keras.json), so only they are shared.
mkdir -p "$HOME/.keras"
[ -e "$HOME/.keras/datasets" ] || ln -sfn "$data/keras/datasets" "$HOME/.keras/datasets"
export PATH="$programs:$PATH"
exec "$programs/jupyterhub-singleuser" "$@"
