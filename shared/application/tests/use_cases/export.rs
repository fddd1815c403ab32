//! What a store holds of a customer: all of it, however long, to leads alone.

use application::{ExportPlace, Exporter};
use contract::CustomerExport;
use domain::{Command, CommandError, TagList};

use crate::deployment::{
    Decided, Deployment, KnownCase, agent, at, command, customer, lead, message, store, text, user,
};

/// All pages of an export.
async fn pages(deployment: &Deployment, name: &str) -> Vec<CustomerExport> {
    let exporter = Exporter::new(&deployment.table);
    let (mut pages, mut from) = (Vec::new(), ExportPlace::default());
    loop {
        let of = user(&customer(name));
        let page = exporter.export(&lead("lea"), &store(), &of, from).await.unwrap();
        let next = page.next.clone();
        pages.push(page);
        match next {
            Some(place) => from = ExportPlace::parse(&place).unwrap(),
            None => return pages,
        }
    }
}

async fn list(deployment: &Deployment, case: &domain::CaseId) {
    let batch = deployment.batch(case, 1).await;
    deployment.projections.summarize(&batch).await.unwrap();
}

#[tokio::test]
async fn every_event_is_given_once_in_order_over_as_many_pages_as_it_takes() {
    let deployment = Deployment::new();
    let ada = customer("ada");
    let mut expected = Vec::new();
    for number in 0..3 {
        let mut case = deployment.open_as(&ada, &format!("open-{number}"), "hello").await;
        for said in 0..600 {
            let id = format!("said-{said}");
            let stored = deployment.store(&ada, &message(&case, &id, "and more")).await;
            case.head = stored.entry.event.seq;
        }
        list(&deployment, &case.id).await;
        expected.push((case.id, 601));
    }
    let pages = pages(&deployment, "ada").await;
    assert_eq!(pages.len(), 2, "a page ends after a thousand events");
    let mut given: Vec<(domain::CaseId, u64)> = Vec::new();
    for case in pages.iter().flat_map(|page| &page.cases) {
        let known = given.last_mut().filter(|(id, _)| *id == case.case);
        let before = known.as_ref().map_or(0, |(_, count)| *count);
        let seqs: Vec<_> = case.events.iter().map(|event| event.seq.get()).collect();
        assert!(seqs.iter().copied().eq(before + 1..=before + seqs.len() as u64), "{seqs:?}");
        match known {
            Some((_, count)) => *count += seqs.len() as u64,
            None => given.push((case.case.clone(), seqs.len() as u64)),
        }
    }
    given.sort();
    expected.sort();
    assert_eq!(given, expected);
}

#[tokio::test]
async fn notes_about_a_customer_are_theirs_and_others_cases_are_not() {
    let deployment = Deployment::new();
    let case = deployment.open(&customer("ada"), "hello").await;
    let note = Command::Note { text: text("they are angry"), mentions: Default::default() };
    let stored = deployment.store(&agent("ines"), &command(&case, "note", note)).await;
    let head = stored.entry.event.seq;
    let subject = "A broken lamp".parse().ok();
    let set = command(&KnownCase { head, ..case.clone() }, "set", Command::SetSubject { subject });
    let head = deployment.store(&agent("ines"), &set).await.entry.event.seq;
    let add = TagList::try_from(vec!["refund".parse().unwrap()]).unwrap();
    let tag = Command::Tag { add: add.clone(), remove: TagList::default() };
    let tag = command(&KnownCase { head, ..case.clone() }, "tag", tag);
    deployment.store(&agent("ines"), &tag).await;
    list(&deployment, &case.id).await;
    let other = deployment.open(&customer("bob"), "something else").await;
    list(&deployment, &other.id).await;
    let pages = pages(&deployment, "ada").await;
    let [page] = &pages[..] else { panic!("{pages:?}") };
    let written = serde_json::to_string(page).unwrap();
    assert!(written.contains("they are angry") && !written.contains("something else"));
    assert_eq!((page.version, page.cases.len()), (1, 1));
    assert_eq!(page.cases[0].subject.as_deref(), Some("A broken lamp"));
    assert!(page.cases[0].tags.iter().eq(add.iter()));
    assert!(!page.profile.signed_in);
}

#[tokio::test]
async fn leads_alone_have_it_and_only_of_their_store() {
    let deployment = Deployment::new();
    let exporter = Exporter::new(&deployment.table);
    let ada = customer("ada");
    for (caller, expected) in [
        (ada.clone(), CommandError::NotFound),
        (agent("ines"), CommandError::NotAllowed),
        (at("north", lead("nora")), CommandError::NotFound),
    ] {
        let read = exporter.export(&caller, &store(), &user(&ada), ExportPlace::default()).await;
        assert_eq!(read.decided().err(), Some(expected));
    }
    let staff = user(&agent("ines"));
    let read = exporter.export(&lead("lea"), &store(), &staff, ExportPlace::default()).await;
    assert_eq!(read.decided().err(), Some(CommandError::NotFound));
}
