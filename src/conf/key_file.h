/*
 * key_file: secrets and keys that stand in files of their own. Within conf/
 * only. What is wrong with one is said where the setting stands.
 */
#ifndef PORTRESS_CONF_KEY_FILE_H
#define PORTRESS_CONF_KEY_FILE_H

#include <stddef.h>

#include "conf/reading.h"

/* A setting that names a file. */
struct key_file {
	const char	*name;		/* of the setting */
	const char	*file;
	struct place	 place;
	size_t		 least;		/* characters of a secret */
};

/* The first line without its end; NULL if there is none. */
const char	*key_file_secret(struct reading *reading,
		    const struct key_file *from);
/* The lines that are not empty, ended by NULL. */
const char *const *key_file_secrets(struct reading *reading,
		    const struct key_file *from);
/* All of it, as a key in PEM is; NULL if there is nothing. */
const char	*key_file_pem(struct reading *reading,
		    const struct key_file *from);

#endif
