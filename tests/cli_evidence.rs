//! Proofs, checkpoints and verification on the line.

mod line;
use line::{Place, run, text};

#[test]
fn a_proof_is_checked_without_a_register_and_a_bit_makes_it_fail() {
    let p = Place::training();
    let (no, revision) = p.record(&[]);
    p.confirm("custodian1", &no, &revision, &[]).ok();
    let proof = p.by("custodian1", &["proof", &no]).ok().out;
    let heads = p.run(&["checkpoint"]).ok().out;
    let (file, head) = (p.path("proof.json"), p.path("heads.txt"));
    std::fs::write(&file, &proof).unwrap();
    std::fs::write(&head, &heads).unwrap();
    let (file, head) = (file.to_str().unwrap(), head.to_str().unwrap());
    let alone = run(&["check-proof", file], "").ok();
    assert!(alone.out.contains("没有给出校验点") && alone.out.contains("提交记录"), "{alone:?}");
    let held = run(&["check-proof", file, "--head", head], "").ok();
    assert!(held.out.contains("证明成立"), "{held:?}");
    let json = run(&["--json", "check-proof", file], "").ok().out;
    assert!(json.lines().count() >= 2, "{json}");
    let bytes = proof.into_bytes();
    let at = bytes.windows(6).position(|w| w == "张三".as_bytes()).unwrap();
    for (at, mask) in [(at, 1), (at + 100, 1), (bytes.len() / 2, 2), (3, 1)] {
        let mut bent = bytes.clone();
        bent[at] ^= mask;
        std::fs::write(file, &bent).unwrap();
        let said = run(&["check-proof", file, "--head", head], "");
        assert!(said.code == 4 || String::from_utf8(bent).is_err() && said.code == 5, "{at}: {said:?}");
    }
    std::fs::write(file, "{\"format\":\"liuhen-proofs-1\",\"proofs\":[]}").unwrap();
    run(&["check-proof", file], "").ended(4);
    run(&["check-proof", "/nowhere/proof.json"], "").ended(1);
}

#[test]
fn a_head_kept_elsewhere_notices_what_the_register_alone_cannot() {
    let p = Place::training();
    p.record(&[]);
    let heads = p.run(&["checkpoint"]).ok().out;
    let kept = p.path("heads.txt");
    std::fs::write(&kept, &heads).unwrap();
    let kept = kept.to_str().unwrap();
    p.record(&[]);
    let sound = p.run(&["verify", "--against", kept]).ok();
    assert!(sound.out.contains("核验无误"), "{sound:?}");
    let report = p.run(&["--json", "verify"]).ok().json();
    assert_eq!((&report["sound"], &report["known_heads"]), (&true.into(), &0.into()));
    // Another history of the same length is noticed only against the head.
    let other =
        heads.replacen(heads.lines().nth(2).unwrap(), "47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=", 1);
    std::fs::write(kept, &other).unwrap();
    let said = p.run(&["verify", "--against", kept]).ended(4);
    assert!(said.err.contains("登记册签名不符"), "{said:?}");
    // Without the register's signature it is a bare head, which counts all the same.
    std::fs::write(kept, other.lines().take(3).map(|l| format!("{l}\n")).collect::<String>()).unwrap();
    let said = p.run(&["verify", "--against", kept]).ended(4);
    assert!(said.err.contains("核验不通过"), "{said:?}");
    std::fs::write(kept, "nothing").unwrap();
    p.run(&["verify", "--against", kept]).ended(5);
}

#[test]
fn tables_are_rebuilt_by_those_who_keep_the_evidence() {
    let p = Place::training();
    let (no, _) = p.record(&[]);
    p.by("judge", &["rebuild"]).ended(3);
    p.by("custodian1", &["rebuild"]).ok();
    p.run(&["verify"]).ok();
    let story = p.by("custodian1", &["--json", "ledger"]).ok().out;
    assert!(story.contains("record.submitted") && !story.contains("p05"), "{story}");
    assert_eq!(text(&p.by("judge", &["--json", "show", &no]).ok().json()["record"]["ref"]), no);
}
