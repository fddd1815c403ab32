//! What leads have asked to be erased, and how far it has got.

use adapters::dynamo::{Erasures, Log, Put, Staff, Table};
use contract::{ErasureList, ErasureRequest, ErasureView};
use domain::{
    AuditEntry, AuditedChange, CommandError, DataAction, Erasure, ErasureProgress, ErasureSubject,
    StoreId, UserId, may_handle_data,
};

use crate::browse::CaseReader;
use crate::{ApplicationError, Caller, Stores, UseCaseError};

/// The erasures of the stores, as leads ask for them.
#[derive(Clone)]
pub struct ErasureRequests {
    erasures: Erasures,
    staff: Staff,
    log: Log,
    stores: Stores,
}

impl ErasureRequests {
    /// Those in this table.
    pub fn new(table: &Table, stores: Stores) -> Self {
        Self {
            erasures: Erasures::new(table.clone()),
            staff: Staff::new(table.clone()),
            log: Log::new(table.clone()),
            stores,
        }
    }

    /// Notes what is to be erased, and lists who has asked for it. The same command sent again begins nothing new.
    ///
    /// # Errors
    /// [`UseCaseError`].
    pub async fn request(
        &self,
        caller: &Caller,
        store: &StoreId,
        request: ErasureRequest,
    ) -> Result<ErasureView, UseCaseError> {
        let by = lead(caller, store)?;
        // A rule is a setting: what falls under it is not asked for case by case.
        if matches!(request.subject, ErasureSubject::Expired { .. }) {
            return Err(CommandError::NotAllowed.into());
        }
        if let Some(known) = self.erasures.one(store, Some(by), &request.id).await? {
            return Ok(same_or_reused(known, &request)?);
        }
        if !self.is_of_store(caller, store, &request.subject).await? {
            return Err(CommandError::NotFound.into());
        }
        let ErasureRequest { id, subject } = request.clone();
        let (at, by_name) = (caller.now, caller.principal.name.clone());
        // First: nothing is erased of which nobody sees who has asked for it.
        let change = AuditedChange::Erasure { subject: subject.clone() };
        let by_lead = AuditEntry { id, at, by: by.clone(), by_name, change };
        self.staff.list_change(store, &by_lead).await?;
        let AuditEntry { id, by, by_name, .. } = by_lead;
        let progress = ErasureProgress { due: at, ..ErasureProgress::default() };
        let erasure = Erasure { id, at, by: Some(by), by_name, subject, progress };
        match self.erasures.begin(store, &erasure).await? {
            Put::Written => Ok(erasure.into()),
            Put::Collided => {
                let known = self.erasures.one(store, erasure.by.as_ref(), &erasure.id).await?;
                Ok(same_or_reused(known.ok_or(CommandError::Conflict)?, &request)?)
            }
        }
    }

    /// A store's erasures: those under way and those of the last month.
    ///
    /// # Errors
    /// [`UseCaseError`].
    pub async fn list(
        &self,
        caller: &Caller,
        store: &StoreId,
    ) -> Result<ErasureList, UseCaseError> {
        lead(caller, store)?;
        // Of one that can't be read the minute's run tells the operator.
        let held = self.erasures.all(store).await?.readable;
        let mut erasures: Vec<_> = held.into_iter().map(|held| held.erasure.into()).collect();
        erasures.sort_by_key(|view: &ErasureView| std::cmp::Reverse(view.at));
        Ok(ErasureList { erasures })
    }

    /// Whether it is a case of the store, or somebody who may be a customer of it.
    async fn is_of_store(
        &self,
        caller: &Caller,
        store: &StoreId,
        subject: &ErasureSubject,
    ) -> Result<bool, ApplicationError> {
        match subject {
            ErasureSubject::Expired { .. } => Ok(true),
            ErasureSubject::Customer { customer } => Ok(!customer.is_staff()),
            ErasureSubject::Case { case } => {
                let reader = CaseReader { log: &self.log, stores: &self.stores };
                let state = reader.readable(caller, case).await?.and_then(|case| case.state);
                Ok(state.is_some_and(|state| state.store == *store))
            }
        }
    }
}

fn same_or_reused(known: Erasure, request: &ErasureRequest) -> Result<ErasureView, CommandError> {
    let is_same = known.subject == request.subject;
    if is_same { Ok(known.into()) } else { Err(CommandError::IdReused) }
}

/// Who asks, where they may have data of the store's customers erased.
fn lead<'a>(caller: &'a Caller, store: &StoreId) -> Result<&'a UserId, CommandError> {
    may_handle_data(&caller.principal, store, DataAction::Erase)?;
    caller.principal.user.as_ref().ok_or(CommandError::NotAllowed)
}
