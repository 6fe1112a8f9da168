/*
 * cell: what stands in the columns of a table, also texts of others.
 */
#ifndef PORTRESS_CTL_CELL_H
#define PORTRESS_CTL_CELL_H

#include <stddef.h>
#include <stdint.h>

#define CELL_SPAN 24

/*
 * Prints UTF-8 cut, or filled with blanks, to so many code points; what a
 * terminal would obey is a question mark.
 */
void	cell_print(const char *text, size_t width);
/* How long that is: "45 s", "59 min", "47 h", "12 d". The text. */
const char *cell_span(char text[CELL_SPAN], int64_t seconds);

#endif
