//! A search over all cases of a store that has many: each page through gateway and function.

use std::time::Duration;

use adapters::aws::{Credentials, sdk_config};
use adapters::dynamo::{Log, Table};
use anyhow::Context as _;
use domain::{CaseId, CommandId, Entry, Seq};
use futures_util::{StreamExt as _, TryStreamExt as _, stream};
use tokio::time::{Instant, sleep};

use crate::host::World;
use crate::load::bar;
use crate::person::Person;
use crate::rest;

/// Words of the store's language, and of a case.
const VOCABULARY: f64 = 20_000.0;
const WORDS: u64 = 24;
/// Logs that are written at once.
const AT_ONCE: usize = 16;
/// How often each kind of search is made.
const TIMES: u64 = 100;

/// What searching costs.
#[derive(serde::Serialize)]
pub(crate) struct Figures {
    /// Cases of the store.
    pub(crate) cases: u64,
    /// Each kind of search.
    pub(crate) searches: Vec<SearchFigures>,
}

/// One kind of search: its times in milliseconds, and how many cases a page had on average.
#[derive(serde::Serialize)]
pub(crate) struct SearchFigures {
    pub(crate) kind: &'static str,
    pub(crate) p50: f64,
    pub(crate) p95: f64,
    pub(crate) max: f64,
    pub(crate) hits: f64,
}

/// Fills a store past the front door, waits until `projections` has indexed it, and searches.
pub(crate) async fn measure(world: &World, cases: u64) -> anyhow::Result<Figures> {
    world.without_triage().await?;
    let (store, token) = world.desk(0);
    fill(world, store, cases).await?;
    let last = format!("/stores/{store}/search?query={}", number(cases - 1));
    let bar = bar("waiting for the index");
    while rest::get(world, token, &last).await?["hits"].as_array().is_none_or(Vec::is_empty) {
        sleep(Duration::from_millis(500)).await;
    }
    bar.finish_and_clear();
    let mut searches = Vec::new();
    type Query = fn(u64, u64) -> String;
    let kinds: [(&str, Query); 5] = [
        ("a number that one case has", |n, cases| number(n * 7_919 % cases)),
        ("a word that one in four cases has", |n, _| word(1 + n % 8)),
        ("a word that one in hundreds has", |n, _| word(2_000 + n)),
        ("the first four letters of a word", |n, _| word(300 + n)[..4].to_owned()),
        ("two words", |n, _| format!("{}%20{}", word(1 + n % 8), word(40 + n))),
    ];
    for (kind, query) in kinds {
        let (mut times, mut hits) = (Vec::new(), 0);
        for n in 0..TIMES {
            let path = format!("/stores/{store}/search?query={}", query(n, cases));
            let started = Instant::now();
            let page = rest::get(world, token, &path).await?;
            times.push(started.elapsed().as_secs_f64() * 1_000.0);
            hits += page["hits"].as_array().map_or(0, Vec::len);
        }
        times.sort_by(f64::total_cmp);
        let at = |share: usize| times[(times.len() - 1) * share / 100];
        let hits = hits as f64 / TIMES as f64;
        searches.push(SearchFigures { kind, p50: at(50), p95: at(95), max: at(100), hits });
    }
    Ok(Figures { cases, searches })
}

/// Repeats the first event of a case with other words, each time as another case.
async fn fill(world: &World, store: &str, cases: u64) -> anyhow::Result<()> {
    let visitor = rest::visitor(world, store).await?;
    let mut customer = Person::connect(&world.socket, world.protocol, &visitor).await?;
    let open = format!(r#"{{"action":"open","id":"search-1","store":"{store}","text":"hello"}}"#);
    let (case, _) = customer.ask(open, "search-1").await?;
    let credentials = Credentials::new("local", "local", None, None, "benchmark");
    let aws = sdk_config("eu-central-1".to_owned(), credentials);
    let log = Log::new(Table::new(&aws, Some(&world.database), world.table.clone()));
    let first = log.event(&case.parse()?, Seq::NONE.next()).await?.context("no first event")?;
    let bar = bar(&format!("{cases} cases"));
    bar.set_length(cases);
    let written = stream::iter(0..cases).map(|n| {
        let (log, first, bar) = (&log, &first, &bar);
        async move {
            let (case, entry) = another(first, n)?;
            log.put(&case, &entry).await?;
            bar.inc(1);
            anyhow::Ok(())
        }
    });
    written.buffer_unordered(AT_ONCE).try_collect::<Vec<_>>().await?;
    bar.finish_and_clear();
    Ok(())
}

fn another(first: &Entry, n: u64) -> anyhow::Result<(CaseId, Entry)> {
    let mut entry = first.clone();
    let id: CommandId = format!("search-{n:016}").parse()?;
    let case = CaseId::derive(&entry.state.store, &entry.state.customer, &id);
    let words: Vec<String> = (0..WORDS).map(|at| word(rank(n * WORDS + at))).collect();
    entry.event.text = format!("{} {}", number(n), words.join(" ")).parse().ok();
    entry.event.id = id;
    entry.event.at = entry.event.at.plus_millis(n as i64);
    (entry.state.opened_at, entry.state.since) = (entry.event.at, entry.event.at);
    Ok((case, entry))
}

/// The number of a case's order.
fn number(n: u64) -> String {
    format!("{}", 100_000 + n)
}

/// A word of the language, the commonest first: of each ten times as many ranks words are as often.
fn rank(n: u64) -> u64 {
    let share = (mixed(n) >> 11) as f64 / (1_u64 << 53) as f64;
    VOCABULARY.powf(share) as u64
}

/// The word of a rank: four syllables that nothing else has.
fn word(rank: u64) -> String {
    const HEADS: &[u8; 16] = b"bcdfghjklmnprstv";
    const VOWELS: &[u8; 4] = b"aeiu";
    let mixed = mixed(rank ^ 0x5bd1_e995);
    let syllable = |at: u64| {
        let bits = (mixed >> (at * 6)) as usize;
        [HEADS[bits & 15] as char, VOWELS[bits >> 4 & 3] as char]
    };
    (0..4).flat_map(syllable).collect()
}

/// A number that looks like chance (splitmix64).
fn mixed(n: u64) -> u64 {
    let mut z = n.wrapping_add(1).wrapping_mul(0x9e37_79b9_7f4a_7c15);
    z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    z ^ (z >> 31)
}
