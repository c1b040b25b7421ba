//! A drawing: shapes and words at places of their own, in units of which a common letter of
//! running text is about seven wide.
//!
//! It knows no colours, only what each shape is for: the screen follows the theme, a file
//! and paper are light. How wide words are is estimated, on the wide side of the fonts that
//! devices bring along: what must not overlap leaves room by that.

use std::borrow::Borrow;

/// How bold words are that are bold.
pub const BOLD: &str = "600";
/// The lengths of a dash and of the gap behind it.
pub const DASH: [i64; 2] = [4, 4];
/// How wide the rim of a hollow circle is, half of it inside its radius and half outside.
pub const RIM: i64 = 2;

/// What a shape is for, which decides its colour.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Ink {
    /// Words and what is drawn like them.
    Text,
    /// Words that stand back.
    Quiet,
    /// What is measured.
    Accent,
    /// What is measured where less is better.
    Burden,
    /// What could be measured: the empty part of a bar.
    Track,
    /// Lines that lead the eye.
    Rule,
    /// The ground.
    Paper,
}

impl Ink {
    pub const ALL: [Self; 7] =
        [Self::Text, Self::Quiet, Self::Accent, Self::Burden, Self::Track, Self::Rule, Self::Paper];

    /// Its name in the style sheet.
    pub fn class(self) -> &'static str {
        match self {
            Self::Text => "ink-text",
            Self::Quiet => "ink-quiet",
            Self::Accent => "ink-accent",
            Self::Burden => "ink-burden",
            Self::Track => "ink-track",
            Self::Rule => "ink-rule",
            Self::Paper => "ink-paper",
        }
    }
}

/// Where words lie by their place: behind it, around it, before it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Anchor {
    Start,
    Middle,
    End,
}

impl Anchor {
    /// Its name in SVG.
    pub fn name(self) -> &'static str {
        match self {
            Self::Start => "start",
            Self::Middle => "middle",
            Self::End => "end",
        }
    }
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Shape {
    Bar {
        x: i64,
        y: i64,
        width: i64,
        height: i64,
        ink: Ink,
    },
    Line {
        points: Vec<(i64, i64)>,
        width: i64,
        ink: Ink,
        dashed: bool,
    },
    /// A filled circle, or where it is `hollow` only its rim.
    Dot {
        x: i64,
        y: i64,
        radius: i64,
        ink: Ink,
        hollow: bool,
    },
    /// Words on one line; `y` is where they stand, not their top. `upright` words run
    /// upwards.
    Words {
        x: i64,
        y: i64,
        text: String,
        size: i64,
        anchor: Anchor,
        ink: Ink,
        bold: bool,
        upright: bool,
    },
}

#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Drawing {
    pub width: i64,
    pub height: i64,
    pub shapes: Vec<Shape>,
}

/// How words look.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Face {
    pub size: i64,
    pub ink: Ink,
    pub bold: bool,
}

impl Face {
    /// From one line to the next, which leaves room above letters with accents.
    pub fn leading(self) -> i64 {
        self.size * 13 / 10
    }

    /// How far letters reach above the line that they stand on.
    pub fn ascent(self) -> i64 {
        self.size * 4 / 5
    }

    /// How far letters reach below the line that they stand on.
    pub fn descent(self) -> i64 {
        self.size / 4
    }

    /// About how wide `text` is on one line, at least.
    pub fn width(self, text: &str) -> i64 {
        let plain = width(text, self.size);
        if self.bold { (plain * 11 + 9) / 10 } else { plain }
    }

    /// `text` in lines of at most `room`, as [`lines`] makes them.
    pub fn lines(self, text: &str, room: i64) -> Vec<String> {
        lines(text, if self.bold { room * 10 / 11 } else { room }, self.size)
    }
}

impl Drawing {
    pub fn bar(&mut self, (x, y): (i64, i64), (width, height): (i64, i64), ink: Ink) {
        self.shapes.push(Shape::Bar { x, y, width, height, ink });
    }

