//! What someone wants done, parsed and complete: everything that `decide` needs to know of it.

use std::borrow::Cow;

use serde::{Deserialize, Serialize};
use sha2::{Digest as _, Sha256};

use crate::id::checked_string;
use crate::{
    Attachment, Author, Colleague, EscalationReason, FileId, Grounds, GroupId, Locale, MentionList,
    Name, PreChatAnswers, Priority, RejectionReason, ScheduledMessage, Score, SendAt, Seq, Snooze,
    Source, State, Status, StoreId, Subject, TagList, TargetKind, Text, Timestamp, UserId,
};

/// What a reply knows of the case, so that nobody answers past what they have not read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Guard {
    /// Customers speak whenever they want.
    Unguarded,
    /// The newest event that the author had read.
    Answers(Seq),
    /// The author was told of something newer and sends all the same.
    Anyway,
}

impl Guard {
    /// The event that a reply names as what it answers.
    pub(crate) fn answers(self) -> Option<Seq> {
        match self {
            Guard::Answers(seq) if seq.is_some() => Some(seq),
            _ => None,
        }
    }
}

/// What somebody who decides about a case saw of it last. By default they knew nothing.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct LastSeen {
    /// Who had it.
    pub assignee: Option<UserId>,
    /// The group it was for.
    pub group: Option<GroupId>,
    /// Whether it was resolved.
    pub is_resolved: bool,
}

impl From<&State> for LastSeen {
    fn from(state: &State) -> Self {
        let (assignee, group) = (state.assignee.clone(), state.group);
        Self { assignee, group, is_resolved: state.status == Status::Resolved }
    }
}

/// A suggestion as the log holds it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Proposal {
    /// Its place.
    pub seq: Seq,
    /// The customer's message it answers.
    pub answers: Seq,
    /// What it says; none once erased.
    pub text: Option<Text>,
    /// What it is based on.
    pub sources: Vec<Source>,
}

/// A message to be withdrawn as the log holds it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Target {
    /// Its place.
    pub seq: Seq,
    /// Who wrote it; none for the assistant and the system.
    pub author: Option<UserId>,
    /// Whether the customer may see it.
    pub visible: bool,
    /// Whether it is of a kind that has words.
    pub carries_text: bool,
}

/// Something to be done in a case.
#[derive(Debug, Clone, PartialEq, Eq)]
#[allow(missing_docs)] // the fields are those of the event that each becomes
pub enum Command {
    /// A customer's first message, with what they answered and agreed to before it.
    Open {
        store: StoreId,
        text: Option<Text>,
        files: Vec<Attachment>,
        locale: Option<Locale>,
        pre_chat: PreChatAnswers,
    },
    /// Words of a customer, or of a person to them.
    Send { text: Option<Text>, files: Vec<Attachment>, guard: Guard },
    /// Words among the staff, which may call colleagues.
    Note { text: Text, mentions: MentionList },
    /// Give the case to an agent.
    Assign { colleague: Colleague, known: LastSeen },
    /// Take it from whoever has it.
    Unassign { known: LastSeen },
    /// Take a waiting case from an agent who is not there.
    HandBack { from: UserId },
    /// Ask for a person, or for another group.
    Escalate { reason: EscalationReason, group: Option<GroupId>, known: LastSeen },
    /// Say whether an answer of the assistant helped; "no" asks for a person.
    Helped { of: Seq, yes: bool },
    /// Declare the matter resolved: what the author has read of it.
    Resolve { guard: Guard },
    /// Declare it unresolved.
    Reopen,
    /// Judge the help.
    Rate { score: Score, comment: Option<Text> },
    /// Take a message back.
    Withdraw { target: Target },
    /// Let someone in.
    AddParticipant { user: UserId, name: Option<Name> },
    /// Show them out.
    RemoveParticipant { user: UserId },
    /// The assistant drafts a reply for a person.
    Suggest { answers: Seq, text: Text, sources: Vec<Source>, grounds: Grounds },
    /// The assistant answers by itself, where the answer has earned that.
    Answer { answers: Seq, text: Text, sources: Vec<Source> },
    /// A person sends a suggestion as their own words.
    Approve { proposal: Proposal, text: Text, guard: Guard },
    /// A person discards a suggestion.
    Reject { suggestion: Seq, reason: RejectionReason },
    /// Say how pressing the case is.
    Prioritize { priority: Priority },
    /// Say what it is about; none: what its first message says.
    SetSubject { subject: Option<Subject> },
    /// Give it tags, and take some away.
    Tag { add: TagList, remove: TagList },
    /// Put the case aside.
    Snooze { until: Snooze, guard: Guard },
    /// Bring it back. A timer names which snooze has ended.
    Wake { ended: Option<Snooze> },
    /// Write a message that is sent later.
    Schedule { text: Text, guard: Guard, at: SendAt },
    /// Don't send it.
    CancelScheduled { of: Seq },
    /// Send it, as its author's, because its time has come.
    Deliver { scheduled: ScheduledMessage },
    /// Promise the customer a reply by a time.
    Promise { by: Timestamp },
    /// Promise it no more.
    WithdrawPromise { of: Seq },
    /// Note that nobody had replied by then. No client sends it, as those below.
    MissPromise { of: Seq, by: Timestamp, was_kept_late: bool },
    /// Note that the time of a target is soon over.
    WarnTarget { target: TargetKind, due: Timestamp },
    /// Note that a target was not reached in time.
    MissTarget { target: TargetKind, due: Timestamp, was_reached_late: bool },
    /// Say a word to a customer who has not answered a reply.
    Remind { of: Seq, text: Text },
    /// Resolve a case whose customer has not answered a reminder either.
    CloseSilent { since: Seq },
    /// A customer takes over the case of the visitor who they were before they signed in. No client sends it: whoever gives it
    /// has seen the tokens of both.
    Claim { from: UserId },
    /// A lead has the words and names of all events erased. No client sends it: an erasure does more than this.
    Erase,
}

