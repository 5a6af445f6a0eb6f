-- How the copies of an offer say whose they are, as the learner chose. No row: nobody chose, and the institution's own
-- name for the learner stands in them.
CREATE TABLE offer_identities (
    offer_id UUID PRIMARY KEY REFERENCES offers (id),
    -- NULL: no name.
    name     TEXT,
    -- JSON: hash and salt of each e-mail address; the addresses stay in the record.
    emails   TEXT NOT NULL
);
