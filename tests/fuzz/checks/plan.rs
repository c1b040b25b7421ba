//! Plans, which take any JSON and lose none of it.

use partnership_assessment::exchange::plan as files;

/// The text holds the list of actions and, behind the first line, the rest.
pub fn plan(text: &str) {
    let (actions, follow_up) = text.split_once('\n').unwrap_or((text, ""));
    let plan = files::read(actions, follow_up);
    let (actions, follow_up) = files::write(&plan);
    let again = files::read(&actions, &follow_up);
    assert_eq!(again, plan, "{actions}\n{follow_up}");
    assert_eq!(files::write(&again), (actions, follow_up));
    // Another copy of the same brings nothing new.
    let mut merged = plan.clone();
    merged.merge(&plan);
    assert_eq!(merged, plan);
    // An empty plan that was made before takes over all of it, and one that is made after it
    // can say that all of it is gone.
    let mut later = plan.clone();
    later.supersede(&plan, i64::from(i32::MAX));
    let (actions, follow_up) = files::write(&later);
    let again = files::read(&actions, &follow_up);
    assert_eq!((again.changed, &again.gone), (later.changed, &later.gone));
    // A time that could not be read has given way to one that can.
    assert_eq!(files::write(&again), (actions, follow_up));
}
