//! QR codes from pictures and from the camera.

use std::rc::Rc;

use gloo::timers::future::TimeoutFuture;
use js_sys::{Object, Promise, Reflect};
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::{JsFuture, spawn_local};
use web_sys::{
    Blob, CanvasRenderingContext2d, HtmlCanvasElement, HtmlVideoElement, ImageBitmap, MediaStream,
    MediaStreamConstraints, MediaStreamTrack, window,
};

use super::Runtime;
use crate::app::{Event, WorkshopEvent};
use crate::exchange::qr;

/// How long to wait between two looks through the camera, in milliseconds.
const PAUSE: u32 = 250;
/// The longest side of what is looked at, in pixels.
const LARGEST: f64 = 2_000.0;

/// The texts of the QR codes in a picture file; none if it is no picture.
pub async fn read_picture(file: &Blob) -> Vec<String> {
    let Some(window) = window() else { return Vec::new() };
    let Ok(promise) = window.create_image_bitmap_with_blob(file) else { return Vec::new() };
    let Ok(bitmap) = JsFuture::from(promise).await else { return Vec::new() };
    let Ok(bitmap) = bitmap.dyn_into::<ImageBitmap>() else { return Vec::new() };
    let (width, height) = (f64::from(bitmap.width()), f64::from(bitmap.height()));
    let draw = |context: &CanvasRenderingContext2d, width: f64, height: f64| {
        context.draw_image_with_image_bitmap_and_dw_and_dh(&bitmap, 0.0, 0.0, width, height).is_ok()
    };
    let res = look(width, height, draw);
    bitmap.close();
    res
}

/// Reads the QR codes of what `draw` draws, made smaller where it is very large.
fn look(
    width: f64,
    height: f64,
    draw: impl Fn(&CanvasRenderingContext2d, f64, f64) -> bool,
) -> Vec<String> {
    let read = || {
        let scale = (LARGEST / width.max(height)).min(1.0);
        let (width, height) = ((width * scale).floor(), (height * scale).floor());
        let canvas = window()?.document()?.create_element("canvas").ok()?;
        let canvas: HtmlCanvasElement = canvas.dyn_into().ok()?;
        canvas.set_width(width as u32);
        canvas.set_height(height as u32);
        let context: CanvasRenderingContext2d = canvas.get_context("2d").ok()??.dyn_into().ok()?;
        if !draw(&context, width, height) {
            return None;
        }
        let pixels = context.get_image_data(0.0, 0.0, width, height).ok()?.data();
        let luma: Vec<u8> = pixels
            .chunks_exact(4)
            .map(|it| {
                let [r, g, b] = [it[0], it[1], it[2]].map(u32::from);
                ((r * 299 + g * 587 + b * 114) / 1000) as u8
            })
            .collect();
        Some(qr::read(width as usize, height as usize, &luma))
    };
    read().unwrap_or_default()
}

/// Looks through the camera until [`stop`], and reports every code that comes into sight.
pub fn start(runtime: Rc<Runtime>) {
    spawn_local(async move {
        let Some(stream) = open().await else {
            runtime.dispatch(Event::Workshop(WorkshopEvent::CameraFailed));
            return;
        };
        // The person may have gone on while the browser asked for permission.
        if !runtime.model.borrow().wants_camera() {
            close(&stream);
            return;
        }
        // Not `stream.clone()`: a stream of the web has a method of that name, which makes
        // another stream.
        if let Some(before) = runtime.camera.replace(Some(Clone::clone(&stream))) {
            close(&before);
        }
        let mut seen: Vec<String> = Vec::new();
        while runtime.camera.borrow().as_ref() == Some(&stream) {
            let video = runtime.root.query_selector("#pa-camera").ok().flatten();
            if let Some(video) = video.and_then(|it| it.dyn_into::<HtmlVideoElement>().ok()) {
                if video.src_object().is_none() {
                    video.set_src_object(Some(&stream));
                    if let Ok(promise) = video.play() {
                        JsFuture::from(promise).await.ok();
                    }
                }
                let (width, height) =
                    (f64::from(video.video_width()), f64::from(video.video_height()));
                let draw = |context: &CanvasRenderingContext2d, width: f64, height: f64| {
                    let draw =
                        CanvasRenderingContext2d::draw_image_with_html_video_element_and_dw_and_dh;
                    draw(context, &video, 0.0, 0.0, width, height).is_ok()
                };
                if width > 0.0 {
                    for text in look(width, height, draw) {
                        if !seen.contains(&text) {
                            seen.push(text.clone());
                            runtime.dispatch(Event::Workshop(WorkshopEvent::Pasted(text)));
                        }
                    }
                }
            }
            TimeoutFuture::new(PAUSE).await;
        }
        close(&stream);
    });
}

pub fn stop(runtime: &Runtime) {
    if let Some(stream) = runtime.camera.take() {
        close(&stream);
    }
}

async fn open() -> Option<MediaStream> {
    let devices = Reflect::get(&window()?.navigator(), &"mediaDevices".into()).ok()?;
    let devices: web_sys::MediaDevices = devices.is_object().then(|| devices.unchecked_into())?;
    let facing = Object::new();
    Reflect::set(&facing, &"facingMode".into(), &"environment".into()).ok();
    let wanted = MediaStreamConstraints::new();
    wanted.set_video(&facing);
    let promise: Promise = devices.get_user_media_with_constraints(&wanted).ok()?;
    JsFuture::from(promise).await.ok()?.dyn_into().ok()
}

fn close(stream: &MediaStream) {
    let stop = |track: JsValue| track.unchecked_into::<MediaStreamTrack>().stop();
    stream.get_tracks().iter().for_each(stop);
}
