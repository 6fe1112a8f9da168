-- The outbox knows of each mail which language it is in, the row of another
-- table that it is about, how often it was tried, when it is tried next (NULL:
-- never, unless somebody says so) and what was said the last time. Rows that
-- are there are due, and so are those that the program before goes on adding:
-- long ago is so in every time zone. Addresses may be as long as a request's.
-- What was begun can be begun again: a column that is there is not added.
SET @mail = IF((SELECT COUNT(*) FROM information_schema.columns
	WHERE table_schema = DATABASE() AND table_name = 'portress_outbox'
	AND column_name = 'next_at') > 0, 'DO 0', 'ALTER TABLE portress_outbox
	MODIFY COLUMN address varchar(320) NOT NULL,
	ADD COLUMN language varchar(16) NOT NULL DEFAULT '''',
	ADD COLUMN about bigint DEFAULT NULL,
	ADD COLUMN attempts int NOT NULL DEFAULT 0,
	ADD COLUMN next_at datetime(6) DEFAULT ''2000-01-01 00:00:00'',
	ADD COLUMN reason varchar(255) NOT NULL DEFAULT '''',
	ADD KEY portress_outbox_next_at (next_at)');

PREPARE mail FROM @mail;

EXECUTE mail;

DEALLOCATE PREPARE mail;

-- From what accounts have been signed in to: a browser and a system, in a
-- part of the network. No foreign key: Django must be able to delete accounts.
CREATE TABLE IF NOT EXISTS portress_device (
	id bigint NOT NULL AUTO_INCREMENT,
	user_id int NOT NULL,
	name varchar(64) NOT NULL,
	network varchar(64) NOT NULL,
	address varchar(64) NOT NULL,
	first_seen datetime(6) NOT NULL,
	last_seen datetime(6) NOT NULL,
	PRIMARY KEY (id),
	UNIQUE KEY portress_device_user_id (user_id, name, network),
	KEY portress_device_last_seen (last_seen)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4;

-- Changes of addresses: under way until the new one is confirmed, and then as
-- long as the old one may take it back. No secret: links are made of the rows
-- and of secret_key. No foreign key: Django must be able to delete accounts.
CREATE TABLE IF NOT EXISTS portress_email_change (
	id bigint NOT NULL AUTO_INCREMENT,
	user_id int NOT NULL,
	old_address varchar(320) NOT NULL,
	new_address varchar(320) NOT NULL,
	created_at datetime(6) NOT NULL,
	confirmed_at datetime(6) DEFAULT NULL,
	undone_at datetime(6) DEFAULT NULL,
	PRIMARY KEY (id),
	KEY portress_email_change_user_id (user_id),
	KEY portress_email_change_old_address (old_address),
	KEY portress_email_change_created_at (created_at)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4;
