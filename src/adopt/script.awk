# awk -f script.awk dump.py >script.c
#
# The lines of the program in Python, for adopt/dump.h.

BEGIN {
	print "#include \"adopt/dump.h\"\n\n#include <stddef.h>\n"
	print "const char *const dump_script[] = {"
}

{
	gsub(/["\\]/, "\\\\&")
	print "\t\"" $0 "\","
}

END {
	print "\tNULL\n};"
}
