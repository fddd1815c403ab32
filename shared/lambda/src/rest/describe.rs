//! How routes describe themselves: documents by the names of their schemas, parameters by the extractors that read them,
//! problems by what may refuse the request.

use std::any::type_name;
use std::borrow::Cow;
use std::collections::BTreeMap;
use std::marker::PhantomData;

use adapters::token::TokenError;
use application::ApplicationError;
use contract::Code;
use domain::{AnswerId, CannedReplyId, CaseId, FileId, GroupId, SavedViewId, StoreId, UserId};
use utoipa::openapi::path::{Parameter, ParameterBuilder, ParameterIn};
use utoipa::openapi::schema::{AllOfBuilder, ObjectBuilder};
use utoipa::openapi::{
    ContentBuilder, Ref, RefOr, Required, Response, ResponseBuilder, Schema, Type,
};
use utoipa::{IntoParams, IntoResponses, PartialSchema, ToSchema};

use super::{Bearer, Document, FormOf, PathOf, QueryOf, Session, Values};
use crate::reply;

/// A type of the contract or the domain, described by reference: `cargo xtask types` puts the schemas beside the routes.
pub struct Of<T>(PhantomData<T>);

impl<T> PartialSchema for Of<T> {
    fn schema() -> RefOr<Schema> {
        Ref::from_schema_name(name_of::<T>()).into()
    }
}

impl<T> ToSchema for Of<T> {
    fn name() -> Cow<'static, str> {
        Cow::Borrowed(name_of::<T>())
    }
}

/// The same where a request may leave out what an answer always has: such a type stands in the description twice.
pub struct InputOf<T>(PhantomData<T>);

impl<T> PartialSchema for InputOf<T> {
    fn schema() -> RefOr<Schema> {
        Ref::from_schema_name(Self::name()).into()
    }
}

impl<T> ToSchema for InputOf<T> {
    fn name() -> Cow<'static, str> {
        Cow::Owned(format!("{}Input", name_of::<T>()))
    }
}

/// The types that routes name, each as its reference. `#[utoipa::path]` wants a path without parameters of its own.
pub mod of {
    use super::{InputOf, Of};

    macro_rules! references {
        ($($from:ident: $($name:ident)*;)*) => {$($(
            #[doc = concat!("Refers to `", stringify!($name), "`.")]
            pub type $name = Of<$from::$name>;
        )*)*};
    }

    references! {
        contract:
            AgentChange AgentList AgentView AuditPage AvailabilityChange CustomerExport ErasureList ErasureRequest ErasureView GroupChange NewGroup AnswerDecision AnswerEdit AnswerImport AnswerMerge AnswerPage AnswerView CaseCommand CaseCounts CasePage CaseView EventPage FeedPage FrameForm Health HelpIndex Imported Me NewAnswer OpenCase OpenQuestions RecipientPage Replay ServerFrame StatisticsView StoreView UnattendedFigures UnattendedPage VisitorRequest VisitorToken CannedReplyChange CannedReplyDeletion CannedReplyList CannedReplyView NewCannedReply NewSavedView SavedViewChange SavedViewDeletion SavedViewEntry SavedViewList VisitorClaim ClaimedCases SearchPage UploadRequest UploadForm FileView FileLinks MentionPage MentionsRead;
        domain: AnswerStatus Day Group GroupId Priority Seq Settings Tag UserId;
    }

    /// Refers to what a request may say of `Settings`.
    pub type SettingsInput = InputOf<domain::Settings>;
}

fn name_of<T>() -> &'static str {
    type_name::<T>().rsplit("::").next().unwrap_or_default()
}

/// An id that stands in a path.
pub trait PathPart {
    /// What the path calls it.
    const NAME: &'static str;
    /// What it is.
    const ABOUT: &'static str;
}

impl PathPart for StoreId {
    const NAME: &'static str = "store";
    const ABOUT: &'static str = "The store.";
}

impl PathPart for CaseId {
    const NAME: &'static str = "case";
    const ABOUT: &'static str = "The case.";
}

impl PathPart for AnswerId {
    const NAME: &'static str = "answer";
    const ABOUT: &'static str = "The answer.";
}

impl PathPart for CannedReplyId {
    const NAME: &'static str = "reply";
    const ABOUT: &'static str = "The canned reply.";
}

impl PathPart for SavedViewId {
    const NAME: &'static str = "view";
    const ABOUT: &'static str = "The saved view.";
}

impl PathPart for FileId {
    const NAME: &'static str = "file";
    const ABOUT: &'static str = "The file.";
}

impl PathPart for UserId {
    const NAME: &'static str = "agent";
    const ABOUT: &'static str = "The agent.";
}

impl PathPart for GroupId {
    const NAME: &'static str = "group";
    const ABOUT: &'static str = "The group.";
}

impl<T: PathPart> IntoParams for PathOf<T> {
    fn into_params(_: impl Fn() -> Option<ParameterIn>) -> Vec<Parameter> {
        vec![part::<T>()]
    }
}

impl<T: PathPart, U: PathPart> IntoParams for PathOf<(T, U)> {
    fn into_params(_: impl Fn() -> Option<ParameterIn>) -> Vec<Parameter> {
        vec![part::<T>(), part::<U>()]
    }
}

fn part<T: PathPart>() -> Parameter {
    ParameterBuilder::new()
        .name(T::NAME)
        .parameter_in(ParameterIn::Path)
        .required(Required::True)
        .description(Some(T::ABOUT))
        .schema(Some(Of::<T>::schema()))
        .build()
}

/// The problems of an operation: one response for each status, with the codes that it may carry. `T` is a tuple of what may
/// refuse the request: the extractors that read it, the errors that its use case gives.
pub struct Problems<T>(PhantomData<T>);