checked_string!(
    /// 96 bits of a command's content, as 16 characters: tells a retry from a reused id.
    Digest, |v| v.len() == 16 && v.is_ascii(), "^[\\x00-\\x7f]{16}$", "a digest of 16 characters"
);

impl Digest {
    /// That of what was erased: from a digest short words could be guessed.
    pub fn erased() -> Self {
        Self("0".repeat(16).into())
    }

    /// That of some content.
    pub(crate) fn of(content: &str) -> Self {
        let mut hasher = Sha256::new();
        hasher.update(content);
        let mut text = String::with_capacity(16);
        for chunk in hasher.finalize()[..12].chunks(3) {
            push_base64(&mut text, chunk);
        }
        Self(text.into())
    }
}

impl Command {
    /// Whose words it says, where that is not whoever gives it.
    pub fn author(&self) -> Option<&Author> {
        match self {
            Self::Deliver { scheduled } => Some(&scheduled.author),
            _ => None,
        }
    }

    /// What whoever gives it calls themselves, where nobody vouches for another name.
    pub(crate) fn given_name(&self) -> Option<Name> {
        match self {
            Self::Open { pre_chat, .. } => pre_chat.name(),
            _ => None,
        }
    }

    /// The same, as meant by someone who last saw the case in this state.
    pub fn knowing(&self, state: Option<&State>) -> Cow<'_, Self> {
        let known = state.map(LastSeen::from).unwrap_or_default();
        match self {
            Self::Assign { colleague, .. } => {
                Cow::Owned(Self::Assign { colleague: colleague.clone(), known })
            }
            Self::Unassign { .. } => Cow::Owned(Self::Unassign { known }),
            Self::Escalate { reason, group, .. } => {
                Cow::Owned(Self::Escalate { reason: *reason, group: *group, known })
            }
            other => Cow::Borrowed(other),
        }
    }

    /// The digest of what is asked for. The guard is left out: sending anyway is the same message. So are answers to a form: an
    /// opening that is repeated after the store has changed the form is the same opening.
    pub fn digest(&self) -> Digest {
        Digest::of(&self.content().to_string())
    }

    fn content(&self) -> serde_json::Value {
        use serde_json::json;
        match self {
            Command::Open { store, text, files, locale, .. } if files.is_empty() => {
                json!(["open", store, text, locale])
            }
            Command::Open { store, text, files, locale, .. } => {
                json!(["open", store, text, locale, ids(files)])
            }
            Command::Send { text, files, .. } if files.is_empty() => json!(["send", text]),
            Command::Send { text, files, .. } => json!(["send", text, ids(files)]),
            Command::Note { text, mentions } if mentions.is_empty() => json!(["note", text]),
            Command::Note { text, mentions } => json!(["note", text, mentions]),
            Command::Assign { colleague, .. } => json!(["assign", colleague.user]),
            Command::Unassign { .. } => json!(["unassign"]),
            Command::HandBack { from } => json!(["hand_back", from]),
            Command::Escalate { reason, group: None, .. } => json!(["escalate", reason]),
            Command::Escalate { reason, group, .. } => json!(["escalate", reason, group]),
            Command::Helped { of, yes } => json!(["helped", of, yes]),
            Command::Resolve { .. } => json!(["resolve"]),
            Command::Reopen => json!(["reopen"]),
            Command::Rate { score, comment } => json!(["rate", score, comment]),
            Command::Withdraw { target } => json!(["withdraw", target.seq]),
            Command::AddParticipant { user, .. } => json!(["add", user]),
            Command::RemoveParticipant { user } => json!(["remove", user]),
            Command::Suggest { answers, text, .. } => json!(["suggest", answers, text]),
            Command::Answer { answers, text, .. } => json!(["answer", answers, text]),
            Command::Approve { proposal, text, .. } => json!(["approve", proposal.seq, text]),
            Command::Reject { suggestion, reason } => json!(["reject", suggestion, reason]),
            Command::Prioritize { priority } => json!(["prioritize", priority]),
            Command::SetSubject { subject } => json!(["set_subject", subject]),
            Command::Tag { add, remove } => json!(["tag", add, remove]),
            Command::Snooze { until, .. } => json!(["snooze", until]),
            Command::Wake { ended } => json!(["wake", ended]),
            Command::Schedule { text, at, .. } => json!(["schedule", text, at.named()]),
            Command::CancelScheduled { of } => json!(["cancel_scheduled", of]),
            Command::Deliver { scheduled } => json!(["deliver", scheduled.seq]),
            Command::Promise { by } => json!(["promise", by]),
            Command::WithdrawPromise { of } => json!(["withdraw_promise", of]),
            Command::MissPromise { of, .. } => json!(["miss_promise", of]),
            Command::WarnTarget { target, due } => json!(["warn_target", target, due]),
            Command::MissTarget { target, due, .. } => json!(["miss_target", target, due]),
            Command::Remind { of, .. } => json!(["remind", of]),
            Command::CloseSilent { since } => json!(["close_silent", since]),
            Command::Claim { from } => json!(["claim", from]),
            Command::Erase => json!(["erase"]),
        }
    }
}

