// Generated from the Rust types of `shared/contract` by `cargo xtask types`. Do not edit.

export const SUBPROTOCOL = "firstline.v1";

export const GATHERED_LISTS = "lists=gathered";

export const MOST_COUNTED = 1000;

export const TAG_PATTERN = "^[^\\s\\x00-\\x2c./:-^`{-\\x7f]{1,32}$";

export const MOST_TAGS = 10;

export const MOST_FILES = 10;

export type CaseId = string;

export type UserId = string;

export type StoreId = string;

export type CommandId = string;

export type Seq = number;

export type Timestamp = number;

export type GroupId = number;

export type Text = string;

export type Name = string;

export type Locale = string;

export type Score = number;

export type Role = "customer" | "agent" | "lead" | "assistant" | "system";

export type Status = "waiting" | "open" | "resolved";

export type Priority = "low" | "normal" | "high" | "urgent";

export type Subject = string;

export type Tag = string;

export type TagList = Array<string>;

export type MentionList = Array<string>;

export type AnswerId = string;

export type Source = { 
/**
 * The answer in the knowledge base.
 */
answer: AnswerId, 
/**
 * The question it answers.
 */
question: string, 
/**
 * The passage used.
 */
quote: string, 
/**
 * Who approved the answer last; none for the customer's eyes, and before anyone did.
 */
approved_by?: Name | null, 
/**
 * When that was.
 */
approved_at?: Timestamp | null, };

export type FoundBy = "words" | "meaning" | "model";

export type TextRange = { 
/**
 * The first unit of the part.
 */
start: number, 
/**
 * The unit after its last.
 */
end: number, };

export type EarnedBy = "same_question" | "answer" | "store";

export type Grounds = { 
/**
 * What the answer was found by.
 */
found_by: FoundBy, 
/**
 * The start of an earlier question that was answered so.
 */
like?: string | null, 
/**
 * How often people have approved the answer.
 */
approvals: number, 
/**
 * Whether a language model has fitted the approved words to the conversation.
 */
adapted?: boolean, 
/**
 * By what the answer has earned to go out by itself: it would have, where the store allowed that. None for a draft that
 * needs a person in any case.
 */
earned?: EarnedBy | null, 
/**
 * The sentences of the text, counted from 0, that no source supports. Kept for clients that still cut the text
 * themselves; `unsupported_ranges` says the same without that.
 */
unsupported?: Array<number>, 
/**
 * The parts of the text that no source supports, in order and apart.
 */
unsupported_ranges?: Array<TextRange>, };

export type Author = { 
/**
 * As what they acted.
 */
role: Role, 
/**
 * Who; none for the assistant and the system.
 */
id: UserId | null, 
/**
 * What they were called then.
 */
name: Name | null, };

export type EscalationReason = "customer_asked" | "staff_asked" | "not_helped" | "no_answer" | "policy" | "failure";

export type RejectionReason = "wrong" | "outdated" | "tone" | "not_needed";

export type Code = "bad_frame" | "unknown_action" | "too_long" | "blank_text" | "unknown_placeholder" | "not_found" | "unauthorized" | "expired" | "conflict" | "id_reused" | "unknown_cursor" | "not_allowed" | "wrong_state" | "already_decided" | "answers_missing" | "taken" | "at_capacity" | "consent_required" | "form_incomplete" | "unknown_agent" | "limit_reached" | "file_too_large" | "media_type_not_allowed" | "storage_full" | "file_not_ready" | "file_gone" | "busy" | "internal" | "rate_limited" | "method_not_allowed" | "unsupported_media_type";

export type Assignee = { 
/**
 * Who.
 */
user: UserId, 
/**
 * What they are called.
 */
name: Name | null, };

export type TargetKind = "first_reply" | "resolution";

export type FileId = string;

export type FileIds = Array<string>;

export type FileName = string;

export type MediaType = string;

export type Attachment = { 
/**
 * Which.
 */
id: FileId, 
/**
 * What it is called.
 */
name: FileName, 
/**
 * Its type, as its content has shown.
 */
media_type: MediaType, 
/**
 * Its bytes.
 */
size: number, 
/**
 * Of a picture, how wide it is, in pixels.
 */
width?: number, 
/**
 * And how high.
 */
height?: number, 
/**
 * Whether there is a small picture of it.
 */
has_thumbnail: boolean, };

export type EventBody = { "kind": "opened", text: Text | null, locale: Locale | null, 
/**
 * What the customer answered before, and the words that they agreed to then; absent where nothing was asked.
 */
pre_chat?: PreChatAnswers, 
/**
 * Absent without files, and once they are withdrawn or erased. Then `text` may be null where there never was one.
 */
files?: Array<Attachment>, } | { "kind": "message", text: Text | null, answers: Seq | null, sources: Array<Source>, 
/**
 * As those of `opened`.
 */
files?: Array<Attachment>, } | { "kind": "note", text: Text | null, 
/**
 * The colleagues whom it calls.
 */
mentions?: MentionList, } | { "kind": "assigned", agent: UserId, name: Name | null, } | { "kind": "unassigned" } | { "kind": "escalated", reason: EscalationReason, tried: Seq | null, 
/**
 * The group that the case was passed to: whoever had it has it no more.
 */
group?: GroupId, } | { "kind": "helped", of: Seq, } | { "kind": "resolved" } | { "kind": "reopened" } | { "kind": "rated", score: Score, comment: Text | null, } | { "kind": "participant_added", user: UserId, name: Name | null, } | { "kind": "participant_removed", user: UserId, } | { "kind": "withdrawn", of: Seq, } | { "kind": "suggested", answers: Seq, text: Text | null, sources: Array<Source>, grounds: Grounds, } | { "kind": "approved", suggestion: Seq, answers: Seq, text: Text | null, edited: boolean, sources: Array<Source>, } | { "kind": "claimed", from: UserId, } | { "kind": "erased" } | { "kind": "rejected", suggestion: Seq, reason: RejectionReason, } | { "kind": "prioritized", priority: Priority, } | { "kind": "subject_changed", subject: Text | null, } | { "kind": "tagged", added: TagList, removed: TagList, } | { "kind": "snoozed", 
/**
 * When the case comes back by itself; null where only the customer's next words bring it back.
 */
until: Timestamp | null, } | { "kind": "woken" } | { "kind": "scheduled", text: Text | null, answers: Seq, 
/**
 * When it is to be sent.
 */
at: Timestamp, 
/**
 * Whether that is when the store opens, by the hours of then.
 */
at_opening: boolean, } | { "kind": "schedule_cancelled", of: Seq, } | { "kind": "unknown" } | { "kind": "promised", 
/**
 * By when.
 */
by: Timestamp, } | { "kind": "promise_withdrawn", of: Seq, } | { "kind": "promise_missed", of: Seq, 
/**
 * By when it was promised.
 */
by: Timestamp, } | { "kind": "target_warned", target: TargetKind, 
/**
 * By when it is to be reached.
 */
due: Timestamp, } | { "kind": "target_missed", target: TargetKind, 
/**
 * By when it was to be reached.
 */
due: Timestamp, };

