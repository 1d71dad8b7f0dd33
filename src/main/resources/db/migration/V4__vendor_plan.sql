-- What a vendor's plan was found to include, and when that changed.

CREATE TABLE vendor_plan (
  vendor     text PRIMARY KEY,
  facts      jsonb NOT NULL,
  probed_at  timestamptz,
  changed_at timestamptz NOT NULL DEFAULT now()
);
COMMENT ON TABLE vendor_plan IS 'load: what each vendor''s plan was found to include, by a probe and by loads';
COMMENT ON COLUMN vendor_plan.probed_at IS 'when all endpoints were asked; null where only loads learned something';

CREATE TABLE vendor_plan_change (
  id         integer GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  vendor     text NOT NULL,
  noticed_at timestamptz NOT NULL,
  what       text NOT NULL,
  before     text NOT NULL,
  now        text NOT NULL
);
CREATE INDEX vendor_plan_change_vendor ON vendor_plan_change (vendor, noticed_at);
COMMENT ON TABLE vendor_plan_change IS 'load: changes of vendors'' plans, as they were noticed';