/// Which files these are: what else is said of them is not the author's.
fn ids(files: &[Attachment]) -> Vec<&FileId> {
    files.iter().map(|file| &file.id).collect()
}

/// Three bytes as four characters of the URL-safe base64 alphabet.
fn push_base64(out: &mut String, chunk: &[u8]) {
    const ALPHABET: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
    let value = chunk.iter().fold(0u32, |value, byte| value << 8 | u32::from(*byte));
    for shift in [18, 12, 6, 0] {
        out.push(char::from(ALPHABET[(value >> shift) as usize & 63]));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sending_anyway_is_the_same_message_and_other_words_are_not() {
        let send = |text: &str, guard| {
            Command::Send { text: text.parse().ok(), files: vec![], guard }.digest()
        };
        assert_eq!(send("yes", Guard::Answers(Seq::NONE)), send("yes", Guard::Anyway));
        assert_ne!(send("yes", Guard::Anyway), send("no", Guard::Anyway));
        assert_ne!(
            send("yes", Guard::Anyway),
            Command::Note { text: "yes".parse().unwrap(), mentions: MentionList::default() }
                .digest()
        );
    }

    #[test]
    fn the_same_words_with_other_files_are_another_message_whatever_is_known_of_the_files() {
        let send = |files: &[&str]| {
            let files = files.iter().map(|id| Attachment::gone(id.parse().unwrap())).collect();
            Command::Send { text: "look".parse().ok(), files, guard: Guard::Anyway }
        };
        assert_ne!(send(&[]).digest(), send(&["file-0001"]).digest());
        assert_ne!(send(&["file-0002"]).digest(), send(&["file-0001"]).digest());
        let Command::Send { text, mut files, guard } = send(&["file-0001"]) else { panic!() };
        files[0].size = 7;
        assert_eq!(Command::Send { text, files, guard }.digest(), send(&["file-0001"]).digest());
    }
}
