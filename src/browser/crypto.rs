//! Sealing with the browser's own WebCrypto: a key from a passphrase by PBKDF2 with SHA-256,
//! texts by AES-256-GCM.

use js_sys::{Array, Object, Promise, Reflect, Uint8Array};
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::window;

use crate::exchange::sealed::{Lock, Sealed};

/// A key that cannot be taken out of the browser, and the lock that it opens.
#[derive(Clone, Debug)]
pub struct Key {
    key: JsValue,
    pub lock: Lock,
}

/// What a browser offers for sealing; nothing on a page that came unencrypted.
fn subtle() -> Option<JsValue> {
    let crypto = window()?.crypto().ok()?;
    Reflect::get(&crypto, &"subtle".into()).ok().filter(JsValue::is_object)
}

async fn call(name: &str, inputs: &[&JsValue]) -> Option<JsValue> {
    let subtle = subtle()?;
    let method = Reflect::get(&subtle, &name.into()).ok()?;
    let inputs: Array = inputs.iter().map(|it| (*it).clone()).collect();
    let promise = method.dyn_into::<js_sys::Function>().ok()?.apply(&subtle, &inputs).ok()?;
    JsFuture::from(Promise::resolve(&promise)).await.ok()
}

fn object(fields: &[(&str, &JsValue)]) -> JsValue {
    let res = Object::new();
    for (name, value) in fields {
        Reflect::set(&res, &(*name).into(), value).ok();
    }
    res.into()
}

/// Random bytes in base64.
pub fn random(length: u32) -> Option<String> {
    let bytes = Uint8Array::new_with_length(length);
    window()?.crypto().ok()?.get_random_values_with_array_buffer_view(&bytes).ok()?;
    to_base64(&bytes)
}

fn to_base64(bytes: &Uint8Array) -> Option<String> {
    // One character for each byte, as `btoa` wants it.
    let text: String = bytes.to_vec().into_iter().map(char::from).collect();
    window()?.btoa(&text).ok()
}

fn from_base64(text: &str) -> Option<Uint8Array> {
    let text = window()?.atob(text).ok()?;
    let bytes: Option<Vec<u8>> = text.chars().map(|it| u8::try_from(u32::from(it)).ok()).collect();
    Some(Uint8Array::from(bytes?.as_slice()))
}

fn utf8(text: &str) -> JsValue {
    Uint8Array::from(text.as_bytes()).into()
}

/// The key of `passphrase` for `lock`; nothing where the browser cannot make one.
pub async fn key(passphrase: &str, lock: Lock) -> Option<Key> {
    let (raw, uses) = (JsValue::from("raw"), Array::of1(&"deriveKey".into()));
    let pbkdf2 = JsValue::from("PBKDF2");
    let inputs = [&raw, &utf8(passphrase), &pbkdf2, &JsValue::FALSE, &uses];
    let base = call("importKey", &inputs).await?;
    let salt = from_base64(&lock.salt)?;
    let how = object(&[
        ("name", &pbkdf2),
        ("hash", &"SHA-256".into()),
        ("salt", &salt),
        ("iterations", &lock.iterations.into()),
    ]);
    let aes = object(&[("name", &"AES-GCM".into()), ("length", &256.into())]);
    let uses = Array::of2(&"encrypt".into(), &"decrypt".into());
    let key = call("deriveKey", &[&how, &base, &aes, &JsValue::FALSE, &uses]).await?;
    Some(Key { key, lock })
}

/// How AES-GCM is to work: with `iv`, and bound to `name`, so that what is sealed under one
/// name is not taken for another's.
fn cipher(iv: &Uint8Array, name: &str) -> JsValue {
    object(&[("name", &"AES-GCM".into()), ("iv", iv), ("additionalData", &utf8(name))])
}

/// Seals `text` under `name`, with the lock of the key.
pub async fn seal(key: &Key, name: &str, text: &str) -> Option<Sealed> {
    const NONCE: u32 = 12;
    let iv = random(NONCE)?;
    let cipher = cipher(&from_base64(&iv)?, name);
    let sealed = call("encrypt", &[&cipher, &key.key, &utf8(text)]).await?;
    let data = to_base64(&Uint8Array::new(&sealed))?;
    Some(Sealed { lock: Some(key.lock.clone()), iv, data })
}

/// Opens what was sealed under `name`; nothing with another key, or if it was changed.
pub async fn open(key: &Key, name: &str, sealed: &Sealed) -> Option<String> {
    let cipher = cipher(&from_base64(&sealed.iv)?, name);
    let data = from_base64(&sealed.data)?;
    let bytes = call("decrypt", &[&cipher, &key.key, &data]).await?;
    String::from_utf8(Uint8Array::new(&bytes).to_vec()).ok()
}