export type EventView = { 
/**
 * Its place in the log.
 */
seq: Seq, 
/**
 * The event before it that this viewer may see; 0 for the first. A viewer that lacks it has a gap.
 */
prev_visible: Seq, 
/**
 * When, in milliseconds since 1970.
 */
at: Timestamp, 
/**
 * The author's id for the command, by which a client finds its own.
 */
id: CommandId, 
/**
 * Who.
 */
author: Author, 
/**
 * What.
 */
body: EventBody, };

export type CaseView = { 
/**
 * Which case.
 */
case: CaseId, 
/**
 * Whose shop was asked.
 */
store: StoreId, 
/**
 * Who asked.
 */
customer: UserId, 
/**
 * Waiting, open or resolved.
 */
status: Status, 
/**
 * The last event that this viewer may see.
 */
head: Seq, 
/**
 * The agent who has it.
 */
assignee: UserId | null, 
/**
 * The group that it was passed to last; absent where there is none.
 */
group?: GroupId, 
/**
 * When it was opened.
 */
opened_at: Timestamp, 
/**
 * Since when the customer has been waiting.
 */
waiting_since: Timestamp | null, 
/**
 * The customer's last message.
 */
customer_seq: Seq, 
/**
 * The last message of a person of the staff; 0 if there is none.
 */
person_seq: Seq, 
/**
 * The suggestion that waits for a decision; always null for customers.
 */
suggestion: Seq | null, 
/**
 * How pressing it is; absent for customers.
 */
priority?: Priority, 
/**
 * Until when it is put aside; absent where it is not, and for customers.
 */
snoozed?: Snoozed, 
/**
 * The message for later that waits to be sent; absent where there is none, and for customers.
 */
scheduled?: Seq, };

export type DeadlineKind = "first_reply" | "resolution" | "promise";

export type Deadline = { 
/**
 * What.
 */
kind: DeadlineKind, 
/**
 * By when, in milliseconds since 1970.
 */
at: Timestamp, 
/**
 * From when on that is soon; null where the store wants no warning, and for promises.
 */
warn_at: Timestamp | null, };

export type CaseSummary = { 
/**
 * Which case.
 */
case: CaseId, 
/**
 * Whose shop was asked.
 */
store: StoreId, 
/**
 * Who asked.
 */
customer: UserId, 
/**
 * What they are called, where that is known.
 */
customer_name: Name | null, 
/**
 * What the staff say that it is about, else the start of the first message; null once erased. Customers always get
 * the latter.
 */
subject: string | null, 
/**
 * The start of the last message that both sides see.
 */
excerpt: string | null, 
/**
 * Who wrote that.
 */
last_role: Role, 
/**
 * The last event that the list knows of.
 */
seq: Seq, 
/**
 * Up to which event the viewer has read; null where a push goes to many viewers at once.
 */
read: Seq | null, 
/**
 * Waiting, open or resolved.
 */
status: Status, 
/**
 * The agent who has it.
 */
assignee: UserId | null, 
/**
 * What that agent is called.
 */
assignee_name: Name | null, 
/**
 * The group that it was passed to last; absent where there is none.
 */
group?: GroupId, 
/**
 * When it was opened.
 */
opened_at: Timestamp, 
/**
 * When something last happened.
 */
updated_at: Timestamp, 
/**
 * Since when the customer has been waiting.
 */
waiting_since: Timestamp | null, 
/**
 * Whether a person was asked for and none has replied since.
 */
wants_person: boolean, 
/**
 * Whether a suggestion waits for a decision; always false for customers.
 */
suggestion: boolean, 
/**
 * Whether it is the customer who asked for a person; absent where nobody did, and for customers.
 */
asked_person?: boolean, 
/**
 * How pressing it is; absent for customers.
 */
priority?: Priority, 
/**
 * Its tags in alphabetical order; absent where it has none, and for customers.
 */
tags?: Array<Tag>, 
/**
 * Whether its words were erased, for good; what was said since stands. Absent where none were.
 */
erased?: boolean, 
/**
 * Its place in its list, to be compared by code points: who waits first has the smallest, who was resolved last the
 * greatest. Absent for customers.
 */
place?: string, 
/**
 * Until when it is put aside; absent where it is not, and for customers.
 */
snoozed?: Snoozed, 
/**
 * What is still to be reached by when, the nearest first; absent where nothing is, and for customers.
 */
deadlines?: Array<Deadline>, };

export type Colleague = { 
/**
 * The store they serve.
 */
store: StoreId, 
/**
 * Who.
 */
user: UserId, 
/**
 * What they are called.
 */
name: Name | null, };

export type Snoozed = { 
/**
 * When it comes back by itself, in milliseconds since 1970; null where only the customer's next words bring it back.
 */
until: Timestamp | null, };

export type ReadMark = { 
/**
 * Who.
 */
user: UserId, 
/**
 * As what.
 */
role: Role, 
/**
 * Up to which event.
 */
seq: Seq, 
/**
 * When they last looked at it, in milliseconds since 1970.
 */
at: Timestamp, };

export type Head = { 
/**
 * The case.
 */
case: CaseId, 
/**
 * The newest event.
 */
head: Seq, };

