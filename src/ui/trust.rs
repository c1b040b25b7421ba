//! What the page has contacted.

use std::rc::Rc;

use yew::prelude::*;

use super::Ui;
use crate::app::{Contact, ContactsView, Event, OwnerLabels, PlaceView, ReadingPart, Screen};

pub fn screen(ui: &Ui, heading: &str, view: &ContactsView) -> Html {
    let (label, address) = &view.page;
    html! {
        <div class="contacts">
            { ui.title(heading) }
            { part(ui, &view.answers) }
            { ui.button("second", ui.say("nav.privacy"), Event::Go(Screen::Privacy)) }
            <section>
                { ui.heading(1, ui.say("contacts.record")) }
                <p>{ &view.about }</p>
                <dl>
                    <dt>{ label }</dt>
                    <dd class="address"><bdi dir="ltr">{ address }</bdi></dd>
                </dl>
                { for view.lacks.iter().map(|it| html! { <p class="lacks">{ it }</p> }) }
                { for view.since.iter().map(|it| html! { <p class="since">{ it }</p> }) }
                if !view.since_addresses.is_empty() {
                    <Addresses
                        ui={ui.clone()}
                        label={ui.say("contacts.since-addresses")}
                        contacts={view.since_addresses.clone()}
                        owners={view.owners.clone()}
                    />
                }
                <p role="status">{ &view.read }</p>
                <div class="acts">
                    { ui.button("second", ui.say("contacts.again"), Event::ReadContacts) }
                </div>
                <ul class="places">{ for view.places.iter().map(|it| place(ui, it, view)) }</ul>
            </section>
            { for view.copied.iter().map(|(said, addresses)| html! {
                <section class="copied">
                    { ui.heading(1, ui.say("contacts.copy")) }
                    { for said.iter().map(|it| html! { <p>{ it }</p> }) }
                    <Addresses
                        ui={ui.clone()}
                        label={ui.say("contacts.copy-addresses")}
                        contacts={addresses.clone()}
                        owners={view.owners.clone()}
                    />
                </section>
            }) }
            { part(ui, &view.limits) }
        </div>
    }
}

fn part(ui: &Ui, part: &ReadingPart) -> Html {
    let paragraphs =
        |all: &[String]| all.iter().map(|it| html! { <p>{ it }</p> }).collect::<Html>();
    html! {
        <section>
            { ui.heading(1, part.heading.clone()) }
            { paragraphs(&part.before) }
            <ul class="list">{ for part.list.iter().map(|it| html! { <li>{ it }</li> }) }</ul>
            { paragraphs(&part.after) }
        </section>
    }
}

fn place(ui: &Ui, place: &PlaceView, view: &ContactsView) -> Html {
    let counted = |label: String, all: &[(String, usize)]| {
        html! {
            <>
                <dt>{ label }</dt>
                <dd>
                    <ul class="counted">
                        { for all.iter().map(|(it, n)| html! {
                            <li>{ it }{ " " }<strong>{ *n }</strong></li>
                        }) }
                    </ul>
                </dd>
            </>
        }
    };
    html! {
        <li key={place.name.clone()}>
            <div class="section-head">
                { ui.heading(2, place.name.clone()) }
                <p class="quiet">{ &place.requests }</p>
            </div>
            <dl>
                { counted(ui.say("contacts.kinds"), &place.kinds) }
                { counted(ui.say("contacts.owners"), &place.owners) }
                <dt>{ ui.say("contacts.last") }</dt>
                <dd>{ &place.last }</dd>
            </dl>
            <Addresses
                ui={ui.clone()}
                label={place.every.clone()}
                contacts={place.addresses.clone()}
                owners={view.owners.clone()}
            />
        </li>
    }
}

#[derive(Properties)]
struct AddressesProps {
    ui: Ui,
    label: String,
    contacts: Rc<[Contact]>,
    owners: OwnerLabels,
}

impl PartialEq for AddressesProps {
    /// A list of thousands is looked through once, not at every drawing.
    fn eq(&self, other: &Self) -> bool {
        Rc::ptr_eq(&self.contacts, &other.contacts)
            && Rc::ptr_eq(&self.ui.text, &other.ui.text)
            && self.owners == other.owners
            && self.label == other.label
    }
}

/// Every address, one by one, under a label that unfolds them.
#[component]
fn Addresses(props: &AddressesProps) -> Html {
    let AddressesProps { ui, label, contacts, owners } = props;
    let address = |it: &Contact| {
        let times = (it.n > 1).then(|| ui.text.count("contacts.times", it.n, &[]));
        let facts = [ui.say(it.kind.key()), owners.of(it.owner).to_owned()];
        let facts: Vec<String> = facts.into_iter().chain(times).collect();
        html! {
            <li>
                <bdi dir="ltr" class="address">{ &it.address }</bdi>
                <span class="quiet">{ facts.join(" · ") }</span>
            </li>
        }
    };
    html! {
        <details>
            <summary><bdi>{ label }</bdi></summary>
            <ol class="addresses">{ for contacts.iter().map(address) }</ol>
        </details>
    }
}
