//! A check in Rust: `xinyi-example ROOT SNAPSHOT PRESENTATION OPTIONS`, each a file; the options are JSON, as those
//! of the npm package. Prints the decision.

use std::{env, error::Error, fs};

use xinyi::{CheckOptions, Verifier, VerifierOptions};

fn main() -> Result<(), Box<dyn Error>> {
    let files: Result<Vec<String>, _> = env::args().skip(1).map(fs::read_to_string).collect();
    let [root, snapshot, presentation, options] = <[String; 4]>::try_from(files?).map_err(|_| "four files")?;
    let options: CheckOptions = serde_json::from_str(&options)?;
    let mut create = VerifierOptions::at(options.now);
    create.allow_demo_root = true; // for a demo platform alone
    let verifier = Verifier::new(&root, Some(&snapshot), &create)?;
    let decision = verifier.check(presentation.trim(), &options)?;
    println!("{}", serde_json::to_string(&decision)?);
    Ok(())
}
