-- Keys of programs. Of the key itself its SHA-256 is kept: it is 256 random bits, so nothing slower is needed.
CREATE TABLE api_keys (
    id          UUID PRIMARY KEY,
    tenant      TEXT NOT NULL,
    -- What the operator calls it.
    name        TEXT NOT NULL,
    secret_hash BYTEA NOT NULL,
    -- What it may do, words with a space between.
    scope       TEXT NOT NULL,
    created_at  BIGINT NOT NULL,
    expires_at  BIGINT NOT NULL,
    revoked_at  BIGINT
);
CREATE INDEX api_keys_of_tenant ON api_keys (tenant, created_at);
