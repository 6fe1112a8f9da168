-- What has been applied. Written by `portress migrate` alone.
CREATE TABLE IF NOT EXISTS portress_migration (
	number int NOT NULL,
	name varchar(100) NOT NULL,
	applied_at datetime(6) NOT NULL,
	PRIMARY KEY (number)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4;
