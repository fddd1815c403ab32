//! Generation of what others read: TypeScript and JSON Schema.
