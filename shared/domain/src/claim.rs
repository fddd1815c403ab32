//! A visitor who signs in at the shop keeps their cases: each becomes the customer's, by an event of its own.

use crate::decision::Decision;
use crate::policy::{Action, may};
use crate::{Body, Case, CommandError, CommandId, Principal, StoreId, Timestamp, UserId};

/// Seconds after a claim at which the visitor's list is looked through again. What was on its way to the table is there after
/// two minutes, the lists know of it after that unless their stream is behind, and a day later the stream has nothing older.
pub const LOOKS_AGAIN: [i64; 3] = [2 * 60, 60 * 60, 24 * 60 * 60];

/// A visitor who was found to be a customer of the shop. It is so for good: nobody else can claim them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Claim {
    /// Whose shop it is.
    pub store: StoreId,
    /// Who they were.
    pub visitor: UserId,
    /// Who they are.
    pub customer: UserId,
    /// Since when that is known.
    pub at: Timestamp,
}

impl Claim {
    /// Whether it names the same customer of the same store, whenever it was made.
    pub fn says(&self, other: &Self) -> bool {
        self.customer == other.customer && self.store == other.store
    }

    /// When the visitor's list is to be looked through next, once it was at a time; none where that was the last.
    pub fn next_look(&self, looked: Timestamp) -> Option<Timestamp> {
        LOOKS_AGAIN.into_iter().map(|wait| self.at.plus_seconds(wait)).find(|due| *due > looked)
    }
}

/// The id of the command by which a customer takes over the cases of a visitor: one event in each, however often it is tried.
pub fn claim_id(visitor: &UserId) -> CommandId {
    let id = format!("claim-{visitor}");
    id.try_into().unwrap_or_else(|_| unreachable!("a word and an id of 28 characters"))
}

/// The case of a visitor becomes the customer's who takes it over. Of a case that is not that visitor's nobody learns anything.
pub(crate) fn claim(
    case: &Case,
    principal: &Principal,
    from: &UserId,
) -> Result<Decision, CommandError> {
    if !may(principal.role, Action::Claim) {
        return Err(CommandError::NotAllowed);
    }
    let state = case.state.as_ref().ok_or(CommandError::NotFound)?;
    let is_the_visitors = from.is_visitor() && state.customer == *from;
    let is_account = principal.user.as_ref().is_some_and(UserId::is_account);
    match is_the_visitors && is_account && principal.serves(&state.store) {
        true => Decision::wordless(Body::Claimed { from: from.clone() }),
        false => Err(CommandError::NotFound),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Command, Role, StorePolicy, decide};

    fn store() -> StoreId {
        "demo".parse().unwrap()
    }

    fn customer(user: UserId) -> Principal {
        let (stores, expires) = (vec![store()], Timestamp(i64::MAX));
        let name = crate::Name::shortened("Ada");
        let groups = crate::Memberships::default();
        Principal { user: Some(user), role: Role::Customer, name, stores, groups, expires }
    }

    fn append(case: &Case, principal: &Principal, command: &Command) -> Result<Case, CommandError> {
        let decision = decide(case, StorePolicy::default(), principal, command, Timestamp(7))?;
        let id = "command-1".parse().unwrap();
        let entry = decision.into_entry(case, principal, command, id, Timestamp(7));
        let (head, state) = (entry.event.seq, Some(entry.state));
        Ok(Case { head, state, participants: Vec::new() })
    }

    fn opened(by: &Principal) -> Case {
        let (text, pre_chat) = ("hello".parse().ok(), crate::PreChatAnswers::default());
        let open = Command::Open { store: store(), text, files: vec![], locale: None, pre_chat };
        append(&Case::default(), by, &open).unwrap()
    }

    fn send() -> Command {
        Command::Send { text: "hello".parse().ok(), files: vec![], guard: crate::Guard::Unguarded }
    }

    #[test]
    fn a_claimed_case_is_the_customers_and_not_the_visitors_any_more() {
        let (visitor, account) =
            (customer(UserId::visitor([1; 16])), customer(UserId::shop_customer(&store(), "7")));
        let from = visitor.user.clone().unwrap();
        let claim = Command::Claim { from };
        let case = append(&opened(&visitor), &account, &claim).unwrap();
        assert_eq!(case.state.as_ref().map(|state| &state.customer), account.user.as_ref());
        assert!(append(&case, &account, &send()).is_ok());
        assert_eq!(append(&case, &visitor, &send()).err(), Some(CommandError::NotFound));
        assert_eq!(append(&case, &account, &claim).err(), Some(CommandError::NotFound), "once");
    }

    #[test]
    fn nobody_claims_what_is_not_a_visitors_of_their_own_store() {
        let visitor = customer(UserId::visitor([1; 16]));
        let account = customer(UserId::shop_customer(&store(), "7"));
        let elsewhere = Principal { stores: vec!["north".parse().unwrap()], ..account.clone() };
        let of = |principal: &Principal| Command::Claim { from: principal.user.clone().unwrap() };
        let other = customer(UserId::visitor([2; 16]));
        let lead = Principal { role: Role::Lead, ..account.clone() };
        for (whose, by, command, refusal) in [
            (&visitor, &account, of(&other), CommandError::NotFound),
            (&visitor, &other, of(&visitor), CommandError::NotFound),
            (&visitor, &elsewhere, of(&visitor), CommandError::NotFound),
            (&account, &account, of(&account), CommandError::NotFound),
            (&visitor, &lead, of(&visitor), CommandError::NotAllowed),
        ] {
            assert_eq!(append(&opened(whose), by, &command).err(), Some(refusal));
        }
        let none = append(&Case::default(), &account, &of(&visitor));
        assert_eq!(none.err(), Some(CommandError::NotFound));
    }

    #[test]
    fn what_was_counted_of_the_visitor_counts_for_the_customer() {
        let visitor = customer(UserId::visitor([1; 16]));
        let account = customer(UserId::shop_customer(&store(), "7"));
        let claim = Command::Claim { from: visitor.user.clone().unwrap() };
        let case = append(&opened(&visitor), &account, &claim).unwrap();
        let limits = crate::Limits { messages_a_minute: 2, ..crate::Limits::NONE };
        let policy = StorePolicy { limits, ..StorePolicy::default() };
        let refused = decide(&case, policy, &account, &send(), Timestamp(8));
        assert!(matches!(refused, Err(CommandError::RateLimited(_))), "{refused:?}");
    }

    #[test]
    fn the_list_is_looked_through_after_minutes_an_hour_and_a_day_however_late_a_run_comes() {
        let at = Timestamp::from_seconds(1_800_000_000);
        let (visitor, customer) = (UserId::visitor([1; 16]), UserId::shop_customer(&store(), "7"));
        let claim = Claim { store: store(), visitor, customer, at };
        for (looked, next) in [(0, Some(120)), (120, Some(3_600)), (90_000, None), (86_400, None)] {
            let next = next.map(|seconds| at.plus_seconds(seconds));
            assert_eq!(claim.next_look(at.plus_seconds(looked)), next, "{looked}");
        }
        assert_eq!(claim_id(&claim.visitor).as_str().len(), 34);
    }
}
