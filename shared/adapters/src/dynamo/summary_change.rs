//! What new events of a case change in its summary.

use std::collections::BTreeMap;

use domain::{FieldChange, Name, Role, Seq, State, Tag, Timestamp};

/// What a batch of new events of one case changes in its summary.
#[derive(Debug, Clone)]
pub struct Change {
    /// The batch's last event.
    pub seq: Seq,
    /// When that was.
    pub at: Timestamp,
    /// The case after it.
    pub state: State,
    /// The first message, where the batch has it: its start and the customer's name.
    pub opening: Option<(Option<String>, Option<Name>)>,
    /// What the customer is called who takes the case over of a visitor, where the batch has that.
    pub claimed: Option<Name>,
    /// The last message both sides see, where the batch has one: place, author's role, start.
    pub last: Option<(Seq, Role, Option<String>)>,
    /// What whoever has the case is called: kept where the batch gives it to nobody.
    pub assignee_name: FieldChange<Name>,
    /// When something last happened that the customer may see, where the batch has it.
    pub visible_at: Option<Timestamp>,
    /// Where the batch changes what the staff say that it is about: the last such event, and what it says.
    pub subject: Option<(Seq, Option<String>)>,
    /// Tags that the batch gives, each with the event that does, and those that it takes away.
    pub tags: BTreeMap<Tag, Option<Seq>>,
    /// What it says of the time that counts until the case is resolved.
    pub work: WorkTime,
    /// When a person of the staff first replied in it.
    pub replied_at: Option<Timestamp>,
    /// The last promise that it makes, and by when; cleared where it was withdrawn or the case has ended since.
    pub promise: FieldChange<(Seq, Timestamp)>,
    /// When a person first replied in it behind that promise, or at all where it makes none.
    pub kept_at: Option<Timestamp>,
}

/// What a batch says of the time that counts until a case is resolved.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum WorkTime {
    /// It goes on; where nothing is known of its beginning, since this moment.
    GoesOn(Timestamp),
    /// It has begun anew at this moment: the case came back.
    Anew(Timestamp),
    /// The case is resolved.
    Ended,
}

/// A reply that was promised in a case.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct PromisedReply {
    /// The event.
    pub of: Seq,
    /// By when.
    pub by: Timestamp,
    /// When a person has replied since; none where nobody has.
    pub kept_at: Option<Timestamp>,
}
