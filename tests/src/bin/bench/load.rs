//! Many conversations at once, and what the machine had to do for them.

use std::time::Duration;

use anyhow::Context as _;
use futures_util::future::{join_all, try_join_all};
use futures_util::stream::{self, StreamExt as _, TryStreamExt as _};
use indicatif::{ProgressBar, ProgressStyle};
use tokio::time::{Instant, sleep_until};

use crate::conversation::Conversation;
use crate::machine::Usage;
use crate::outcome::{Outcome, Spread};
use crate::product::Product;

/// How many conversations begin at a time.
const BEGINNERS: usize = 8;
/// Written before anything is measured, so that processes and caches are there.
const WARM_UP: Duration = Duration::from_secs(2);

/// When the next message is written.
#[derive(Clone, Copy)]
pub(crate) enum Pace {
    /// When the last one is acknowledged and heard.
    Closed,
    /// At fixed times, whatever became of the last one; the time is each conversation's own.
    Open(Duration),
}

impl Pace {
    /// When the conversation of this number writes first: open ones are spread over their interval.
    pub(crate) fn first(self, number: usize) -> Instant {
        match self {
            Self::Closed => Instant::now(),
            Self::Open(every) => Instant::now() + every.mul_f64((number as f64 * 0.618).fract()),
        }
    }

    /// When the message after the one due at `last` is due.
    pub(crate) fn next(self, last: Instant) -> Instant {
        match self {
            Self::Closed => last,
            Self::Open(every) => last + every,
        }
    }

    /// What a message's times are counted from: in an open loop the time it was due, even if nobody came to send it.
    pub(crate) fn measured_from(self, due: Instant) -> Instant {
        if self.is_open() { due } else { Instant::now() }
    }

    /// Whether nobody waits for anybody.
    pub(crate) fn is_open(self) -> bool {
        matches!(self, Self::Open(_))
    }
}

/// Which load.
pub(crate) struct Plan {
    /// How many cases, each with a customer and an agent.
    pub(crate) conversations: usize,
    /// Whether the stores have triage on, which learns from every reply.
    pub(crate) is_triaged: bool,
    pace: Pace,
    length: Duration,
    rate: Option<u32>,
}

impl Plan {
    /// Everybody waits for the answer before writing on.
    pub(crate) fn closed(conversations: usize, length: Duration) -> Self {
        Self { conversations, is_triaged: true, pace: Pace::Closed, length, rate: None }
    }

    /// `rate` messages a second in all.
    pub(crate) fn open(conversations: usize, rate: u32, length: Duration) -> Self {
        let every = Duration::from_secs_f64(conversations as f64 / f64::from(rate));
        let rate = Some(rate);
        Self { conversations, is_triaged: true, pace: Pace::Open(every), length, rate }
    }

    /// The same in stores that have triage off.
    pub(crate) fn without_triage(self) -> Self {
        Self { is_triaged: false, ..self }
    }

    fn name(&self, product: &Product) -> String {
        let loop_kind = self.rate.map_or("closed".to_owned(), |rate| format!("open, {rate}/s"));
        if let Some(name) = product.name {
            return format!("{} conversations, {loop_kind}, {name}", self.conversations);
        }
        let triage = if self.is_triaged { "with triage" } else { "chat alone" };
        format!(
            "{} conversations, {loop_kind}, {triage}, {} agents a store",
            self.conversations, product.agents_per_store
        )
    }
}

/// What a load came to.
#[derive(serde::Serialize)]
pub(crate) struct Figures {
    /// Which load.
    pub(crate) name: String,
    /// Messages a second, stored, acknowledged and received.
    pub(crate) rate: f64,
    /// Send to receive, in milliseconds.
    pub(crate) receive: Spread,
    /// Send to received and acknowledged, in milliseconds.
    pub(crate) answer: Spread,
    /// Milliseconds of CPU of the function `message` for a message.
    pub(crate) message_cpu: f64,
    /// Milliseconds of CPU for a message: gateway and database; views; all functions and the stack together.
    pub(crate) host_cpu: f64,
    /// The function `projections`.
    pub(crate) views_cpu: f64,
    /// Everything but the clients.
    pub(crate) all_cpu: f64,
    /// Cores that the clients kept busy.
    pub(crate) client_cores: f64,
    /// Processes of `message` at the end.
    pub(crate) processes: usize,
    /// Not in the log, twice in the log, never heard or acknowledged.
    pub(crate) lost: usize,
    /// More than once in the log.
    pub(crate) doubled: usize,
    /// Neither heard nor acknowledged in time.
    pub(crate) unanswered: usize,
    /// Sent again because the stack was busy.
    pub(crate) repeated: usize,
}

/// Runs a load.
pub(crate) async fn run(product: &Product, plan: &Plan) -> anyhow::Result<Figures> {
    let name = plan.name(product);
    let bar = bar(&name);
    bar.set_message("begins");
    let begun =
        stream::iter(0..plan.conversations).map(|number| Conversation::begin(product, number));
    let mut conversations: Vec<_> = begun.buffer_unordered(BEGINNERS).try_collect().await?;

    bar.set_message("warms up");
    talk(&mut conversations, plan.pace, WARM_UP, &bar).await?;
    conversations.iter_mut().for_each(Conversation::forget_times);
    let (before, started) = (Usage::of(&product.processes)?, Instant::now());
    bar.set_message("");
    talk(&mut conversations, plan.pace, plan.length, &bar).await?;
    let (usage, took) = (Usage::of(&product.processes)?.since(&before), started.elapsed());

    bar.set_message("is checked");
    let checked =
        try_join_all(conversations.into_iter().map(|conversation| conversation.check(product)))
            .await?;
    bar.finish_and_clear();
    let outcome = checked.into_iter().fold(Outcome::default(), Outcome::plus);
    figures(name, outcome, &usage, took).context("nothing was measured")
}

async fn talk(
    conversations: &mut [Conversation],
    pace: Pace,
    length: Duration,
    bar: &ProgressBar,
) -> anyhow::Result<()> {
    let end = Instant::now() + length;
    bar.set_length(length.as_secs());
    let all = join_all(conversations.iter_mut().map(|conversation| conversation.talk(pace, end)));
    tokio::pin!(all);
    for second in 1.. {
        tokio::select! {
            done = &mut all => return done.into_iter().collect(),
            () = sleep_until(end - length + Duration::from_secs(second)) => bar.set_position(second),
        }
    }
    Ok(())
}

fn figures(name: String, outcome: Outcome, usage: &Usage, took: Duration) -> Option<Figures> {
    let messages = outcome.answer.len() as f64;
    (messages > 0.0).then(|| Figures {
        name,
        rate: messages / took.as_secs_f64(),
        message_cpu: usage.cpu_of("message") / messages,
        host_cpu: usage.host_cpu() / messages,
        views_cpu: usage.cpu_of("projections") / messages,
        all_cpu: usage.all_cpu() / messages,
        client_cores: usage.own_cpu() / took.as_millis() as f64,
        processes: usage.count_of("message"),
        lost: outcome.lost,
        doubled: outcome.doubled,
        unanswered: outcome.unanswered,
        repeated: outcome.repeated,
        receive: Spread::of(outcome.receive),
        answer: Spread::of(outcome.answer),
    })
}

/// A bar for what takes some seconds.
pub(crate) fn bar(name: &str) -> ProgressBar {
    let style = ProgressStyle::with_template("{prefix} [{bar:30}] {pos}/{len} {msg}");
    let bar = ProgressBar::new(0).with_prefix(name.to_owned());
    bar.set_style(style.unwrap_or_else(|_| ProgressStyle::default_bar()));
    bar
}
