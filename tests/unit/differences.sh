# Every row of the tables of differences names a test that is there.

set -eu
top=${top_srcdir:-$(dirname -- "$0")/../..}
rows=0 missing=0

while IFS='|' read -r _ name _ _ _ test _; do
	case $name in
	' difference ' | *---*) continue ;;
	esac
	rows=$((rows + 1))
	file=$(echo "${test%%:*}" | tr -d ' ')
	test=$(echo "${test#*:}" | tr -d ' ')
	if ! grep -Eqs "^(    def |)$test\(" "$top/tests/$file"; then
		echo "docs/:$name: no $test in tests/$file"
		missing=$((missing + 1))
	fi
done <<END
$(grep -h '^| .* | .* | .* | .* |' "$top/docs/differences.md" \
    "$top/docs/dj-rest-auth.md")
END

[ "$rows" -gt 0 ] && [ "$missing" = 0 ]