    pub fn line(&mut self, points: impl Into<Vec<(i64, i64)>>, width: i64, ink: Ink) {
        self.shapes.push(Shape::Line { points: points.into(), width, ink, dashed: false });
    }

    pub fn dashed(&mut self, points: impl Into<Vec<(i64, i64)>>, width: i64, ink: Ink) {
        self.shapes.push(Shape::Line { points: points.into(), width, ink, dashed: true });
    }

    pub fn dot(&mut self, (x, y): (i64, i64), radius: i64, ink: Ink) {
        self.shapes.push(Shape::Dot { x, y, radius, ink, hollow: false });
    }

    /// A circle of which only the rim is drawn, on a ground of paper.
    pub fn hollow(&mut self, (x, y): (i64, i64), radius: i64, ink: Ink) {
        self.shapes.push(Shape::Dot { x, y, radius, ink, hollow: true });
    }

    /// Words on one line; nothing for no words.
    pub fn words(&mut self, (x, y): (i64, i64), text: &str, anchor: Anchor, face: Face) {
        let Face { size, ink, bold } = face;
        if !text.trim().is_empty() {
            let text = text.to_owned();
            self.shapes.push(Shape::Words { x, y, text, size, anchor, ink, bold, upright: false });
        }
    }

    /// Words that run upwards from their place.
    pub fn upright(&mut self, (x, y): (i64, i64), text: &str, face: Face) {
        let (Face { size, ink, bold }, anchor) = (face, Anchor::Start);
        if !text.trim().is_empty() {
            let text = text.to_owned();
            self.shapes.push(Shape::Words { x, y, text, size, anchor, ink, bold, upright: true });
        }
    }

    /// Words in lines of at most `room`, with their top at `y`; gives where they end below.
    pub fn paragraph(&mut self, (x, y): (i64, i64), room: i64, text: &str, face: Face) -> i64 {
        let mut bottom = y;
        for line in face.lines(text, room) {
            let stands = bottom + (face.leading() + face.ascent() - face.descent()) / 2;
            self.words((x, stands), &line, Anchor::Start, face);
            bottom += face.leading();
        }
        bottom
    }

    /// Several drawings as one, row by row from the left, with `gap` between them. A column
    /// is as wide as the widest drawing in it, a row as high as the highest.
    pub fn beside(all: &[impl Borrow<Self>], columns: usize, gap: i64) -> Self {
        let columns = columns.max(1);
        let most = |all: &mut dyn Iterator<Item = i64>| all.max().unwrap_or_default();
        let widths: Vec<i64> = (0..columns.min(all.len()))
            .map(|it| {
                let column = all.iter().skip(it).step_by(columns);
                most(&mut column.map(|it| it.borrow().width))
            })
            .collect();
        let mut res = Self::default();
        let mut y = 0;
        for row in all.chunks(columns) {
            let mut x = 0;
            for (it, width) in row.iter().zip(&widths) {
                let it: &Self = it.borrow();
                res.shapes.extend(it.shapes.iter().map(|it| it.moved(x, y)));
                x += width + gap;
            }
            res.width = res.width.max(x - gap);
            res.height = y + most(&mut row.iter().map(|it| it.borrow().height));
            y = res.height + gap;
        }
        res
    }

    /// The other way round, for those who read from the right. Letters stay as they are.
    pub fn mirrored(&self) -> Self {
        let shapes = self.shapes.iter().map(|it| it.mirrored(self.width)).collect();
        Self { shapes, ..*self }
    }
}

impl Shape {
    fn moved(&self, right: i64, down: i64) -> Self {
        let mut res = self.clone();
        match &mut res {
            Self::Bar { x, y, .. } | Self::Dot { x, y, .. } | Self::Words { x, y, .. } => {
                *x += right;
                *y += down;
            }
            Self::Line { points, .. } => {
                for (x, y) in points {
                    *x += right;
                    *y += down;
                }
            }
        }
        res
    }

