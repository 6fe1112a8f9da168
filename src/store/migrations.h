/*
 * migrations: the files of schema/, made into C by migrations.awk.
 */
#ifndef PORTRESS_STORE_MIGRATIONS_H
#define PORTRESS_STORE_MIGRATIONS_H

struct migration {
	int			 number;	/* 0 ends the table */
	const char		*name;		/* of the file, without .sql */
	const char *const	*statements;	/* ended by NULL */
};

extern const struct migration migrations[];

#endif
