# lib.sh: what the scripts beside it share; they read it with ".".
# shellcheck shell=sh

name=script/${0##*/}
top=$(CDPATH='' cd -- "$(dirname -- "$0")/.." && pwd)
# shellcheck disable=SC2034
build=$top/build

# nginx and mariadbd stand where an ordinary user's PATH does not look.
PATH=$PATH:/usr/local/sbin:/usr/sbin:/sbin

say()
{
	printf '%s: %s\n' "$name" "$*" >&2
}

fail()
{
	say "$*"
	exit 1
}

# Whether the argument is a decimal number from $2 to $3.
is_number()
{
	case $1 in
	'' | *[!0-9]* | ??????????*) return 1 ;;
	esac
	[ "$1" -ge "$2" ] && [ "$1" -le "$3" ]
}

# Makes a path absolute; what it names need not be there.
absolute()
{
	case $1 in
	/*) printf '%s\n' "$1" ;;
	*) printf '%s/%s\n' "$(pwd)" "$1" ;;
	esac
}

# Whether a process is there and has not ended; its parent may be slow to bury it.
is_alive()	# pid
{
	kill -0 "$1" 2>/dev/null &&
		! grep -qs '^State:.Z' "/proc/$1/status"
}

# Whether the process of a pid file is there, and is the one that was started
# for that directory: a number alone may have been given to somebody else.
is_running()	# pid-file directory
{
	[ -s "$1" ] || return 1
	pid=$(cat "$1")
	is_number "$pid" 2 999999999 && is_alive "$pid" || return 1
	cat "/proc/$pid/cmdline" "/proc/$pid/environ" 2>/dev/null |
	    grep -aqF -e "$2/"
}

# Builds the program in a directory that was configured.
compile()	# directory target...
{
	directory=$1
	shift
	make -C "$directory" -j "$(nproc)" --no-print-directory "$@"
}

# --- Debian's packages ------------------------------------------------------

as_root()
{
	if [ "$(id -u)" = 0 ]; then
		"$@"
	elif command -v sudo >/dev/null; then
		sudo "$@"
	else
		fail "neither root nor sudo; as root, run: $*"
	fi
}

apt_get()
{
	as_root env DEBIAN_FRONTEND=noninteractive apt-get -q "$@" >&2
}

# Those of the packages named that are not installed.
missing_packages()	# package...
{
	for package; do
		case $(dpkg-query -W -f '${db:Status-Status}' "$package" \
		    2>/dev/null) in
		installed*) ;;
		*) echo "$package" ;;
		esac
	done
}

install_missing()	# package...
{
	say "installing" "$@"
	apt_get update
	apt_get install -y --no-install-recommends "$@"
}

# Those that were missing are in $missing afterwards.
get_packages()	# package...
{
	command -v apt-get >/dev/null ||
		fail "no apt-get here; what is needed, by its names in Debian: $*"
	missing=$(missing_packages "$@")
	# shellcheck disable=SC2086
	[ -z "$missing" ] || install_missing $missing
}
