/*
 * policy: Django's four password validators.
 *
 * UserAttributeSimilarityValidator (Python's difflib quick_ratio from 0.7
 * on), MinimumLengthValidator, CommonPasswordValidator,
 * NumericPasswordValidator of django.contrib.auth.password_validation.
 */
#ifndef PORTRESS_AUTH_POLICY_H
#define PORTRESS_AUTH_POLICY_H

#include <stddef.h>

struct conf_api;
struct user;

enum policy_fault {
	POLICY_SIMILAR_USERNAME,
	POLICY_SIMILAR_FIRST_NAME,
	POLICY_SIMILAR_LAST_NAME,
	POLICY_SIMILAR_EMAIL,
	POLICY_TOO_SHORT,
	POLICY_TOO_COMMON,
	POLICY_ALL_NUMERIC,
};

#define POLICY_FAULTS 4		/* at most one a validator */

/*
 * Opens the sorted list of common passwords; it is mapped, so workers share
 * it. NULL or "" is no list. 0, or -1, logged.
 */
int	policy_prepare(const char *common_passwords)
	    __attribute__((warn_unused_result));
/*
 * What is wrong with a new password, in the order of the api's
 * password_validators. `user` may be NULL: then it is compared with nobody.
 * The number of faults.
 */
size_t	policy_check(const struct conf_api *api, const struct user *user,
	    const char *password, enum policy_fault faults_r[POLICY_FAULTS]);

#endif
