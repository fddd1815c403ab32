//! What a call costs.

use std::ops::AddAssign;

use super::Reason;
use super::settings::Price;

/// How many bytes make a token, where a provider does not count: few, so that a cap errs to the safe side.
const BYTES_PER_TOKEN: u64 = 3;

/// Tokens that a provider adds around what it is sent, at most.
const MARKS: u64 = 64;

/// What was asked of providers and what it costs by the configured prices.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Usage {
    /// Requests sent, whether answered or not.
    pub requests: u32,
    /// Tokens sent.
    pub input_tokens: u64,
    /// Tokens received.
    pub output_tokens: u64,
    /// Millionths of a US cent.
    pub micro_cents: u64,
}

impl AddAssign for Usage {
    fn add_assign(&mut self, other: Usage) {
        self.requests = self.requests.saturating_add(other.requests);
        self.input_tokens = self.input_tokens.saturating_add(other.input_tokens);
        self.output_tokens = self.output_tokens.saturating_add(other.output_tokens);
        self.micro_cents = self.micro_cents.saturating_add(other.micro_cents);
    }
}

/// The most that one request may cost.
#[derive(Debug, Clone, Copy)]
pub(super) struct Bill {
    pub(super) input_tokens: u64,
    pub(super) output_tokens: u64,
    pub(super) price: Price,
}

/// An answer in which its provider counts tokens.
pub(super) trait Counted {
    /// Tokens sent and received, as far as they are told.
    fn counted(&self) -> (Option<u64>, Option<u64>);
}

/// Counts the requests of one call, also the one that the call's end interrupts.
#[derive(Default)]
pub(super) struct Meter {
    usage: Usage,
    open: Option<Bill>,
}

impl Meter {
    /// A request goes out. Until it is settled it counts in full: what is interrupted may be billed.
    pub(super) fn sent(&mut self, bill: Bill) {
        self.open = Some(bill);
    }

    /// The request came to this. What ran out of time or made no sense may be billed in full; what was refused or never
    /// arrived is not.
    pub(super) fn settled<T: Counted>(&mut self, outcome: Result<&T, Reason>) {
        let Some(bill) = self.open.take() else { return };
        self.usage += match outcome {
            Ok(answer) => {
                let (input, output) = answer.counted();
                // What is counted beyond what was sent and asked for is a mistake of the provider's: it must not end the day.
                let input = input
                    .unwrap_or(bill.input_tokens)
                    .min(bill.input_tokens.saturating_mul(BYTES_PER_TOKEN).saturating_add(MARKS));
                let output = output.unwrap_or(bill.output_tokens).min(bill.output_tokens);
                bill.of(input, output)
            }
            Err(Reason::Slow | Reason::Form) => bill.in_full(),
            Err(_) => bill.of(0, 0),
        };
    }

    /// All of it.
    pub(super) fn total(mut self) -> Usage {
        if let Some(bill) = self.open.take() {
            self.usage += bill.in_full();
        }
        self.usage
    }
}

impl Bill {
    fn of(&self, input_tokens: u64, output_tokens: u64) -> Usage {
        // Cents for a million tokens are millionths of a cent for one.
        let cost =
            input_tokens as f64 * self.price.input + output_tokens as f64 * self.price.output;
        Usage { requests: 1, input_tokens, output_tokens, micro_cents: cost.ceil() as u64 }
    }

    /// All of it.
    pub(super) fn in_full(&self) -> Usage {
        self.of(self.input_tokens, self.output_tokens)
    }
}

/// How many tokens so many bytes are at most, about.
pub(super) fn estimated(bytes: usize) -> u64 {
    (bytes as u64).div_ceil(BYTES_PER_TOKEN)
}

#[cfg(test)]
mod tests {
    use super::*;

    struct Answer(Option<u64>, Option<u64>);

    impl Counted for Answer {
        fn counted(&self) -> (Option<u64>, Option<u64>) {
            (self.0, self.1)
        }
    }

    fn total(outcome: Option<Result<Answer, Reason>>) -> Usage {
        let price = Price { input: 15.0, output: 60.5 };
        let mut meter = Meter::default();
        meter.sent(Bill { input_tokens: 100, output_tokens: 800, price });
        if let Some(outcome) = outcome {
            meter.settled(outcome.as_ref().map_err(|reason| *reason));
        }
        meter.total()
    }

    #[test]
    fn a_request_costs_what_its_provider_counts_at_the_configured_price() {
        let usage = total(Some(Ok(Answer(Some(200), Some(1)))));
        assert_eq!((usage.requests, usage.micro_cents), (1, 3_061), "a fraction is rounded up");
    }

    #[test]
    fn a_count_beyond_what_was_sent_and_asked_for_does_not_end_the_day() {
        let usage = total(Some(Ok(Answer(Some(1_000_000_000_000_000_000), Some(u64::MAX)))));
        assert_eq!((usage.input_tokens, usage.output_tokens), (364, 800));
        assert_eq!(usage.micro_cents, 53_860);
    }

    #[test]
    fn what_may_be_billed_counts_in_full_and_what_is_not_counts_as_a_request() {
        let full =
            Usage { requests: 1, input_tokens: 100, output_tokens: 800, micro_cents: 49_900 };
        for outcome in
            [None, Some(Ok(Answer(None, None))), Some(Err(Reason::Slow)), Some(Err(Reason::Form))]
        {
            assert_eq!(total(outcome), full);
        }
        let refused = total(Some(Err(Reason::Status(429))));
        assert_eq!((refused.requests, refused.micro_cents), (1, 0));
    }
}
