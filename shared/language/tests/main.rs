//! What is found in people's words, over corpora: how much of it, and how much that is not there.

mod human_request;
mod masking;
