//! A QR code, black on white in every theme, because not every reader takes it inverted.

use yew::prelude::*;

use super::Ui;
use crate::app::QrView;

#[derive(Properties, PartialEq)]
pub struct QrProps {
    pub ui: Ui,
    pub qr: QrView,
    pub caption: String,
}

/// A code with a button that makes it as large as the window, for those far away.
#[component]
pub fn Qr(props: &QrProps) -> Html {
    let QrProps { ui, qr, caption } = props;
    let large = use_state(|| false);
    let figure = use_node_ref();
    {
        let figure = figure.clone();
        use_effect_with(*large, move |large| {
            if let (true, Some(it)) = (*large, figure.cast::<web_sys::Element>()) {
                it.scroll_into_view();
            }
        });
    }
    let onclick = {
        let large = large.clone();
        Callback::from(move |_: MouseEvent| large.set(!*large))
    };
    let label = if *large { "invite.show-small" } else { "invite.show-large" };
    html! {
        <div class={classes!("qr", (*large).then_some("large"))} ref={figure}>
            { drawn(qr, caption) }
            <button type="button" class="second" part="button second" aria-pressed={(*large).to_string()} {onclick}>
                { ui.say(label) }
            </button>
        </div>
    }
}

/// A code with its caption.
pub fn drawn(qr: &QrView, caption: &str) -> Html {
    let size = qr.size.to_string();
    html! {
        <figure class="qr-figure">
            <svg class="qr-code" viewBox={format!("0 0 {size} {size}")} role="img"
                aria-label={qr.label.clone()} shape-rendering="crispEdges">
                <rect class="qr-paper" width={size.clone()} height={size} fill="#ffffff" />
                <path class="qr-ink" d={qr.path.clone()} fill="#000000" />
            </svg>
            <figcaption>{ caption }</figcaption>
        </figure>
    }
}
