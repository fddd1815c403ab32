//! Stores and lists of cases.

use adapters::dynamo::is_place_of_list;
use application::{ApplicationError, CountedList, Filter, Wanted};
use axum::Json;
use axum::extract::State;
use contract::{CaseCounts, CasePage, StoreView};
use domain::{CommandError, GroupId, Priority, StoreId, Tag, UserId};
use lambda::clock;
use lambda::rest::describe::{Problems, Restricted, of};
use lambda::rest::{Failure, PathOf, QueryOf, Session, cursor};
use serde::Deserialize;
use serde::de::{self, IntoDeserializer as _};
use utoipa::{IntoParams, ToSchema};

use crate::App;

/// Which part of a list.
#[derive(Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub(crate) struct Part {
    /// Where the page starts: `next` of an earlier one.
    pub(crate) cursor: Option<String>,
}

/// Which part of which of a store's lists.
#[derive(Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub(crate) struct PartOfStore {
    /// Which list; the waiting ones without it: who asked for a person first, then by priority, then longest first.
    #[param(inline)]
    list: Option<ListName>,
    /// The month of `closed`, such as 2026-11.
    #[param(value_type = Option<String>, pattern = "^[0-9]{4}-[0-9]{2}$")]
    month: Option<Month>,
    /// Of those that wait only the ones passed to this group; a page may then hold fewer, or none, before the last.
    #[param(value_type = Option<of::GroupId>)]
    group: Option<GroupId>,
    /// Of a list only those of this priority; a page may then hold fewer, or none, before the last.
    #[param(value_type = Option<of::Priority>)]
    priority: Option<Priority>,
    /// Of a list only those with this tag; a page may then hold fewer, or none, before the last.
    #[param(value_type = Option<of::Tag>)]
    tag: Option<Tag>,
    /// Of a list only those in which a target or a promise is over by now; a page may then hold fewer, or none, before the last.
    #[serde(default)]
    #[param(required = false)]
    overdue: bool,
    /// All cases of this customer instead of a list, newest first.
    #[param(value_type = Option<of::UserId>)]
    customer: Option<UserId>,
    /// Where the page starts: `next` of an earlier one.
    cursor: Option<String>,
}

/// Which lists to count.
#[derive(Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub(crate) struct Counted {
    /// `waiting`, `open`, `snoozed` and `closed`, with commas between; all by default.
    #[param(inline, value_type = Option<Vec<ListName>>, style = Form, explode = false, min_items = 1)]
    lists: Option<ListNames>,
}

/// The lists of a store.
#[derive(Clone, Copy, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
enum ListName {
    Waiting,
    Open,
    Snoozed,
    Closed,
}

/// Several lists, with commas between.
#[derive(Deserialize)]
#[serde(try_from = "String")]
struct ListNames(Vec<ListName>);

impl TryFrom<String> for ListNames {
    type Error = de::value::Error;

    fn try_from(raw: String) -> Result<Self, Self::Error> {
        let name = |name: &str| ListName::deserialize(name.into_deserializer());
        raw.split(',').map(name).collect::<Result<_, _>>().map(Self)
    }
}

/// A month of a year, as it is written in keys.
#[derive(Deserialize)]
#[serde(try_from = "String")]
struct Month(String);

impl TryFrom<String> for Month {
    type Error = &'static str;

    fn try_from(raw: String) -> Result<Self, Self::Error> {
        let fits = |(at, byte): (usize, u8)| match at {
            4 => byte == b'-',
            _ => byte.is_ascii_digit(),
        };
        let is_month = raw.len() == 7 && raw.bytes().enumerate().all(fits);
        if is_month { Ok(Self(raw)) } else { Err("expected a month such as 2026-11") }
    }
}

/// `GET /stores/{store}`: what anyone may know of a store.
#[utoipa::path(
    get,
    path = "/stores/{store}",
    operation_id = "read_store",
    summary = "What anyone may know of a store.",
    params(PathOf<StoreId>),
    responses(
        (status = 200, description = "What is known.", body = of::StoreView),
        Problems<(PathOf<StoreId>, ApplicationError)>,
    ),
)]
pub(crate) async fn store(
    State(app): State<App>,
    PathOf(store): PathOf<StoreId>,
) -> Result<Json<StoreView>, Failure> {
    let found = app.cases.stores.get(&store).ok_or(CommandError::NotFound)?;
    Ok(Json(app.knowledge.present(store, found, clock::now()).await?))
}