export type ClientFrame = { "action": "open", id: CommandId, store: StoreId, 
/**
 * May be left out, or empty, where there are files.
 */
text: Text, 
/**
 * Files that the author has uploaded and that are ready.
 */
files?: FileIds, locale?: Locale, pre_chat?: PreChatReply, } | { "action": "heartbeat", id: CommandId, cases: Array<Head>, } | { "action": "send", case: CaseId, id: CommandId, after: Seq, 
/**
 * May be left out, or empty, where there are files.
 */
text: Text, 
/**
 * Files that the author has uploaded and that are ready.
 */
files?: FileIds, answers?: Seq, anyway?: boolean, } | { "action": "note", case: CaseId, id: CommandId, after: Seq, text: Text, mentions?: MentionList, } | { "action": "sync", case: CaseId, id: CommandId, after: Seq, } | { "action": "read", case: CaseId, seq: Seq, } | { "action": "typing", case: CaseId, on: boolean, } | { "action": "assign", case: CaseId, id: CommandId, after: Seq, agent: UserId, } | { "action": "unassign", case: CaseId, id: CommandId, after: Seq, } | { "action": "escalate", case: CaseId, id: CommandId, after: Seq, group?: GroupId, } | { "action": "approve", case: CaseId, id: CommandId, after: Seq, suggestion: Seq, text?: Text, answers?: Seq, anyway?: boolean, } | { "action": "reject", case: CaseId, id: CommandId, after: Seq, suggestion: Seq, reason: RejectionReason, } | { "action": "helped", case: CaseId, id: CommandId, after: Seq, of: Seq, yes: boolean, } | { "action": "resolve", case: CaseId, id: CommandId, after: Seq, } | { "action": "reopen", case: CaseId, id: CommandId, after: Seq, } | { "action": "snooze", case: CaseId, id: CommandId, after: Seq, until?: Timestamp, } | { "action": "wake", case: CaseId, id: CommandId, after: Seq, } | { "action": "schedule_message", case: CaseId, id: CommandId, after: Seq, text: Text, at?: Timestamp, } | { "action": "cancel_scheduled", case: CaseId, id: CommandId, after: Seq, of: Seq, } | { "action": "promise_reply", case: CaseId, id: CommandId, after: Seq, by: Timestamp, } | { "action": "withdraw_promise", case: CaseId, id: CommandId, after: Seq, of: Seq, } | { "action": "rate", case: CaseId, id: CommandId, after: Seq, score: Score, comment?: Text, } | { "action": "withdraw", case: CaseId, id: CommandId, after: Seq, of: Seq, } | { "action": "add_participant", case: CaseId, id: CommandId, after: Seq, user: UserId, name?: Name, } | { "action": "remove_participant", case: CaseId, id: CommandId, after: Seq, user: UserId, } | { "action": "prioritize", case: CaseId, id: CommandId, after: Seq, priority: Priority, } | { "action": "set_subject", case: CaseId, id: CommandId, after: Seq, subject?: Subject, } | { "action": "tag", case: CaseId, id: CommandId, after: Seq, add?: TagList, remove?: TagList, };

export type ServerFrame = { "action": "ack", id: CommandId, case: CaseId, event: EventView, missed: Array<EventView>, more: boolean, view: CaseView, } | { "action": "behind", id: CommandId, case: CaseId, events: Array<EventView>, head: Seq, more: boolean, view: CaseView, } | { "action": "missed", id: CommandId, case: CaseId, events: Array<EventView>, head: Seq, more: boolean, reads: Array<ReadMark>, view: CaseView, } | { "action": "event", case: CaseId, event: EventView, } | { "action": "typing", case: CaseId, user: UserId, role: Role, name: Name | null, on: boolean, } | { "action": "presence", store: StoreId, user: UserId, name: Name | null, online: boolean, } | { "action": "worklist", store: StoreId, summary: CaseSummary, more?: Array<CaseSummary>, } | { "action": "mentioned", store: StoreId, case: CaseId, seq: Seq, } | { "action": "read", case: CaseId, user: UserId, role: Role, seq: Seq, } | { "action": "beat", id: CommandId, behind: Array<Head>, online: Array<Colleague> | null, } | { "action": "error", code: Code, message: string, id: CommandId | null, retry_after?: number, taken_by?: Assignee, };

export type Problem = { 
/**
 * Always `about:blank`: the code says which problem it is.
 */
type: string, 
/**
 * The status in words.
 */
title: string, 
/**
 * The HTTP status.
 */
status: number, 
/**
 * What went wrong here.
 */
detail: string, 
/**
 * The stable code.
 */
code: Code, 
/**
 * With `rate_limited` the seconds after which the same may be asked again; `Retry-After` says them too.
 */
retry_after?: number, 
/**
 * With `taken` who has the case.
 */
taken_by?: Assignee, };

export type ClaimedCases = { 
/**
 * The cases that are theirs now, but for those that lists name as theirs already. What had just begun follows by itself.
 */
cases: Array<CaseId>, };

export type VisitorClaim = { 
/**
 * The visitor's bearer token. It opens nothing from then on.
 */
token: string, };

export type VisitorRequest = { 
/**
 * Whose shop is visited.
 */
store: StoreId, };

export type VisitorToken = { 
/**
 * The bearer token.
 */
token: string, 
/**
 * Who the visitor is from now on.
 */
user: UserId, 
/**
 * Whose shop is visited.
 */
store: StoreId, 
/**
 * When the token ends, in seconds since 1970.
 */
expires: number, };

export type Me = { 
/**
 * Who.
 */
user: UserId, 
/**
 * As what.
 */
role: Role, 
/**
 * What they are called.
 */
name: Name | null, 
/**
 * The stores they may act in.
 */
stores: Array<StoreId>, 
/**
 * When the token ends, in seconds since 1970.
 */
expires: number, };

export type Appearance = { 
/**
 * What the chat is called; none: "Support" in the visitor's language.
 */
name: Name | null, 
/**
 * A small picture as a `data:` URL: PNG, WebP or JPEG, at most 12,000 characters.
 */
logo: string | null, 
/**
 * The colour of buttons and of the visitor's own words, `#rrggbb`. Words on it are kept readable.
 */
accent: string | null, 
/**
 * Questions to begin with, at most 5 of 80 characters; empty: the widget's own.
 */
starters: Array<string>, 
/**
 * The address of the privacy notice, with `https`.
 */
privacy: string | null, };

export type FileRules = { 
/**
 * The most bytes of one.
 */
max_bytes: number, 
/**
 * The types.
 */
media_types: Array<MediaType>, };

export type FileState = "waiting" | "checking" | "ready" | "refused";

export type FileRefusal = "not_its_type" | "unreadable" | "flagged" | "expired";

export type UploadRequest = { 
/**
 * The client's id for the file.
 */
id: FileId, 
/**
 * What it is called.
 */
name: FileName, 
/**
 * Its type, as the browser names it.
 */
media_type: MediaType, 
/**
 * Its bytes, exactly.
 */
size: number, 
/**
 * Of a customer, which version of the store's consent they have agreed to: where one is asked for, nothing of theirs is
 * kept before. Who has a conversation in the store needs none.
 */
consent?: ConsentVersion, };

export type UploadForm = { 
/**
 * The file.
 */
id: FileId, 
/**
 * Where the form goes.
 */
url: string, 
/**
 * Names and values, in their order.
 */
fields: Array<[string, string]>, 
/**
 * Until when it may be sent, in milliseconds since 1970.
 */
expires_at: Timestamp, };

export type FileView = { 
/**
 * The file.
 */
id: FileId, 
/**
 * What it is called.
 */
name: FileName, 
/**
 * Its type.
 */
media_type: MediaType, 
/**
 * Its bytes.
 */
size: number, 
/**
 * Where it stands.
 */
state: FileState, 
/**
 * Why it was refused.
 */
reason?: FileRefusal, 
/**
 * Of a picture, how wide it is, in pixels.
 */
width?: number, 
/**
 * And how high.
 */
height?: number, 
/**
 * Whether there is a small picture of it.
 */
has_thumbnail: boolean, };

