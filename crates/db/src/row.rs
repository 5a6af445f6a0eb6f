//! Rows as Rust values.

use sqlx::{Column as _, Row as _, TypeInfo as _, ValueRef as _};
use uuid::Uuid;

use crate::DbError;

/// A row of a result. Tuples of up to 16 [`Col`] values are rows; a struct may be one by calling [`Columns::get`].
pub trait Row: Sized {
    /// Reads the row.
    ///
    /// # Errors
    /// [`DbError::Decode`] for a column of another type, [`DbError::Width`] for another number of columns.
    fn row(columns: &Columns<'_>) -> Result<Self, DbError>;
}

/// A value of one column: `i64`, `bool`, `String`, `Vec<u8>`, [`Uuid`], or an `Option` of these for columns that may be NULL.
pub trait Col: Sized {
    /// Reads the column at `at`, counted from 0.
    ///
    /// # Errors
    /// [`DbError::Decode`] when the column holds another type, or NULL where the type is no `Option`.
    fn col(columns: &Columns<'_>, at: usize) -> Result<Self, DbError>;
}

/// The columns of one row, of either database.
pub struct Columns<'r>(pub(crate) Source<'r>);

pub(crate) enum Source<'r> {
    Sqlite(&'r rusqlite::Row<'r>),
    Postgres(&'r sqlx::postgres::PgRow),
}

impl Columns<'_> {
    /// The value of the column at `at`, counted from 0.
    ///
    /// # Errors
    /// [`DbError::Decode`] when the column holds another type.
    pub fn get<C: Col>(&self, at: usize) -> Result<C, DbError> {
        C::col(self, at)
    }

    /// The number of columns.
    pub fn width(&self) -> usize {
        match &self.0 {
            Source::Sqlite(row) => row.as_ref().column_count(),
            Source::Postgres(row) => row.len(),
        }
    }

    fn expect_width(&self, expected: usize) -> Result<(), DbError> {
        let found = self.width();
        if found == expected { Ok(()) } else { Err(DbError::Width { expected, found }) }
    }

    fn integer(&self, at: usize) -> Result<Option<i64>, DbError> {
        let failed = || self.mismatch(at, "an integer");
        match &self.0 {
            Source::Sqlite(row) => row.get(at).map_err(|_| failed()),
            Source::Postgres(row) => match row.columns().get(at).map(|column| column.type_info().name()) {
                Some("INT4") => row.try_get::<Option<i32>, _>(at).map(|value| value.map(i64::from)),
                Some("INT2") => row.try_get::<Option<i16>, _>(at).map(|value| value.map(i64::from)),
                _ => row.try_get(at),
            }
            .map_err(|_| failed()),
        }
    }

