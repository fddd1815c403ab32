//! Erasing what a person wrote and was called: everywhere, however often it is begun, wherever a process ends.

mod claimed;
mod expired;
mod requests;
mod rows;
mod whole;

use application::{Eraser, ErasureReport, ErasureRequests};
use contract::{ErasureRequest, ErasureView};
use domain::{CaseId, ErasureStep, ErasureSubject, UserId};

use crate::clock;
use crate::deployment::{Deployment, KnownCase, command_id, later, lead, store};

/// What a case's erasure is asked for with.
fn of_case(id: &str, case: &CaseId) -> ErasureRequest {
    ErasureRequest { id: command_id(id), subject: ErasureSubject::Case { case: case.clone() } }
}

fn of_customer(id: &str, customer: &UserId) -> ErasureRequest {
    let subject = ErasureSubject::Customer { customer: customer.clone() };
    ErasureRequest { id: command_id(id), subject }
}

fn requests(deployment: &Deployment) -> ErasureRequests {
    ErasureRequests::new(&deployment.table, deployment.cases.stores.clone())
}

/// A lead asks for it now.
async fn ask(deployment: &Deployment, request: &ErasureRequest) -> ErasureView {
    let now = clock::now();
    let lea = later((now.0 - crate::deployment::NOW.0) / 1000, lead("lea"));
    let asked = requests(deployment).request(&lea, &store(), request.clone()).await;
    asked.unwrap()
}

/// What `triage` does with it each minute.
async fn run(deployment: &Deployment) -> ErasureReport {
    let eraser = Eraser::new(&deployment.table, deployment.triage.clone());
    let until = clock::now().plus_seconds(30);
    eraser.run(&store(), &format!("learner-{}", clock::now().0), until).await.unwrap()
}

/// All of it, until nothing is left to do.
async fn carry_out(deployment: &Deployment) {
    run(deployment).await;
    clock::advance(121);
    run(deployment).await;
}

pub(crate) async fn erase(deployment: &Deployment, case: &KnownCase) {
    ask(deployment, &of_case("erase", &case.id)).await;
    carry_out(deployment).await;
}

async fn steps(deployment: &Deployment) -> Vec<ErasureStep> {
    let listed = requests(deployment).list(&lead("lea"), &store()).await;
    listed.unwrap().erasures.into_iter().map(|view| view.step).collect()
}

/// Brings the lists up to date with a case's events, as `projections` does.
async fn list(deployment: &Deployment, case: &CaseId, from: u64) {
    let batch = deployment.batch(case, from).await;
    deployment.projections.summarize(&batch).await.unwrap();
    deployment.search.index(&batch).await.unwrap();
}