export type FileLinks = { 
/**
 * The file. Whatever is no picture is saved and not shown.
 */
url: string, 
/**
 * The small picture of it, a JPEG.
 */
thumbnail_url?: string, 
/**
 * Until when they hold, in milliseconds since 1970.
 */
expires_at: Timestamp, };

export type MaxFileBytes = number;

export type StoreView = { 
/**
 * Its id.
 */
id: StoreId, 
/**
 * Its name.
 */
name: string, 
/**
 * What the widget says first; null: its own words.
 */
greeting: Text | null, 
/**
 * How the chat looks.
 */
appearance: Appearance, 
/**
 * Whether an assistant may answer here.
 */
assistant: boolean, 
/**
 * Whether approved answers can be looked through at `/stores/{store}/help`.
 */
help: boolean, 
/**
 * Whether people answer at this hour; null where the store promises nothing.
 */
open: boolean | null, 
/**
 * When they do again, where they do not now.
 */
opens_at: Timestamp | null, 
/**
 * What is asked before the first message; absent where nothing is.
 */
pre_chat?: PreChatView, 
/**
 * Which files may be attached; absent where none may.
 */
files?: FileRules, 
/**
 * What a page with the chat says by itself, by rule; absent where it says nothing.
 */
proactive_greetings?: Array<ProactiveGreeting>, };

export type OpenCase = { 
/**
 * The client's id for the command; repeating it opens nothing new.
 */
id: CommandId, 
/**
 * Whose shop is asked.
 */
store: StoreId, 
/**
 * The first message; it may be left out, or empty, where there are files.
 */
text: Text, 
/**
 * Files that the author has uploaded and that are ready.
 */
files?: FileIds, 
/**
 * The language of the customer's browser.
 */
locale?: Locale, 
/**
 * What was answered and agreed to before, where the store asks for that.
 */
pre_chat?: PreChatReply, };

export type CasePage = { 
/**
 * The cases, in the list's order.
 */
cases: Array<CaseSummary>, 
/**
 * Asks for the next page; null on the last one. Opaque.
 */
next: string | null, };

export type CaseCounts = { 
/**
 * Those that wait; like the others null where it was not asked for, or where the caller sees only their own cases.
 */
waiting: number | null, 
/**
 * Those that are answered and not resolved.
 */
open: number | null, 
/**
 * Those that were put aside.
 */
snoozed: number | null, 
/**
 * Those resolved within the last twelve months of the calendar, this one among them.
 */
closed: number | null, };

export type MarkedPart = { 
/**
 * Its characters.
 */
text: string, 
/**
 * Whether they are what was looked for.
 */
is_hit: boolean, };

export type SearchHit = { 
/**
 * The case as lists have it.
 */
case: CaseSummary, 
/**
 * The event in which the words, or one of them, stand first.
 */
seq: Seq, 
/**
 * When that was.
 */
at: Timestamp, 
/**
 * What it says around them; empty where it has no words.
 */
excerpt: Array<MarkedPart>, 
/**
 * What the case is about; empty once erased.
 */
subject: Array<MarkedPart>, 
/**
 * What the customer is called; empty where that is not known.
 */
name: Array<MarkedPart>, };

export type SearchPage = { 
/**
 * The cases, opened last first.
 */
hits: Array<SearchHit>, 
/**
 * Asks for the next page; null on the last one. Opaque.
 */
next: string | null, };

export type MentionView = { 
/**
 * In which case.
 */
case: CaseId, 
/**
 * The note's place in its log.
 */
seq: Seq, 
/**
 * When it was written, in milliseconds since 1970.
 */
at: Timestamp, 
/**
 * What its author is called.
 */
by: Name | null, 
/**
 * What it says; null once it was deleted.
 */
text: Text | null, 
/**
 * What the case is about.
 */
subject: string | null, 
/**
 * Whether the caller has marked it as read.
 */
read: boolean, };

export type MentionPage = { 
/**
 * The notes of the last 90 days in cases that the caller may read.
 */
mentions: Array<MentionView>, 
/**
 * How many are not read, up to 100.
 */
unread: number, 
/**
 * Where the next page starts; null where this is the last.
 */
next: string | null, };

export type MentionsRead = { 
/**
 * All that were written up to this time, in milliseconds since 1970. What was marked once stays so.
 */
until: Timestamp, };

export type EventPage = { 
/**
 * The events.
 */
events: Array<EventView>, 
/**
 * The last event that this viewer may see.
 */
head: Seq, 
/**
 * Whether there are further events in the direction asked for.
 */
more: boolean, 
/**
 * Where the case stands.
 */
view: CaseView, };

export type AnswerStatus = "candidate" | "approved" | "retired";

export type Provenance = { 
/**
 * Which case.
 */
case: CaseId, 
/**
 * The reply in it.
 */
seq: Seq, };

export type AnswerView = { 
/**
 * Which.
 */
id: AnswerId, 
/**
 * Whose.
 */
store: StoreId, 
/**
 * The question it answers.
 */
question: Text, 
/**
 * What it says.
 */
text: Text, 
/**
 * Its language, where that is known.
 */
language: Locale | null, 
/**
 * Where it stands.
 */
status: AnswerStatus, 
/**
 * How often people sent it as it was, or edited.
 */
approvals: number, 
/**
 * How often they did not want it.
 */
rejections: number, 
/**
 * How often customers got it.
 */
uses: number, 
/**
 * Ways of asking that are remembered for it.
 */
phrasings: number, 
/**
 * Whether it may go out by itself where the store allows that, and its verdicts certify all answers.
 */
earned: boolean, 
/**
 * Whether its own record proves it right so often that it may go out before that.
 */
proven: boolean, 
/**
 * Whether a lead has decided that it never goes out by itself.
 */
drafts_only: boolean, 
/**
 * Who approved it last.
 */
approved_by: Name | null, 
/**
 * When that was.
 */
approved_at: Timestamp | null, 
/**
 * Where it was saved from.
 */
from: Provenance | null, 
/**
 * When it was changed last.
 */
updated_at: Timestamp, 
/**
 * Grows with each change; an edit names the one it has seen.
 */
version: number, };

export type AnswerPage = { 
/**
 * The answers.
 */
answers: Array<AnswerView>, 
/**
 * Asks for the next page; null on the last one. Opaque.
 */
next: string | null, };

export type Day = string;

export type DurationFigures = { 
/**
 * In how many cases it happened.
 */
cases: number, 
/**
 * What half of them took at most.
 */
median: number, 
/**
 * What nine of ten took at most.
 */
p90: number, };

export type RejectedFigures = { 
/**
 * The reason.
 */
reason: RejectionReason, 
/**
 * How often.
 */
count: number, };

export type TargetFigures = { 
/**
 * Cases that reached it in time.
 */
met: number, 
/**
 * Cases whose time was over first: by the calendar or the store's hours, as it has set.
 */
missed: number, };

