//! SQLite and PostgreSQL behind one small layer.
