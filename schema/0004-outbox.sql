-- Mails to be sent. No foreign key: Django must be able to delete accounts.
CREATE TABLE IF NOT EXISTS portress_outbox (
	id bigint NOT NULL AUTO_INCREMENT,
	user_id int DEFAULT NULL,
	kind varchar(32) NOT NULL,
	api varchar(64) NOT NULL,
	address varchar(254) NOT NULL,
	created_at datetime(6) NOT NULL,
	PRIMARY KEY (id)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4;
