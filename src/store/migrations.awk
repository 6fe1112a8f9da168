# awk -f migrations.awk schema/*.sql >migrations.c
#
# Makes the table of store/migrations.h from files named NUMBER-NAME.sql.
# A statement ends with a semicolon at the end of a line; a comment is a line
# that begins with two dashes.

function end_file() {
	if (in_statement) {
		print name ": the last statement has no end" >"/dev/stderr"
		failed = 1
		exit 1
	}
	if (name != "")
		print "\tNULL\n};"
}

BEGIN {
	print "#include \"store/migrations.h\"\n\n#include <stddef.h>"
}

FNR == 1 {
	end_file()
	name = FILENAME
	sub(/^.*\//, "", name)
	sub(/\.sql$/, "", name)
	names[++count] = name
	print "\nstatic const char *const file_" count "[] = {"
}

/^--/ || /^[ \t]*$/ {
	next
}

{
	is_last = /;[ \t]*$/
	sub(/;[ \t]*$/, "")
	gsub(/["\\]/, "\\\\&")
	printf "\t%s\"%s%s\"%s\n", in_statement ? "    " : "", $0,
	    is_last ? "" : "\\n", is_last ? "," : ""
	in_statement = !is_last
}

END {
	if (failed)
		exit 1
	end_file()
	print "\nconst struct migration migrations[] = {"
	for (i = 1; i <= count; i++)
		printf "\t{ %d, \"%s\", file_%d },\n", names[i] + 0,
		    names[i], i
	print "\t{ 0 }\n};"
}
