-- The achievement catalogue, each change a row of its own that is never changed.

-- Counts the changes of a tenant's catalogue: whoever changes it moves the count on from the one it has read.
CREATE TABLE catalogues (
    tenant       TEXT PRIMARY KEY,
    version      BIGINT NOT NULL,
    -- SHA-256 of the file of the settings that was loaded last.
    file_hash    BYTEA
);

-- An entry is what its newest row says.
CREATE TABLE catalogue_entries (
    tenant     TEXT NOT NULL,
    -- Empty for the defaults, which stand beside the entries.
    slug       TEXT NOT NULL,
    -- The catalogue's count at this change, which may have changed other entries too.
    version    BIGINT NOT NULL,
    -- 'current' or 'retired'.
    state      TEXT NOT NULL,
    -- The whole entry as canonical JSON (RFC 8785).
    entry      TEXT NOT NULL,
    -- SHA-256 of it.
    entry_hash BYTEA NOT NULL,
    changed_at BIGINT NOT NULL,
    -- 'settings', 'command' or the id of an API key.
    changed_by TEXT NOT NULL,
    PRIMARY KEY (tenant, slug, version)
);
CREATE INDEX catalogue_entries_by_version ON catalogue_entries (tenant, version);

-- What the credential was packaged with; NULL where no catalogue was asked.
ALTER TABLE intents ADD COLUMN catalogue_version BIGINT;
