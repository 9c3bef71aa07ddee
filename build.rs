//! Words and code lists are written in TOML, for people; a program that starts a thousand times a day reads
//! them as JSON, which costs it a tenth.

use std::path::{Path, PathBuf};
use std::{env, fs};

const WRITTEN: [&str; 4] = ["words", "codes", "provisions", "figures"];

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let out = PathBuf::from(env::var("OUT_DIR")?);
    for dir in WRITTEN {
        println!("cargo::rerun-if-changed=assets/{dir}");
        made(&Path::new("assets").join(dir), &out.join(dir))?;
    }
    Ok(())
}

/// Every file of a folder, under the same name and `.json`.
fn made(from: &Path, to: &Path) -> Result<(), Box<dyn std::error::Error>> {
    fs::create_dir_all(to)?;
    for entry in fs::read_dir(from)? {
        let path = entry?.path();
        let Some(name) = path.file_name().and_then(|n| n.to_str()) else { continue };
        if path.is_dir() {
            made(&path, &to.join(name))?;
        } else if name.ends_with(".toml") {
            let value: toml::Table = toml::from_str(&fs::read_to_string(&path)?)
                .map_err(|why| format!("{}: {why}", path.display()))?;
            fs::write(to.join(format!("{name}.json")), serde_json::to_string(&value)?)?;
        }
    }
    Ok(())
}
