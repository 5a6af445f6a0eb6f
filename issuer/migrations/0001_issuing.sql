-- Consents, offers, grants, intents, credentials and their status. One text for SQLite and PostgreSQL.
-- Times are seconds since 1970 (UTC). Row ids are time-ordered (UUIDv7) and never public.

CREATE TABLE consents (
    id           UUID PRIMARY KEY,
    tenant       TEXT NOT NULL,
    learner      TEXT NOT NULL,
    -- JSON array of the award keys agreed to.
    records      TEXT NOT NULL,
    purpose      TEXT NOT NULL,
    party        TEXT NOT NULL,
    -- 'page' (read and agreed to on our page) or 'redemption' (a staff offer, accepted by redeeming it).
    method       TEXT NOT NULL,
    -- Version and language of the notice shown, or 'none'.
    notice       TEXT NOT NULL,
    notice_hash  TEXT,
    given_at     BIGINT NOT NULL,
    expires_at   BIGINT NOT NULL,
    withdrawn_at BIGINT
);
CREATE INDEX consents_of_learner ON consents (tenant, learner);

CREATE TABLE configurations (
    tenant     TEXT NOT NULL,
    id         TEXT NOT NULL,
    -- 'badge' or 'transcript'.
    kind       TEXT NOT NULL,
    name       TEXT NOT NULL,
    created_at BIGINT NOT NULL,
    PRIMARY KEY (tenant, id)
);

CREATE TABLE offers (
    id          UUID PRIMARY KEY,
    tenant      TEXT NOT NULL,
    public_id   TEXT NOT NULL UNIQUE,
    learner     TEXT NOT NULL,
    -- 'consent' or 'to-student'.
    authority   TEXT NOT NULL,
    consent_id  UUID REFERENCES consents (id),
    needs_tx_code BIGINT NOT NULL,
    wrong_codes BIGINT NOT NULL DEFAULT 0,
    created_at  BIGINT NOT NULL,
    expires_at  BIGINT NOT NULL,
    redeemed_at BIGINT
);

CREATE TABLE offered_credentials (
    offer_id      UUID NOT NULL REFERENCES offers (id),
    position      BIGINT NOT NULL,
    configuration TEXT NOT NULL,
    title         TEXT NOT NULL,
    -- JSON: the award keys that go in; for a transcript, its children.
    selection     TEXT NOT NULL,
    PRIMARY KEY (offer_id, configuration)
);

CREATE TABLE access_tokens (
    id          UUID PRIMARY KEY,
    tenant      TEXT NOT NULL,
    secret_hash BYTEA NOT NULL,
    offer_id    UUID NOT NULL REFERENCES offers (id),
    created_at  BIGINT NOT NULL,
    expires_at  BIGINT NOT NULL,
    revoked_at  BIGINT
);
CREATE INDEX access_tokens_of_offer ON access_tokens (offer_id);

-- A row here is a nonce that was used; the key begins with its expiry, so that old rows are one range.
CREATE TABLE used_nonces (
    nonce      BYTEA PRIMARY KEY,
    expires_at BIGINT NOT NULL
);

-- Committed before the private key is used. Never updated.
CREATE TABLE intents (
    id            UUID PRIMARY KEY,
    tenant        TEXT NOT NULL,
    offer_id      UUID REFERENCES offers (id),
    credential_id TEXT NOT NULL,
    configuration TEXT NOT NULL,
    learner       TEXT,
    holder        TEXT NOT NULL,
    document      TEXT NOT NULL,
    document_hash BYTEA NOT NULL,
    key_id        TEXT NOT NULL,
    -- 'consent', 'to-student' or 'operator'.
    authority     TEXT NOT NULL,
    consent_id    UUID REFERENCES consents (id),
    created_at    BIGINT NOT NULL,
    UNIQUE (offer_id, configuration)
);

-- "Issued" is the existence of this row.
CREATE TABLE credentials (
    id                 UUID PRIMARY KEY REFERENCES intents (id),
    tenant             TEXT NOT NULL,
    credential         TEXT NOT NULL,
    issued_at          BIGINT NOT NULL
);

CREATE TABLE notifications (
    credential UUID NOT NULL REFERENCES credentials (id),
    event      TEXT NOT NULL,
    told_at    BIGINT NOT NULL,
    PRIMARY KEY (credential, event)
);

CREATE TABLE status_lists (
    id         UUID PRIMARY KEY,
    tenant     TEXT NOT NULL,
    public_id  TEXT NOT NULL UNIQUE,
    key_id     TEXT NOT NULL,
    purpose    TEXT NOT NULL,
    next_block BIGINT NOT NULL,
    -- Counts changes, so that a list already signed is signed again only when it differs.
    version    BIGINT NOT NULL,
    created_at BIGINT NOT NULL
);
CREATE INDEX status_lists_of_key ON status_lists (tenant, key_id, purpose);

CREATE TABLE status_entries (
    list_id       UUID NOT NULL REFERENCES status_lists (id),
    list_index    BIGINT NOT NULL,
    tenant        TEXT NOT NULL,
    intent_id     UUID NOT NULL REFERENCES intents (id),
    credential_id TEXT NOT NULL,
    revoked_at    BIGINT,
    reason        TEXT,
    PRIMARY KEY (list_id, list_index)
);
CREATE INDEX status_entries_of_credential ON status_entries (tenant, credential_id);

CREATE TABLE audit (
    id      UUID PRIMARY KEY,
    tenant  TEXT NOT NULL,
    at      BIGINT NOT NULL,
    actor   TEXT NOT NULL,
    action  TEXT NOT NULL,
    -- The row id or credential id the action is about; never a name.
    subject TEXT NOT NULL,
    detail  TEXT NOT NULL
);
CREATE INDEX audit_of_subject ON audit (tenant, subject);