export type FiguresView = { 
/**
 * Cases that were opened.
 */
opened: number, 
/**
 * Those of them by the hour in which they were, UTC: 24 numbers.
 */
opened_by_hour: Array<number>, 
/**
 * Cases that are resolved.
 */
resolved: number, 
/**
 * Cases that the assistant answered without a person being needed.
 */
assistant_alone: number, 
/**
 * Cases in which a person was wanted.
 */
escalated: number, 
/**
 * Cases that came back within seven days after they were resolved.
 */
reopened: number, 
/**
 * How many customers gave 1 to 5 points: five numbers.
 */
ratings: Array<number>, 
/**
 * Suggestions that were sent as they were. They, and what follows, are counted when a case is resolved.
 */
approved: number, 
/**
 * Suggestions that were changed and sent.
 */
edited: number, 
/**
 * Suggestions that were not wanted, by reason.
 */
rejected: Array<RejectedFigures>, 
/**
 * How long customers waited for a person's first reply; null where none came.
 */
first_reply: DurationFigures | null, 
/**
 * How long it took until cases were resolved; null where none is.
 */
resolution: DurationFigures | null, 
/**
 * Whether a person replied first within the store's target.
 */
first_reply_target: TargetFigures, 
/**
 * Whether cases were resolved within the store's target.
 */
resolution_target: TargetFigures, };

export type DayFigures = { 
/**
 * The day.
 */
day: Day, 
/**
 * Its figures.
 */
figures: FiguresView, };

export type AgentFigures = { 
/**
 * Who.
 */
agent: UserId, 
/**
 * Their figures.
 */
figures: FiguresView, };

export type GroupFigures = { 
/**
 * Which.
 */
group: GroupId, 
/**
 * Its figures.
 */
figures: FiguresView, };

export type StatisticsView = { 
/**
 * Each day in order, those without cases too.
 */
days: Array<DayFigures>, 
/**
 * All of them together.
 */
total: FiguresView, 
/**
 * Of the cases in which a member of the staff replied last, by member.
 */
agents: Array<AgentFigures>, 
/**
 * Of the cases that were passed to a group last, by group.
 */
groups: Array<GroupFigures>, };

export type HelpArticle = { 
/**
 * Which answer.
 */
id: AnswerId, 
/**
 * The question it answers.
 */
question: Text, 
/**
 * What it says.
 */
text: Text, 
/**
 * Its language, where that is known.
 */
language: Locale | null, };

export type HelpIndex = { 
/**
 * The articles, changed last first; at most 200, and 256 KiB of words.
 */
articles: Array<HelpArticle>, };

export type NewAnswer = { 
/**
 * The client's id for the command; repeating it adds nothing new.
 */
id: CommandId, 
/**
 * The question it answers.
 */
question: Text, 
/**
 * What it says.
 */
text: Text, 
/**
 * Its language.
 */
language?: Locale, 
/**
 * Where it was saved from.
 */
from?: Provenance, };

export type AnswerEdit = { 
/**
 * The version that the editor has seen.
 */
version: number, 
/**
 * The question it answers.
 */
question?: Text, 
/**
 * What it says.
 */
text?: Text, 
/**
 * Its language.
 */
language?: Locale, 
/**
 * Whether it may never go out by itself.
 */
drafts_only?: boolean, };

export type AnswerMerge = { 
/**
 * The version that the editor has seen.
 */
version: number, 
/**
 * The answer that stays.
 */
into: AnswerId, };

export type AnswerDecision = { 
/**
 * The version that the decider has seen.
 */
version: number, };

export type Recipient = { 
/**
 * In which case.
 */
case: CaseId, 
/**
 * As which message.
 */
seq: Seq, 
/**
 * Who.
 */
customer: UserId, 
/**
 * When.
 */
at: Timestamp, };

export type RecipientPage = { 
/**
 * The customers.
 */
recipients: Array<Recipient>, 
/**
 * Asks for the next page; null on the last one. Opaque.
 */
next: string | null, };

export type ImportedAnswer = { 
/**
 * The question.
 */
question: Text, 
/**
 * The answer.
 */
text: Text, 
/**
 * Its language.
 */
language?: Locale, };

export type AnswerImport = { 
/**
 * The questions with their answers.
 */
answers: Array<ImportedAnswer>, };

export type Imported = { 
/**
 * Answers that are new.
 */
added: number, 
/**
 * Answers that were there, with the same text or changed since.
 */
known: number, };

export type OpenQuestion = { 
/**
 * The start of one of the ways in which it was asked.
 */
text: string, 
/**
 * How often.
 */
asked: number, 
/**
 * When last.
 */
last_at: Timestamp, 
/**
 * In which case last.
 */
case: CaseId, };

export type OpenQuestions = { 
/**
 * The questions.
 */
questions: Array<OpenQuestion>, };

export type TriageMode = "off" | "suggest" | "answer";

export type Shift = { 
/**
 * The first minute; below 1440.
 */
from: number, 
/**
 * The minute after the last.
 */
until: number, };

export type Holiday = { 
/**
 * Which date, as `2026-12-25`.
 */
date: string, 
/**
 * The shifts that begin on it; none: nobody answers.
 */
shifts: Array<Shift>, };

export type Hours = { 
/**
 * An IANA time zone such as `Europe/Berlin`.
 */
zone: string, 
/**
 * From Monday to Sunday: each day's shifts in order; none on a day without anybody.
 */
week: [Array<Shift>, Array<Shift>, Array<Shift>, Array<Shift>, Array<Shift>, Array<Shift>, Array<Shift>], 
/**
 * Days that are unlike others of their weekday; at most 200.
 */
holidays: Array<Holiday>, };

export type Routing = { 
/**
 * Whether they are assigned to agents who are there as they come. Else agents take them, or leads give them.
 */
automatic: boolean, 
/**
 * After how many minutes away or offline an agent's waiting cases go back; 0: never.
 */
grace_minutes: number, };

export type AutomaticReplies = { 
/**
 * Whether none goes out until somebody lets them go on: the store works as one that only wants drafts.
 */
paused: boolean, 
/**
 * How many go out a day (UTC) at most; what would be more is drafted. None: as many as have earned it.
 */
a_day: number | null, };

export type AutoClose = { 
/**
 * After how many hours without a word of the customer they are reminded of the last reply; 0: never, and nothing is
 * closed.
 */
remind_after_hours: number, 
/**
 * After how many hours more the case is closed.
 */
close_after_hours: number, 
/**
 * What the reminder says, in the store's own words; needed where there is to be one.
 */
reminder: Text | null, };

export type Translation = { 
/**
 * The language; of a language without a region all regions get it.
 */
locale: Locale, 
/**
 * The words.
 */
text: string, };

