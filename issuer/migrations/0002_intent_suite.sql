-- The suite is part of what will be signed; before this column there was one.
ALTER TABLE intents ADD COLUMN suite TEXT NOT NULL DEFAULT 'eddsa-rdfc-2022';
