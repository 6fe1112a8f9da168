-- Columns of the user that Django's table does not have: `portress migrate`
-- adds those that the configuration declares. No foreign key: Django must be
-- able to delete accounts.
CREATE TABLE IF NOT EXISTS portress_profile (
	user_id int NOT NULL,
	PRIMARY KEY (user_id)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4;

-- Rows that are locked while something is looked up and then written that no
-- unique key watches over.
CREATE TABLE IF NOT EXISTS portress_lock (
	name varchar(32) NOT NULL,
	PRIMARY KEY (name)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4;

INSERT IGNORE INTO portress_lock (name) VALUES ('email');
