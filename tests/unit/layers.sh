#!/bin/sh
# An #include only points down, and each foreign library has one door
# (DESIGN.md). Prints one line a rule broken; exits 1 if there is one.

set -eu
cd "$(dirname -- "$0")/../../src"

# A folder, and the folders whose headers it may include.
layers='
base	base
conf	base conf
http	base conf http
store	base conf store
mail	base conf mail
auth	base conf http store mail auth
op	base conf http store mail auth op
dialect	base conf http store mail auth op dialect
proc	base conf http store mail auth op dialect proc
adopt	base conf store adopt
ctl	base conf http store mail auth op dialect proc adopt ctl
'

# A library's header, and the files that may include it.
doors='
fcgiapp.h	http/fcgi.c
json-c/json.h	base/node.c http/body_json.c auth/bearer.c
mysql.h	store/link.h
crypt.h	auth/hash_crypt.c
argon2.h	auth/hash_argon2.c
openssl/x509.h	store/link.c
confuse.h	conf/reading.c
idn2.h	base/mailbox.c
utf8proc.h	base/unicode.c
zlib.h	auth/session_data.c
curl/curl.h	base/libcurl.h
'

# Quoted headers that each file includes: "file header".
includes()
{
	grep -rnoE '^#[[:space:]]*include[[:space:]]*"[^"]+"' --include='*.[ch]' . |
	    sed -E 's|^\./([^:]+):[0-9]+:[^"]*"([^"]+)"$|\1 \2|'
}

# Headers of libraries that each file includes.
foreign()
{
	grep -rnoE '^#[[:space:]]*include[[:space:]]*<[^>]+>' --include='*.[ch]' . |
	    sed -E 's|^\./([^:]+):[0-9]+:[^<]*<([^>]+)>$|\1 \2|'
}

broken_layers()
{
	includes | while read -r file header; do
		folder=${file%%/*}
		[ "$folder" != "$file" ] || continue	# main.c may all
		allowed=$(echo "$layers" | sed -n "s/^$folder	//p")
		case " $allowed " in
		*" ${header%%/*} "*) ;;
		*) echo "$file includes $header: that is not below it" ;;
		esac
	done
}

broken_doors()
{
	foreign | while read -r file header; do
		allowed=$(echo "$doors" | awk -F'\t' -v h="$header" \
		    '$1 == h { print $2 }')
		[ -n "$allowed" ] || continue
		case " $allowed " in
		*" $file "*) ;;
		*) echo "$file includes <$header>: only $allowed may" ;;
		esac
	done
}

broken=$(broken_layers; broken_doors)
[ -z "$broken" ] || { echo "$broken"; exit 1; }
