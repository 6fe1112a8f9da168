-- Refresh tokens, as simplejwt (rest_framework_simplejwt.token_blacklist)
-- makes the tables.
CREATE TABLE IF NOT EXISTS token_blacklist_outstandingtoken (
	id bigint NOT NULL AUTO_INCREMENT,
	token longtext NOT NULL,
	created_at datetime(6) DEFAULT NULL,
	expires_at datetime(6) NOT NULL,
	user_id int DEFAULT NULL,
	jti varchar(255) NOT NULL,
	PRIMARY KEY (id),
	UNIQUE KEY token_blacklist_outstandingtoken_jti_hex_d9bdf6f7_uniq (jti),
	KEY token_blacklist_outs_user_id_83bc629a_fk_auth_user (user_id),
	CONSTRAINT token_blacklist_outs_user_id_83bc629a_fk_auth_user
		FOREIGN KEY (user_id) REFERENCES auth_user (id)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4;

CREATE TABLE IF NOT EXISTS token_blacklist_blacklistedtoken (
	id bigint NOT NULL AUTO_INCREMENT,
	blacklisted_at datetime(6) NOT NULL,
	token_id bigint NOT NULL,
	PRIMARY KEY (id),
	UNIQUE KEY token_id (token_id),
	CONSTRAINT token_blacklist_blacklistedtoken_token_id_3cc7fe56_fk
		FOREIGN KEY (token_id)
		REFERENCES token_blacklist_outstandingtoken (id)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4;
