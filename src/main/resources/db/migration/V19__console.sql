-- Who may use the console, and how they prove who they are. What proves it is kept as a digest only.

CREATE TABLE web_account (
  name                 text PRIMARY KEY CHECK (name ~ '^[a-z0-9][a-z0-9._-]{0,39}$'),
  role                 text NOT NULL CHECK (role IN ('viewer', 'operator', 'admin')),
  password             text NOT NULL,
  must_change_password boolean NOT NULL,
  changed_at           timestamptz NOT NULL,
  last_login           timestamptz
);
COMMENT ON TABLE web_account IS 'access: people who may log in to the console';
COMMENT ON COLUMN web_account.password IS 'bcrypt';
COMMENT ON COLUMN web_account.must_change_password IS 'the present password was made by the program and is good for one login';

CREATE TABLE web_session (
  token    bytea PRIMARY KEY,
  account  text NOT NULL REFERENCES web_account ON UPDATE CASCADE ON DELETE CASCADE,
  address  text NOT NULL,
  began_at timestamptz NOT NULL,
  seen_at  timestamptz NOT NULL
);
CREATE INDEX web_session_account ON web_session (account);
COMMENT ON TABLE web_session IS 'access: logins that are in force, shared by all processes of serve';
COMMENT ON COLUMN web_session.token IS 'SHA-256 of what the cookie holds';

CREATE TABLE web_token (
  name         text PRIMARY KEY CHECK (name ~ '^[a-z0-9][a-z0-9._-]{0,39}$'),
  token        bytea NOT NULL UNIQUE,
  account      text NOT NULL REFERENCES web_account ON UPDATE CASCADE ON DELETE CASCADE,
  role         text NOT NULL CHECK (role IN ('viewer', 'operator', 'admin')),
  created_at   timestamptz NOT NULL,
  expires_at   timestamptz,
  last_used_at timestamptz
);
COMMENT ON TABLE web_token IS 'access: tokens with which programs ask the JSON API, as somebody and with no more than a role';
COMMENT ON COLUMN web_token.token IS 'SHA-256 of the token';

CREATE TABLE web_login_attempt (
  kind     text NOT NULL CHECK (kind IN ('account', 'address')),
  subject  text NOT NULL,
  failures integer NOT NULL,
  last_at  timestamptz NOT NULL,
  PRIMARY KEY (kind, subject)
);
COMMENT ON TABLE web_login_attempt IS 'access: attempts to log in that failed or are under way; too many lock an account or an address for a while';
