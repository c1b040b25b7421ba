//! The picture slide by slide, for a room.

use std::rc::Rc;

use super::{PictureView, PresentView, Slide};
use crate::text::Text;

/// The slides of a picture, in order: what is common before what divides.
fn slides(picture: &PictureView) -> Vec<Slide> {
    let mut res = vec![Slide::Opening, Slide::Common, Slide::Profile];
    if picture.groups.iter().any(|it| it.strip.sectors.len() > 1) {
        res.push(Slide::Sectors);
    }
    let starts = picture.starts.iter().enumerate().filter(|it| !it.1.all.is_empty());
    res.extend(starts.map(|it| Slide::Start(it.0)));
    res.extend((0..picture.groups.len()).map(Slide::Group));
    res.push(Slide::Closing);
    res
}

/// The slide at `place`, or the last.
pub fn present(text: &Text, picture: Rc<PictureView>, place: usize) -> PresentView {
    let all = slides(&picture);
    let at = place.min(all.len().saturating_sub(1));
    let slide = all.get(at).copied().unwrap_or(Slide::Opening);
    PresentView {
        heading: match slide {
            Slide::Opening => picture.name.clone(),
            Slide::Common => picture.common.heading.clone(),
            Slide::Profile => text.say("results.profile"),
            Slide::Sectors => text.say("picture.side-by-side"),
            Slide::Start(it) => {
                picture.starts.get(it).map_or_else(String::new, |it| it.heading.clone())
            }
            Slide::Group(it) => {
                picture.groups.get(it).map_or_else(String::new, |it| it.strip.title.clone())
            }
            Slide::Closing => text.say("present.closing"),
        },
        slide,
        number: at + 1,
        of: all.len(),
        picture,
    }
}
