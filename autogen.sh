#!/bin/sh
# Makes configure and what belongs to it.
set -eu
cd "$(dirname "$0")"
exec autoreconf --install --warnings=all
