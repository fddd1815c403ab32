//! The people of the demo.

/// Someone who can sign in with one click.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Person {
    /// An agent of the store `demo`.
    Ines,
    /// An agent of the stores `demo` and `north`.
    Jon,
    /// The lead of the stores `demo` and `north`.
    Lea,
    /// An agent of the store `north`.
    Nora,
}

impl Person {
    /// Everybody, in the order of the sign-in page.
    pub const ALL: [Person; 4] = [Person::Ines, Person::Jon, Person::Lea, Person::Nora];

    /// The subject of their tokens.
    pub fn id(self) -> &'static str {
        self.facts().0
    }

    /// Their full name.
    pub fn name(self) -> &'static str {
        self.facts().1
    }

    /// `agent` or `lead`.
    pub fn role(self) -> &'static str {
        self.facts().2
    }

    /// The ids of the stores they work for.
    pub fn stores(self) -> &'static [&'static str] {
        self.facts().3
    }

    /// The person with this id.
    pub(super) fn with_id(id: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|person| person.id() == id)
    }

    fn facts(self) -> (&'static str, &'static str, &'static str, &'static [&'static str]) {
        match self {
            Person::Ines => ("ines", "Ines Moreau", "agent", &["demo"]),
            Person::Jon => ("jon", "Jon Petersen", "agent", &["demo", "north"]),
            Person::Lea => ("lea", "Lea Lindqvist", "lead", &["demo", "north"]),
            Person::Nora => ("nora", "Nora Voss", "agent", &["north"]),
        }
    }
}
