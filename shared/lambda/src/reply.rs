//! The one file that maps codes to HTTP.

use contract::{Code, Problem};

/// The HTTP status for a code.
pub fn status(code: Code) -> u16 {
    match code {
        Code::BadFrame
        | Code::UnknownAction
        | Code::BlankText
        | Code::UnknownPlaceholder
        | Code::AnswersMissing => 400,
        Code::Unauthorized | Code::Expired => 401,
        Code::NotAllowed => 403,
        Code::NotFound => 404,
        Code::MethodNotAllowed => 405,
        Code::Conflict
        | Code::IdReused
        | Code::WrongState
        | Code::AlreadyDecided
        | Code::Taken
        | Code::AtCapacity
        | Code::ConsentRequired
        | Code::FormIncomplete
        | Code::UnknownAgent
        | Code::LimitReached
        | Code::StorageFull
        | Code::FileNotReady => 409,
        Code::UnknownCursor | Code::FileGone => 410,
        Code::TooLong | Code::FileTooLarge => 413,
        Code::UnsupportedMediaType | Code::MediaTypeNotAllowed => 415,
        Code::RateLimited => 429,
        Code::Internal => 500,
        Code::Busy => 503,
    }
}

/// A problem document after RFC 9457.
pub fn problem(code: Code, detail: impl Into<String>) -> Problem {
    let status = status(code);
    Problem {
        r#type: "about:blank".to_owned(),
        title: title(status).to_owned(),
        status,
        detail: detail.into(),
        code,
        retry_after: None,
        taken_by: None,
    }
}

fn title(status: u16) -> &'static str {
    match status {
        400 => "Bad Request",
        401 => "Unauthorized",
        403 => "Forbidden",
        404 => "Not Found",
        405 => "Method Not Allowed",
        409 => "Conflict",
        410 => "Gone",
        413 => "Content Too Large",
        415 => "Unsupported Media Type",
        429 => "Too Many Requests",
        503 => "Service Unavailable",
        _ => "Internal Server Error",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_code_has_its_status() {
        let table: Vec<_> = Code::ALL.iter().map(|code| (code.as_str(), status(*code))).collect();
        assert_eq!(
            table,
            [
                ("bad_frame", 400),
                ("unknown_action", 400),
                ("too_long", 413),
                ("blank_text", 400),
                ("unknown_placeholder", 400),
                ("not_found", 404),
                ("unauthorized", 401),
                ("expired", 401),
                ("conflict", 409),
                ("id_reused", 409),
                ("unknown_cursor", 410),
                ("not_allowed", 403),
                ("wrong_state", 409),
                ("already_decided", 409),
                ("answers_missing", 400),
                ("taken", 409),
                ("at_capacity", 409),
                ("consent_required", 409),
                ("form_incomplete", 409),
                ("unknown_agent", 409),
                ("limit_reached", 409),
                ("file_too_large", 413),
                ("media_type_not_allowed", 415),
                ("storage_full", 409),
                ("file_not_ready", 409),
                ("file_gone", 410),
                ("busy", 503),
                ("internal", 500),
                ("rate_limited", 429),
                ("method_not_allowed", 405),
                ("unsupported_media_type", 415),
            ]
        );
    }
}