    fn mirrored(&self, across: i64) -> Self {
        let mut res = self.clone();
        match &mut res {
            Self::Bar { x, width, .. } => *x = across - *x - *width,
            Self::Dot { x, .. } => *x = across - *x,
            Self::Line { points, .. } => points.iter_mut().for_each(|it| it.0 = across - it.0),
            // They stand on their right, and have most of their height on the left of it.
            Self::Words { x, size, upright: true, .. } => *x = across - *x + *size / 2,
            Self::Words { x, anchor, .. } => {
                *x = across - *x;
                *anchor = match anchor {
                    Anchor::Start => Anchor::End,
                    Anchor::Middle => Anchor::Middle,
                    Anchor::End => Anchor::Start,
                };
            }
        }
        res
    }
}

/// About how wide `text` is in letters of `size`, if it stands on one line.
pub fn width(text: &str, size: i64) -> i64 {
    let thousandths: i64 = text.chars().map(share).sum();
    (thousandths * size + 999) / 1000
}

/// `text` in lines that are by estimate at most `width` wide; none of blank text.
///
/// Lines end where the text has a line end, between words, and inside a word only where it
/// has no line to itself that is long enough. Nothing is lost but the blanks at the ends of
/// lines. Only a single letter is ever wider than a line, with what is drawn onto it.
pub fn lines(text: &str, width: i64, size: i64) -> Vec<String> {
    let mut res = Vec::new();
    for part in text.split('\n') {
        let mut rest = part.trim_matches(is_blank);
        while !rest.is_empty() {
            let (line, behind) = rest.split_at(end(rest, width, size));
            res.push(line.trim_end_matches(is_blank).to_owned());
            rest = behind.trim_start_matches(is_blank);
        }
    }
    res
}

/// Whether the first letter of `text` that has a direction runs from right to left.
pub fn runs_leftwards(text: &str) -> bool {
    let leftwards = |it: &char| {
        matches!(
            it,
            '\u{590}'..='\u{8ff}'
                | '\u{fb1d}'..='\u{fdff}'
                | '\u{fe70}'..='\u{fefe}'
                | '\u{10800}'..='\u{10fff}'
                | '\u{1e800}'..='\u{1efff}'
        )
    };
    text.chars().find(|it| it.is_alphabetic()).is_some_and(|it| leftwards(&it))
}

/// Where the first line of `text`, which begins with a letter, ends.
fn end(text: &str, width: i64, size: i64) -> usize {
    let room = width.max(0).saturating_mul(1000);
    let (mut taken, mut between_words, mut between_letters) = (0, 0, 0);
    let mut before = None;
    for (at, it) in text.char_indices() {
        if let Some(before) = before
            && !joins(before, it)
        {
            between_letters = at;
            if ends_word(before, it) {
                between_words = at;
            }
        }
        before = Some(it);
        taken += share(it) * size;
        if taken > room && between_letters > 0 && !is_blank(it) {
            return if between_words > 0 { between_words } else { between_letters };
        }
    }
    text.len()
}

/// A blank at which a line may end.
fn is_blank(it: char) -> bool {
    it.is_whitespace() && !matches!(it, '\u{a0}' | '\u{2007}' | '\u{202f}')
}

/// Whether a line may end before `it`.
fn ends_word(before: char, it: char) -> bool {
    let hyphen = matches!(before, '-' | '\u{ad}' | '\u{2010}' | '–' | '—' | '/' | '\u{200b}');
    let opens = matches!(before, '（' | '「' | '『' | '【' | '《');
    let closes = matches!(
        it,
        '、' | '。' | '，' | '．' | '！' | '？' | '：' | '；' | '）' | '」' | '』' | '】' | '》'
    );
    let ideograph = |it| is_wide(it) && !is_picture(it);
    is_blank(before) && !is_blank(it)
        || hyphen && it.is_alphabetic()
        || (ideograph(before) || ideograph(it)) && !opens && !closes && !is_blank(it)
}

