//! The throw-away cluster ends with its process, however that ends.
#![cfg(target_os = "linux")]

use std::io::{BufRead as _, BufReader};
use std::process::{Command, Stdio};
use std::time::Duration;

use db::throwaway::Postgres;

#[test]
#[ignore = "run by the test below as another process, to be killed"]
fn holds_a_cluster() {
    let postgres = Postgres::shared().unwrap();
    println!("\naddress {}", postgres.address("postgres"));
    std::thread::sleep(Duration::from_mins(1));
}

#[tokio::test]
async fn a_cluster_ends_when_its_process_is_killed() {
    let is_here = Postgres::start().is_some();
    what_ran::on_postgres("databases: throw-away clusters", is_here);
    if !is_here {
        return;
    }
    let mut holder = Command::new(std::env::current_exe().unwrap())
        .args(["--exact", "holds_a_cluster", "--ignored", "--nocapture"])
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    let lines = BufReader::new(holder.stdout.take().unwrap()).lines();
    let address = lines.map(Result::unwrap).find_map(|line| line.strip_prefix("address ").map(str::to_owned)).unwrap();
    let directory = std::path::PathBuf::from(address.split_once("host=").unwrap().1);
    db::Db::open(&address).await.unwrap();
    holder.kill().unwrap();
    holder.wait().unwrap();
    for _ in 0..600 {
        if !directory.exists() {
            return;
        }
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
    panic!("the cluster has left {} behind", directory.display());
}
