/*
 * reread: the configuration's file, read again while it is in force.
 */
#ifndef PORTRESS_PROC_REREAD_H
#define PORTRESS_PROC_REREAD_H

#include <stdint.h>
#include <sys/stat.h>

struct conf;

/* A file that is looked after where nobody can send HUP. */
struct reread {
	struct stat	 seen;		/* as it was when it was last read */
	struct stat	 noticed;	/* as it was when it was last looked at */
	int64_t		 noticed_at;	/* of clock_monotonic */
};

/* The file as it is now, or NULL, logged. The caller owns it. */
struct conf	*reread_now(const char *file)
		    __attribute__((warn_unused_result));

/* From now on: changes of that file, which is read next. */
void		 reread_begin(struct reread *reread, const char *file);
/*
 * The file as it is now, if it is another than before and nobody has written
 * to it for a moment; or NULL. What is wrong with it is logged once. The
 * caller owns it.
 */
struct conf	*reread_changed(struct reread *reread, const char *file)
		    __attribute__((warn_unused_result));

#endif
