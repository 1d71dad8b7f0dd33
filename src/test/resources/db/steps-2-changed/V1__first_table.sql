CREATE TABLE tickstock.first_table (id bigint PRIMARY KEY);
