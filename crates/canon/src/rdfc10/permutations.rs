//! The distinct orders of a list in which a node may occur more than once.

/// Turns `items` into the next order in lexicographic sequence; `false` after the last one.
///
/// Starting from the sorted list, this visits every distinct order once.
pub(super) fn advance(items: &mut [u32]) -> bool {
    let Some(pivot) = items.windows(2).rposition(|pair| matches!(pair, [a, b] if a < b)) else { return false };
    let Some((head, tail)) = items.split_at_mut_checked(pivot + 1) else { return false };
    let Some(last) = head.last_mut() else { return false };
    if let Some(larger) = tail.iter_mut().rfind(|item| **item > *last) {
        std::mem::swap(last, larger);
    }
    tail.reverse();
    true
}

#[cfg(test)]
mod tests {
    use super::advance;

    #[test]
    fn every_distinct_order_comes_once() {
        let mut items = [1, 1, 2];
        let mut orders = vec![items];
        while advance(&mut items) {
            orders.push(items);
        }
        assert_eq!(orders, [[1, 1, 2], [1, 2, 1], [2, 1, 1]]);
        let mut four = [1, 2, 3, 4];
        let mut count = 1;
        while advance(&mut four) {
            count += 1;
        }
        assert_eq!(count, 24);
        assert!(!advance(&mut []));
    }
}
