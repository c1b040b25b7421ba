//! "Which assessment suits us?": four questions, and the instrument they point to.

/// A question of the guide.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Question {
    Time,
    Company,
    Age,
    Worry,
}

/// A choice in the guide.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Choice {
    TwoMinutes,
    TenMinutes,
    HalfAnHour,
    Alone,
    Together,
    New,
    Settled,
    Tired,
    Power,
    Habits,
    Structure,
    Obstacles,
    Worth,
    Nothing,
}

impl Question {
    pub const ALL: [Self; 4] = [Self::Time, Self::Company, Self::Age, Self::Worry];

    pub fn choices(self) -> &'static [Choice] {
        match self {
            Self::Time => &[Choice::TwoMinutes, Choice::TenMinutes, Choice::HalfAnHour],
            Self::Company => &[Choice::Alone, Choice::Together],
            Self::Age => &[Choice::New, Choice::Settled, Choice::Tired],
            Self::Worry => &[
                Choice::Power,
                Choice::Habits,
                Choice::Structure,
                Choice::Obstacles,
                Choice::Worth,
                Choice::Nothing,
            ],
        }
    }

    /// The key of the question's text.
    pub fn key(self) -> &'static str {
        match self {
            Self::Time => "guide.time",
            Self::Company => "guide.company",
            Self::Age => "guide.age",
            Self::Worry => "guide.worry",
        }
    }
}

impl Choice {
    /// The key of the choice's text.
    pub fn key(self) -> &'static str {
        match self {
            Self::TwoMinutes => "guide.two-minutes",
            Self::TenMinutes => "guide.ten-minutes",
            Self::HalfAnHour => "guide.half-an-hour",
            Self::Alone => "guide.alone",
            Self::Together => "guide.together",
            Self::New => "guide.new",
            Self::Settled => "guide.settled",
            Self::Tired => "guide.tired",
            Self::Power => "guide.power",
            Self::Habits => "guide.habits",
            Self::Structure => "guide.structure",
            Self::Obstacles => "guide.obstacles",
            Self::Worth => "guide.worth",
            Self::Nothing => "guide.nothing",
        }
    }
}

/// The instrument that suits, and the keys of the reasons; `None` while time and worry
/// are open.
///
/// Law: two minutes always mean the pulse; then a named worry decides; then time for all
/// of it means the whole; a tired partnership asks what stands in its way; otherwise the
/// six principles.
pub fn recommend(chosen: &[Choice]) -> Option<(&'static str, Vec<&'static str>)> {
    let has = |it| chosen.contains(&it);
    let any = |question: Question| question.choices().iter().any(|it| has(*it));
    if !any(Question::Time) || !any(Question::Worry) {
        return None;
    }
    let (instrument, reason) = if has(Choice::TwoMinutes) {
        ("five-ps", "guide.why-five-ps")
    } else if has(Choice::Worth) {
        ("benefits", "guide.why-benefits")
    } else if has(Choice::Obstacles) {
        ("challenges", "guide.why-challenges")
    } else if has(Choice::HalfAnHour) {
        ("whole", "guide.why-whole")
    } else if has(Choice::Structure) {
        ("characteristics", "guide.why-characteristics")
    } else if has(Choice::Habits) {
        ("ways-of-working", "guide.why-ways-of-working")
    } else if has(Choice::Tired) && has(Choice::Nothing) {
        ("challenges", "guide.why-tired")
    } else {
        ("six-principles", "guide.why-six-principles")
    };
    let mut reasons = vec![reason];
    if has(Choice::Together) {
        reasons.push("guide.advice-together");
    }
    if has(Choice::New) {
        reasons.push("guide.advice-new");
    }
    Some((instrument, reasons))
}
