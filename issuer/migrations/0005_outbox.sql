-- What has to be told to somebody after a commit. A row is written in the transaction of what it tells of, and goes once
-- it was told.

CREATE TABLE outbox (
    id          UUID PRIMARY KEY,
    tenant      TEXT NOT NULL,
    -- To whom and what: 'record-source.credential-issued'.
    topic       TEXT NOT NULL,
    -- What it is about. The message is made of it when it is sent, so nothing of a learner is kept here.
    credential  UUID NOT NULL REFERENCES credentials (id),
    created_at  BIGINT NOT NULL,
    -- Not before then. A worker that takes the row moves it on, so that no other takes it too.
    due_at      BIGINT NOT NULL,
    attempts    BIGINT NOT NULL DEFAULT 0,
    given_up_at BIGINT,
    UNIQUE (topic, credential)
);
CREATE INDEX outbox_due ON outbox (tenant, due_at);
