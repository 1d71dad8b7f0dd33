CREATE INDEX CONCURRENTLY first_table_added ON tickstock.first_table (added);
