//! Erasing a visitor who is being claimed: the cases are on their way to the customer's list.

use domain::SessionId;

use super::rows::holding;
use super::{ask, carry_out, list, of_customer};
use crate::deployment::{Deployment, account, customer, user};

#[tokio::test]
async fn a_visitor_who_was_claimed_is_erased_in_what_the_customer_has_now_and_nowhere_else() {
    let deployment = Deployment::new();
    let (ada, visitor) = (account("ada"), customer("visitor"));
    let first = deployment.open_as(&visitor, "first", "a secret").await;
    let second = deployment.open_as(&visitor, "second", "another secret").await;
    let own = deployment.open_as(&ada, "own", "what the customer wrote").await;
    for case in [&first, &second, &own] {
        list(&deployment, &case.id, 1).await;
    }
    let session = SessionId::of(&user(&visitor), "no.token");
    deployment.claims.claim(&ada, &visitor.principal, &session).await.unwrap();
    // The lists know of one of them, and lag behind with the other.
    list(&deployment, &first.id, 1).await;
    ask(&deployment, &of_customer("erase", &user(&visitor))).await;
    carry_out(&deployment).await;
    assert_eq!(holding(&deployment, b"secret"), Vec::<String>::new());
    assert!(!holding(&deployment, b"what the customer wrote").is_empty());
}

#[tokio::test]
async fn a_case_that_leaves_the_visitors_list_while_that_is_read_is_erased_all_the_same() {
    let deployment = Deployment::new();
    let (ada, visitor) = (account("ada"), customer("visitor"));
    let case = deployment.open_as(&visitor, "first", "a secret").await;
    list(&deployment, &case.id, 1).await;
    ask(&deployment, &of_customer("erase", &user(&visitor))).await;
    let (other, by, of, known) =
        (deployment.restarted(), ada.clone(), visitor.clone(), case.clone());
    // As the eraser is about to read the visitor's list.
    deployment.aws.before_next("Query", async {});
    deployment.aws.before_next("Query", async move {
        let session = SessionId::of(&user(&of), "no.token");
        other.claims.claim(&by, &of.principal, &session).await.unwrap();
        list(&other, &known.id, 1).await;
    });
    carry_out(&deployment).await;
    assert_eq!(holding(&deployment, b"a secret"), Vec::<String>::new());
}
