-- Sessions, as Django (django.contrib.sessions) makes the table.
CREATE TABLE IF NOT EXISTS django_session (
	session_key varchar(40) NOT NULL,
	session_data longtext NOT NULL,
	expire_date datetime(6) NOT NULL,
	PRIMARY KEY (session_key),
	KEY django_session_expire_date_a5c62663 (expire_date)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4;
