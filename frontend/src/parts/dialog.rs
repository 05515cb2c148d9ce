//! The browser's own modal dialog: it holds the focus, and gives it back to what opened it.

use leptos::html;

use crate::reactive::prelude::*;

/// A dialog that is open while the signal is set; its content lives just as long.
#[component]
pub fn Dialog(
    /// A name of its own on the page, which ties the title to it.
    name: &'static str,
    /// Open or not; Escape and the buttons within clear it.
    open: RwSignal<bool>,
    /// What it asks or says.
    #[prop(into)]
    title: Signal<String>,
    /// For lists and comparisons.
    #[prop(optional)]
    wide: bool,
    /// Whether the title has the focus at first, where there is much to read.
    #[prop(optional)]
    read_first: bool,
    /// What stands under the title.
    children: ChildrenFn,
    /// The buttons.
    #[prop(into)]
    foot: ViewFn,
) -> impl IntoView {
    let element = NodeRef::<html::Dialog>::new();
    Effect::new(move |_| {
        let Some(dialog) = element.get() else { return };
        match (open.get(), dialog.open()) {
            (true, false) => drop(dialog.show_modal()),
            (false, true) => dialog.close(),
            _ => {}
        }
    });
    let title_id = format!("{name}-title");
    let labelled = title_id.clone();
    let content = move || {
        view! {
            <div class="dlg-head">
                <h2 id=title_id.clone() tabindex="-1" autofocus=read_first>{move || title.get()}</h2>
            </div>
            <div class="dlg-body" tabindex="0" role="group" aria-labelledby=title_id.clone()>
                {children()}
            </div>
            <div class="dlg-foot">{foot.run()}</div>
        }
    };
    view! {
        <dialog node_ref=element class:wide=wide aria-labelledby=labelled on:close=move |_| open.set(false)>
            {move || open.get().then(&content)}
        </dialog>
    }
}
