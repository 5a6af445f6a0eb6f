//! Status indices and lists (Bitstring Status List v1.0, Token Status List): one index of one list, which is published in both
//! forms.
//!
//! An index is known before the transaction that uses it: blocks of positions are leased ahead, and a keyed permutation
//! makes of each position an index that tells nothing of when it was used. What a restart leaves of a block stays unused.

mod list;

pub use list::{ASK_AGAIN, ListForm, SignedLists, published};

use std::collections::HashMap;

use db::{Db, DbError};
use model::random::Random;
use model::status::StatusEntry;
use model::time::Time;
use tokio::sync::Mutex;
use uuid::Uuid;

use crate::App;
use crate::secrets::{Secrets, Use};
use crate::store;
use crate::store::status::StatusList;

/// Entries of a list: twice the least the specification allows, and a square for the permutation.
pub const LIST_LENGTH: u64 = 1 << 18;
const HALF: u32 = 9;
const BLOCK: u64 = 512;
const BLOCKS: i64 = 512;

/// An index taken for one credential.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Taken {
    /// The list's row.
    pub list_id: Uuid,
    /// What goes into the credential.
    pub entry: StatusEntry,
}

/// Blocks leased by this process, by key.
#[derive(Debug, Default)]
pub struct Indices {
    blocks: Mutex<HashMap<String, Block>>,
}

#[derive(Debug)]
struct Block {
    list: StatusList,
    next: u64,
    end: u64,
}

impl Indices {
    /// Takes `count` indices of lists that `key_id` signs.
    ///
    /// # Errors
    /// Any [`DbError`] of leasing a block.
    pub async fn take(&self, app: &App, key_id: &str, count: usize, now: Time) -> Result<Vec<Taken>, DbError> {
        let mut taken = Vec::with_capacity(count);
        let mut blocks = self.blocks.lock().await;
        while taken.len() < count {
            let block = match blocks.get_mut(key_id) {
                Some(block) if block.next < block.end => block,
                _ => {
                    let block = lease(&app.db, app.urls.tenant(), key_id, app.random.as_ref(), now).await?;
                    blocks.entry(key_id.to_owned()).insert_entry(block).into_mut()
                }
            };
            let index = permuted(&app.secrets, &block.list, block.next);
            block.next += 1;
            let entry = StatusEntry { list_url: app.urls.status_list(&block.list.public_id), index };
            taken.push(Taken { list_id: block.list.id, entry });
        }
        Ok(taken)
    }
}

async fn lease(db: &Db, tenant: &str, key_id: &str, random: &dyn Random, now: Time) -> Result<Block, DbError> {
    let (tenant, key_id) = (tenant.to_owned(), key_id.to_owned());
    let list = StatusList {
        id: model::ids::row_id(now, random),
        public_id: model::ids::public_id(random),
        key_id: key_id.clone(),
        version: 0,
    };
    db.write(async move |tx| {
        let mut leased = store::status::lease(tx, &tenant, &key_id, BLOCKS).await?;
        if leased.is_none() {
            store::status::insert_list(tx, &tenant, &list, now).await?;
            leased = store::status::lease(tx, &tenant, &key_id, BLOCKS).await?;
        }
        let (list, block) = leased.ok_or(DbError::RolledBack)?;
        let first = u64::try_from(block).unwrap_or_default() * BLOCK;
        Ok(Block { list, next: first, end: first + BLOCK })
    })
    .await
}

/// Four rounds of a balanced Feistel network over 18 bits: a permutation of the list's positions under its own key.
fn permuted(secrets: &Secrets, list: &StatusList, position: u64) -> u64 {
    let mask = (1_u64 << HALF) - 1;
    let (mut left, mut right) = (position >> HALF, position & mask);
    for round in 0_u8..4 {
        let mac =
            secrets.mac(Use::StatusIndex, &[list.id.as_bytes().as_slice(), &[round], &right.to_be_bytes()].concat());
        let [a, b, ..] = mac;
        (left, right) = (right, left ^ (u64::from(u16::from_be_bytes([a, b])) & mask));
    }
    (left << HALF) | right
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::HashSet;

    #[test]
    fn positions_become_other_indices_and_no_two_the_same() {
        let secrets = Secrets::new(&[3; 32]);
        let list = StatusList { id: Uuid::from_u128(9), public_id: String::new(), key_id: String::new(), version: 0 };
        let indices: HashSet<u64> = (0..LIST_LENGTH).map(|position| permuted(&secrets, &list, position)).collect();
        assert_eq!(indices.len() as u64, LIST_LENGTH);
        assert!(indices.iter().all(|index| *index < LIST_LENGTH));
        let in_place = (0..1000).filter(|position| permuted(&secrets, &list, *position) == *position).count();
        assert!(in_place < 10, "{in_place} of 1000 positions stayed where they were");
    }
}
