//! Drawings as pictures that any program can show.
//!
//! They are drawn with the canvas itself: a page's policy may forbid it to load an image of
//! its own making.

use std::cell::Cell;
use std::f64::consts::{FRAC_PI_2, TAU};
use std::rc::Rc;

use js_sys::{Array, Reflect};
use wasm_bindgen::closure::Closure;
use wasm_bindgen::{JsCast, JsValue};
use web_sys::{Blob, CanvasRenderingContext2d, HtmlCanvasElement, window};

use crate::document::drawing::{Anchor, BOLD, DASH, Drawing, Ink, RIM, Shape, runs_leftwards};
use crate::exchange::svg::{FONTS, MARGIN, colour};

/// How many pixels of a picture some browsers can hold.
const MOST: f64 = 16_000_000.0;

/// Paints `drawing` in the colours of its file, twice as large, and gives the picture as a
/// PNG file; `None` where the browser cannot.
pub fn paint(drawing: &Drawing, done: impl FnOnce(Option<Blob>) + 'static) {
    let done = Rc::new(Cell::new(Some(done)));
    let give = move |blob: Option<Blob>| {
        if let Some(done) = done.take() {
            done(blob);
        }
    };
    let Some(canvas) = painted(drawing) else { return give(None) };
    let callback = Closure::once_into_js(give.clone());
    if canvas.to_blob(callback.unchecked_ref()).is_err() {
        give(None);
    }
}

fn painted(drawing: &Drawing) -> Option<HtmlCanvasElement> {
    let canvas = window()?.document()?.create_element("canvas").ok()?;
    let canvas: HtmlCanvasElement = canvas.dyn_into().ok()?;
    let width = (drawing.width + 2 * MARGIN) as f64;
    let height = (drawing.height + 2 * MARGIN) as f64;
    let scale = if width * height * 4.0 > MOST { 1.0 } else { 2.0 };
    canvas.set_width((width * scale) as u32);
    canvas.set_height((height * scale) as u32);
    let context: CanvasRenderingContext2d = canvas.get_context("2d").ok()??.dyn_into().ok()?;
    context.scale(scale, scale).ok()?;
    context.set_fill_style_str(colour(Ink::Paper));
    context.fill_rect(0.0, 0.0, width, height);
    context.translate(MARGIN as f64, MARGIN as f64).ok()?;
    for it in &drawing.shapes {
        shape(&context, it)?;
    }
    Some(canvas)
}

fn shape(context: &CanvasRenderingContext2d, it: &Shape) -> Option<()> {
    match it {
        Shape::Bar { x, y, width, height, ink } => {
            context.set_fill_style_str(colour(*ink));
            let (width, height) = (*width.max(&0), *height.max(&0));
            context.fill_rect(*x as f64, *y as f64, width as f64, height as f64);
        }
        Shape::Line { points, width, ink, dashed } => {
            context.set_stroke_style_str(colour(*ink));
            context.set_line_width(*width as f64);
            context.set_line_join("round");
            let dash: &[i64] = if *dashed { &DASH } else { &[] };
            let dash: Array = dash.iter().map(|it| JsValue::from(*it as f64)).collect();
            context.set_line_dash(&dash).ok()?;
            context.begin_path();
            for (x, y) in points {
                // The first one has nothing to begin at, and only moves there.
                context.line_to(*x as f64, *y as f64);
            }
            context.stroke();
        }
        Shape::Dot { x, y, radius, ink, hollow } => {
            context.begin_path();
            let radius = *radius.max(&0);
            context.arc(*x as f64, *y as f64, radius as f64, 0.0, TAU).ok()?;
            context.set_fill_style_str(colour(if *hollow { Ink::Paper } else { *ink }));
            context.fill();
            if *hollow {
                context.set_line_dash(&Array::new()).ok()?;
                context.set_line_width(RIM as f64);
                context.set_stroke_style_str(colour(*ink));
                context.stroke();
            }
        }
        Shape::Words { x, y, text, size, anchor, ink, bold, upright } => {
            let weight = if *bold { BOLD } else { "400" };
            context.set_font(&format!("{weight} {size}px {FONTS}"));
            context.set_fill_style_str(colour(*ink));
            context.set_text_align(match anchor {
                Anchor::Start => "left",
                Anchor::Middle => "center",
                Anchor::End => "right",
            });
            let direction = if runs_leftwards(text) { "rtl" } else { "ltr" };
            Reflect::set(context, &"direction".into(), &direction.into()).ok()?;
            context.save();
            context.translate(*x as f64, *y as f64).ok()?;
            if *upright {
                context.rotate(-FRAC_PI_2).ok()?;
            }
            context.fill_text(text, 0.0, 0.0).ok()?;
            context.restore();
        }
    }
    Some(())
}
