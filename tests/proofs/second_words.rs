//! The second verifier says what it found: each code that any of its scripts can report has its words, read off
//! the scripts themselves.

use std::path::Path;
use std::process::Command;

/// Reads the scripts: what is held, raised, given back or written as a code, and what is said by its name.
const READ: &str = r#"
import ast, os, sys
sys.path.insert(0, sys.argv[1])
import verify
TOLD = ("hand_wrong", "signature_wrong", "checkpoint_says", "receipt_says", "event_wrong", "proof_says")
PLACE = {"hold": 1, "Amiss": 0, "Cannot": 0, "wrong": 1, "say": 1}

def words(node):
    """The words that an expression can come to."""
    if isinstance(node, ast.Constant):
        return {node.value} if isinstance(node.value, str) else set()
    if isinstance(node, ast.IfExp):
        return words(node.body) | words(node.orelse)
    if isinstance(node, ast.BoolOp):
        return set().union(*map(words, node.values))
    if isinstance(node, ast.Tuple):
        return words(node.elts[0])
    if isinstance(node, ast.Subscript) and isinstance(node.value, ast.Dict):
        return set().union(*map(words, node.value.values))
    return set()

def codes(tree):
    for node in ast.walk(tree):
        if isinstance(node, ast.Call):
            name = getattr(node.func, "id", getattr(node.func, "attr", ""))
            if name in PLACE:
                yield from words(node.args[PLACE[name]])
        elif isinstance(node, ast.Dict):
            for key, value in zip(node.keys, node.values):
                if isinstance(key, ast.Constant) and key.value == "code":
                    yield from words(value)
        elif isinstance(node, ast.Assign):
            names = [getattr(each, "id", "") for each in node.targets]
            if names in (["code"], ["word"], ["verdict"]):
                yield from words(node.value)
            elif names == ["checks"]:
                for check in node.value.elts:
                    yield from words(check)
        elif isinstance(node, ast.Yield) and isinstance(node.value, ast.Tuple):
            if isinstance(node.value.elts[0], ast.Constant) and len(node.value.elts) == 3:
                yield node.value.elts[0].value
        if isinstance(node, ast.FunctionDef) and node.name in TOLD:
            for each in ast.walk(node):
                if isinstance(each, ast.Return) and each.value is not None:
                    yield from words(each.value)

found = set()
for script in ("verify.py", "verify_acts.py", "verify_signatures.py"):
    with open(os.path.join(sys.argv[1], script), encoding="utf-8") as file:
        found |= set(codes(ast.parse(file.read())))
found -= {""}
for code in sorted(found):
    both = verify.WORDS.get(code, ())
    print(code, "said" if len(both) == 2 and all(both) else "WITHOUT WORDS")
"#;

#[test]
fn each_code_that_the_second_verifier_can_report_has_words_in_both_languages() {
    let scripts = Path::new(env!("CARGO_MANIFEST_DIR")).join("assets/verify");
    let done = Command::new("python3").args(["-B", "-c", READ]).arg(&scripts).output().unwrap();
    assert!(done.status.success(), "{}", String::from_utf8_lossy(&done.stderr));
    let told = String::from_utf8(done.stdout).unwrap();
    let mute: Vec<&str> = told.lines().filter(|line| line.ends_with("WITHOUT WORDS")).collect();
    assert!(mute.is_empty(), "{mute:?}");
    // What the page lists of them is among what was read: nothing was overlooked.
    let page = include_str!("../../docs/log-format.en.md");
    let listed = page.split("`verify_acts.py` knows less").nth(1).unwrap();
    let rows =
        listed.lines().skip_while(|line| !line.starts_with('|')).take_while(|line| line.starts_with('|'));
    let listed: Vec<&str> =
        rows.filter_map(|line| line.strip_prefix("| `")?.split_once('`')).map(|(code, _)| code).collect();
    let read = |code: &str| told.lines().any(|line| line.split(' ').next() == Some(code));
    assert!(listed.len() > 15 && listed.iter().all(|code| read(code)), "{listed:?}\n{told}");
}
