/*
 * arrival: what came of a request on its way through a web server, for whoever
 * wants to know what that does.
 */
#ifndef PORTRESS_HTTP_ARRIVAL_H
#define PORTRESS_HTTP_ARRIVAL_H

struct arena;
struct request;

/* The cookies that the doctor sends, in headers of their own; their value. */
#define ARRIVAL_COOKIE_ONE	"portress_doctor_one"
#define ARRIVAL_COOKIE_TWO	"portress_doctor_two"
#define ARRIVAL_COOKIE_VALUE	"here"

/*
 * What http/arrival.def says, as an object of JSON, in the arena. The findings
 * are those that one request tells by itself.
 */
const char	*arrival_json(struct arena *arena,
		    const struct request *request);

#endif
