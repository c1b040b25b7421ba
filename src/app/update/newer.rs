//! A newer version of the page: when it is told of, and when it is used.
//!
//! The page is never loaded again by itself. Whoever does nothing gets the newer version when
//! they open the page next.

use crate::app::effect::Effect;
use crate::app::model::{Model, News, Screen};

/// Whether nothing is written or moved on `screen` that a message must not disturb, and that
/// loading the page again would take away.
fn is_at_rest(screen: Screen) -> bool {
    !matches!(
        screen,
        Screen::Prepare
            | Screen::Questions(_)
            | Screen::Statement(_)
            | Screen::SetUp
            | Screen::Join
            | Screen::Collect
            | Screen::Present
            | Screen::Plan(_)
            | Screen::Partners(_)
    )
}

/// Tells of the newer version, once nothing else is to be told and nobody is in the middle of
/// something.
pub fn tell(model: &mut Model) {
    let rests = is_at_rest(model.screen) && model.dialog.is_none();
    if model.desk.newer && rests && model.news.is_none() {
        model.news = Some(News::NewerVersion);
    } else if !rests && model.news == Some(News::NewerVersion) {
        model.news = None;
    }
}

/// The person has closed the message: it does not come again.
pub fn closed(model: &mut Model) {
    if model.news == Some(News::NewerVersion) {
        model.desk.newer = false;
    }
}

pub fn used(model: &Model, effects: &mut Vec<Effect>) {
    if !model.would_lose_answers() {
        effects.push(Effect::UseNewerVersion);
    }
}
