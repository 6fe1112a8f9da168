-- Which refresh tokens rotated into which: a family is all that came out of
-- one sign-in, and the one that did not rotate is the family's newest. The
-- tokens are token_blacklist_outstandingtoken's. No foreign key: Django must
-- be able to flush what has expired.
CREATE TABLE IF NOT EXISTS portress_family (
	token_id bigint NOT NULL,
	family bigint NOT NULL,
	rotated_at datetime(6) DEFAULT NULL,
	PRIMARY KEY (token_id),
	KEY portress_family_family (family)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4;