/// Something that may refuse a request.
pub trait Refuses {
    /// The codes with which it does.
    const CODES: &'static [Code];
}

impl Refuses for Bearer {
    const CODES: &'static [Code] = &[Code::Unauthorized];
}

impl Refuses for TokenError {
    const CODES: &'static [Code] = &[Code::Unauthorized, Code::Expired, Code::Busy];
}

impl Refuses for ApplicationError {
    const CODES: &'static [Code] = &[Code::Internal, Code::Busy];
}

impl Refuses for Session {
    const CODES: &'static [Code] = &[Code::Unauthorized, Code::Expired, Code::Internal, Code::Busy];
}

impl<T> Refuses for PathOf<T> {
    const CODES: &'static [Code] = &[Code::NotFound];
}

impl<T> Refuses for QueryOf<T> {
    const CODES: &'static [Code] = &[Code::BadFrame];
}

impl Refuses for Values {
    const CODES: &'static [Code] = &[Code::BadFrame, Code::TooLong, Code::UnsupportedMediaType];
}

impl<T> Refuses for Document<T> {
    const CODES: &'static [Code] = Values::CODES;
}

impl<T> Refuses for FormOf<T> {
    const CODES: &'static [Code] = Values::CODES;
}

/// Declares reasons for which a use case refuses, each with its codes.
macro_rules! reasons {
    ($($(#[$about:meta])* $name:ident: $($code:ident)*;)*) => {$(
        $(#[$about])*
        pub struct $name;

        impl Refuses for $name {
            const CODES: &'static [Code] = &[$(Code::$code),*];
        }
    )*};
}

reasons! {
    /// A text of the document may be empty for the eye.
    Worded: BlankText;
    /// The words of the document may name a placeholder that there is not.
    Templated: BlankText UnknownPlaceholder;
    /// There may be as many already as there may be.
    Bounded: LimitReached;
    /// The operation is not for every role.
    Restricted: NotAllowed;
    /// What the document names may not be there, or not be the caller's.
    Naming: NotFound;
    /// It changes what others may have changed meanwhile.
    Versioned: Conflict WrongState;
    /// Its cursor may be of another log, or of a time that has not come.
    FromCursor: UnknownCursor;
    /// Its document is a command, whose id may have been used for something else.
    Commanded: IdReused;
    /// What it needs of the system itself may fail.
    OurFault: Internal;
    /// The store may ask something before the first message.
    Asked: ConsentRequired FormIncomplete;
    /// Whoever asks, or where they ask from, may have done so too often.
    Limited: RateLimited;
    /// It does one of several commands in a case.
    InCase: UnknownAction AnswersMissing Conflict WrongState AlreadyDecided Taken AtCapacity UnknownAgent;
    /// It attaches files.
    Attaching: FileNotReady;
    /// It asks to upload a file.
    Uploading: FileTooLarge MediaTypeNotAllowed StorageFull ConsentRequired;
    /// The file may be gone.
    Fetching: FileGone;
}

/// Several that may refuse.
pub trait Refusers {
    /// Their codes.
    fn codes() -> Vec<Code>;
}

macro_rules! refusers {
    ($($($name:ident)*;)*) => {$(
        impl<$($name: Refuses),*> Refusers for ($($name,)*) {
            fn codes() -> Vec<Code> {
                [$($name::CODES),*].concat()
            }
        }
    )*};
}

refusers! {
    A;
    A B;
    A B C;
    A B C D;
    A B C D E;
    A B C D E F;
    A B C D E F G;
    A B C D E F G H;
    A B C D E F G H I;
    A B C D E F G H I J;
}

impl<T: Refusers> IntoResponses for Problems<T> {
    fn responses() -> BTreeMap<String, RefOr<Response>> {
        let mut by_status: BTreeMap<u16, Vec<Code>> = BTreeMap::new();
        for code in T::codes() {
            let codes = by_status.entry(reply::status(code)).or_default();
            if !codes.contains(&code) {
                codes.push(code);
            }
        }
        let described =
            |(status, codes): (u16, Vec<Code>)| (status.to_string(), RefOr::T(problem(&codes)));
        by_status.into_iter().map(described).collect()
    }
}

fn problem(codes: &[Code]) -> Response {
    let names: Vec<_> = codes.iter().map(|code| code.as_str()).collect();
    let said = names.iter().map(|name| format!("`{name}`")).collect::<Vec<_>>().join(", ");
    let code = ObjectBuilder::new().schema_type(Type::String).enum_values(Some(names));
    let own = ObjectBuilder::new().property("code", code).required("code");
    let schema = AllOfBuilder::new().item(Ref::from_schema_name("Problem")).item(own);
    let content = ContentBuilder::new().schema(Some(schema)).build();
    ResponseBuilder::new()
        .description(format!("A problem with the code {said}."))
        .content("application/problem+json", content)
        .build()
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn the_codes_of_one_status_are_one_response() {
        let responses = Problems::<(Session, InCase, Versioned)>::responses();
        let statuses: Vec<_> = responses.keys().map(String::as_str).collect();
        assert_eq!(statuses, ["400", "401", "409", "500", "503"]);
        let conflict = serde_json::to_value(&responses["409"]).unwrap();
        let codes = "/content/application~1problem+json/schema/allOf/1/properties/code/enum";
        assert_eq!(
            conflict.pointer(codes),
            Some(&json!([
                "conflict",
                "wrong_state",
                "already_decided",
                "taken",
                "at_capacity",
                "unknown_agent"
            ]))
        );
    }

    #[test]
    fn a_document_is_named_by_its_type() {
        let schema = serde_json::to_value(Of::<contract::CasePage>::schema()).unwrap();
        assert_eq!(schema, json!({ "$ref": "#/components/schemas/CasePage" }));
    }
}