/// `GET /cases`: the customer's own.
#[utoipa::path(
    get,
    path = "/cases",
    operation_id = "list_own_cases",
    summary = "The customer's own cases, newest first.",
    params(Part),
    responses(
        (status = 200, description = "A page of them.", body = of::CasePage),
        Problems<(Session, QueryOf<Part>, Restricted)>,
    ),
    security(("bearer" = [])),
)]
pub(crate) async fn mine(
    State(app): State<App>,
    Session(caller): Session,
    QueryOf(part): QueryOf<Part>,
) -> Result<Json<CasePage>, Failure> {
    list(&app, &caller, Wanted::Mine, &Filter::default(), part.cursor).await
}

/// `GET /stores/{store}/cases?list=waiting|open|snoozed|closed&month=&group=&priority=&tag=&overdue=`, or `?customer=` for all
/// cases of one.
#[utoipa::path(
    get,
    path = "/stores/{store}/cases",
    operation_id = "list_cases",
    summary = "A store's cases, for its agents.",
    params(PathOf<StoreId>, PartOfStore),
    responses(
        (status = 200, description = "A page of them.", body = of::CasePage),
        Problems<(Session, PathOf<StoreId>, QueryOf<PartOfStore>)>,
    ),
    security(("bearer" = [])),
)]
pub(crate) async fn worklist(
    State(app): State<App>,
    Session(caller): Session,
    PathOf(store): PathOf<StoreId>,
    QueryOf(part): QueryOf<PartOfStore>,
) -> Result<Json<CasePage>, Failure> {
    let overdue_at = part.overdue.then_some(caller.now);
    let filter = Filter { group: part.group, priority: part.priority, tag: part.tag, overdue_at };
    let has_group = filter.group.is_some();
    let wanted = match (part.list, part.month, part.customer) {
        (None | Some(ListName::Waiting), None, None) => Wanted::Waiting(store),
        (Some(ListName::Open), None, None) if !has_group => Wanted::Open(store),
        (Some(ListName::Closed), Some(Month(month)), None) if !has_group => {
            Wanted::Closed(store, month)
        }
        (Some(ListName::Snoozed), None, None) if !has_group => Wanted::Snoozed(store),
        (None, None, Some(customer)) if filter.is_empty() => Wanted::Of(store, customer),
        _ => {
            let expected = "`list` is waiting, open, snoozed, or closed with a `month` such as 2026-11; `group` is for those that wait; `customer` stands alone.";
            return Err(Failure::malformed(expected));
        }
    };
    list(&app, &caller, wanted, &filter, part.cursor).await
}

/// `GET /stores/{store}/counts?lists=waiting,open,snoozed,closed`.
#[utoipa::path(
    get,
    path = "/stores/{store}/counts",
    operation_id = "count_cases",
    summary = "How many of a store's cases stand where, each count up to 1,000, for its agents.",
    params(PathOf<StoreId>, Counted),
    responses(
        (status = 200, description = "The counts.", body = of::CaseCounts),
        Problems<(Session, PathOf<StoreId>, QueryOf<Counted>)>,
    ),
    security(("bearer" = [])),
)]
pub(crate) async fn counts(
    State(app): State<App>,
    Session(caller): Session,
    PathOf(store): PathOf<StoreId>,
    QueryOf(counted): QueryOf<Counted>,
) -> Result<Json<CaseCounts>, Failure> {
    let all = vec![ListName::Waiting, ListName::Open, ListName::Snoozed, ListName::Closed];
    let ListNames(names) = counted.lists.unwrap_or(ListNames(all));
    let wanted: Vec<CountedList> = names.into_iter().map(CountedList::from).collect();
    Ok(Json(app.lists.count(&caller, &app.cases.stores, &store, &wanted).await?))
}

impl From<ListName> for CountedList {
    fn from(name: ListName) -> Self {
        match name {
            ListName::Waiting => CountedList::Waiting,
            ListName::Open => CountedList::Open,
            ListName::Snoozed => CountedList::Snoozed,
            ListName::Closed => CountedList::Closed,
        }
    }
}

async fn list(
    app: &App,
    caller: &application::Caller,
    wanted: Wanted,
    filter: &Filter,
    cursor: Option<String>,
) -> Result<Json<CasePage>, Failure> {
    let from = cursor::open(cursor, is_place_of_list)?;
    let page = app.lists.list(caller, &app.cases.stores, wanted, filter, from).await?;
    Ok(Json(CasePage { next: cursor::seal(page.next), ..page }))
}
