ALTER TABLE tickstock.first_table ADD COLUMN added date;
