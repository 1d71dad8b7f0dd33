-- The search path is the script's business: ${not a placeholder}.
CREATE TABLE tickstock.first_table (id integer PRIMARY KEY, note text NOT NULL DEFAULT 'a;b');

CREATE FUNCTION tickstock.twice(n integer) RETURNS integer LANGUAGE sql AS $$ SELECT 2 * n; $$;
CREATE VIEW tickstock.first_view AS SELECT id FROM tickstock.first_table;
