#!/bin/sh
# Portress on a shared host: what Apache starts. It must be executable (mode
# 755), belong to you, and be writable by you alone. Lines end as on Unix.

case $0 in
*/*) cd "${0%/*}" || exit 1 ;;
esac

# Where the program is, from here.
program=../../portress

# What is logged is for nobody else, and shall not fill the disk.
umask 077
log=$program/portress.log
[ ! -s "$log" ] || [ "$(wc -c <"$log")" -lt 1000000 ] || mv "$log" "$log.old"

exec /bin/sh "$program/portress" serve --no-fork 2>>"$log"