    /// A type both drivers read by themselves.
    fn plain<T>(&self, at: usize, expected: &'static str) -> Result<Option<T>, DbError>
    where
        T: rusqlite::types::FromSql + sqlx::Type<sqlx::Postgres> + for<'v> sqlx::Decode<'v, sqlx::Postgres>,
    {
        match &self.0 {
            Source::Sqlite(row) => row.get(at).map_err(|_| self.mismatch(at, expected)),
            Source::Postgres(row) => row.try_get(at).map_err(|_| self.mismatch(at, expected)),
        }
    }

    fn uuid(&self, at: usize) -> Result<Option<Uuid>, DbError> {
        let failed = || self.mismatch(at, "a UUID");
        match &self.0 {
            Source::Sqlite(row) => {
                let bytes: Option<[u8; 16]> = row.get(at).map_err(|_| failed())?;
                Ok(bytes.map(Uuid::from_bytes))
            }
            Source::Postgres(row) => row.try_get(at).map_err(|_| failed()),
        }
    }

    fn mismatch(&self, at: usize, expected: &'static str) -> DbError {
        let (column, found) = match &self.0 {
            Source::Sqlite(row) => (
                row.as_ref().column_name(at).map(str::to_owned).ok(),
                row.get_ref(at).map_or_else(|_| "no such column".to_owned(), |value| value.data_type().to_string()),
            ),
            Source::Postgres(row) => {
                (row.columns().get(at).map(|column| column.name().to_owned()), postgres_type(row, at))
            }
        };
        DbError::Decode { column: column.unwrap_or_else(|| format!("number {at}")), expected, found }
    }
}

fn postgres_type(row: &sqlx::postgres::PgRow, at: usize) -> String {
    row.try_get_raw(at).map_or_else(
        |_| "no such column".to_owned(),
        |value| if value.is_null() { "NULL".to_owned() } else { value.type_info().name().to_owned() },
    )
}

impl Col for Option<i64> {
    fn col(columns: &Columns<'_>, at: usize) -> Result<Self, DbError> {
        columns.integer(at)
    }
}

impl Col for Option<bool> {
    fn col(columns: &Columns<'_>, at: usize) -> Result<Self, DbError> {
        columns.plain(at, "a boolean")
    }
}

impl Col for Option<String> {
    fn col(columns: &Columns<'_>, at: usize) -> Result<Self, DbError> {
        columns.plain(at, "text")
    }
}

impl Col for Option<Vec<u8>> {
    fn col(columns: &Columns<'_>, at: usize) -> Result<Self, DbError> {
        columns.plain(at, "bytes")
    }
}

impl Col for Option<Uuid> {
    fn col(columns: &Columns<'_>, at: usize) -> Result<Self, DbError> {
        columns.uuid(at)
    }
}

fn required<T>(columns: &Columns<'_>, at: usize, expected: &'static str) -> Result<T, DbError>
where
    Option<T>: Col,
{
    columns.get::<Option<T>>(at)?.ok_or_else(|| columns.mismatch(at, expected))
}

impl Col for i64 {
    fn col(columns: &Columns<'_>, at: usize) -> Result<Self, DbError> {
        required(columns, at, "an integer")
    }
}

impl Col for bool {
    fn col(columns: &Columns<'_>, at: usize) -> Result<Self, DbError> {
        required(columns, at, "a boolean")
    }
}

impl Col for String {
    fn col(columns: &Columns<'_>, at: usize) -> Result<Self, DbError> {
        required(columns, at, "text")
    }
}

impl Col for Vec<u8> {
    fn col(columns: &Columns<'_>, at: usize) -> Result<Self, DbError> {
        required(columns, at, "bytes")
    }
}

impl Col for Uuid {
    fn col(columns: &Columns<'_>, at: usize) -> Result<Self, DbError> {
        required(columns, at, "a UUID")
    }
}

// Sixteen tuples written out would be 130 lines that differ only in their letters.
macro_rules! tuple_row {
    ($width:literal: $($letter:ident $at:literal),+) => {
        impl<$($letter: Col),+> Row for ($($letter,)+) {
            fn row(columns: &Columns<'_>) -> Result<Self, DbError> {
                columns.expect_width($width)?;
                Ok(($($letter::col(columns, $at)?,)+))
            }
        }
    };
}

tuple_row!(1: A 0);
tuple_row!(2: A 0, B 1);
tuple_row!(3: A 0, B 1, C 2);
tuple_row!(4: A 0, B 1, C 2, D 3);
tuple_row!(5: A 0, B 1, C 2, D 3, E 4);
tuple_row!(6: A 0, B 1, C 2, D 3, E 4, F 5);
tuple_row!(7: A 0, B 1, C 2, D 3, E 4, F 5, G 6);
tuple_row!(8: A 0, B 1, C 2, D 3, E 4, F 5, G 6, H 7);
tuple_row!(9: A 0, B 1, C 2, D 3, E 4, F 5, G 6, H 7, I 8);
tuple_row!(10: A 0, B 1, C 2, D 3, E 4, F 5, G 6, H 7, I 8, J 9);
tuple_row!(11: A 0, B 1, C 2, D 3, E 4, F 5, G 6, H 7, I 8, J 9, K 10);
tuple_row!(12: A 0, B 1, C 2, D 3, E 4, F 5, G 6, H 7, I 8, J 9, K 10, L 11);
tuple_row!(13: A 0, B 1, C 2, D 3, E 4, F 5, G 6, H 7, I 8, J 9, K 10, L 11, M 12);
tuple_row!(14: A 0, B 1, C 2, D 3, E 4, F 5, G 6, H 7, I 8, J 9, K 10, L 11, M 12, N 13);
tuple_row!(15: A 0, B 1, C 2, D 3, E 4, F 5, G 6, H 7, I 8, J 9, K 10, L 11, M 12, N 13, O 14);
tuple_row!(16: A 0, B 1, C 2, D 3, E 4, F 5, G 6, H 7, I 8, J 9, K 10, L 11, M 12, N 13, O 14, P 15);
