-- Accounts and opaque tokens, column for column and key for key as Django
-- (django.contrib.auth) and DRF (rest_framework.authtoken) make them, so that
-- either may have been here first.
CREATE TABLE IF NOT EXISTS auth_user (
	id int NOT NULL AUTO_INCREMENT,
	password varchar(128) NOT NULL,
	last_login datetime(6) DEFAULT NULL,
	is_superuser tinyint(1) NOT NULL,
	username varchar(150) NOT NULL,
	first_name varchar(150) NOT NULL,
	last_name varchar(150) NOT NULL,
	email varchar(254) NOT NULL,
	is_staff tinyint(1) NOT NULL,
	is_active tinyint(1) NOT NULL,
	date_joined datetime(6) NOT NULL,
	PRIMARY KEY (id),
	UNIQUE KEY username (username)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4;

CREATE TABLE IF NOT EXISTS authtoken_token (
	`key` varchar(40) NOT NULL,
	created datetime(6) NOT NULL,
	user_id int NOT NULL,
	PRIMARY KEY (`key`),
	UNIQUE KEY user_id (user_id),
	CONSTRAINT authtoken_token_user_id_35299eff_fk_auth_user_id
		FOREIGN KEY (user_id) REFERENCES auth_user (id)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4;
