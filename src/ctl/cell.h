/*
 * cell: texts of others in the columns of a table.
 */
#ifndef PORTRESS_CTL_CELL_H
#define PORTRESS_CTL_CELL_H

#include <stddef.h>

/*
 * Prints UTF-8 cut, or filled with blanks, to so many code points; what a
 * terminal would obey is a question mark.
 */
void	cell_print(const char *text, size_t width);

#endif