export type Translated = { 
/**
 * What is said where there is no translation.
 */
text: string, 
/**
 * What is said instead in other languages, each once.
 */
translations?: Array<Translation>, };

export type FieldId = string;

export type FieldKind = "name" | "email" | "order_number" | "text" | "choice";

export type PreChatField = { 
/**
 * By which an answer names it.
 */
id: FieldId, 
/**
 * What is asked for.
 */
kind: FieldKind, 
/**
 * What it is called.
 */
label: Translated, 
/**
 * Whether there is no chat without an answer.
 */
required: boolean, 
/**
 * The fewest characters of an answer.
 */
min_length: number, 
/**
 * The most characters of an answer.
 */
max_length: number, 
/**
 * What can be chosen, where that is asked for: 2 to 20. The answer is the `text` of what was.
 */
choices: Array<Translated>, };

export type Consent = { 
/**
 * The words that are agreed to. The store's privacy notice (`appearance.privacy`) is linked beside them.
 */
text: Translated, 
/**
 * What whoever declines can do instead, such as how they reach the shop; none: the widget's own words.
 */
contact?: Translated, };

export type ConsentVersion = string;

export type PreChat = { 
/**
 * The fields of the form in their order; at most 8.
 */
fields: Array<PreChatField>, 
/**
 * What is agreed to before anything is stored; none: nothing has to be.
 */
consent: Consent | null, };

export type ConsentView = { 
/**
 * Names these words in the opening.
 */
version: ConsentVersion, 
/**
 * The words. `appearance.privacy` is linked beside them.
 */
text: Translated, 
/**
 * What whoever declines can do instead; null where the store says nothing.
 */
contact: Translated | null, };

export type PreChatView = { 
/**
 * The fields of its form, in their order.
 */
fields: Array<PreChatField>, 
/**
 * What is agreed to before anything is stored, a visitor's token included; null: nothing has to be.
 */
consent: ConsentView | null, };

export type GivenAnswer = { 
/**
 * The field's id.
 */
field: FieldId, 
/**
 * What was answered; of a choice its `text` in the store's own language.
 */
value: Text, };

export type PreChatReply = { 
/**
 * Each field once; those that are left empty are not there. What the store does not ask is not kept.
 */
answers: Array<GivenAnswer>, 
/**
 * Which version of the store's consent was agreed to.
 */
consent?: ConsentVersion, };

export type PreChatAnswer = { 
/**
 * The field's id.
 */
field: FieldId, 
/**
 * What it asked for.
 */
kind: FieldKind, 
/**
 * What it was called, in the store's own language.
 */
label: string, 
/**
 * What was answered.
 */
value: Text, };

export type PreChatAnswers = { 
/**
 * In the order of the form; none once erased.
 */
answers?: Array<PreChatAnswer>, 
/**
 * The version of the store's consent that was agreed to, at the time of the event; none where none was asked for.
 */
consent?: ConsentVersion, };

export type TargetTimes = { 
/**
 * From when a case waits, until a person has replied to it for the first time.
 */
first_reply: number | null, 
/**
 * From when it is opened, or comes back, until it is resolved.
 */
resolution: number | null, };

export type TargetClock = "business_hours" | "calendar";

export type ServiceTargets = { 
/**
 * Those of urgent cases.
 */
urgent: TargetTimes, 
/**
 * Those of cases of high priority.
 */
high: TargetTimes, 
/**
 * Those of cases about which nobody has said anything.
 */
normal: TargetTimes, 
/**
 * Those of cases that may wait.
 */
low: TargetTimes, 
/**
 * What time counts.
 */
clock: TargetClock, 
/**
 * After which share of a target's time, in percent, its case gets a warning; 0: never.
 */
warn_at_percent: number, };

export type GreetingText = { 
/**
 * The language.
 */
language: Locale, 
/**
 * The words.
 */
text: Text, };

export type ProactiveGreeting = { 
/**
 * On which pages: a path as addresses have it, such as `/cart`, in which `*` stands for anything; empty: on every page.
 */
pages: string, 
/**
 * After how many seconds on the page.
 */
seconds: number, 
/**
 * From which value of the cart on, in the shop's own currency, as the page tells it; none: whatever is in it.
 */
cart_from: number | null, 
/**
 * What it says, once a language; the first stands in where the visitor's is not among them.
 */
texts: Array<GreetingText>, };

export type Settings = { 
/**
 * What triage may do.
 */
triage: TriageMode, 
/**
 * Words and topics that always go to a person, compared without case; at most 200.
 */
escalate_on: Array<string>, 
/**
 * The languages in which triage may speak; empty: any that an answer is written in.
 */
languages: Array<Locale>, 
/**
 * What the widget says before the customer has written; none: its own words.
 */
greeting: Text | null, 
/**
 * How the chat looks. Left out of what is stored while nothing is set, so that earlier versions can read it.
 */
appearance?: Appearance, 
/**
 * What customers answer and agree to before their first message. Left out of what is stored while nothing is set, so that
 * earlier versions can read it.
 */
pre_chat?: PreChat, 
/**
 * Whether visitors may look through approved answers before they write, where those may go out by themselves. Left out of
 * what is stored while it is off, so that earlier versions can read it.
 */
help_search?: boolean, 
/**
 * How cases find their agents. Left out of what is stored while nothing is set, so that earlier versions can read it.
 */
routing?: Routing, 
/**
 * What keeps replies from going out by themselves. Left out of what is stored while nothing is set, so that earlier
 * versions can read it.
 */
automatic_replies?: AutomaticReplies, 
/**
 * What becomes of cases whose customers don't answer any more. Left out of what is stored while nothing is set, so that
 * earlier versions can read it.
 */
auto_close?: AutoClose, 
/**
 * By when customers are to get what. Left out of what is stored while nothing is set, so that earlier versions can read it.
 */
targets?: ServiceTargets, 
/**
 * After how many days without coming back a resolved case is erased, as it is where a lead asks for it; 0: never. Left out of
 * what is stored while it is off, so that earlier versions can read it.
 */
retention_days?: number, 
/**
 * The most bytes of a file that people attach; 0: none may be attached. Left out of what is stored while it is as it would
 * be anyway, so that earlier versions can read it.
 */
max_file_bytes?: MaxFileBytes, 
/**
 * The most megabytes that the store's files may have together; 0: as many as come. Left out of what is stored likewise.
 */
max_stored_megabytes?: number, 
/**
 * What a shop's page says beside the chat's button by itself; at most 5 rules, of which the first that holds speaks. Left out
 * of what is stored while there is none, so that earlier versions can read it.
 */
proactive_greetings?: Array<ProactiveGreeting>, 
/**
 * When people answer; none: the store promises nothing.
 */
hours: Hours | null, 
/**
 * What language models may cost a day, in US cents; beyond it triage works without them.
 */
model_cents_a_day: number, };

