//! What an app asks, and how.

use serde_json::{Value, json};
use testkit::world::*;

use super::vector::Suite;

pub fn add(suite: &mut Suite<'_>) {
    suite
        .add(
            "holder-left-out",
            "Whether a copied bundle will do is never guessed.",
        )
        .check_without("holder")
        .refused("input.holder");
    let mut holder = |name: &str, description, value: Value, code: &str| {
        suite
            .add(name, description)
            .check("holder", value)
            .refused(code);
    };
    holder(
        "holder-misspelt",
        "No policy of this name.",
        json!("bound"),
        "input.holder",
    );
    holder(
        "holder-of-the-wrong-type",
        "Neither a word nor a request.",
        json!(true),
        "input.holder",
    );
    holder(
        "holder-without-nonce",
        "A request needs a nonce.",
        json!({ "audience": AUDIENCE }),
        "input.options",
    );
    holder(
        "holder-with-empty-nonce",
        "An empty nonce answers every request.",
        json!({ "audience": AUDIENCE, "nonce": "" }),
        "input.holder",
    );
    holder(
        "holder-with-unknown-member",
        "A misspelt option is not passed over.",
        json!({ "audience": AUDIENCE, "nonce": NONCE, "windows": 10 }),
        "input.options",
    );
    holder(
        "holder-certificate",
        "Certificates are not there yet.",
        json!("certificate"),
        "input.unsupported",
    );

    suite
        .add("unknown-option", "A misspelt option is not passed over.")
        .check("explained", json!("full"))
        .refused_at("input.options", "/explained");
    suite
        .add("explain-misspelt", "No such level.")
        .check("explain", json!("all"))
        .refused_at("input.options", "/explain");
    suite
        .add("subject-of-the-wrong-type", "An identity code is a string.")
        .check("subject", json!(91310115))
        .refused_at("input.options", "/subject");
    suite
        .add("programme-left-out", "Nothing is asked.")
        .check_without("programme")
        .refused_at("input.options", "/programme");
    suite
        .add(
            "programme-of-the-wrong-type",
            "Neither an id nor a document.",
        )
        .check("programme", json!(["test.bike"]))
        .refused_at("input.options", "/programme");
    suite
        .add(
            "subject-of-a-bundle-that-is-no-identity",
            "An identity code is a string.",
        )
        .check("subject", json!({ "credit": true }))
        .refused_at("input.options", "/subject/credit");
    suite
        .add(
            "subject-of-no-bundle",
            "Whoever expects somebody says whom.",
        )
        .check("subject", json!({}))
        .refused_at("input.options", "/subject");
    suite
        .add(
            "subject-of-an-unknown-bundle",
            "The programme has no such input.",
        )
        .check("subject", json!({ "market": "91310115MA1000367Y" }))
        .refused_at("input.options", "/subject/market");

    let mut request = |name: &str, description, value: Value, code: &str, pointer: &str| {
        suite
            .add(name, description)
            .check("request", value)
            .refused_at(code, pointer);
    };
    request(
        "request-of-the-wrong-type",
        "A deposit is money.",
        json!({ "deposit": true }),
        "input.request",
        "/deposit",
    );
    request(
        "request-that-is-no-amount",
        "A comma is no decimal point.",
        json!({ "deposit": "99,00" }),
        "input.request",
        "/deposit",
    );
    request(
        "request-with-a-fraction-as-number",
        "An amount that is not whole is text: a number of JavaScript would not hold it exactly.",
        json!({ "deposit": 99.5 }),
        "input.request",
        "/deposit",
    );
    request(
        "request-with-unknown-member",
        "The programme asks for no such thing.",
        json!({ "deposit": "99.00", "amount": "1.00" }),
        "input.request",
        "/amount",
    );
    request(
        "request-that-is-no-object",
        "A request has members.",
        json!(["99.00"]),
        "input.options",
        "/request",
    );

    suite
        .add(
            "request-in-whole-yuan",
            "A whole number is exact in every language.",
        )
        .check("request", json!({ "deposit": 99 }))
        .granted("gold");
    let presentation = suite.world.person().present(LOOK);
    suite
        .add(
            "white-space-around-the-presentation",
            "Of a file, or of whoever pasted it.",
        )
        .bundle(format!("\r\n\t {} \r\n", presentation))
        .granted("gold");

    let mut create = |name: &str, description, options: Value, code: &str| {
        suite.add(name, description).create(options).refused(code);
    };
    create(
        "unknown-option-of-creation",
        "A misspelt option.",
        json!({ "statusAge": 60 }),
        "input.options",
    );
    create(
        "consent-required-by-no-truth-value",
        "Whether consent is required is true or false.",
        json!({ "requireConsent": "yes" }),
        "input.options",
    );
    create(
        "status-max-age-of-nothing",
        "No list is younger than that.",
        json!({ "statusMaxAge": 0 }),
        "input.options",
    );
    create(
        "minimum-of-the-wrong-type",
        "A version is a number.",
        json!({ "minimum": { "root": "1" } }),
        "input.options",
    );
}
