//! Who may do what with objects: a request is signed with a function's key, and measured against its role. A form or a link is
//! signed by the function that has given it.

use std::future::Future;
use std::pin::Pin;
use std::sync::Arc;

use s3s::access::{S3Access, S3AccessContext};
use s3s::auth::{Credentials, S3Auth, SecretKey};
use s3s::dto::{DeleteObjectInput, GetObjectInput, PostObjectInput, PutObjectInput};
use s3s::{S3Request, S3Result, s3_error};

use super::WrittenObject;
use crate::permissions::Permissions;

/// The secret behind every access key of this machine.
const SECRET: &str = "local";
/// What anybody does with objects here; all else is refused.
const OPERATIONS: [&str; 4] = ["GetObject", "PutObject", "PostObject", "DeleteObject"];

/// What the service's own macro makes of its asynchronous methods.
type Later<'a, T> = Pin<Box<dyn Future<Output = S3Result<T>> + Send + 'a>>;

/// Every function has a key, with one secret.
pub(super) struct KnownKeys;

impl S3Auth for KnownKeys {
    fn get_secret_key<'life0, 'life1, 'async_trait>(
        &'life0 self,
        _access_key: &'life1 str,
    ) -> Later<'async_trait, SecretKey>
    where
        'life0: 'async_trait,
        'life1: 'async_trait,
        Self: 'async_trait,
    {
        Box::pin(async { Ok(SecretKey::from(SECRET)) })
    }
}

/// The statements of all roles; without them everybody may do everything that is done here.
pub(super) struct Access(Option<Arc<Permissions>>);

impl Access {
    pub(super) fn new(permissions: Option<Arc<Permissions>>) -> Self {
        Self(permissions)
    }

    fn may(
        &self,
        credentials: Option<&Credentials>,
        action: &str,
        bucket: &str,
        key: &str,
    ) -> S3Result<()> {
        let (Some(permissions), Some(credentials)) = (&self.0, credentials) else { return Ok(()) };
        let allowed = permissions.of_object(&credentials.access_key, action, bucket, key);
        allowed.map_err(|_| s3_error!(AccessDenied))
    }
}

/// A check of one operation's input, as the service's macro would write it.
macro_rules! checks {
    ($($name:ident: $input:ty => $action:literal, $writes:literal;)*) => {$(
        fn $name<'life0, 'life1, 'async_trait>(
            &'life0 self,
            request: &'life1 mut S3Request<$input>,
        ) -> Later<'async_trait, ()>
        where
            'life0: 'async_trait,
            'life1: 'async_trait,
            Self: 'async_trait,
        {
            let (bucket, key) = (&request.input.bucket, &request.input.key);
            let allowed = self.may(request.credentials.as_ref(), $action, bucket, key);
            if let Some(written) = request.extensions.get::<WrittenObject>().filter(|_| $writes) {
                written.note(bucket, key);
            }
            Box::pin(async move { allowed })
        }
    )*};
}

impl S3Access for Access {
    /// Nobody without a signature, and nothing but objects.
    fn check<'life0, 'life1, 'life2, 'async_trait>(
        &'life0 self,
        context: &'life1 mut S3AccessContext<'life2>,
    ) -> Later<'async_trait, ()>
    where
        'life0: 'async_trait,
        'life1: 'async_trait,
        'life2: 'async_trait,
        Self: 'async_trait,
    {
        let is_signed = context.credentials().is_some();
        let is_known = OPERATIONS.contains(&context.s3_op().name());
        let may = is_signed && is_known;
        Box::pin(async move { if may { Ok(()) } else { Err(s3_error!(AccessDenied)) } })
    }

    checks! {
        get_object: GetObjectInput => "s3:GetObject", false;
        put_object: PutObjectInput => "s3:PutObject", true;
        post_object: PostObjectInput => "s3:PutObject", true;
        delete_object: DeleteObjectInput => "s3:DeleteObject", false;
    }
}