export type Group = { 
/**
 * Which.
 */
id: GroupId, 
/**
 * What it is called.
 */
name: Name, 
/**
 * Whether it gets no cases any more. Its number stays: cases still name it.
 */
closed: boolean, };

export type AgentTerms = { 
/**
 * The groups they are in.
 */
groups: Array<GroupId>, 
/**
 * How many unresolved cases of the store they have at once; none: as many as they like.
 */
capacity: number | null, 
/**
 * Whether they may work for the store at all.
 */
active: boolean, };

export type AgentView = { 
/**
 * Who.
 */
user: UserId, 
/**
 * As what they signed in last.
 */
role: Role, 
/**
 * What they are called.
 */
name: Name | null, 
/**
 * The groups they are in.
 */
groups: Array<GroupId>, 
/**
 * How many unresolved cases of the store they have at once; null: as many as they like.
 */
capacity: number | null, 
/**
 * Whether they may work for the store at all.
 */
active: boolean, 
/**
 * Whether they take cases now, where they are there.
 */
available: boolean, 
/**
 * Whether they are there: signed in, with a sign of life within ten minutes.
 */
online: boolean, 
/**
 * How many unresolved cases they have.
 */
cases: number, 
/**
 * When they signed in first.
 */
first_seen: Timestamp, 
/**
 * When they came or left last.
 */
last_seen: Timestamp, 
/**
 * Grows with each change of what they may do; an edit names the one it has seen.
 */
version: number, };

export type AgentList = { 
/**
 * The agents and leads.
 */
agents: Array<AgentView>, 
/**
 * The store's groups, the closed ones too.
 */
groups: Array<Group>, };

export type AgentChange = { 
/**
 * The client's id for the command; repeating it changes nothing more.
 */
id: CommandId, 
/**
 * The version that the lead has seen.
 */
version: number, 
/**
 * All groups that they are in from now on.
 */
groups?: Array<GroupId>, 
/**
 * How many unresolved cases they have at once; null: as many as they like.
 */
capacity?: number | null, 
/**
 * Whether they may work for the store.
 */
active?: boolean, };

export type AvailabilityChange = { 
/**
 * Whether they do.
 */
available: boolean, };

export type NewGroup = { 
/**
 * The client's id for the command; repeating it adds nothing new.
 */
id: CommandId, 
/**
 * What it is called.
 */
name: Name, };

export type GroupChange = { 
/**
 * The client's id for the command; repeating it changes nothing more.
 */
id: CommandId, 
/**
 * Another name.
 */
name?: Name, 
/**
 * Whether it gets no cases any more.
 */
closed?: boolean, };

export type AuditedChange = { "kind": "agent", 
/**
 * Whose.
 */
agent: UserId, 
/**
 * What they were called then.
 */
name: Name | null, 
/**
 * As it was.
 */
before: AgentTerms, 
/**
 * As it is.
 */
after: AgentTerms, } | { "kind": "availability", 
/**
 * Whose.
 */
agent: UserId, 
/**
 * What they were called then.
 */
name: Name | null, 
/**
 * Whether they do.
 */
available: boolean, } | { "kind": "erasure", 
/**
 * Whose.
 */
subject: ErasureSubject, } | { "kind": "group", 
/**
 * As it was; null for a new one.
 */
before: Group | null, 
/**
 * As it is.
 */
after: Group, } | { "kind": "canned_reply", 
/**
 * Its title as it was; null for a new one.
 */
before: Name | null, 
/**
 * As it is; null for one that was deleted.
 */
after: Name | null, } | { "kind": "saved_view", 
/**
 * Its name as it was; null for a new one.
 */
before: Name | null, 
/**
 * As it is; null for one that was deleted.
 */
after: Name | null, };

export type AuditEntry = { 
/**
 * The id of the command that made it.
 */
id: CommandId, 
/**
 * When.
 */
at: Timestamp, 
/**
 * Who made it.
 */
by: UserId, 
/**
 * What they were called then.
 */
by_name: Name | null, 
/**
 * What was changed.
 */
change: AuditedChange, };

export type AuditPage = { 
/**
 * The changes.
 */
entries: Array<AuditEntry>, 
/**
 * Asks for the next page; null on the last one. Opaque.
 */
next: string | null, };

export type CannedReplyId = string;

export type Shortcut = string;

export type Placeholder = "customer.name" | "customer.first_name" | "agent.name" | "case.id" | "store.name";

export type ReplyTemplate = string;

export type TemplatePart = { "kind": "words", 
/**
 * The words.
 */
text: string, } | { "kind": "placeholder", 
/**
 * Which.
 */
name: Placeholder, };

export type MacroAssignee = { "to": "me", } | { "to": "group", 
/**
 * The group.
 */
group: GroupId, };

export type CannedReplyView = { 
/**
 * Which.
 */
id: CannedReplyId, 
/**
 * Whether it is the caller's own; else it is the store's.
 */
personal: boolean, 
/**
 * What people find it by.
 */
title: Name, 
/**
 * What finds it at once.
 */
shortcut: Shortcut | null, 
/**
 * What it says, as it was written.
 */
text: ReplyTemplate, 
/**
 * The same in parts: words, and placeholders to be filled in.
 */
parts: Array<TemplatePart>, 
/**
 * Who gets the conversation once it is sent; null: whoever has it.
 */
assign: MacroAssignee | null, 
/**
 * Whether the conversation is closed once it is sent.
 */
close: boolean, 
/**
 * When it was changed last.
 */
updated_at: Timestamp, 
/**
 * Who changed it last.
 */
updated_by: Name | null, 
/**
 * Grows with each change; an edit names the one it has seen.
 */
version: number, };

export type CannedReplyList = { 
/**
 * The canned replies.
 */
replies: Array<CannedReplyView>, };

export type NewCannedReply = { 
/**
 * The client's id for the command; repeating it adds nothing new.
 */
id: CommandId, 
/**
 * Whether it is for the caller alone; else it is the store's, which is for leads.
 */
personal: boolean, 
/**
 * What people find it by.
 */
title: Name, 
/**
 * What finds it at once.
 */
shortcut?: Shortcut, 
/**
 * What it says.
 */
text: ReplyTemplate, 
/**
 * Who gets the conversation once it is sent.
 */
assign?: MacroAssignee, 
/**
 * Whether the conversation is closed once it is sent.
 */
close?: boolean, };

export type CannedReplyChange = { 
/**
 * The client's id for the command; repeating it changes nothing more.
 */
id: CommandId, 
/**
 * The version that the editor has seen.
 */
version: number, 
/**
 * What people find it by.
 */
title: Name, 
/**
 * What finds it at once.
 */
shortcut?: Shortcut, 
/**
 * What it says.
 */
text: ReplyTemplate, 
/**
 * Who gets the conversation once it is sent.
 */
assign?: MacroAssignee, 
/**
 * Whether the conversation is closed once it is sent.
 */
close?: boolean, };

