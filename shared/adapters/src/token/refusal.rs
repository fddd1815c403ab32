//! Why a token opens nothing.

use thiserror::Error;

/// A token that was not accepted. The caller is told [`TokenError::code`]; the detail is for the operator's log and
/// holds nothing of the token.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
pub enum TokenError {
    /// Not a token of ours, of this store's shop or of the issuer, or one that is not valid here.
    #[error("the token is not accepted: {0}")]
    Unauthorized(Reason),
    /// It was good and its time is over; a new one helps.
    #[error("the token has expired")]
    Expired,
    /// The issuer's keys can't be had, so nothing can be said about the token; trying again helps.
    #[error("the issuer's keys are not to be had: {0}")]
    Unavailable(KeyFetchError),
}

impl TokenError {
    /// The code on the wire; never changed once published.
    pub fn code(self) -> &'static str {
        match self {
            TokenError::Unauthorized(_) => "unauthorized",
            TokenError::Expired => "expired",
            TokenError::Unavailable(_) => "busy",
        }
    }
}

/// What is wrong with a token, for the operator.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
pub enum Reason {
    /// It is not three parts of base64url with a header and claims of the expected form.
    #[error("malformed")]
    Malformed,
    /// Its algorithm is none of those that whoever it names may use.
    #[error("algorithm not allowed")]
    Algorithm,
    /// It names an issuer that is neither Firstline nor the configured one.
    #[error("issuer not known")]
    Issuer,
    /// It was made for somebody else.
    #[error("made for another audience")]
    Audience,
    /// It names a store whose shop has no secret here.
    #[error("store without a secret")]
    Store,
    /// The issuer publishes no key of this id for this algorithm.
    #[error("key not known")]
    Key,
    /// The signature is not the key's over these words.
    #[error("signature wrong")]
    Signature,
    /// Its time has not come.
    #[error("not yet valid")]
    Early,
    /// A shop's token may live an hour and this one lives longer.
    #[error("lives too long")]
    Lifetime,
    /// The issuer knows the person, but not as an agent or lead.
    #[error("neither agent nor lead")]
    Role,
    /// Something only a visitor's token can do was asked with another one.
    #[error("not a visitor's token")]
    Visitor,
}

/// Why the issuer's keys can't be had, for the operator.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
pub enum KeyFetchError {
    /// No connection to the issuer, or its certificate is not one to trust.
    #[error("no connection to the issuer")]
    Connection,
    /// The issuer took too long.
    #[error("the issuer is too slow")]
    Slow,
    /// The issuer answered with something other than 200.
    #[error("the issuer answered with an error")]
    Status,
    /// The discovery document or the key set is too large or not what it should be.
    #[error("the issuer's answer is not understood")]
    Answer,
    /// The discovery document names another issuer than the one it was asked of.
    #[error("the discovery document names another issuer")]
    OtherIssuer,
    /// Keys would have to be fetched over plain HTTP from afar.
    #[error("the keys' address is not secure")]
    Insecure,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codes_on_the_wire_stay_as_they_are() {
        let table = [
            (TokenError::Unauthorized(Reason::Signature), "unauthorized"),
            (TokenError::Expired, "expired"),
            (TokenError::Unavailable(KeyFetchError::Slow), "busy"),
        ];
        for (error, code) in table {
            assert_eq!(error.code(), code);
        }
    }
}
