//! The WebAssembly surface of `xinyi`, and nothing else.
//!
//! Signed documents come in as text. Options come in as plain objects. `JSON.stringify` turns them into text,
//! so that no number in them passes through an `f64` on our side. It runs getters and `toJSON` of the objects;
//! the npm package hands over copies that have none. Results are plain objects: `null` for what is not there,
//! no `Map`, no `BigInt`. The build of the package makes the glue define their members. As wasm-pack leaves it,
//! it assigns them, so that setters on `Object.prototype` are called.
//!
//! No call throws. Errors are replies: `{"ok": false, "error", "errors"}`. An exception is a bug of ours, and
//! the end of the instance. People call the JavaScript of the npm package.

use js_sys::JSON;
use serde::Serialize;
use serde_wasm_bindgen::Serializer;
use wasm_bindgen::prelude::{JsValue, wasm_bindgen};
use wasm_bindgen::throw_str;
use xinyi::holder::{Commitment, CommitmentDraft, Draft};
use xinyi::{
    CheckOptions, Code, DraftOptions, Error, Forecast, ForecastOptions, LoadOptions, Object,
    PlanOptions, PresentationRequestOptions, Presentations, QrOptions, Reply, RequestText, Value,
    VerifierOptions, limits, qr,
};

#[cfg(xinyi_host_signatures)]
mod host;
#[cfg(test)]
mod tests;

/// Smaller than the allocator that `std` has for this target, and as fast.
#[cfg(target_arch = "wasm32")]
#[global_allocator]
static ALLOCATOR: talc::wasm::WasmDynamicTalc = talc::wasm::new_wasm_dynamic_allocator();

/// A verifier, which stays on this side of the boundary; or the error by which there is none.
#[wasm_bindgen]
pub struct Verifier(Result<xinyi::Verifier, Error>);

#[wasm_bindgen]
impl Verifier {
    /// Pins a root and loads a snapshot. A failure is in [`report`](Self::report), and every other call
    /// answers with it.
    #[wasm_bindgen(constructor)]
    pub fn new(root: &str, snapshot: Option<String>, options: &JsValue) -> Self {
        #[cfg(xinyi_host_signatures)]
        host::ask();
        let options = written(options).and_then(|o| VerifierOptions::from_json(&o));
        Self(options.and_then(|o| xinyi::Verifier::new(root, snapshot.as_deref(), &o)))
    }

    /// What became of each part that was given last: `{"ok": true, "report"}`.
    pub fn report(&self) -> JsValue {
        let verifier = self.0.as_ref().map_err(Clone::clone);
        reply(verifier.map(xinyi::Verifier::report))
    }

    /// Loads a further snapshot, and reports.
    pub fn load(&mut self, snapshot: &str, options: &JsValue) -> JsValue {
        let Ok(verifier) = &mut self.0 else {
            return self.report();
        };
        match written(options).and_then(|o| LoadOptions::from_json(&o)) {
            Ok(LoadOptions { now, state, .. }) => {
                if let Some(state) = state {
                    verifier.absorb_state(&state);
                }
                verifier.load(Some(snapshot), now);
                self.report()
            }
            Err(error) => reply::<&xinyi::Report, _>(Err(error)),
        }
    }

    /// The state for the app to store; none if there is no verifier.
    pub fn state(&self) -> Option<String> {
        Some(self.0.as_ref().ok()?.export_state())
    }

    /// The snapshot for the app to store beside it; none if there is none yet.
    pub fn snapshot(&self) -> Option<String> {
        self.0.as_ref().ok()?.export_snapshot()
    }

    /// Verifies one presentation, or several as JSON by alias, and decides: `{"ok": true, "decision"}`.
    pub fn check(&self, bundle: &str, options: &JsValue) -> JsValue {
        reply(self.with(|verifier| {
            let options = CheckOptions::from_json(&written(options)?)?;
            verifier.check_all(Presentations::parse(bundle)?, &options)
        }))
    }

    /// Finds what of the holder's own bundles has to be shown, and no more: `{"ok": true, "plan"}`.
    pub fn plan(&self, bundle: &str, options: &JsValue) -> JsValue {
        reply(self.with(|verifier| {
            let options = PlanOptions::from_json(&written(options)?)?;
            verifier.plan_all(Presentations::parse(bundle)?, &options)
        }))
    }

    /// What a holder is asked for: `{"ok": true, "request"}`.
    pub fn presentation_request(&self, options: &JsValue) -> JsValue {
        document(
            "request",
            self.with(|verifier| {
                let options = PresentationRequestOptions::from_json(&written(options)?)?;
                Ok(verifier.presentation_request(&options)?.to_json())
            }),
        )
    }

    /// What would be decided later, in the form of a decision.
    pub fn forecast(&self, bundle: &str, options: &JsValue) -> JsValue {
        reply(self.with(|verifier| {
            let options = ForecastOptions::from_json(&written(options)?)?;
            Forecast::all_of(
                verifier,
                Presentations::parse(bundle)?,
                &options.check,
                options.at,
            )
        }))
    }

