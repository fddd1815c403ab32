//! What people attach, with real bytes: from the browser's form to the links, and away again. `upload` has the vocabulary.

mod costs;
mod gone;
mod links;
mod upload;
mod whole_way;