/// Whether `it` is drawn onto or together with the letter before it.
fn joins(before: char, it: char) -> bool {
    before == '\u{200d}' || is_mark(it)
}

/// Marks on letters, signs that join letters, and what only steers how text is set.
fn is_mark(it: char) -> bool {
    let indic = || {
        matches!(it, '\u{900}'..='\u{dff}')
            && matches!(it as u32 & 0x7f, 0..=3 | 0x3a..=0x3c | 0x3e..=0x4f)
    };
    matches!(
        it,
        '\u{ad}'
            | '\u{300}'..='\u{36f}'
            | '\u{483}'..='\u{489}'
            | '\u{591}'..='\u{5bd}'
            | '\u{5bf}'
            | '\u{5c1}'..='\u{5c7}'
            | '\u{610}'..='\u{61a}'
            | '\u{64b}'..='\u{65f}'
            | '\u{670}'
            | '\u{6d6}'..='\u{6dc}'
            | '\u{6df}'..='\u{6e4}'
            | '\u{e31}'
            | '\u{e34}'..='\u{e3a}'
            | '\u{e47}'..='\u{e4e}'
            | '\u{1ab0}'..='\u{1aff}'
            | '\u{1dc0}'..='\u{1dff}'
            | '\u{200b}'..='\u{200f}'
            | '\u{202a}'..='\u{202e}'
            | '\u{2060}'..='\u{206f}'
            | '\u{20d0}'..='\u{20ff}'
            | '\u{fe00}'..='\u{fe0f}'
            | '\u{fe20}'..='\u{fe2f}'
            | '\u{feff}'
            | '\u{1f3fb}'..='\u{1f3ff}'
            | '\u{e0000}'..='\u{e0fff}'
    ) || indic()
}

/// Ideographs, syllables and signs that fill a square.
fn is_wide(it: char) -> bool {
    matches!(
        it,
        '\u{1100}'..='\u{115f}'
            | '\u{2e80}'..='\u{a4cf}'
            | '\u{ac00}'..='\u{d7a3}'
            | '\u{f900}'..='\u{faff}'
            | '\u{fe30}'..='\u{fe6f}'
            | '\u{ff00}'..='\u{ff60}'
            | '\u{ffe0}'..='\u{ffe6}'
            | '\u{20000}'..='\u{3fffd}'
    ) || is_picture(it)
}

/// Emoji and other pictures.
fn is_picture(it: char) -> bool {
    matches!(it, '\u{2600}'..='\u{27bf}' | '\u{2b00}'..='\u{2bff}' | '\u{1f000}'..='\u{1faff}')
}

/// How wide a character is, in thousandths of the letters' size.
fn share(it: char) -> i64 {
    match it {
        '\t' => 330,
        _ if it.is_control() || is_mark(it) => 0,
        'i' | 'j' | 'l' | 'I' | '.' | ',' | ':' | ';' | '\'' | '|' | '!' | ' ' | '·' | '’' => {
            330
        }
        'f' | 'r' | 't' | '(' | ')' | '[' | ']' | '-' | '/' | '\\' | '"' | '`' => 410,
        'm' | 'W' | '@' | '%' | '…' | '—' | 'Æ' | 'Œ' => 1000,
        'w' | 'M' | 'O' | 'Q' | '+' | '=' | '<' | '>' | '~' => 850,
        'A'..='Z' => 720,
        '0'..='9' => 640,
        ' '..='~' => 620,
        _ if is_picture(it) => 1250,
        _ if is_wide(it) => 1000,
        _ if it.is_uppercase() => 760,
        '\u{a0}'..='\u{4ff}' => 640,
        _ if is_blank(it) => 330,
        _ => 600,
    }
}
