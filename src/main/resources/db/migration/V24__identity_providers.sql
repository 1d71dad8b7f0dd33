-- People who prove who they are elsewhere: by an OpenID Connect provider, and not by a password of ours.

ALTER TABLE web_account
  ALTER COLUMN password DROP NOT NULL,
  ADD COLUMN issuer  text,
  ADD COLUMN subject text,
  ADD CONSTRAINT web_account_proof CHECK ((password IS NULL) = (issuer IS NOT NULL) AND (issuer IS NULL) = (subject IS NULL)),
  ADD CONSTRAINT web_account_subject UNIQUE (issuer, subject);
COMMENT ON COLUMN web_account.password IS 'bcrypt; null of those whom a provider vouches for';
COMMENT ON COLUMN web_account.issuer IS 'the provider; with subject who somebody is there, whatever the name';