    fn with<T>(
        &self,
        decide: impl FnOnce(&xinyi::Verifier) -> Result<T, Vec<Error>>,
    ) -> Result<T, Vec<Error>> {
        match &self.0 {
            Ok(verifier) => decide(verifier),
            Err(error) => Err(vec![error.clone()]),
        }
    }
}

/// What a holder signs to present a bundle: `{"ok": true, "draft": {"signing_input", "alg"}}`.
#[wasm_bindgen]
pub fn prepare(bundle: &str, options: &JsValue) -> JsValue {
    let draft = draft(bundle, options).map(|draft| {
        let members = [
            ("signing_input", draft.signing_input().into()),
            ("alg", draft.algorithm().name().into()),
        ];
        Value::from(Object::from_iter(members))
    });
    reply(Reply::new("draft", draft.map_err(Into::into)))
}

/// The presentation with the signature of what [`prepare`] gives for the same bundle and options:
/// `{"ok": true, "presentation"}`.
#[wasm_bindgen]
pub fn finish(bundle: &str, options: &JsValue, signature: &[u8]) -> JsValue {
    let draft = draft(bundle, options);
    let presentation = draft.and_then(|draft| draft.finish(signature));
    let presentation = presentation.map(Value::from).map_err(Into::into);
    reply(Reply::new("presentation", presentation))
}

fn draft(bundle: &str, options: &JsValue) -> Result<Draft, Error> {
    let options = DraftOptions::from_json(&written(options)?)?;
    Draft::new(bundle, &options.disclose, &options.binding)
}

/// What a holder signs to commit: `{"ok": true, "draft": {"signing_input", "alg"}}`.
#[wasm_bindgen]
pub fn prepare_commitment(bundle: &str, options: &JsValue) -> JsValue {
    let draft = commitment(bundle, options).map(|draft| {
        let members = [
            ("signing_input", draft.signing_input().into()),
            ("alg", draft.algorithm().name().into()),
        ];
        Value::from(Object::from_iter(members))
    });
    reply(Reply::new("draft", draft.map_err(|error| vec![error])))
}

/// The commitment with the signature of what [`prepare_commitment`] gives for the same bundle and options:
/// `{"ok": true, "commitment"}`.
#[wasm_bindgen]
pub fn finish_commitment(bundle: &str, options: &JsValue, signature: &[u8]) -> JsValue {
    let draft = commitment(bundle, options);
    let commitment = draft.and_then(|draft| draft.finish(signature));
    let commitment = commitment.map(Value::from).map_err(|error| vec![error]);
    reply(Reply::new("commitment", commitment))
}

fn commitment(bundle: &str, options: &JsValue) -> Result<CommitmentDraft, Error> {
    CommitmentDraft::new(bundle, &Commitment::from_json(&written(options)?)?)
}

/// What the text of a request asks for: `{"ok": true, "request"}`.
#[wasm_bindgen]
pub fn read_request(text: &str) -> JsValue {
    let read = RequestText::parse(text).map(|asked| asked.to_json().into());
    document("request", read.map_err(Into::into))
}

/// One presentation, or several as JSON by alias, as the texts of QR codes: `{"ok": true, "texts"}`.
#[wasm_bindgen]
pub fn to_qr(bundle: &str, options: &JsValue) -> JsValue {
    let encode = || {
        let options = QrOptions::from_json(&written(options)?)?;
        qr::encode(Presentations::parse(bundle)?, &options)
    };
    document("texts", encode().map(Value::from).map_err(Into::into))
}

/// What the texts of QR codes carry, one a line: `{"ok": true, "presented"}`.
#[wasm_bindgen]
pub fn from_qr(texts: &str) -> JsValue {
    let decode = || {
        let presented = qr::decode(&texts.split('\n').collect::<Vec<_>>())?;
        Ok(Value::from(&Presentations::parse(&presented)?))
    };
    document("presented", decode().map_err(|error: Error| error.into()))
}

/// The version of the core.
#[wasm_bindgen]
pub fn version() -> String {
    xinyi::VERSION.to_owned()
}

/// Options as JSON.
///
/// # Errors
/// `input.options` for what JSON has no form for, and for what throws; `limit.bytes`.
fn written(options: &JsValue) -> Result<String, Error> {
    let text = JSON::stringify(options).ok();
    let text = text.filter(|text| text.is_string());
    let text = text.ok_or_else(|| Error::of_input(Code::InputOptions, Object::new()))?;
    // A text that is too long is refused before it is copied: it has at least as many bytes as code units.
    let length = text.length() as usize;
    if length > limits::OPTIONS_BYTES {
        let details = Object::from_iter([("limit", limits::OPTIONS_BYTES.into())]);
        return Err(Error::of_input(Code::LimitBytes, details));
    }
    Ok(text.into())
}

/// A document under a name, as plain objects.
fn document(name: &'static str, result: Result<Value, Vec<Error>>) -> JsValue {
    reply(Reply::new(name, result))
}

/// A result as plain objects.
fn reply<T: Serialize, R: Into<Reply<T>>>(result: R) -> JsValue {
    let reply: Reply<T> = result.into();
    reply
        .serialize(&Serializer::json_compatible())
        .unwrap_or_else(|_| throw_str("a reply has no form that JavaScript has"))
}