export type CannedReplyDeletion = { 
/**
 * The client's id for the command; repeating it changes nothing more.
 */
id: CommandId, 
/**
 * The version that was seen.
 */
version: number, };

export type SavedViewId = string;

export type Worklist = "waiting" | "open" | "snoozed" | "closed";

export type CaseFilter = { 
/**
 * The list.
 */
list: Worklist, 
/**
 * Those that were passed to this group; absent: everybody's.
 */
group?: GroupId, 
/**
 * Those of this priority; absent: of every one.
 */
priority?: Priority, 
/**
 * Those with this tag; absent: with and without.
 */
tag?: Tag, 
/**
 * Those alone of which a target or a promise is overdue; absent: all.
 */
overdue?: boolean, };

export type SavedViewEntry = { 
/**
 * Which.
 */
id: SavedViewId, 
/**
 * Whether it is the caller's own; else it is the store's.
 */
personal: boolean, 
/**
 * What people find it by.
 */
name: Name, 
/**
 * What it shows.
 */
filter: CaseFilter, 
/**
 * When it was changed last.
 */
updated_at: Timestamp, 
/**
 * Who changed it last.
 */
updated_by: Name | null, 
/**
 * Grows with each change; an edit names the one it has seen.
 */
version: number, };

export type SavedViewList = { 
/**
 * The saved views.
 */
views: Array<SavedViewEntry>, };

export type NewSavedView = { 
/**
 * The client's id for the command; repeating it adds nothing new.
 */
id: CommandId, 
/**
 * Whether it is for the caller alone; else it is the store's, which is for leads.
 */
personal: boolean, 
/**
 * What people find it by.
 */
name: Name, 
/**
 * What it shows.
 */
filter: CaseFilter, };

export type SavedViewChange = { 
/**
 * The client's id for the command; repeating it changes nothing more.
 */
id: CommandId, 
/**
 * The version that the editor has seen.
 */
version: number, 
/**
 * What people find it by.
 */
name: Name, 
/**
 * What it shows.
 */
filter: CaseFilter, };

export type SavedViewDeletion = { 
/**
 * The client's id for the command; repeating it changes nothing more.
 */
id: CommandId, 
/**
 * The version that was seen.
 */
version: number, };

export type ErasureSubject = { "kind": "case", 
/**
 * Which.
 */
case: CaseId, } | { "kind": "customer", 
/**
 * Who.
 */
customer: UserId, } | { "kind": "expired", 
/**
 * What was resolved until then is gone already.
 */
after: Timestamp, 
/**
 * What was resolved until then goes.
 */
until: Timestamp, };

export type ErasureStep = "erasing" | "checking" | "done";

export type ErasureRequest = { 
/**
 * The client's id for the command; repeating it begins nothing new.
 */
id: CommandId, 
/**
 * What is to be erased.
 */
subject: ErasureSubject, };

export type ErasureView = { 
/**
 * The id of the command that asked for it.
 */
id: CommandId, 
/**
 * When that was.
 */
at: Timestamp, 
/**
 * Who asked for it; null where it is by the store's own rule.
 */
by: UserId | null, 
/**
 * What they were called then.
 */
by_name: Name | null, 
/**
 * What is erased.
 */
subject: ErasureSubject, 
/**
 * Where it stands.
 */
step: ErasureStep, 
/**
 * How many cases were erased so far.
 */
cases: number, 
/**
 * How many answers of the knowledge base went with them, since they said word for word what was written there.
 */
answers: number, };

export type ErasureList = { 
/**
 * They.
 */
erasures: Array<ErasureView>, };

export type CustomerProfile = { 
/**
 * Their id: made of the shop's own, or of chance for visitors without an account.
 */
id: UserId, 
/**
 * Whether the shop has vouched for them.
 */
signed_in: boolean, };

export type ExportedCase = { 
/**
 * Which.
 */
case: CaseId, 
/**
 * When it was opened.
 */
opened_at: Timestamp, 
/**
 * Where it stands.
 */
status: Status, 
/**
 * What the staff say that it is about; null where they say nothing.
 */
subject: string | null, 
/**
 * Its tags in alphabetical order.
 */
tags: Array<Tag>, 
/**
 * The customer's last verdict.
 */
rating: Score | null, 
/**
 * What happened, oldest first, as the staff see it.
 */
events: Array<EventView>, };

export type CustomerExport = { 
/**
 * The form of this document.
 */
version: number, 
/**
 * The store.
 */
store: StoreId, 
/**
 * When it was read.
 */
at: Timestamp, 
/**
 * Who they are.
 */
profile: CustomerProfile, 
/**
 * Their cases. One that a page ends in goes on in the next, with the events behind these.
 */
cases: Array<ExportedCase>, 
/**
 * Asks for the next page; null on the last one. Opaque.
 */
next: string | null, };

export type ReplyOutcome = "none" | "approved" | "edited" | "rejected" | "not_needed" | "own_words" | "not_helped";

export type UnattendedView = { 
/**
 * In which case.
 */
case: CaseId, 
/**
 * The customer's message that it answers.
 */
seq: Seq, 
/**
 * When that was written.
 */
at: Timestamp, 
/**
 * By what it had earned to go out by itself.
 */
earned: EarnedBy, 
/**
 * Whether it was sent. Else it was drafted, because the store does not allow it, or for an audit.
 */
sent: boolean, 
/**
 * What people made of it.
 */
outcome: ReplyOutcome, 
/**
 * What the customer asked; null once erased.
 */
question: Text | null, 
/**
 * What went out, or would have; null once erased.
 */
reply: Text | null, 
/**
 * The answer that it rests on.
 */
answer: AnswerId | null, 
/**
 * What an agent then wrote; null where nobody has, or once erased.
 */
written: Text | null, };

export type UnattendedPage = { 
/**
 * The replies.
 */
replies: Array<UnattendedView>, 
/**
 * Asks for the next page; null on the last one. Opaque.
 */
next: string | null, };

export type WayFigures = { 
/**
 * The way.
 */
earned: EarnedBy, 
/**
 * How many were sent.
 */
sent: number, 
/**
 * To how many of those a customer or a person objected.
 */
objected: number, 
/**
 * How many would have been sent, and were drafted.
 */
held: number, 
/**
 * How many of those an agent sent as they were.
 */
approved: number, 
/**
 * How many an agent sent in other words.
 */
edited: number, 
/**
 * How many an agent rejected, or left aside for something else.
 */
refused: number, };

export type UnattendedFigures = { 
/**
 * When the oldest of them was asked for; null where there is none.
 */
since: Timestamp | null, 
/**
 * One for each way in which a reply can earn to go out by itself.
 */
ways: Array<WayFigures>, };
