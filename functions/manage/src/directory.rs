//! Who works for a store, its groups, and who changed what.

use adapters::dynamo::is_place_of_audit;
use axum::Json;
use axum::extract::State;
use axum::http::StatusCode;
use contract::{
    AgentChange, AgentList, AgentView, AuditPage, AvailabilityChange, GroupChange, NewGroup,
};
use domain::{Group, GroupId, StoreId, UserId};
use lambda::rest::describe::{Naming, Problems, Restricted, Versioned, Worded, of};
use lambda::rest::{Document, Failure, PathOf, QueryOf, Session, cursor};

use crate::App;
use crate::answers::Part;

/// `GET /stores/{store}/agents`.
#[utoipa::path(
    get,
    path = "/stores/{store}/agents",
    operation_id = "list_agents",
    summary = "Who works for a store, who of them is there, how many cases they have, and the store's groups.",
    params(PathOf<StoreId>),
    responses(
        (status = 200, description = "All of them, by name.", body = of::AgentList),
        Problems<(Session, PathOf<StoreId>, Restricted)>,
    ),
    security(("bearer" = [])),
)]
pub(crate) async fn agents(
    State(app): State<App>,
    Session(caller): Session,
    PathOf(store): PathOf<StoreId>,
) -> Result<Json<AgentList>, Failure> {
    Ok(Json(app.directory.list(&caller, &store).await?))
}

/// `POST /stores/{store}/agents/{agent}`: what is absent stays.
#[utoipa::path(
    post,
    path = "/stores/{store}/agents/{agent}",
    operation_id = "change_agent",
    summary = "Changes an agent's groups, how many cases they have at once, and whether they may work for the store.",
    params(PathOf<(StoreId, UserId)>),
    request_body = of::AgentChange,
    responses(
        (status = 200, description = "The agent afterwards.", body = of::AgentView),
        Problems<(Session, PathOf<(StoreId, UserId)>, Document<AgentChange>, Restricted, Versioned)>,
    ),
    security(("bearer" = [])),
)]
pub(crate) async fn change(
    State(app): State<App>,
    Session(caller): Session,
    PathOf((store, agent)): PathOf<(StoreId, UserId)>,
    Document(change): Document<AgentChange>,
) -> Result<Json<AgentView>, Failure> {
    Ok(Json(app.directory.change(&caller, &store, &agent, change).await?))
}

/// `POST /stores/{store}/agents/{agent}/availability`.
#[utoipa::path(
    post,
    path = "/stores/{store}/agents/{agent}/availability",
    operation_id = "set_availability",
    summary = "Says whether an agent takes cases now: oneself, or a lead for somebody.",
    params(PathOf<(StoreId, UserId)>),
    request_body = of::AvailabilityChange,
    responses(
        (status = 200, description = "The agent afterwards.", body = of::AgentView),
        Problems<(Session, PathOf<(StoreId, UserId)>, Document<AvailabilityChange>, Restricted)>,
    ),
    security(("bearer" = [])),
)]
pub(crate) async fn availability(
    State(app): State<App>,
    Session(caller): Session,
    PathOf((store, agent)): PathOf<(StoreId, UserId)>,
    Document(AvailabilityChange { available }): Document<AvailabilityChange>,
) -> Result<Json<AgentView>, Failure> {
    Ok(Json(app.directory.set_available(&caller, &store, &agent, available).await?))
}

/// `POST /stores/{store}/groups`.
#[utoipa::path(
    post,
    path = "/stores/{store}/groups",
    operation_id = "add_group",
    summary = "Adds a group of agents.",
    params(PathOf<StoreId>),
    request_body = of::NewGroup,
    responses(
        (status = 201, description = "The group.", body = of::Group),
        Problems<(Session, PathOf<StoreId>, Document<NewGroup>, Worded, Restricted)>,
    ),
    security(("bearer" = [])),
)]
pub(crate) async fn add_group(
    State(app): State<App>,
    Session(caller): Session,
    PathOf(store): PathOf<StoreId>,
    Document(new): Document<NewGroup>,
) -> Result<(StatusCode, Json<Group>), Failure> {
    let added = app.directory.add_group(&caller, &store, new).await?;
    Ok((StatusCode::CREATED, Json(added)))
}

/// `POST /stores/{store}/groups/{group}`: what is absent stays.
#[utoipa::path(
    post,
    path = "/stores/{store}/groups/{group}",
    operation_id = "change_group",
    summary = "Gives a group another name, closes it or opens it again.",
    params(PathOf<(StoreId, GroupId)>),
    request_body = of::GroupChange,
    responses(
        (status = 200, description = "The group afterwards.", body = of::Group),
        Problems<(Session, PathOf<(StoreId, GroupId)>, Document<GroupChange>, Worded, Restricted, Naming)>,
    ),
    security(("bearer" = [])),
)]
pub(crate) async fn change_group(
    State(app): State<App>,
    Session(caller): Session,
    PathOf((store, group)): PathOf<(StoreId, GroupId)>,
    Document(change): Document<GroupChange>,
) -> Result<Json<Group>, Failure> {
    Ok(Json(app.directory.change_group(&caller, &store, group, change).await?))
}

/// `GET /stores/{store}/audit`.
#[utoipa::path(
    get,
    path = "/stores/{store}/audit",
    operation_id = "list_changes",
    summary = "Who changed what in a store's directory, newest first, for its leads.",
    params(PathOf<StoreId>, Part),
    responses(
        (status = 200, description = "A page of it.", body = of::AuditPage),
        Problems<(Session, PathOf<StoreId>, QueryOf<Part>, Restricted)>,
    ),
    security(("bearer" = [])),
)]
pub(crate) async fn audit(
    State(app): State<App>,
    Session(caller): Session,
    PathOf(store): PathOf<StoreId>,
    QueryOf(part): QueryOf<Part>,
) -> Result<Json<AuditPage>, Failure> {
    let from = cursor::open(part.cursor, is_place_of_audit)?;
    let page = app.directory.audit(&caller, &store, from).await?;
    Ok(Json(AuditPage { next: cursor::seal(page.next), ..page }))
}
