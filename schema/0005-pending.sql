-- Accounts that wait to be activated by a mailed link: is_active alone does
-- not tell them from those that an administrator has switched off. No foreign
-- key: Django must be able to delete accounts.
CREATE TABLE IF NOT EXISTS portress_pending (
	user_id int NOT NULL,
	since datetime(6) NOT NULL,
	PRIMARY KEY (user_id)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4;
