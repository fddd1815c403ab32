//! Erasing what a person wrote and was called, in one case or in all cases of a customer.
//!
//! A lead asks for it; what they asked for is a row, and whoever goes on with it does so from where the last one has stopped.
//! Nothing is done half: the row stays due until all is done. Then, once no function can run any more that began before, it
//! is looked again whether one of these has written words that it had read before.

mod carry_out;
mod customers;
mod erase_case;
mod erase_knowledge;
mod expired;
mod request;
mod unreadable;

pub use carry_out::{Eraser, ErasureReport};
pub use request::ErasureRequests;
