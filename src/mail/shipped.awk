# awk -f shipped.awk templates/layout.html templates/LANGUAGE/KIND.txt ...
#
# Makes the table of mail/shipped.h. Of a name all up to templates/ is left out.

function end_file() {
	if (name != "")
		print "\t    \"\" },"
}

BEGIN {
	print "#include \"mail/shipped.h\"\n\n#include <stddef.h>\n"
	print "const struct shipped shipped[] = {"
}

FNR == 1 {
	end_file()
	name = FILENAME
	sub(/^.*templates\//, "", name)
	print "\t{ \"" name "\","
}

{
	gsub(/["\\]/, "\\\\&")
	print "\t    \"" $0 "\\n\""
}

END {
	end_file()
	print "\t{ NULL, NULL }\n};"
}
