//! A real provider; see below.
